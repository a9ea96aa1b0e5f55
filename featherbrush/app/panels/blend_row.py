"""A slider between two styles."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSlider, QWidget

from featherbrush.app.looks.tokens import METRICS
from featherbrush.app.synthesis.styles import BLEND, StyleOption
from featherbrush.app.texts import tr

STEPS = 100


class BlendRow(QWidget):
    """Two styles to choose and the way between them."""

    blended = Signal(str, str, float)
    """(key of the first, key of the second, share 0 to 1)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = _box(tr("Blend from this style"))
        self.second = _box(tr("Blend to this style"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setMinimumWidth(60)
        self.slider.setAccessibleName(tr("Blend between two styles"))
        self.slider.setToolTip(
            tr("<b>Blend</b><br>Drag from the style on the left to the one on the right.")
        )
        self.slider.valueChanged.connect(self._tell)
        for box in (self.first, self.second):
            box.activated.connect(self._tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(METRICS.gap)
        row.addWidget(self.first)
        row.addWidget(self.slider, 1)
        row.addWidget(self.second)

    def show_options(self, options: tuple[StyleOption, ...]) -> None:
        """Offer these styles; what was chosen stays chosen where it still is on offer."""
        offered = [option for option in options if option.key != BLEND]
        for place, box in enumerate((self.first, self.second)):
            kept = box.currentData()
            with QSignalBlocker(box):
                box.clear()
                for option in offered:
                    box.addItem(option.title, option.key)
                found = box.findData(kept)
                box.setCurrentIndex(found if found >= 0 else min(place, len(offered) - 1))

    def rest(self) -> None:
        """Put the slider back to its start: another style was chosen."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(0)

    def _tell(self) -> None:
        first, second = self.first.currentData(), self.second.currentData()
        if first is not None and second is not None:
            self.blended.emit(first, second, self.slider.value() / STEPS)


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.view().setAccessibleName(name)
    box.setToolTip(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(7)
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return box
