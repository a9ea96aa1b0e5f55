"""One side's picture as the compare view holds it: pixels that Qt can draw, and its revision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from featherbrush.app.canvas.view import ViewTransform

NEAREST_FROM = 4.0


def to_image(picture: NDArray[np.uint8]) -> QImage:
    """Return a QImage that owns its pixels from uint8 [H, W, 3].

    The conversion copies, so the array may change or go away afterwards.
    """
    rows = np.ascontiguousarray(picture)
    height, width, _ = rows.shape
    borrowed = QImage(rows.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)


@dataclass(frozen=True)
class PictureLayer:
    """A picture and the document revision that it was made from."""

    image: QImage
    revision: int

    def draw(self, painter: QPainter, *, view: ViewTransform) -> None:
        """Draw the picture where a view puts it.

        Smooth up to four screen units per pixel; beyond that the pixels themselves are shown.
        """
        painter.save()
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform,
            view.scale < NEAREST_FROM and (view.scale != 1.0 or not view.upright),
        )
        if view.plain:
            # Qt's fast path: a rectangle, not a transformed image.
            size = self.image.size().toSizeF() * view.scale
            painter.drawImage(QRectF(QPointF(view.x, view.y), size), self.image)
        else:
            painter.setTransform(to_qt(view), True)
            painter.drawImage(0, 0, self.image)
        painter.restore()


def to_qt(view: ViewTransform) -> QTransform:
    """Return the same transform in Qt's terms: from canvas pixels to the widget."""
    cos, sin = (part * view.scale for part in view.turn)
    sign = -1.0 if view.mirrored else 1.0
    return QTransform(sign * cos, sign * sin, -sin, cos, view.x, view.y)


def clipped(painter: QPainter, rect: QRectF) -> None:
    """Draw only inside a rectangle from here on, within what was allowed already."""
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
