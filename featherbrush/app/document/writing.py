"""How edits reach the pixels: each function changes a target in place and says where it did.

Bounds may reach beyond the canvas; what an edit brings along is cut with them. Every function
returns the smallest rectangle whose pixels changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.document.areas import mask_bounds, moved
from featherbrush.app.document.extras import Guard, Selection, check_shape, offset
from featherbrush.app.document.stroke import OpenStroke
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds, Extent

Mask: TypeAlias = NDArray[np.bool_]
Color: TypeAlias = tuple[int, int, int]
_OPAQUE = np.uint16(255)


@dataclass(frozen=True, eq=False, slots=True)
class Target:
    """A canvas to write on, the stroke that does, and what limits it."""

    pixels: Canvas
    stroke: OpenStroke
    guard: Guard
    selection: Selection | None

    def area(self, bounds: Bounds) -> Bounds:
        """The part of `bounds` that lies on the canvas."""
        return bounds.intersection(Bounds.of(Extent.of(self.pixels)))

    def limit(self, change: Mask, area: Bounds) -> None:
        """Clear in `change` [h,w] what may not change in `area`; the guard is for labels only."""
        if self.selection is not None:
            change &= self.selection.within(area)
        if self.pixels.ndim == 2 and not self.guard.open:
            change &= self.guard.permitted(self.stroke.before[area.rows, area.columns])


Edit: TypeAlias = Callable[[Target], Bounds]


def write_class(target: Target, *, bounds: Bounds, mask: Mask | None, class_id: int) -> Bounds:
    """Set `class_id` in a label map where `mask` [h,w] is set (None: everywhere in bounds)."""
    area = target.area(bounds)
    region = target.pixels[area.rows, area.columns]
    change = region != class_id
    _mask_out(change, area, bounds, mask)
    target.limit(change, area)
    inner = mask_bounds(change)
    if not inner.empty:
        np.putmask(region, change, np.uint8(class_id))
    return moved(inner, area)


def write_pixels(target: Target, *, bounds: Bounds, pixels: Canvas, mask: Mask | None) -> Bounds:
    """Copy `pixels` [h,w] or [h,w,3] into the canvas where `mask` [h,w] is set (None: all)."""
    area = target.area(bounds)
    region = target.pixels[area.rows, area.columns]
    new = pixels[offset(area, bounds)]
    change = region != new
    if change.ndim == 3:
        change = change[..., 0] | change[..., 1] | change[..., 2]
    _mask_out(change, area, bounds, mask)
    target.limit(change, area)
    inner = mask_bounds(change)
    if not inner.empty:
        _copy(region, new, change)
    return moved(inner, area)


def write_ink(
    target: Target, *, bounds: Bounds, coverage: NDArray[np.uint8], color: Color
) -> Bounds:
    """Blend `color` over the sketch by the most ink that the stroke has laid on each pixel.

    `coverage` uint8 [h,w] is 255 where the ink is opaque. Since a pixel keeps the maximum and is
    blended over what the stroke found, a stroke that crosses itself does not darken itself.
    """
    check_shape(coverage, bounds)
    area = target.area(bounds)
    fresh = coverage[offset(area, bounds)]
    laid = target.stroke.coverage[area.rows, area.columns]
    more = fresh > laid
    target.limit(more, area)
    inner = mask_bounds(more)
    if inner.empty:
        return inner
    part = (inner.rows, inner.columns)
    more, laid = more[part], laid[part]
    np.copyto(laid, fresh[part], where=more)
    paper = target.stroke.before[area.rows, area.columns][part]
    sketch = target.pixels[area.rows, area.columns][part]
    # Most of a large shape is opaque: blending all of it would hold the interface for a frame.
    opaque = more & (laid == _OPAQUE)
    for channel, ink in enumerate(color):
        np.copyto(sketch[..., channel], np.uint8(ink), where=opaque)
    # Twice as fast as asking for rows and columns of a large, sparse array.
    rest = np.divmod(np.flatnonzero(more & ~opaque), more.shape[1])
    sketch[rest] = _blend(paper[rest], color, laid[rest])
    return moved(inner, area)


def _blend(
    paper: NDArray[np.uint8], color: Color, coverage: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """Mix colour over paper [n,3] by coverage/255, rounded to nearest."""
    weight = coverage.astype(np.uint16)
    rest = _OPAQUE - weight
    mixed = np.empty_like(paper)
    for channel, ink in enumerate(color):
        plane = paper[..., channel] * rest
        plane += weight * np.uint16(ink)
        plane += np.uint16(128)
        plane += plane >> 8
        mixed[..., channel] = plane >> 8
    return mixed


def _copy(region: Canvas, new: Canvas, where: Mask) -> None:
    """Copy pixels [h,w] or [h,w,3]; by channel, since a broadcast mask is twenty times slower."""
    if region.ndim == 2:
        np.copyto(region, new, where=where)
        return
    for channel in range(region.shape[2]):
        np.copyto(region[..., channel], new[..., channel], where=where)


def _mask_out(change: Mask, area: Bounds, bounds: Bounds, mask: Mask | None) -> None:
    if mask is not None:
        check_shape(mask, bounds)
        change &= mask[offset(area, bounds)]
