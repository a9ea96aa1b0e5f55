"""The strip under the pictures of a blind comparison: three answers, the tally, what was what."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from featherbrush.app.looks.tokens import METRICS
from featherbrush.app.synthesis.state import Side
from featherbrush.app.texts import tr
from featherbrush.app.windows.votes import Tally, Verdict


class VoteBar(QWidget):
    """Asks which picture is better; ``voted`` with 1 (A), 2 (B) or 0 (neither)."""

    voted = Signal(int)
    reset_asked = Signal()
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("voteBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._tally = QLabel()
        self._tally.setProperty("kind", "muted")
        self._tally.setWordWrap(True)
        self._answers = {
            1: self._answer(1, tr("A is better")),
            0: self._answer(0, tr("No difference")),
            2: self._answer(2, tr("B is better")),
        }
        self._reset = _small(tr("Reset"), tr("Forget the votes on these two models."))
        self._reset.clicked.connect(self.reset_asked)
        self._export = _small(tr("Export..."), tr("Write the votes to a table (CSV)."))
        self._export.clicked.connect(self.export_asked)
        self._lay_out()
        self.hide()

    def ask(self) -> None:
        """Offer the answers."""
        self._words.setText(tr("Which picture is better?"))
        self._enable(True)

    def wait(self) -> None:
        """Say that there is nothing to answer yet."""
        self._words.setText(tr("Both pictures are on their way."))
        self._enable(False)

    def say(self, words: str) -> None:
        """Say what the round decided; the next one begins with the next pictures."""
        self._words.setText(words)
        self._enable(False)

    def show_tally(self, tally: Tally, *, names: Mapping[Side, str]) -> None:
        """Show how the rounds ended so far, by the sides' names."""
        self._tally.setText(
            tr(
                "{first} {first_votes}  ·  {second} {second_votes}  ·  No difference {tie}",
                first=names[Side.ORIGINAL],
                first_votes=tally.count(Verdict.ORIGINAL),
                second=names[Side.COMPRESSED],
                second_votes=tally.count(Verdict.COMPRESSED),
                tie=tally.count(Verdict.TIE),
            )
        )
        self._reset.setEnabled(bool(tally.votes))
        self._export.setEnabled(bool(tally.votes))

    @property
    def asking(self) -> bool:
        """Whether an answer is awaited."""
        return self._answers[0].isEnabled()

    @property
    def words(self) -> str:
        """What it says above the tally."""
        return self._words.text()

    @property
    def tally_text(self) -> str:
        """How the rounds ended so far, as shown."""
        return self._tally.text()

    def button(self, choice: int) -> QPushButton:
        """Return the button of an answer: 1, 2 or 0."""
        return self._answers[choice]

    def _answer(self, choice: int, words: str) -> QPushButton:
        button = QPushButton(f"{words}   {choice}")
        button.setAccessibleName(words)
        button.setToolTip(tr("Key {key} while the pictures have the focus", key=choice))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.voted.emit(choice))
        return button

    def _enable(self, enabled: bool) -> None:
        for button in self._answers.values():
            button.setEnabled(enabled)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(METRICS.margin, METRICS.gap, METRICS.margin, METRICS.gap)
        column.setSpacing(METRICS.unit + 2)
        column.addWidget(self._words)
        answers = QHBoxLayout()
        answers.setSpacing(METRICS.gap)
        answers.addStretch(1)
        for button in self._answers.values():
            answers.addWidget(button)
        answers.addStretch(1)
        column.addLayout(answers)
        record = QHBoxLayout()
        record.addWidget(self._tally, 1)
        record.addWidget(self._reset)
        record.addWidget(self._export)
        column.addLayout(record)


def _small(words: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(words)
    button.setToolTip(tip)
    button.setProperty("flat", True)
    return button
