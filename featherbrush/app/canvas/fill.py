"""Flood fill: the connected area of one class around a position. Pure functions."""

from __future__ import annotations

import math

import cv2
import numpy as np

from featherbrush.app.canvas.brush import NO_STAMP, Stamp
from featherbrush.engine.arrays import Labels
from featherbrush.engine.geometry import Bounds, Extent, Point


def class_at(labels: Labels, point: Point) -> int | None:
    """Class id of the pixel that holds `point`, or None off the map [H,W]."""
    if not Bounds.of(Extent.of(labels)).contains(point):
        return None
    return int(labels[math.floor(point.y), math.floor(point.x)])


def flood_stamp(labels: Labels, point: Point) -> Stamp:
    """The pixels of the same class that are joined to the one at `point` by their sides.

    Empty off the map. `labels` uint8 [H,W] is not changed.
    """
    if class_at(labels, point) is None:
        return NO_STAMP
    height, width = labels.shape
    mask = np.zeros((height + 2, width + 2), dtype=np.uint8)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (1 << 8)
    seed = (math.floor(point.x), math.floor(point.y))
    source = labels if labels.flags.writeable else labels.copy()
    _, _, _, (x, y, w, h) = cv2.floodFill(source, mask, seed, 0, 0, 0, flags)
    bounds = Bounds(x, y, w, h)
    return Stamp(bounds, mask[y + 1 : y + 1 + h, x + 1 : x + 1 + w].astype(np.bool_))
