"""The live figures of both models, under their pictures, with the speed-up between them."""

from __future__ import annotations

from collections.abc import Mapping

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
from featherbrush.app.texts import mark, tr
from featherbrush.engine.library import ModelEntry

NONE = "–"
ROWS = {
    "time": (
        mark("per picture"),
        mark("Time for one picture, measured here: the median of the latest."),
    ),
    "rate": (mark("pictures per second"), mark("How many pictures a second that makes.")),
    "macs": (
        mark("MACs per picture"),
        mark("Multiply-accumulate operations for one picture at native size."),
    ),
    "parameters": (mark("parameters"), mark("The numbers that training found.")),
    "bytes": (mark("file size"), mark("The size of the model file.")),
    "memory": (
        mark("memory"),
        mark("What the model needs while it makes a picture, measured while nobody painted."),
    ),
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
        self._names = {side: _label("", kind="title") for side in Side}
        for side, column in COLUMNS.items():
            grid.addWidget(self._names[side], 0, column)
        grid.addWidget(self._speed, 0, 1)
        for row, (key, (words, tip)) in enumerate(ROWS.items(), start=1):
            middle = _label(tr(words), kind="muted")
            middle.setToolTip(tr(tip))
            grid.addWidget(middle, row, 1)
            for side, column in COLUMNS.items():
                cell = SteadyLabel(widest="00,000 ms", bold=key == "time")
                cell.setText(NONE)
                self._cells[key, side] = cell
                grid.addWidget(cell, row, column)
        grid.setColumnMinimumWidth(1, 150)
        self.set_names({Side.ORIGINAL: tr("Original"), Side.COMPRESSED: tr("Compressed")})
        self._show_speed()

    def set_names(self, names: Mapping[Side, str]) -> None:
        """Call the two models by these names."""
        for side, name in names.items():
            self._names[side].setText(name)
            for key, (words, _tip) in ROWS.items():
                heard = tr("{name}: {figure}", name=name, figure=tr(words))
                self._cells[key, side].setAccessibleName(heard)

    def set_model(self, side: Side, entry: ModelEntry | None) -> None:
        """Show what a model's card and file say, and forget its times."""
        card = entry.card if entry else None
        self._put("macs", side, count_text(card.macs) if card else NONE)
        self._put("parameters", side, count_text(card.parameters) if card else NONE)
        self._put("bytes", side, bytes_text(entry.bytes) if entry else NONE)
        self.set_memory(side, None)
        self.set_timing(side, None)

    def set_memory(self, side: Side, used: int | None) -> None:
        """Show the bytes that a model needs, or that they were not measured yet."""
        self._put("memory", side, NONE if used is None else bytes_text(used))

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
        amount = f"{factor:.{digits}f}"
        words = tr("{n}x faster", n=amount) if ratio >= 1 else tr("{n}x slower", n=amount)
        if words == self._speed.text():
            return
        self._speed.setText(words)
        told = tr("Right against left: medians measured here, since the models were opened.")
        if ratio < 1:
            told += "<br>" + tr("On this machine compressing does not pay for this pair.")
        self._speed.setToolTip(told)


def _label(text: str, *, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
