"""The divider of the compare view: its line and handle, and whether the pointer is on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

GRAB = 7.0
HANDLE = 13.0
STEP = 0.02
SHADE, INK, MARK = QColor(0, 0, 0, 110), QColor("#f4f4f4"), QColor("#2a2a2a")


def divider_x(area: QRectF, fraction: float) -> float:
    """Return where the line stands."""
    return area.x() + round(area.width() * fraction)


def on_divider(point: QPointF, *, area: QRectF, fraction: float) -> bool:
    """Return whether a press there takes hold of the divider."""
    return abs(point.x() - divider_x(area, fraction)) <= GRAB


def paint_divider(painter: QPainter, *, area: QRectF, fraction: float) -> None:
    """Draw the line from top to bottom and the handle in its middle."""
    x, middle = divider_x(area, fraction), area.center().y()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top, bottom = QPointF(x, area.top()), QPointF(x, area.bottom())
    for pen in (QPen(SHADE, 4), QPen(INK, 2)):
        painter.setPen(pen)
        painter.drawLine(top, bottom)
    painter.setPen(QPen(SHADE, 1))
    painter.setBrush(INK)
    painter.drawEllipse(QPointF(x, middle), HANDLE, HANDLE)
    painter.setPen(QPen(MARK, 2))
    for way in (-1, 1):
        tip = QPointF(x + way * 8, middle)
        painter.drawLine(tip, tip + QPointF(-way * 4, -4))
        painter.drawLine(tip, tip + QPointF(-way * 4, 4))
