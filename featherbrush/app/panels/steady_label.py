"""A line of text that changes many times a second without asking for a new layout each time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget


class SteadyLabel(QWidget):
    """Keeps the size of its widest text. QLabel lays out the whole window at every change."""

    def __init__(
        self,
        *,
        widest: str,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
        bold: bool = False,
        scale: float = 1.0,
    ) -> None:
        super().__init__()
        self._widest = widest
        self._alignment = alignment | Qt.AlignmentFlag.AlignVCenter
        self._text = ""
        font = QFont(self.font())
        font.setBold(bold)
        font.setPointSizeF(font.pointSizeF() * scale)
        # Figures of one width, so that they stand still while they change.
        font.setFeature(QFont.Tag("tnum"), 1)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return what it shows."""
        return self._text

    def setText(self, text: str) -> None:
        """Show something else; the layout stays as it is."""
        if text != self._text:
            self._text = text
            self.update()

    def sizeHint(self) -> QSize:
        """Room for the widest text."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._widest) + 4, metrics.height() + 1)

    def minimumSizeHint(self) -> QSize:
        """Never cut a text that was foreseen."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), self._alignment, self._text)
