"""What tools draw, before it is pixels: capsules, boxes, ellipses, polygons. Pure functions.

A figure becomes a hard stamp on a label map and an anti-aliased coverage on a sketch.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.canvas.brush import NO_STAMP, Dab, Stamp, segment_stamp
from featherbrush.app.canvas.ink import capsule_coverage
from featherbrush.app.canvas.line import constrained
from featherbrush.app.canvas.polygon import (
    Floats,
    corners,
    polygon_bounds,
    polygon_coverage,
    polygon_mask,
)
from featherbrush.app.canvas.pressure import turned
from featherbrush.app.canvas.symmetry import Copy
from featherbrush.engine.geometry import Bounds, Extent, Point

Coverage = NDArray[np.uint8]
HARD = 1.0


@dataclass(frozen=True, slots=True)
class Capsule:
    """A piece of a stroke between two dabs; `hardness` 0 to 1 is that of its edge on a sketch."""

    start: Dab
    end: Dab
    hardness: float = HARD

    def copied(self, copy: Copy, extent: Extent) -> Capsule:
        """The piece carried over by a symmetry."""
        start, end = (_copied_dab(dab, copy, extent) for dab in (self.start, self.end))
        return replace(self, start=start, end=end)

    def stamp(self, extent: Extent) -> Stamp:
        """Its pixels on a label map."""
        return segment_stamp(self.start, self.end, extent=extent)

    def coverage(self, extent: Extent) -> tuple[Bounds, Coverage]:
        """Its ink on a sketch."""
        bounds, coverage = capsule_coverage(
            self.start.center,
            self.end.center,
            radius_a=self.start.radius,
            radius_b=self.end.radius,
            hardness=self.hardness,
            footprint=self.end.footprint,
        )
        return _cut(bounds, coverage, extent)


@dataclass(frozen=True, slots=True)
class Polygon:
    """Everything inside a closed line."""

    points: tuple[Point, ...]

    def copied(self, copy: Copy, extent: Extent) -> Polygon:
        """The polygon carried over by a symmetry."""
        return Polygon(tuple(copy.point(point, extent) for point in self.points))

    def stamp(self, extent: Extent) -> Stamp:
        """The pixels whose centre it holds."""
        outline = corners(self.points)
        bounds = polygon_bounds(outline).intersection(Bounds.of(extent))
        if bounds.empty:
            return NO_STAMP
        return Stamp(bounds, polygon_mask(outline, area=bounds))

    def coverage(self, extent: Extent) -> tuple[Bounds, Coverage]:
        """Its ink on a sketch."""
        outline = corners(self.points)
        bounds = polygon_bounds(outline).intersection(Bounds.of(extent))
        if bounds.empty:
            return NO_STAMP.bounds, np.zeros((0, 0), dtype=np.uint8)
        return bounds, polygon_coverage(outline, area=bounds)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle or an ellipse between two corners.

    On a label map it reaches over the whole pixels that hold the corners, as a hand that drags
    from pixel to pixel means it; on a sketch it lies exactly between them.
    """

    start: Point
    end: Point
    elliptic: bool = False

    def copied(self, copy: Copy, extent: Extent) -> Polygon:
        """Its outline carried over by a symmetry."""
        return Polygon(self.outline()).copied(copy, extent)

    def outline(self) -> tuple[Point, ...]:
        """Its outline as a polygon; an ellipse's corners lie a tenth of a pixel off at most."""
        left, right = sorted((self.start.x, self.end.x))
        top, bottom = sorted((self.start.y, self.end.y))
        if not self.elliptic:
            return Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)
        across, down = (right - left) / 2, (bottom - top) / 2
        count = max(16, min(720, 4 * math.ceil(math.sqrt(max(across, down, 1.0)) * 2)))
        angles = np.arange(count) * (2 * math.pi / count)
        xs = (left + across + across * np.cos(angles)).tolist()
        ys = (top + down + down * np.sin(angles)).tolist()
        return tuple(Point(x, y) for x, y in zip(xs, ys, strict=True))

    @property
    def pixels(self) -> Bounds:
        """The whole pixels that it reaches over."""
        left, right = sorted((math.floor(self.start.x), math.floor(self.end.x)))
        top, bottom = sorted((math.floor(self.start.y), math.floor(self.end.y)))
        return Bounds(left, top, right - left + 1, bottom - top + 1)

    def snapped(self) -> Box:
        """The box between whole pixels that it reaches over."""
        at = self.pixels
        return Box(Point(at.x, at.y), Point(at.right, at.bottom), self.elliptic)

    def stamp(self, extent: Extent) -> Stamp:
        """Its pixels on a label map."""
        whole = self.pixels
        bounds = whole.intersection(Bounds.of(extent))
        if bounds.empty:
            return NO_STAMP
        if not self.elliptic:
            return Stamp(bounds, np.ones((bounds.height, bounds.width), dtype=np.bool_))
        x = _across(bounds.x, bounds.right, whole.x, whole.width)
        y = _across(bounds.y, bounds.bottom, whole.y, whole.height)
        return Stamp(bounds, x * x + (y * y)[:, None] <= 1.0)

    def coverage(self, extent: Extent) -> tuple[Bounds, Coverage]:
        """Its ink on a sketch."""
        return Polygon(self.outline()).coverage(extent)


Figure = Capsule | Polygon | Box


def box_between(start: Point, end: Point, *, elliptic: bool, even: bool, centred: bool) -> Box:
    """The box that a drag means: `even` makes it a square, `centred` puts `start` in its middle."""
    dx, dy = end.x - start.x, end.y - start.y
    if even:
        side = max(abs(dx), abs(dy))
        dx, dy = math.copysign(side, dx), math.copysign(side, dy)
    first = Point(start.x - dx, start.y - dy) if centred else start
    return Box(first, Point(start.x + dx, start.y + dy), elliptic)


def next_corner(last: Point, pointer: Point, *, constrain: bool) -> Point:
    """Where a polygon's next corner goes: at the pointer, or in steps of 45 degrees."""
    return constrained(last, pointer, step=45) if constrain else pointer


def _across(first: int, last: int, start: int, length: int) -> Floats:
    """Pixel centres `first` to `last` as -1 to 1 over `length` pixels from `start`."""
    centers: Floats = np.arange(first, last, dtype=np.float64) + (0.5 - start)
    return centers / (length / 2) - 1


def _cut(bounds: Bounds, coverage: Coverage, extent: Extent) -> tuple[Bounds, Coverage]:
    area = bounds.intersection(Bounds.of(extent))
    top, left = area.y - bounds.y, area.x - bounds.x
    return area, coverage[top : top + area.height, left : left + area.width]


def _copied_dab(dab: Dab, copy: Copy, extent: Extent) -> Dab:
    footprint = dab.footprint
    if not footprint.round:
        lean = Point(math.cos(footprint.angle), math.sin(footprint.angle))
        footprint = turned(footprint, copy.vector(lean))
    return Dab(copy.point(dab.center, extent), dab.radius, footprint)
