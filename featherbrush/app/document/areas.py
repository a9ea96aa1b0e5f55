"""The smallest rectangles that hold what is set or what differs in arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from featherbrush.engine.geometry import Bounds

NOTHING = Bounds(0, 0, 0, 0)


def mask_bounds(mask: NDArray[np.bool_]) -> Bounds:
    """The smallest rectangle that holds every set pixel of `mask` [H,W]; empty when none is."""
    rows = np.flatnonzero(mask.any(axis=1))
    if rows.size == 0:
        return NOTHING
    top, bottom = int(rows[0]), int(rows[-1])
    columns = np.flatnonzero(mask[top : bottom + 1].any(axis=0))
    left, right = int(columns[0]), int(columns[-1])
    return Bounds(left, top, right - left + 1, bottom - top + 1)


def changed_bounds(old: NDArray[np.uint8], new: NDArray[np.uint8]) -> Bounds:
    """The smallest rectangle that holds every pixel where two arrays differ (or empty).

    Both are [H,W] or [H,W,C]; the rectangle counts pixels.
    """
    if old.ndim == 2:
        return mask_bounds(old != new)
    height, width, channels = old.shape
    # Reducing over a last axis of three is slow; the bytes of a row side by side are not.
    found = mask_bounds((old != new).reshape(height, width * channels))
    if found.empty:
        return found
    left, right = found.x // channels, (found.right - 1) // channels + 1
    return Bounds(left, found.y, right - left, found.height)


def moved(inner: Bounds, area: Bounds) -> Bounds:
    """Bounds counted from the corner of `area`, counted from the canvas' corner instead."""
    if inner.empty:
        return NOTHING
    return Bounds(area.x + inner.x, area.y + inner.y, inner.width, inner.height)
