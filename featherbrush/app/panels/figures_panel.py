"""The live figures of both models, under their pictures, with the speed-up between them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from featherbrush.app.panels.steady_label import SteadyLabel
from featherbrush.app.panels.units import (
    bytes_text,
    count_text,
    milliseconds_text,
    rate_text,
)
from featherbrush.app.synthesis.state import Side, Timing, speed_up
from featherbrush.engine.library import ModelEntry

NONE = "–"
ROWS = {
    "time": ("per picture", "Time for one picture, measured here: the median of the latest."),
    "rate": (
        "pictures per second",
        "How many pictures a second that makes.",
    ),
    "macs": (
        "MACs per picture",
        "Multiply-accumulate operations for one picture at native size.",
    ),
    "parameters": ("parameters", "The numbers that training found."),
    "bytes": ("file size", "The size of the model file."),
}
COLUMNS = {Side.ORIGINAL: 0, Side.COMPRESSED: 2}


class FiguresPanel(QWidget):
    """A table of three columns: the original's figures, what they are, the compressed one's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("figuresPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._timings: dict[Side, Timing | None] = dict.fromkeys(Side)
        self._cells: dict[tuple[str, Side], SteadyLabel] = {}
        self._speed = SteadyLabel(widest="0,000x slower", bold=True, scale=1.25)
        self._speed.setObjectName("speed")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 10, 16, 10)
        grid.setVerticalSpacing(3)
        for column in COLUMNS.values():
            grid.setColumnStretch(column, 1)
        for side, column in COLUMNS.items():
            grid.addWidget(_label(side.value.capitalize(), kind="title"), 0, column)
        grid.addWidget(self._speed, 0, 1)
        for row, (key, (words, tip)) in enumerate(ROWS.items(), start=1):
            middle = _label(words, kind="muted")
            middle.setToolTip(tip)
            grid.addWidget(middle, row, 1)
            for side, column in COLUMNS.items():
                cell = SteadyLabel(widest="00,000 ms", bold=key == "time")
                cell.setText(NONE)
                cell.setAccessibleName(f"{side.value}: {words}")
                self._cells[key, side] = cell
                grid.addWidget(cell, row, column)
        grid.setColumnMinimumWidth(1, 150)
        self._show_speed()

    def set_model(self, side: Side, entry: ModelEntry | None) -> None:
        """Show what a model's card and file say, and forget its times."""
        card = entry.card if entry else None
        self._put("macs", side, count_text(card.macs) if card else NONE)
        self._put("parameters", side, count_text(card.parameters) if card else NONE)
        self._put("bytes", side, bytes_text(entry.bytes) if entry else NONE)
        self.set_timing(side, None)

    def set_timing(self, side: Side, timing: Timing | None) -> None:
        """Show a model's measured times, or that there are none."""
        self._timings[side] = timing
        self._put("time", side, milliseconds_text(timing.median) if timing else NONE)
        self._put("rate", side, rate_text(timing.rate) if timing else NONE)
        self._show_speed()

    def text(self, key: str, side: Side) -> str:
        """Return what a cell shows: key of ROWS."""
        return self._cells[key, side].text()

    @property
    def speed_text(self) -> str:
        """What stands between the two models."""
        return self._speed.text()

    def _put(self, key: str, side: Side, text: str) -> None:
        self._cells[key, side].setText(text)

    def _show_speed(self) -> None:
        ratio = speed_up(self._timings[Side.ORIGINAL], self._timings[Side.COMPRESSED])
        if ratio is None:
            self._speed.setText("")
            self._speed.setToolTip("")
            return
        factor = ratio if ratio >= 1 else 1 / ratio
        digits = 0 if factor >= 10 else 1
        words = f"{factor:.{digits}f}x {'faster' if ratio >= 1 else 'slower'}"
        if words == self._speed.text():
            return
        self._speed.setText(words)
        self._speed.setToolTip(
            "The compressed model against the original: medians measured here, since the models "
            "were opened."
        )


def _label(text: str, *, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
