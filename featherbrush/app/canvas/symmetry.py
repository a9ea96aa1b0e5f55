"""Symmetric painting: which copies of a mark there are, and how a mark is carried over.

The axes pass through the middle of the canvas. Mirrors, half turns and, on a square canvas, quarter turns carry
pixels to pixels, so that they are exact; other turns carry the mark's points over and rasterise it anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from featherbrush.engine.geometry import Bounds, Extent, Point

Scalar = TypeVar("Scalar", bound=np.generic)

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

    def divided(self, extent: Extent) -> tuple[Copy, PixelTurn]:
        """What points must turn by, and what carries pixels to pixels from there on.

        The first turns by less than a quarter on a square canvas, by less than a half on others, and never
        mirrors: of all copies only a few are rasterised.
        """
        exact = 90.0 if extent.width == extent.height else 180.0
        # Mirrored and then turned is the same as turned the other way and then mirrored.
        turns, rest = divmod((-self.degrees if self.mirrored else self.degrees) % 360.0, exact)
        return Copy(rest), PixelTurn(round(turns * exact / 90.0), self.mirrored)

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


@dataclass(frozen=True, slots=True)
class PixelTurn:
    """Turned clockwise by so many quarters about the middle of the canvas, then mirrored if so."""

    quarters: int = 0
    mirrored: bool = False

    def bounds(self, bounds: Bounds, extent: Extent) -> Bounds:
        """Where a rectangle of the canvas goes; odd quarters are for square canvases."""
        across, down = extent.width - bounds.right, extent.height - bounds.bottom
        x, y = ((bounds.x, bounds.y), (down, bounds.x), (across, down), (bounds.y, across))[
            self.quarters
        ]
        size = (bounds.width, bounds.height)
        width, height = size[::-1] if self.quarters % 2 else size
        return Bounds(extent.width - x - width if self.mirrored else x, y, width, height)

    def pixels(self, array: NDArray[Scalar]) -> NDArray[Scalar]:
        """Its pixels [h,w], as a view."""
        turned = np.rot90(array, -self.quarters)
        return turned[:, ::-1] if self.mirrored else turned


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
