"""Anti-aliased ink: how much of each pixel a stroke of a nib covers. Pure functions; no Qt.

A piece of a stroke is the hull of two discs. Its signed distance is exact (the "uneven capsule" in
the plane: two arcs joined by their common tangents), and the coverage of a pixel is the overlap of
a segment one pixel long across the edge, which is exact for edges along the axes and within a few
hundredths for all others. A nib that leans is an ellipse: distances are measured in the plane where it
is a disc, and near the edge brought back by how steeply they rise there from pixel to pixel.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.canvas.pressure import ROUND, Footprint, stretched
from featherbrush.engine.geometry import Bounds, Point

_Floats = NDArray[np.float32]


def capsule_coverage(
    a: Point,
    b: Point,
    *,
    radius_a: float,
    radius_b: float,
    hardness: float = 1.0,
    footprint: Footprint = ROUND,
) -> tuple[Bounds, NDArray[np.uint8]]:
    """What a nib covers that goes from `a` to `b` while its radius goes from one to the other.

    Radii in canvas pixels, at least 0. `hardness` 1 is an edge of one pixel, less lets the ink fade
    from that share of the radius outwards, 0 from the middle on. Radii are half the long axis of a
    `footprint` that is not round. Returns the smallest bounds that
    may hold ink, in canvas pixels and perhaps beyond the canvas, and the coverage in it, uint8
    [h,w], 255 where the pixel is full.
    """
    bounds = _reach(a, b, radius_a, radius_b)
    if footprint.round:
        hull = _Hull.of(a, b, radius_a=radius_a, radius_b=radius_b)
        distance, radius = hull.measure(*_centres(bounds))
        edge, width = distance, 2 * radius
    else:
        first, last = (Point(*stretched(end.x, end.y, footprint)) for end in (a, b))
        hull = _Hull.of(first, last, radius_a=radius_a, radius_b=radius_b)
        distance, radius, edge = _measure_leaning(hull, bounds, footprint)
        width = 2 * radius * np.float32(footprint.aspect)
    # A line thinner than a pixel never covers more of it than its own width.
    covered = np.minimum(np.float32(0.5) - edge, np.minimum(width, np.float32(1)))
    if hardness < 1.0:
        covered = np.minimum(covered, _fade(distance, radius, hardness=max(hardness, 0.0)))
    np.maximum(covered, 0, out=covered)
    return bounds, np.rint(covered * 255).astype(np.uint8)


def _centres(bounds: Bounds) -> tuple[_Floats, _Floats]:
    columns = np.arange(bounds.x, bounds.right, dtype=np.float32) + np.float32(0.5)
    rows = np.arange(bounds.y, bounds.bottom, dtype=np.float32) + np.float32(0.5)
    return columns[None, :], rows[:, None]


def _measure_leaning(
    hull: _Hull, bounds: Bounds, footprint: Footprint
) -> tuple[_Floats, _Floats, _Floats]:
    """Distance and radius in the stretched plane, and the distance from the edge in pixels."""
    around = Bounds(bounds.x - 1, bounds.y - 1, bounds.width + 2, bounds.height + 2)
    distance, radius = hull.measure(*stretched(*_centres(around), footprint))
    rise = np.hypot(
        distance[1:-1, 2:] - distance[1:-1, :-2], distance[2:, 1:-1] - distance[:-2, 1:-1]
    )
    inner = distance[1:-1, 1:-1]
    if radius.size > 1:
        radius = radius[1:-1, 1:-1]
    # In the middle of a nib, where distances turn, nothing rises; it is full of ink all the same.
    return inner, radius, inner / np.maximum(rise / 2, np.float32(0.5))


@dataclass(frozen=True, slots=True)
class _Hull:
    """Two discs and what lies between them: from `start` along the unit vector (x, y)."""

    start: Point
    along: tuple[float, float]
    length: float
    radii: tuple[float, float]

    @classmethod
    def of(cls, a: Point, b: Point, *, radius_a: float, radius_b: float) -> _Hull:
        """The hull of two discs; one disc inside the other leaves the larger one alone."""
        length = math.hypot(b.x - a.x, b.y - a.y)
        if length <= abs(radius_a - radius_b) or length == 0.0:
            center, radius = (a, radius_a) if radius_a >= radius_b else (b, radius_b)
            return cls(center, (1.0, 0.0), 0.0, (radius, radius))
        along = ((b.x - a.x) / length, (b.y - a.y) / length)
        return cls(a, along, length, (radius_a, radius_b))

    def measure(self, x: _Floats, y: _Floats) -> tuple[_Floats, _Floats]:
        """Signed distance of pixels from the edge, negative inside, and the radius beside them."""
        dx, dy = x - np.float32(self.start.x), y - np.float32(self.start.y)
        first, last = self.radii
        if self.length == 0.0:
            return np.hypot(dx, dy) - np.float32(first), np.array([[first]], np.float32)
        cos, sin = (np.float32(part) for part in self.along)
        forth = dx * cos + dy * sin
        aside = np.abs(dy * cos - dx * sin)
        slope = np.float32((first - last) / self.length)
        flat = np.float32(math.sqrt(1.0 - float(slope) ** 2))
        place = forth * flat - aside * slope
        distance = np.asarray(aside * flat + forth * slope - first, np.float32)
        before, beyond = place < 0, place > flat * np.float32(self.length)
        distance[before] = np.hypot(aside[before], forth[before]) - np.float32(first)
        past = forth[beyond] - np.float32(self.length)
        distance[beyond] = np.hypot(aside[beyond], past) - np.float32(last)
        share = np.clip(forth / np.float32(self.length), 0, 1)
        return distance, np.asarray(first + share * (last - first), np.float32)


def _fade(distance: _Floats, radius: _Floats, *, hardness: float) -> _Floats:
    """1 within `hardness` of the radius, falling smoothly (a cubic) to 0 at the edge."""
    safe = np.maximum(radius, np.float32(1e-3))
    outward = (distance / safe + np.float32(1.0 - hardness)) / np.float32(1.0 - hardness)
    left = 1 - np.clip(outward, 0, 1)
    faded: _Floats = left * left * (3 - 2 * left)
    return faded


def _reach(a: Point, b: Point, radius_a: float, radius_b: float) -> Bounds:
    left = math.floor(min(a.x - radius_a, b.x - radius_b) - 0.5)
    top = math.floor(min(a.y - radius_a, b.y - radius_b) - 0.5)
    right = math.ceil(max(a.x + radius_a, b.x + radius_b) + 0.5)
    bottom = math.ceil(max(a.y + radius_a, b.y + radius_b) + 0.5)
    return Bounds(left, top, right - left, bottom - top)
