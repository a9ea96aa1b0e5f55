"""The hard-edged brush: which pixels a dab or a piece of a stroke covers. Pure functions.

A pixel belongs to a dab when its centre lies inside the circle. A piece of a stroke is the exact
union of all the dabs between its ends, the radius changing evenly: a capsule, or a cone with
round ends. The pixels that hold the middle line belong to it in any case, so that the thinnest
stroke has no gaps, and a brush of diameter 1 paints exactly those. A pen held aslant makes the
circles ellipses: their plane is stretched until they are circles again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.canvas.pressure import ROUND, Footprint, stretched
from featherbrush.engine.geometry import Bounds, Extent, Point

Mask = NDArray[np.bool_]
THIN = 0.5
"""Radius at which only the middle line is painted."""
_PIECE = 192.0
"""Longest piece (in pixels) that is rasterised in one rectangle; keeps diagonals cheap."""


@dataclass(frozen=True, slots=True, eq=False)
class Stamp:
    """Pixels to paint: `mask` bool [h,w] over `bounds`, which lie inside the canvas."""

    bounds: Bounds
    mask: Mask

    @property
    def empty(self) -> bool:
        """Whether it covers nothing."""
        return self.bounds.empty


@dataclass(frozen=True, slots=True)
class Dab:
    """One position of the brush: centre in canvas pixels, radius of the long axis, and shape."""

    center: Point
    radius: float
    footprint: Footprint = ROUND


NO_STAMP = Stamp(Bounds(0, 0, 0, 0), np.zeros((0, 0), dtype=np.bool_))


def radius_of(*, size: float, pressure: float) -> float:
    """Radius for a brush of diameter `size` at `pressure` 0 to 1; never below half a pixel."""
    return max(THIN, size * pressure / 2)


def dab_stamp(dab: Dab, *, extent: Extent) -> Stamp:
    """The pixels of one dab on a canvas of `extent`."""
    return segment_stamp(dab, dab, extent=extent)


def segment_stamp(start: Dab, end: Dab, *, extent: Extent) -> Stamp:
    """The pixels of the stroke between two dabs, both ends included, on a canvas of `extent`.

    The last dab's footprint shapes the whole piece: between two reports a pen hardly turns.
    Empty when the piece lies off the canvas. Raises ValueError for coordinates that are no
    numbers.
    """
    _require_finite(start, end)
    bounds = _covering(start, end).intersection(Bounds.of(extent))
    if bounds.empty:
        return NO_STAMP
    mask = np.zeros((bounds.height, bounds.width), dtype=np.bool_)
    if max(start.radius, end.radius) > THIN:
        for first, last in _pieces(start, end):
            area = _covering(first, last).intersection(bounds)
            if not area.empty:
                local = Bounds(area.x - bounds.x, area.y - bounds.y, area.width, area.height)
                mask[local.rows, local.columns] |= _capsule_mask(first, last, area=area)
    _draw_line(mask, start.center, end.center, bounds=bounds)
    return Stamp(bounds, mask)


def _capsule_mask(start: Dab, end: Dab, *, area: Bounds) -> Mask:
    """Pixels of `area` whose centre lies inside some circle between the two dabs.

    With d from start to end, e the growth of the radius, and q from start to the pixel, the
    circle at t (0 to 1) holds q where |q - t d| < r + t e. The best t is where the difference of
    the squares is least. Where one end holds the other the union is just the larger circle.
    """
    x = np.arange(area.x, area.right, dtype=np.float64) + (0.5 - start.center.x)
    y = np.arange(area.y, area.bottom, dtype=np.float64)[:, None] + (0.5 - start.center.y)
    dx, dy = end.center.x - start.center.x, end.center.y - start.center.y
    if not end.footprint.round:
        x, y = stretched(x, y, end.footprint)
        dx, dy = stretched(dx, dy, end.footprint)
    growth = end.radius - start.radius
    curve = dx * dx + dy * dy - growth * growth
    if curve <= 0:
        if growth > 0:
            return _disc_mask(x - dx, y - dy, radius=end.radius)
        return _disc_mask(x, y, radius=start.radius)
    t = np.clip((x * dx + (y * dy + start.radius * growth)) / curve, 0.0, 1.0)
    distance = (x - t * dx) ** 2 + (y - t * dy) ** 2
    inside: Mask = distance < (start.radius + t * growth) ** 2
    return inside


def _disc_mask(x: NDArray[np.float64], y: NDArray[np.float64], *, radius: float) -> Mask:
    inside: Mask = x * x + y * y < radius * radius
    return inside


def _draw_line(mask: Mask, start: Point, end: Point, *, bounds: Bounds) -> None:
    """Set, in `mask` over `bounds`, one pixel per column (or row) along the middle line.

    The line is followed along its longer axis, so neighbouring pixels touch at least by a corner.
    """
    steep = abs(end.y - start.y) > abs(end.x - start.x)
    if steep:
        mask, start, end = mask.T, Point(start.y, start.x), Point(end.y, end.x)
        bounds = Bounds(bounds.y, bounds.x, bounds.height, bounds.width)
    if end.x < start.x:
        start, end = end, start
    first = max(math.floor(start.x), bounds.x)
    last = min(math.floor(end.x), bounds.right - 1)
    if last < first:
        return
    columns = np.arange(first, last + 1)
    along = np.clip(columns + 0.5, start.x, end.x)
    slope = (end.y - start.y) / (end.x - start.x) if end.x > start.x else 0.0
    rows = np.floor(start.y + (along - start.x) * slope)
    inside = (rows >= bounds.y) & (rows < bounds.bottom)
    mask[rows[inside].astype(np.intp) - bounds.y, columns[inside] - bounds.x] = True


def _pieces(start: Dab, end: Dab) -> Iterator[tuple[Dab, Dab]]:
    """Cut a long piece into short ones: their rectangles together are far smaller than one."""
    length = math.hypot(end.center.x - start.center.x, end.center.y - start.center.y)
    count = max(1, min(64, math.ceil(length / max(_PIECE, 2 * max(start.radius, end.radius)))))
    for index in range(count):
        yield _between(start, end, index / count), _between(start, end, (index + 1) / count)


def _between(start: Dab, end: Dab, t: float) -> Dab:
    """The dab at `t` between two, and exactly an end at 0 and 1."""
    if t in (0.0, 1.0):
        return end if t else replace(start, footprint=end.footprint)
    x = start.center.x + (end.center.x - start.center.x) * t
    y = start.center.y + (end.center.y - start.center.y) * t
    return Dab(Point(x, y), start.radius + (end.radius - start.radius) * t, end.footprint)


def _covering(start: Dab, end: Dab) -> Bounds:
    """Whole pixels that hold both circles and the middle line."""
    r, s = max(start.radius, THIN), max(end.radius, THIN)
    left = math.floor(min(start.center.x - r, end.center.x - s))
    top = math.floor(min(start.center.y - r, end.center.y - s))
    right = math.floor(max(start.center.x + r, end.center.x + s)) + 1
    bottom = math.floor(max(start.center.y + r, end.center.y + s)) + 1
    return Bounds(left, top, right - left, bottom - top)


def _require_finite(start: Dab, end: Dab) -> None:
    numbers = (*_numbers(start), *_numbers(end))
    if not all(math.isfinite(number) for number in numbers):
        raise ValueError(f"a stroke cannot pass through {numbers}")


def _numbers(dab: Dab) -> tuple[float, float, float]:
    return dab.center.x, dab.center.y, dab.radius
