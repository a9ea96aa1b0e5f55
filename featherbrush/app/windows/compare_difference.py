"""The difference of the two pictures as colours, with the scale that says how many levels."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from featherbrush.app.texts import figure, tr

RANGES = (16, 64, 255)
"""Levels at the upper end of the scale; a press on the legend takes the next one."""
FIRST_RANGE = 64
_STOPS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_ANCHORS = (
    (6, 6, 14),
    (58, 22, 104),
    (140, 38, 110),
    (216, 74, 72),
    (248, 148, 42),
    (254, 248, 180),
)
BAR = QRectF(0, 0, 180, 10)
LOW, LOW_WIDTH = 260.0, 116.0
"""Height of a view below which the legend is small, and its width then."""
GROUND, INK = QColor(0, 0, 0, 170), QColor("#f4f4f4")


@lru_cache(maxsize=len(RANGES))
def ramp(levels: int) -> NDArray[np.uint32]:
    """Return the colour of every difference 0 to 255 as 0xFFRRGGBB, uint32 [256].

    From near black over violet and red to pale yellow, lighter at every step, so that it reads
    without colour vision as well; all from ``levels`` on is the lightest.
    """
    share = np.minimum(np.arange(256) / levels, 1.0)
    channels = [np.interp(share, _STOPS, column) for column in zip(*_ANCHORS, strict=True)]
    red, green, blue = (np.rint(channel).astype(np.uint32) for channel in channels)
    colors: NDArray[np.uint32] = np.uint32(0xFF000000) | red << 16 | green << 8 | blue
    colors.flags.writeable = False
    return colors


def difference_image(levels_apart: NDArray[np.uint8], *, levels: int) -> QImage:
    """Return the picture of a difference uint8 [H, W]; it owns its pixels."""
    colors = ramp(levels).take(levels_apart)
    height, width = colors.shape
    borrowed = QImage(colors.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return borrowed.copy()


def next_range(levels: int) -> int:
    """Return the range after this one, the first after the last."""
    place = RANGES.index(levels) if levels in RANGES else -1
    return RANGES[(place + 1) % len(RANGES)]


def legend_title(mean: float | None) -> str:
    """Return what stands over the scale."""
    if mean is None:
        return tr("Difference in levels")
    return tr("{mean} levels apart on average", mean=figure(f"{mean:.1f}"))


def legend_box(area: QRectF, metrics: QFontMetricsF) -> QRectF:
    """Return where the legend stands: below the middle; in a low view small in the corner."""
    if _low(area):
        box = QRectF(0, 0, LOW_WIDTH, BAR.height() + metrics.height() + 14)
        box.moveBottomLeft(area.bottomLeft() + QPointF(8, -8))
        return box
    widest = metrics.horizontalAdvance(legend_title(188.8))
    height = BAR.height() + 2 * metrics.height() + 22
    box = QRectF(0, 0, max(BAR.width(), widest) + 28, height)
    box.moveCenter(QPointF(area.center().x(), area.bottom() - 12 - height / 2))
    return box


def paint_legend(painter: QPainter, *, area: QRectF, levels: int, mean: float | None) -> None:
    """Draw the scale with its ends, and the mean over the picture where there is room for it."""
    metrics = QFontMetricsF(painter.font())
    box = legend_box(area, metrics)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GROUND)
    painter.drawRoundedRect(box, 8, 8)
    side, above = (8, 5) if _low(area) else (14, 8)
    line = QRectF(box.x() + side, box.y() + above, box.width() - 2 * side, metrics.height())
    painter.setPen(INK)
    if not _low(area):
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, legend_title(mean))
        line.translate(0, line.height() + 3)
    _paint_bar(painter, QRectF(line.topLeft(), QSizeF(line.width(), BAR.height())), levels=levels)
    line.translate(0, BAR.height() + 2)
    painter.setPen(INK)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft, "0")
    painter.drawText(line, Qt.AlignmentFlag.AlignRight, _end(levels, short=_low(area)))


def _low(area: QRectF) -> bool:
    return area.height() < LOW


def _end(levels: int, *, short: bool) -> str:
    if levels == RANGES[-1]:
        return str(levels)
    return f"{levels}+" if short else tr("{levels} and more", levels=levels)


def _paint_bar(painter: QPainter, bar: QRectF, *, levels: int) -> None:
    row = np.linspace(0, levels, 256).astype(np.uint8)[None, :]
    painter.drawImage(bar, difference_image(row, levels=levels))
