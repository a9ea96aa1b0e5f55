"""Filled polygons as pixels: hard for label maps, anti-aliased for sketches. Pure functions.

Both follow the edges once and sum up along the rows, so the cost is that of the outline plus one
pass over the rectangle. Where a polygon crosses itself everything inside is filled (non-zero
winding), as a hand that circles something twice means it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.canvas.brush import Mask
from featherbrush.engine.geometry import Bounds, Point

Floats = NDArray[np.float64]
_Indices = NDArray[np.intp]
_FULL = 255 << 8
"""What a pixel that is covered in full counts while edges are summed up."""
FARTHEST = 1e5
"""Corners are kept within so many pixels of the canvas: rows far off cost nothing then."""


def corners(points: Sequence[Point]) -> Floats:
    """Points as float64 [n,2]. Raises ValueError for positions that are no numbers."""
    array = np.array([(point.x, point.y) for point in points], dtype=np.float64).reshape(-1, 2)
    if not np.isfinite(array).all():
        raise ValueError("a polygon has a corner that is no position")
    return np.clip(array, -FARTHEST, FARTHEST)


def polygon_bounds(points: Floats) -> Bounds:
    """Whole pixels that hold corners float64 [n,2]; empty without any."""
    if not len(points):
        return Bounds(0, 0, 0, 0)
    left, top = np.floor(points.min(axis=0)).astype(int).tolist()
    right, bottom = np.ceil(points.max(axis=0)).astype(int).tolist()
    return Bounds(left, top, right - left, bottom - top)


def polygon_mask(points: Floats, *, area: Bounds) -> Mask:
    """Which pixels of `area` have their centre inside the polygon, as bool [h,w]."""
    x0, y0, x1, y1 = _edges(points)
    first = np.clip(np.ceil(np.minimum(y0, y1) - 0.5), area.y, area.bottom).astype(np.intp)
    last = np.clip(np.ceil(np.maximum(y0, y1) - 0.5), area.y, area.bottom).astype(np.intp)
    edge, rows = _spread(first, last - first)
    along = (rows + 0.5 - y0[edge]) / (y1 - y0)[edge]
    x = x0[edge] + along * (x1 - x0)[edge]
    columns = np.clip(np.ceil(x - 0.5), area.x, area.right).astype(np.intp)
    winding = np.zeros((area.height, area.width + 1), dtype=np.int16)
    signs = np.where(y1 > y0, 1, -1).astype(np.int16)[edge]
    np.add.at(winding, (rows - area.y, columns - area.x), signs)
    np.cumsum(winding, axis=1, out=winding)
    inside: Mask = winding[:, :-1] != 0
    return inside


def polygon_coverage(points: Floats, *, area: Bounds) -> NDArray[np.uint8]:
    """How much of each pixel of `area` the polygon covers, uint8 [h,w], 255 is all of it.

    Exact where the outline does not cross itself within a pixel: every edge adds the signed area
    right of it to the pixel it passes, and the sum along the row carries it on (the accumulation
    buffer of font rasterisers; Levien, "Inside the fastest font renderer in the world", 2016).
    """
    x0, y0, x1, y1, rows = _in_rows(*_edges(points), area)
    x0, y0, x1, y1, rows = _in_columns(x0, y0, x1, y1, rows, area)
    columns = np.clip(np.floor((x0 + x1) / 2), area.x, area.right).astype(np.intp)
    right = np.clip((x0 + x1) / 2 - columns, 0.0, 1.0)
    # Whole numbers are summed up seven times as fast as floats, and leave nothing behind.
    heights = _FULL * (y1 - y0)
    here = np.rint(heights * (1 - right)).astype(np.int32)
    sums = np.zeros((area.height, area.width + 2), dtype=np.int32)
    at = rows - area.y, columns - area.x
    np.add.at(sums, at, here)
    np.add.at(sums, (at[0], at[1] + 1), np.rint(heights).astype(np.int32) - here)
    # All in place: fresh memory for every intermediate takes longer than the sums.
    np.cumsum(sums, axis=1, out=sums)
    np.abs(sums, out=sums)
    np.minimum(sums, _FULL, out=sums)
    sums += 128
    sums >>= 8
    return sums[:, : area.width].astype(np.uint8)


def _edges(points: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Both ends of every edge that is not level, the last corner joined to the first."""
    ends = np.roll(points, -1, axis=0)
    leaning = points[:, 1] != ends[:, 1]
    start, end = points[leaning], ends[leaning]
    return start[:, 0], start[:, 1], end[:, 0], end[:, 1]


def _spread(first: _Indices, counts: _Indices) -> tuple[_Indices, _Indices]:
    """For ranges `first` to `first + counts`: the number of each range, and every member."""
    counts = np.maximum(counts, 0)
    which = np.repeat(np.arange(len(first)), counts)
    within = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    return which, first[which] + within


def _in_rows(
    x0: Floats, y0: Floats, x1: Floats, y1: Floats, area: Bounds
) -> tuple[Floats, Floats, Floats, Floats, _Indices]:
    """Edges cut at every row of `area`; what lies above or below is left out."""
    top, bottom = np.minimum(y0, y1), np.maximum(y0, y1)
    first = np.clip(np.floor(top), area.y, area.bottom).astype(np.intp)
    last = np.clip(np.ceil(bottom), area.y, area.bottom).astype(np.intp)
    edge, rows = _spread(first, last - first)
    slope = ((x1 - x0) / (y1 - y0))[edge]
    start = np.clip(y0[edge], rows, rows + 1)
    end = np.clip(y1[edge], rows, rows + 1)
    x, y = x0[edge], y0[edge]
    return x + (start - y) * slope, start, x + (end - y) * slope, end, rows


def _in_columns(
    x0: Floats, y0: Floats, x1: Floats, y1: Floats, rows: _Indices, area: Bounds
) -> tuple[Floats, Floats, Floats, Floats, _Indices]:
    """Pieces within one row cut at every column of `area`, and at its two sides.

    What is left of the area counts in full for the row, so its piece is moved to the left side;
    what is right of it counts for nothing and is moved to the right side.
    """
    low, high = np.minimum(x0, x1), np.maximum(x0, x1)
    first = np.clip(np.floor(low), area.x - 1, area.right).astype(np.intp)
    last = np.clip(np.floor(high), area.x - 1, area.right).astype(np.intp) + 1
    piece, column = _spread(first, last - first)
    left = np.where(column < area.x, -np.inf, column).astype(np.float64)
    right = np.where(column >= area.right, np.inf, column + 1).astype(np.float64)
    start, end = x0[piece], x1[piece]
    across = end - start
    with np.errstate(divide="ignore", invalid="ignore"):
        a = np.where(across == 0, 0.0, (np.clip(start, left, right) - start) / across)
        b = np.where(across == 0, 1.0, (np.clip(end, left, right) - start) / across)
    y, height = y0[piece], (y1 - y0)[piece]
    sides = float(area.x), float(area.right) + 0.5
    return (
        np.clip(start + a * across, *sides),
        y + a * height,
        np.clip(start + b * across, *sides),
        y + b * height,
        rows[piece],
    )
