"""Which canvas pixel lies under the centre of every device pixel, for any view.

Straight views (quarter turns, mirrored or not) take whole rows and columns; others compute both
positions for every device pixel. Each device pixel is computed from its own place alone, so a
partial repaint gives exactly what a full one gives. Pure functions; no Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.canvas.view import ViewTransform
from featherbrush.engine.geometry import Bounds, Extent

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class DeviceGrid:
    """Where a widget lies on its device: device = widget x ratio + offset, in device pixels.

    The offset is fractional where the widget's place in its window is, at ratios like 1.25.
    """

    ratio: float = 1.0
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Straight:
    """Canvas positions of a quarter turned view: one per device column and one per device row.

    `across` [w] runs along the canvas's x, or its y when `swapped`; `down` [h] along the other.
    """

    across: Floats
    down: Floats
    swapped: bool
    extent: Extent

    @property
    def x(self) -> Floats:
        """Canvas x of the device pixels, to be broadcast to [h,w]."""
        return self.down[:, None] if self.swapped else self.across[None, :]

    @property
    def y(self) -> Floats:
        """Canvas y of the device pixels, to be broadcast to [h,w]."""
        return self.across[None, :] if self.swapped else self.down[:, None]

    def pick(self, source: NDArray[Any]) -> NDArray[Any]:
        """What an array [H,W] or [H,W,C] stretched over the canvas shows, [h,w] or [h,w,C]."""
        width, height = self.extent.width, self.extent.height
        if not self.swapped:
            rows = _indices(self.down, length=height, stored=source.shape[0])
            columns = _indices(self.across, length=width, stored=source.shape[1])
            return source.take(rows, axis=0).take(columns, axis=1)
        # Turned around only afterwards: taking from a transposed array would copy all of it.
        rows = _indices(self.across, length=height, stored=source.shape[0])
        columns = _indices(self.down, length=width, stored=source.shape[1])
        picked = source.take(columns, axis=1).take(rows, axis=0)
        return np.ascontiguousarray(picked.swapaxes(0, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Turned:
    """Canvas positions of a freely rotated view, for every device pixel: `x` and `y` [h,w]."""

    x: Floats
    y: Floats
    extent: Extent

    def pick(self, source: NDArray[Any]) -> NDArray[Any]:
        """What an array [H,W] or [H,W,C] stretched over the canvas shows, [h,w] or [h,w,C]."""
        height, width = source.shape[:2]
        rows = _indices(self.y, length=self.extent.height, stored=height)
        rows *= width
        rows += _indices(self.x, length=self.extent.width, stored=width)
        return source.reshape(height * width, *source.shape[2:]).take(rows, axis=0)


Sampling: TypeAlias = Straight | Turned


def sampling(view: ViewTransform, *, device: DeviceGrid, area: Bounds, extent: Extent) -> Sampling:
    """The canvas positions under the centres of the device pixels of `area`."""
    dx = _offsets(area.x, area.width, view.x, device.x, scale=view.scale, ratio=device.ratio)
    dy = _offsets(area.y, area.height, view.y, device.y, scale=view.scale, ratio=device.ratio)
    cos, sin = view.turn
    sign = -1.0 if view.mirrored else 1.0
    if not view.upright:
        x = (dx * (sign * cos))[None, :] + (dy * (sign * sin))[:, None]
        return Turned(x, (dy * cos)[:, None] - (dx * sin)[None, :], extent)
    if sin == 0:
        return Straight(dx * (sign * cos), dy * cos, False, extent)
    return Straight(-dx * sin, dy * (sign * sin), True, extent)


def _offsets(
    first: int, count: int, view: float, device: float, *, scale: float, ratio: float
) -> Floats:
    """Distances of device pixel centres from the canvas's corner, in canvas pixels."""
    centers = np.arange(first, first + count, dtype=np.float64) + 0.5
    offsets: Floats = ((centers - device) / ratio - view) / scale
    return offsets


def _indices(positions: NDArray[Any], *, length: int, stored: int) -> Indices:
    """Index into `stored` values stretched over `length` canvas pixels; held at the ends."""
    scale = stored / length
    if scale != 1:
        positions = np.multiply(positions, scale, dtype=np.float64)
    indices: Indices = np.floor(positions).astype(np.intp)
    np.clip(indices, 0, stored - 1, out=indices)
    return indices


def inside(places: Sampling) -> NDArray[np.bool_]:
    """Which device pixels show the canvas, bool, to be broadcast to [h,w]."""
    x, y = places.x, places.y
    within: NDArray[np.bool_] = (
        (x >= 0) & (x < places.extent.width) & (y >= 0) & (y < places.extent.height)
    )
    return within


def trimmed(places: Sampling, area: Bounds) -> Bounds:
    """The part of `area` that shows the canvas; all of it in a turned view."""
    if isinstance(places, Turned):
        return area
    along, beside = places.extent.width, places.extent.height
    if places.swapped:
        along, beside = beside, along
    columns = _run((places.across >= 0) & (places.across < along))
    rows = _run((places.down >= 0) & (places.down < beside))
    width, height = columns.stop - columns.start, rows.stop - rows.start
    return Bounds(area.x + columns.start, area.y + rows.start, width, height)


def _run(flags: NDArray[np.bool_]) -> slice:
    """The slice of the flags that are set; they are neighbours."""
    found = np.flatnonzero(flags)
    return slice(int(found[0]), int(found[-1]) + 1) if found.size else slice(0, 0)
