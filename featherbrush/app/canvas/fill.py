"""Flood fill: the connected area of one class around a position. Pure functions.

Works on runs (stretches of the class within a row), not pixels: runs of neighbouring rows that overlap are joined
by label propagation with pointer jumping (Shiloach and Vishkin 1982), a handful of passes whatever the shape.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.canvas.brush import NO_STAMP, Stamp
from featherbrush.engine.arrays import Labels
from featherbrush.engine.geometry import Bounds, Extent, Point

_Indices = NDArray[np.intp]


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
    if value is None:
        return NO_STAMP
    height, width = labels.shape
    stride = width + 1  # one column that no run enters keeps runs within their row
    starts, ends = _runs(labels == value, stride)
    seed = np.searchsorted(starts, math.floor(point.y) * stride + math.floor(point.x), "right") - 1
    groups = _groups(len(starts), _overlaps(starts, ends, stride))
    chosen = groups == groups[seed]
    steps = np.zeros(height * stride + 1, np.int8)
    steps[starts[chosen]] = 1
    steps[ends[chosen]] -= 1
    mask = np.cumsum(steps[:-1], dtype=np.int8).reshape(height, stride)[:, :width] > 0
    return _cropped(mask)


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


def _cropped(mask: NDArray[np.bool_]) -> Stamp:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    bounds = Bounds(
        int(columns[0]),
        int(rows[0]),
        int(columns[-1] - columns[0] + 1),
        int(rows[-1] - rows[0] + 1),
    )
    return Stamp(bounds, mask[bounds.rows, bounds.columns].copy())
