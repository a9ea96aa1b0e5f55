"""A frame around a part of the window whose inner changes of size are its own business."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Fence(QWidget):
    """Gives its one part all of its own room, and passes no wish for another layout on.

    A layout in Qt passes such wishes up to the window, which then places and paints everything anew. The options of
    another tool, for one, do not need that: the bar that they stand in stays as large as it is.
    """

    def __init__(self, part: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part = part
        part.setParent(self)
        self.setSizePolicy(part.sizePolicy())
        self.setMinimumSize(part.minimumSize())
        self.setMaximumSize(part.maximumSize())

    def sizeHint(self) -> QSize:
        """The part's."""
        return self._part.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The part's."""
        return self._part.minimumSizeHint()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """All room is the part's."""
        self._part.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        """Keep wishes for another layout within."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._part.setGeometry(self.rect())
            return True
        return super().event(event)
