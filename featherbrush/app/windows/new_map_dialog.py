"""Asks for the size of a new map and for what covers it at first."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.document import Palette
from featherbrush.app.texts import class_name, tr
from featherbrush.app.windows.swatches import swatch
from featherbrush.engine.geometry import Extent

SMALLEST, LARGEST = 128, 1024


@dataclass(frozen=True)
class NewMap:
    """What was asked for: a size, and the class that covers it."""

    extent: Extent
    fill: int


class NewMapDialog(QDialog):
    """Sides in the model's multiple; Escape leaves everything as it is."""

    def __init__(
        self,
        palette: Palette,
        *,
        native: Extent,
        multiple: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New map"))
        self.width_box = _side(native.width, multiple)
        self.height_box = _side(native.height, multiple)
        self.fill_box = QComboBox()
        for info in palette.classes:
            self.fill_box.addItem(swatch(QColor(*info.color), 16), class_name(info.name), info.id)
        self.fill_box.setCurrentIndex(self.fill_box.findData(palette.background))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow(tr("&Width"), self.width_box)
        form.addRow(tr("&Height"), self.height_box)
        form.addRow(tr("&Covered with"), self.fill_box)
        hint = QLabel(
            tr(
                "The model was trained at {width} x {height}; larger maps take longer.",
                width=native.width,
                height=native.height,
            )
        )
        hint.setProperty("kind", "muted")
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.button(standard.Ok).setText(tr("Create"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(hint)
        column.addWidget(buttons)

    @property
    def chosen(self) -> NewMap:
        """What the boxes say."""
        return NewMap(
            Extent(self.width_box.value(), self.height_box.value()),
            self.fill_box.currentData(),
        )


class SideBox(QSpinBox):
    """A side in pixels that snaps to a multiple when something else was typed."""

    def snap(self) -> None:
        """Go to the nearest multiple."""
        step = self.singleStep()
        self.setValue(max(self.minimum(), round(self.value() / step) * step))


def _side(native: int, multiple: int) -> SideBox:
    box = SideBox()
    most = max(LARGEST // multiple, 1) * multiple
    least = min(-(-SMALLEST // multiple) * multiple, most)
    box.setRange(least, most)
    box.setSingleStep(multiple)
    box.setValue(native)
    box.setSuffix(" px")
    box.setMinimumWidth(120)
    box.editingFinished.connect(box.snap)
    return box
