"""Symmetric painting: which copies of a mark there are, and how a mark is carried over.

The axes pass through the middle of the canvas. Mirrors and the half turn flip pixels, so that
they are exact; other turns carry the mark's points over and rasterise it anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from featherbrush.engine.geometry import Bounds, Extent, Point

MAX_RADIAL = 16


@dataclass(frozen=True, slots=True)
class Symmetry:
    """`vertical`: left and right of an upright axis; `horizontal`: above and below a level one;
    `radial`: so many copies around the middle (1 is none)."""

    vertical: bool = False
    horizontal: bool = False
    radial: int = 1

    @property
    def on(self) -> bool:
        """Whether there is more than the mark itself."""
        return self.vertical or self.horizontal or self.radial > 1


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy: first mirrored left to right if so, then turned by `degrees` about the middle."""

    degrees: float = 0.0
    mirrored: bool = False

    @property
    def flips(self) -> tuple[bool, bool] | None:
        """(left-right, up-down) when flipping pixels does it; None when points must turn."""
        if self.degrees == 0.0:
            return self.mirrored, False
        if self.degrees == 180.0:
            return not self.mirrored, True
        return None

    def point(self, point: Point, extent: Extent) -> Point:
        """Where a position of the canvas goes."""
        across, down = extent.width / 2, extent.height / 2
        turned = self.vector(Point(point.x - across, point.y - down))
        return Point(turned.x + across, turned.y + down)

    def vector(self, vector: Point) -> Point:
        """Where a direction goes."""
        x = -vector.x if self.mirrored else vector.x
        angle = math.radians(self.degrees)
        cos, sin = math.cos(angle), math.sin(angle)
        return Point(x * cos - vector.y * sin, x * sin + vector.y * cos)


ITSELF = Copy()


def copies(symmetry: Symmetry) -> tuple[Copy, ...]:
    """Every copy of a mark, the mark itself first, none twice."""
    found: dict[Copy, None] = {}
    count = min(max(symmetry.radial, 1), MAX_RADIAL)
    for index in range(count):
        turn = 360.0 * index / count
        for degrees, mirrored in _mirrors(symmetry):
            found.setdefault(Copy((turn + degrees) % 360.0, mirrored))
    return tuple(found)


def _mirrors(symmetry: Symmetry) -> Iterator[tuple[float, bool]]:
    """The mirrors as turns: up-down is left-right turned by half, both are the half turn."""
    yield 0.0, False
    if symmetry.vertical:
        yield 0.0, True
    if symmetry.horizontal:
        yield 180.0, True
    if symmetry.vertical and symmetry.horizontal:
        yield 180.0, False


def flipped_bounds(bounds: Bounds, *, flips: tuple[bool, bool], extent: Extent) -> Bounds:
    """Where a rectangle lies after flipping the canvas left-right and up-down."""
    x = extent.width - bounds.right if flips[0] else bounds.x
    y = extent.height - bounds.bottom if flips[1] else bounds.y
    return Bounds(x, y, bounds.width, bounds.height)


def axes(symmetry: Symmetry, extent: Extent) -> tuple[tuple[Point, Point], ...]:
    """The lines to show on the canvas: axes across it, and a ray for each radial copy."""
    width, height = float(extent.width), float(extent.height)
    lines: list[tuple[Point, Point]] = []
    if symmetry.vertical:
        lines.append((Point(width / 2, 0), Point(width / 2, height)))
    if symmetry.horizontal:
        lines.append((Point(0, height / 2), Point(width, height / 2)))
    if symmetry.radial > 1:
        reach = min(width, height) / 2
        middle = Point(width / 2, height / 2)
        for index in range(symmetry.radial):
            angle = 2 * math.pi * index / symmetry.radial - math.pi / 2
            end = Point(middle.x + reach * math.cos(angle), middle.y + reach * math.sin(angle))
            lines.append((middle, end))
    return tuple(lines)
