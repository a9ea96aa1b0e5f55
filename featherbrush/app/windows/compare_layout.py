"""Where the pictures stand in the compare view. Pure geometry, no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import floor

from PySide6.QtCore import QPointF, QRectF

from featherbrush.app.canvas.view import ViewTransform
from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.framing import fit_scale
from featherbrush.engine.geometry import Extent

GAP = 2.0
LENS_LEAST, LENS_MOST = 40.0, 400.0
LENS_SHARE = 0.4


class CompareMode(StrEnum):
    """How the pictures are set against each other."""

    SIDE_BY_SIDE = "side-by-side"
    DIVIDER = "divider"
    FLIP = "flip"
    DIFFERENCE = "difference"
    LENS = "lens"
    BLIND = "blind"


TWO_PLACES = (CompareMode.SIDE_BY_SIDE, CompareMode.BLIND)


@dataclass(frozen=True)
class Lens:
    """A circle: its middle as fractions of the view, its radius in logical pixels."""

    x: float = 0.5
    y: float = 0.5
    radius: float = 110.0

    def at(self, point: QPointF, area: QRectF) -> Lens:
        """The lens with its middle at a point of the view, held inside."""
        x = (point.x() - area.x()) / max(area.width(), 1.0)
        y = (point.y() - area.y()) / max(area.height(), 1.0)
        return Lens(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0), self.radius)

    def resized(self, factor: float) -> Lens:
        """The lens larger or smaller by a factor, within its limits."""
        radius = min(max(self.radius * factor, LENS_LEAST), LENS_MOST)
        return Lens(self.x, self.y, radius)

    def rect(self, area: QRectF) -> QRectF:
        """The square around the circle; in a small view the circle is smaller, too."""
        x, y = area.x() + self.x * area.width(), area.y() + self.y * area.height()
        radius = min(self.radius, LENS_SHARE * min(area.width(), area.height()))
        return QRectF(x - radius, y - radius, 2 * radius, 2 * radius)


@dataclass(frozen=True)
class Staging:
    """How a mode stands at the moment: the divider's fraction, the lens, sides exchanged."""

    mode: CompareMode = CompareMode.SIDE_BY_SIDE
    divider: float = 0.5
    lens: Lens = Lens()
    flipped: bool = False


@dataclass(frozen=True)
class Pane:
    """One picture's place: it is framed in ``viewport`` and seen inside ``clip``.

    ``side`` is None for the difference of both; a ``round`` one is seen inside a circle.
    """

    side: Side | None
    viewport: QRectF
    clip: QRectF
    round: bool = False


def arrange(
    staging: Staging, *, area: QRectF, extent: Extent, turn: ViewTransform | None = None
) -> tuple[Pane, ...]:
    """Return the panes of a mode, in the order in which they are drawn.

    Of two places the first is the original's unless they are exchanged. Side by side means above
    each other where that shows larger pictures. One place, and the ground of the lens, shows the
    compressed picture.
    """
    first, second = Side.ORIGINAL, Side.COMPRESSED
    if staging.flipped:
        first, second = second, first
    mode = staging.mode
    if mode is CompareMode.DIVIDER:
        left, right = _split(area, fraction=staging.divider)
        return Pane(first, area, left), Pane(second, area, right)
    if mode is CompareMode.FLIP:
        return (Pane(second, area, area),)
    if mode is CompareMode.DIFFERENCE:
        return (Pane(second if staging.flipped else None, area, area),)
    if mode is CompareMode.LENS:
        circle = staging.lens.rect(area)
        return Pane(second, area, area), Pane(first, area, circle, round=True)
    beside, above = _beside(area), _above(area)
    stacked = fit_scale(above[0], extent, turn) > fit_scale(beside[0], extent, turn)
    one, other = above if stacked else beside
    return Pane(first, one, one), Pane(second, other, other)


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
