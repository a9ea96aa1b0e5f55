"""One side's picture as the compare view holds it: pixels that Qt can draw, and its revision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

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

    def draw(self, painter: QPainter, *, target: QRectF, clip: QRectF) -> None:
        """Draw the picture at ``target``, seen inside ``clip``.

        Smooth up to four screen units per pixel; beyond that the pixels themselves are shown.
        """
        scale = target.width() / max(self.image.width(), 1)
        painter.save()
        painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform,
            scale < NEAREST_FROM and scale != 1.0,
        )
        painter.drawImage(target, self.image)
        painter.restore()
