"""The studio's own mark: a feather that is a brush stroke, drawn, so that it is sharp anywhere."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from featherbrush.app.looks.tokens import DARK

SIZES = (16, 24, 32, 48, 64, 128, 256)


def window_icon() -> QIcon:
    """Return the icon of windows and task bar."""
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(mark(size))
    return icon


def mark(size: int) -> QPixmap:
    """Return the mark, ``size`` by ``size`` device pixels. Needs a QGuiApplication."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 64, size / 64)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#242424"))
    painter.drawRoundedRect(QRectF(2, 2, 60, 60), 14, 14)
    vane = QPainterPath(QPointF(20, 46))
    vane.cubicTo(16, 30, 26, 14, 50, 12)
    vane.cubicTo(52, 32, 40, 46, 24, 47)
    vane.closeSubpath()
    painter.setBrush(QColor(DARK.accent))
    painter.drawPath(vane)
    quill = QPen(QColor("#242424"), 2.4)
    quill.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(quill)
    painter.drawLine(QPointF(22, 45), QPointF(42, 21))
    tip = QPen(QColor("#ececec"), 4)
    tip.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(tip)
    painter.drawLine(QPointF(14, 53), QPointF(21, 46))
    painter.end()
    return pixmap
