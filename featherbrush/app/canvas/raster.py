"""A label map as device pixels, exactly: every device pixel shows the label under its centre.

Qt's own scaling of images is up to a pixel off at fractional scales, and differs between a full
and a partial repaint, which leaves seams behind a brush. Sampling by index is exact at every zoom
and every device pixel ratio, and takes no longer. Pure functions; no Qt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.canvas.view import ViewTransform
from featherbrush.engine.arrays import Labels
from featherbrush.engine.geometry import Bounds

GRID_SCALE = 16.0
"""Device pixels per canvas pixel from which lines between the pixels may show."""


@dataclass(frozen=True, slots=True)
class DeviceGrid:
    """Where a widget lies on its device: device = widget x ratio + offset, in device pixels.

    The offset is fractional where the widget's place in its window is, at ratios like 1.25.
    """

    ratio: float = 1.0
    x: float = 0.0
    y: float = 0.0


def render_area(
    labels: Labels,
    *,
    table: NDArray[np.uint32],
    view: ViewTransform,
    device: DeviceGrid,
    area: Bounds,
    surround: int,
    grid: bool = False,
) -> NDArray[np.uint32]:
    """The device pixels of `area` as uint32 [h,w], 0xFFRRGGBB: labels [H,W] and what is around.

    `table` uint32 [256] holds the colour of every id, `surround` the colour beside the canvas.
    With `grid`, the first device pixel of every canvas pixel is drawn as a line, where canvas
    pixels are large enough.
    """
    height, width = labels.shape
    columns = _indices(area.x, area.width, view.x, device.x, scale=view.scale, ratio=device.ratio)
    rows = _indices(area.y, area.height, view.y, device.y, scale=view.scale, ratio=device.ratio)
    across, down = _inside(columns, width), _inside(rows, height)
    if across.start >= across.stop or down.start >= down.stop:
        return np.full((area.height, area.width), surround, dtype=np.uint32)
    seen = labels.take(rows[down], axis=0).take(columns[across], axis=1)
    colors: NDArray[np.uint32] = table.take(seen)
    if grid and view.scale * device.ratio >= GRID_SCALE:
        _draw_grid(colors, _starts(rows, down), _starts(columns, across))
    if colors.shape == (area.height, area.width):
        return colors
    out = np.full((area.height, area.width), surround, dtype=np.uint32)
    out[down.start - 1 : down.stop - 1, across.start - 1 : across.stop - 1] = colors
    return out


def _indices(
    first: int, count: int, view: float, device: float, *, scale: float, ratio: float
) -> NDArray[np.intp]:
    """Canvas index under each of `count` device pixels from `first`, and of the one before."""
    centers = np.arange(first - 1, first + count) + 0.5
    positions = ((centers - device) / ratio - view) / scale
    indices: NDArray[np.intp] = np.floor(positions).astype(np.intp)
    return indices


def _inside(indices: NDArray[np.intp], length: int) -> slice:
    """The slice of `indices` (which ascend) from 0 to `length`, without the pixel before."""
    start = max(1, int(np.searchsorted(indices, 0, side="left")))
    return slice(start, int(np.searchsorted(indices, length, side="left")))


def _starts(indices: NDArray[np.intp], part: slice) -> NDArray[np.bool_]:
    """Which of `indices[part]` differ from the one before."""
    starts: NDArray[np.bool_] = indices[part] != indices[part.start - 1 : part.stop - 1]
    return starts


def _draw_grid(
    colors: NDArray[np.uint32], rows: NDArray[np.bool_], columns: NDArray[np.bool_]
) -> None:
    colors[rows] = _muted(colors[rows])
    crossing = colors[:, columns]
    crossing[~rows] = _muted(crossing[~rows])
    colors[:, columns] = crossing


def _muted(colors: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Light colours a quarter darker, dark ones a quarter lighter: lines show on all of them."""
    half = (colors & np.uint32(0xFEFEFE)) >> np.uint32(1)
    quarter = (colors & np.uint32(0xFCFCFC)) >> np.uint32(2)
    lift = np.where(colors & np.uint32(0x8000), np.uint32(0), np.uint32(0x404040))
    muted: NDArray[np.uint32] = (half + quarter + lift) | np.uint32(0xFF000000)
    return muted
