"""The lens of the compare view: a circle that shows the other side's picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

RIM = 3.0
SHADE, INK = QColor(0, 0, 0, 130), QColor("#f4f4f4")


@contextmanager
def through_lens(painter: QPainter, circle: QRectF) -> Iterator[None]:
    """Draw only inside the circle."""
    path = QPainterPath()
    path.addEllipse(circle)
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    yield
    painter.restore()


def paint_rim(painter: QPainter, circle: QRectF) -> None:
    """Draw the circle's rim; it hides the steps of the clip."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(SHADE, RIM + 2), QPen(INK, RIM - 1)):
        painter.setPen(pen)
        painter.drawEllipse(circle)


def touched(circle: QRectF) -> QRectF:
    """Return what drawing the lens may touch."""
    return circle.adjusted(-RIM - 1, -RIM - 1, RIM + 1, RIM + 1)
