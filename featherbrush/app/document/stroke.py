"""The stroke in progress: what the map was like before it, so that it is undone in one step."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.document.history import difference, mask_bounds
from featherbrush.engine.arrays import Labels
from featherbrush.engine.geometry import Bounds


@dataclass
class OpenStroke:
    """Edits between the begin and the end of one stroke.

    `before` is the whole map [H,W] as it was; `touched` holds everything changed since.
    """

    serial: int
    name: str
    before: Labels
    touched: Bounds = field(default=Bounds(0, 0, 0, 0))

    def rewind(self, labels: Labels) -> Bounds:
        """Put the map back to where the stroke began; returns the rectangle put back."""
        bounds = self.touched
        labels[bounds.rows, bounds.columns] = self.before[bounds.rows, bounds.columns]
        self.touched = Bounds(0, 0, 0, 0)
        return bounds

    def difference(self, labels: Labels) -> tuple[Bounds, bytes]:
        """What the stroke changed in the end: smallest rectangle, and its compressed difference.

        The rectangle is empty when the stroke changed nothing, or changed it back.
        """
        area = self.touched
        old = self.before[area.rows, area.columns]
        new = labels[area.rows, area.columns]
        inner = mask_bounds(old != new)
        if inner.empty:
            return inner, b""
        bounds = Bounds(area.x + inner.x, area.y + inner.y, inner.width, inner.height)
        delta = difference(old[inner.rows, inner.columns], new[inner.rows, inner.columns])
        return bounds, delta


def write_masked(
    labels: Labels, bounds: Bounds, *, mask: NDArray[np.bool_] | None, class_id: int
) -> Bounds:
    """Set `class_id` in `labels` [H,W] inside `bounds`, where `mask` [h,w] is set (None: all).

    `bounds` may reach beyond the map. Returns the smallest rectangle whose pixels changed.
    Raises ValueError when the mask's shape is not that of `bounds`.
    """
    if mask is not None and mask.shape != (bounds.height, bounds.width):
        raise ValueError(f"a mask of shape {mask.shape} does not fit {bounds}")
    height, width = labels.shape
    area = bounds.intersection(Bounds(0, 0, width, height))
    if area.empty:
        return Bounds(0, 0, 0, 0)
    region = labels[area.rows, area.columns]
    change = region != class_id
    if mask is not None:
        top, left = area.y - bounds.y, area.x - bounds.x
        change &= mask[top : top + area.height, left : left + area.width]
    inner = mask_bounds(change)
    if inner.empty:
        return inner
    np.putmask(region, change, np.uint8(class_id))
    return Bounds(area.x + inner.x, area.y + inner.y, inner.width, inner.height)
