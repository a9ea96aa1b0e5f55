"""Where the two pictures stand in the compare view. Pure geometry, no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import floor

from PySide6.QtCore import QRectF

from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.framing import fit_scale
from featherbrush.engine.geometry import Extent

GAP = 2.0


class CompareMode(StrEnum):
    """How the two pictures are set against each other."""

    SIDE_BY_SIDE = "side-by-side"
    DIVIDER = "divider"


@dataclass(frozen=True)
class Pane:
    """One picture's place: it is framed in ``viewport`` and seen inside ``clip``."""

    side: Side
    viewport: QRectF
    clip: QRectF


def arrange(
    mode: CompareMode, *, area: QRectF, extent: Extent, divider: float
) -> tuple[Pane, Pane]:
    """Return the panes of the original and the compressed picture, in that order.

    ``divider`` is the fraction of the area's width that shows the original (divider mode).
    Side by side means above each other where that shows larger pictures.
    """
    if mode is CompareMode.DIVIDER:
        left, right = _split(area, fraction=divider)
        return Pane(Side.ORIGINAL, area, left), Pane(Side.COMPRESSED, area, right)
    beside, above = _beside(area), _above(area)
    stacked = fit_scale(above[0], extent) > fit_scale(beside[0], extent)
    first, second = above if stacked else beside
    return Pane(Side.ORIGINAL, first, first), Pane(Side.COMPRESSED, second, second)


def _split(area: QRectF, *, fraction: float) -> tuple[QRectF, QRectF]:
    left = round(area.width() * fraction)
    return (
        QRectF(area.x(), area.y(), left, area.height()),
        QRectF(area.x() + left, area.y(), area.width() - left, area.height()),
    )


def _beside(area: QRectF) -> tuple[QRectF, QRectF]:
    """Two places of exactly one size: pictures of two scales could not be compared."""
    half = floor((area.width() - GAP) / 2)
    return (
        QRectF(area.x(), area.y(), half, area.height()),
        QRectF(area.right() - half, area.y(), half, area.height()),
    )


def _above(area: QRectF) -> tuple[QRectF, QRectF]:
    half = floor((area.height() - GAP) / 2)
    return (
        QRectF(area.x(), area.y(), area.width(), half),
        QRectF(area.x(), area.bottom() - half, area.width(), half),
    )
