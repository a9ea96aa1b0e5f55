"""Fill: the connected area of one class or ink, or every pixel of it. Pure functions.

Works on runs (stretches of the class within a row), not pixels: runs of neighbouring rows that overlap are joined
by label propagation with pointer jumping (Shiloach and Vishkin 1982), a handful of passes whatever the shape.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.canvas.brush import NO_STAMP, Mask, Stamp
from featherbrush.engine.arrays import Labels, Picture
from featherbrush.engine.geometry import Bounds, Extent, Point

_Indices = NDArray[np.intp]
TOLERANCE = 40
"""How far the channels of an ink may differ within one area of a sketch, 0 to 255."""


def class_at(labels: Labels, point: Point) -> int | None:
    """Class id of the pixel that holds `point`, or None off the map [H,W]."""
    if not Bounds.of(Extent.of(labels)).contains(point):
        return None
    return int(labels[math.floor(point.y), math.floor(point.x)])


def flood_stamp(labels: Labels, point: Point) -> Stamp:
    """The pixels of the same class that are joined to the one at `point` by their sides.

    Empty off the map. `labels` uint8 [H,W] is not changed.
    """
    value = class_at(labels, point)
    return NO_STAMP if value is None else joined_stamp(labels == value, point)


def same_stamp(labels: Labels, point: Point) -> Stamp:
    """Every pixel of the class at `point`, joined or not; empty off the map [H,W]."""
    value = class_at(labels, point)
    return NO_STAMP if value is None else cropped(labels == value)


def like_color(picture: Picture, point: Point, *, tolerance: int = TOLERANCE) -> Mask | None:
    """Which pixels of uint8 [H,W,3] differ from the one at `point` by at most `tolerance` in
    every channel, as bool [H,W]; None off the picture."""
    if not Bounds.of(Extent.of(picture)).contains(point):
        return None
    color = picture[math.floor(point.y), math.floor(point.x)].astype(np.int16)
    low = np.maximum(color - tolerance, 0).astype(np.uint8)
    high = np.minimum(color + tolerance, 255).astype(np.uint8)
    like = np.ones(picture.shape[:2], np.bool_)
    # Channel by channel: reducing over a last axis of three is many times slower.
    for channel in range(picture.shape[2]):
        plane = np.ascontiguousarray(picture[..., channel])
        like &= (plane >= low[channel]) & (plane <= high[channel])
    return like


def joined_stamp(same: Mask, point: Point) -> Stamp:
    """The set pixels of `same` bool [H,W] that are joined to the set one at `point`."""
    height, width = same.shape
    stride = width + 1  # one column that no run enters keeps runs within their row
    starts, ends = _runs(same, stride)
    seed = np.searchsorted(starts, math.floor(point.y) * stride + math.floor(point.x), "right") - 1
    groups = _groups(len(starts), _overlaps(starts, ends, stride))
    chosen = groups == groups[seed]
    steps = np.zeros(height * stride + 1, np.int8)
    steps[starts[chosen]] = 1
    steps[ends[chosen]] -= 1
    mask = np.cumsum(steps[:-1], dtype=np.int8).reshape(height, stride)[:, :width] > 0
    return cropped(mask)


def grown(mask: Mask) -> Mask:
    """`mask` bool [H,W] with one more pixel on every side, also at the corners."""
    out = mask.copy()
    out[1:] |= mask[:-1]
    out[:-1] |= mask[1:]
    level = out.copy()
    out[:, 1:] |= level[:, :-1]
    out[:, :-1] |= level[:, 1:]
    return out


def _runs(same: NDArray[np.bool_], stride: int) -> tuple[_Indices, _Indices]:
    """First and one-past-last flat positions of every run, in rows of `stride`."""
    flat = np.zeros(same.shape[0] * stride + 1, np.int8)
    flat[1:].reshape(-1, stride)[:, : same.shape[1]] = same
    steps = np.diff(flat)
    # Position p of `steps` is flat position p: the array began one before it. The spare column ends every run.
    return np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)


def _overlaps(starts: _Indices, ends: _Indices, stride: int) -> tuple[_Indices, _Indices]:
    """Pairs (upper, lower) of runs that share a side."""
    first = np.searchsorted(ends, starts + stride, "right")
    count = np.maximum(np.searchsorted(starts, ends + stride, "left") - first, 0)
    upper = np.repeat(np.arange(len(starts)), count)
    within = np.arange(len(upper)) - np.repeat(np.cumsum(count) - count, count)
    return upper, np.repeat(first, count) + within


def _groups(count: int, pairs: tuple[_Indices, _Indices]) -> _Indices:
    """The smallest run index of every run's connected group."""
    group = np.arange(count)
    upper, lower = pairs
    while True:
        a, b = group[upper], group[lower]
        apart = a != b
        if not apart.any():
            return group
        upper, lower, a, b = upper[apart], lower[apart], a[apart], b[apart]
        np.minimum.at(group, np.maximum(a, b), np.minimum(a, b))
        while not np.array_equal(jumped := group[group], group):
            group = jumped


def cropped(mask: Mask) -> Stamp:
    """The set pixels of `mask` bool [H,W] as a stamp; empty when none is set."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not rows.size:
        return NO_STAMP
    bounds = Bounds(
        int(columns[0]),
        int(rows[0]),
        int(columns[-1] - columns[0] + 1),
        int(rows[-1] - rows[0] + 1),
    )
    return Stamp(bounds, mask[bounds.rows, bounds.columns].copy())
