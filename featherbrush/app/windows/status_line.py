"""The status bar: what is under the cursor, where, how large the map is, how near we look."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStatusBar, QWidget

from featherbrush.app.panels.steady_label import SteadyLabel
from featherbrush.app.texts import tr
from featherbrush.engine.geometry import Extent, Point

TOLD_MS = 4000


class StatusLine(QStatusBar):
    """Labels of steady width, so that nothing moves while the cursor does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(12, 3, 12, 3)
        self._class = _label("a class of some length", tr("Class under the cursor"))
        self._position = _label("0000, 0000", tr("Position on the map, from the top left"))
        self._size = _label("0000x0000 px", tr("Size of the map"), right=True)
        self._zoom = _label("0000 %", tr("Zoom: screen pixels per map pixel"), right=True)
        self.addWidget(self._class)
        self.addWidget(self._position)
        self.addPermanentWidget(self._size)
        self.addPermanentWidget(self._zoom)

    def show_class(self, name: str) -> None:
        """Name the class under the cursor, or nothing off the map."""
        self._class.setText(name)

    def show_position(self, point: Point | None) -> None:
        """Show the pixel under the cursor."""
        self._position.setText("" if point is None else f"{floor(point.x)}, {floor(point.y)}")

    def show_extent(self, extent: Extent) -> None:
        """Show the size of the map."""
        self._size.setText(f"{extent} px")

    def show_zoom(self, percent: float) -> None:
        """Show the zoom."""
        self._zoom.setText(f"{percent:.0f} %")

    def tell(self, words: str) -> None:
        """Say for a moment that something went well."""
        self.showMessage(words, TOLD_MS)

    @property
    def texts(self) -> tuple[str, str, str, str]:
        """Class, position, size, zoom as shown."""
        return (
            self._class.text(),
            self._position.text(),
            self._size.text(),
            self._zoom.text(),
        )


def _label(widest: str, tip: str, *, right: bool = False) -> SteadyLabel:
    flag = Qt.AlignmentFlag
    label = SteadyLabel(widest=widest, alignment=flag.AlignRight if right else flag.AlignLeft)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    label.setObjectName("status")
    label.setToolTip(tip)
    label.setAccessibleName(tip)
    return label
