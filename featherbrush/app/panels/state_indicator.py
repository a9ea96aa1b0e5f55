"""Whether the pictures belong to the map as it is: always in sight, never flickering."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from featherbrush.app.looks.tokens import DARK, Tokens
from featherbrush.app.panels.units import milliseconds_text
from featherbrush.app.synthesis.state import State, Timing
from featherbrush.app.texts import mark, tr

WORDS = {
    State.UP_TO_DATE: mark("Up to date"),
    State.WORKING: mark("Working"),
    State.EASING: mark("Easing off"),
    State.PAUSED: mark("Paused"),
    State.FAILED: mark("Failed"),
    State.NO_MODEL: mark("No model"),
}
TIPS = {
    State.UP_TO_DATE: mark("The pictures belong to the canvas as it is now."),
    State.WORKING: mark("A picture is on its way. The original waits until the pen rests."),
    State.EASING: mark(
        "A picture takes long here, so pictures wait until the pen slows down. Painting does not."
    ),
    State.PAUSED: mark("No pictures are made. Painting goes on; resume to see its picture."),
    State.FAILED: mark("A model could not make the picture. The canvas is untouched."),
    State.NO_MODEL: mark("No model is open. Painting works; open a model to see pictures."),
}
WIDEST_TIME = "00,000 ms"
SETTLE_MS = 120


class StateIndicator(QWidget):
    """A dot and a word. Calm words wait a moment, so that a stroke shows one steady state."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = DARK
        self._shown = State.NO_MODEL
        self._next = State.NO_MODEL
        self._time = ""
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._apply)
        self._apply()

    @property
    def shown(self) -> State:
        """The state that can be read at the moment."""
        return self._shown

    def set_state(self, state: State) -> None:
        """Show a state: at once, but for "up to date", which waits until things settle."""
        self._next = state
        if state is State.UP_TO_DATE:
            self._settle.start()
        else:
            self._settle.stop()
            self._apply()

    @property
    def time_text(self) -> str:
        """The milliseconds beside the word, empty where there is nothing to measure."""
        stopped = self._shown in (State.PAUSED, State.FAILED, State.NO_MODEL)
        return "" if stopped else self._time

    def set_timing(self, timing: Timing | None) -> None:
        """Show how long the model that follows the pen takes for a picture."""
        text = "" if timing is None else milliseconds_text(timing.median)
        if text != self._time:
            self._time = text
            self._describe()

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the longest word and time, so that nothing beside it moves."""
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(tr(word)) for word in WORDS.values())
        return QSize(widest + metrics.horizontalAdvance(WIDEST_TIME) + 38, metrics.height() + 10)

    def minimumSizeHint(self) -> QSize:
        """Never cut the word."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw dot and word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        color = QColor(self._color())
        hollow = self._shown in (State.WORKING, State.EASING, State.NO_MODEL)
        painter.setPen(QPen(color, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else color)
        painter.drawEllipse(QPointF(9, middle), 4, 4)
        painter.setPen(QColor(self._tokens.text))
        words = self.rect().adjusted(22, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, tr(WORDS[self._shown]))
        painter.setPen(QColor(self._tokens.muted))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(self.rect(), right, self.time_text)

    def _color(self) -> str:
        return {
            State.UP_TO_DATE: self._tokens.accent,
            State.WORKING: self._tokens.accent,
            State.EASING: self._tokens.caution,
            State.PAUSED: self._tokens.caution,
            State.FAILED: self._tokens.danger,
            State.NO_MODEL: self._tokens.muted,
        }[self._shown]

    def _apply(self) -> None:
        self._shown = self._next
        self.setToolTip(tr(TIPS[self._shown]))
        self._describe()

    def _describe(self) -> None:
        state = tr(WORDS[self._shown])
        self.setAccessibleName(tr("State of the pictures: {state}", state=state))
        self.setAccessibleDescription(self.time_text)
        self.update()
