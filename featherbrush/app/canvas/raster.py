"""The canvas as device pixels, exactly: every device pixel shows the value under its centre.

Qt's own scaling of images is up to a pixel off at fractional scales, and differs between a full
and a partial repaint, which leaves seams behind a brush. Sampling by index is exact at every zoom,
turn and device pixel ratio, and takes no longer. Pure functions; no Qt.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.canvas.ants import draw_ants
from featherbrush.app.canvas.patterns import PatternTable, patterned
from featherbrush.app.canvas.sampling import (
    DeviceGrid,
    Sampling,
    inside,
    sampling,
    trimmed,
)
from featherbrush.app.canvas.view import ViewTransform
from featherbrush.app.document.extras import Selection, Underlay
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds, Extent

GRID_SCALE = 16.0
"""Device pixels per canvas pixel from which lines between the pixels may show."""
BAND = 16_384
"""Device pixels that are computed at once: what fits a processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Dressing:
    """What is drawn with the canvas: lines between pixels, patterns, underlay, selection.

    `phase` is how far the marching ants have marched, in device pixels.
    """

    grid: bool = False
    patterns: PatternTable | None = None
    underlay: Underlay | None = None
    selection: Selection | None = None
    phase: int = 0


BARE = Dressing()


def render_area(
    pixels: Canvas,
    *,
    table: NDArray[np.uint32],
    view: ViewTransform,
    device: DeviceGrid,
    area: Bounds,
    surround: int,
    dressing: Dressing = BARE,
) -> NDArray[np.uint32]:
    """The device pixels of `area` as uint32 [h,w], 0xFFRRGGBB: the canvas and what is around.

    `pixels` are labels [H,W], coloured by `table` uint32 [256], or a picture [H,W,3]; `surround`
    is the colour beside the canvas.
    """
    out = np.full((area.height, area.width), surround, dtype=np.uint32)
    extent = Extent.of(pixels)
    shown = _shown(view, device=device, area=area, extent=extent)
    for band, places, within in _bands(view, device=device, shown=shown, extent=extent):
        colors = _colors(pixels, places, table=table, underlay=dressing.underlay)
        if dressing.patterns is not None and pixels.ndim == 2:
            rows, columns = _tiling(view, device=device, area=band)
            seen = places.pick(pixels)
            colors = patterned(seen, colors, rows=rows, columns=columns, table=dressing.patterns)
        if dressing.grid and view.scale * device.ratio >= GRID_SCALE:
            lines = _lines(places, step=1 / (view.scale * device.ratio))
            colors = np.where(lines, _muted(colors), colors)
        np.copyto(out[_local(band, area)], colors, where=within)
    if dressing.selection is not None:
        draw_ants(
            out,
            dressing.selection,
            area=area,
            view=view,
            device=device,
            extent=extent,
            phase=dressing.phase,
        )
    return out


def _local(part: Bounds, area: Bounds) -> tuple[slice, slice]:
    """Rows and columns of `part` in an array of the pixels of `area`."""
    return (
        slice(part.y - area.y, part.bottom - area.y),
        slice(part.x - area.x, part.right - area.x),
    )


def _bands(
    view: ViewTransform, *, device: DeviceGrid, shown: Bounds, extent: Extent
) -> Iterator[tuple[Bounds, Sampling, NDArray[np.bool_] | bool]]:
    """`shown` in parts: their bounds, canvas positions, and which of their pixels are canvas."""
    if shown.empty:
        return
    if view.upright:
        places = sampling(view, device=device, area=shown, extent=extent)
        shown = trimmed(places, shown)
    height = max(1, BAND // max(shown.width, 1))
    for top in range(shown.y, shown.bottom, height):
        band = Bounds(shown.x, top, shown.width, min(height, shown.bottom - top))
        places = sampling(view, device=device, area=band, extent=extent)
        yield band, places, True if view.upright else inside(places)


def _shown(view: ViewTransform, *, device: DeviceGrid, area: Bounds, extent: Extent) -> Bounds:
    """The part of `area` that may show the canvas: its upright box on the device."""
    span = view.span(Bounds.of(extent))
    left = math.floor(span.x * device.ratio + device.x) - 1
    top = math.floor(span.y * device.ratio + device.y) - 1
    right = math.ceil((span.x + span.width) * device.ratio + device.x) + 1
    bottom = math.ceil((span.y + span.height) * device.ratio + device.y) + 1
    return area.intersection(Bounds(left, top, right - left, bottom - top))


def _colors(
    pixels: Canvas,
    places: Sampling,
    *,
    table: NDArray[np.uint32],
    underlay: Underlay | None,
) -> NDArray[np.uint32]:
    """The colours of the device pixels with the underlay over them, uint32 [h,w]."""
    seen = places.pick(pixels)
    colors: NDArray[np.uint32] = table.take(seen) if seen.ndim == 2 else packed(seen)
    if underlay is None or not underlay.visible:
        return colors
    return _blended(colors, packed(places.pick(underlay.picture)), opacity=underlay.opacity)


def packed(picture: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """A picture uint8 [h,w,3] as 0xFFRRGGBB, uint32 [h,w]."""
    colors = picture[..., 0].astype(np.uint32)
    colors <<= np.uint32(8)
    colors |= picture[..., 1]
    colors <<= np.uint32(8)
    colors |= picture[..., 2]
    colors |= np.uint32(0xFF000000)
    return colors


def _blended(
    below: NDArray[np.uint32], above: NDArray[np.uint32], *, opacity: float
) -> NDArray[np.uint32]:
    """`above` over `below`, both 0xFFRRGGBB.

    Two channels at once: red and blue lie far enough apart in a word to be weighed together.
    """
    weight = np.uint32(round(opacity * 256))
    rest, byte = np.uint32(256) - weight, np.uint32(8)
    outer, middle = np.uint32(0x00FF00FF), np.uint32(0x0000FF00)
    mixed = (((below & outer) * rest + (above & outer) * weight) >> byte) & outer
    # Green is first moved down, else its product would leave the word.
    green = ((below & middle) >> byte) * rest + ((above & middle) >> byte) * weight
    blended: NDArray[np.uint32] = mixed | (green & middle) | np.uint32(0xFF000000)
    return blended


def _tiling(
    view: ViewTransform, *, device: DeviceGrid, area: Bounds
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Places of device rows and columns in the tiling of patterns, which pans with the canvas."""
    unit = max(1, round(device.ratio))
    left = math.floor(view.x * device.ratio + device.x)
    top = math.floor(view.y * device.ratio + device.y)
    rows = (np.arange(area.y, area.bottom) - top) // unit
    return rows, (np.arange(area.x, area.right) - left) // unit


def _lines(places: Sampling, *, step: float) -> NDArray[np.bool_]:
    """Which device pixels are the first of a canvas pixel, across or down.

    `step` is how much canvas a device pixel takes.
    """
    x, y = places.x, places.y
    lines: NDArray[np.bool_] = ((x - np.floor(x)) < step) | ((y - np.floor(y)) < step)
    return lines


def _muted(colors: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Light colours a quarter darker, dark ones a quarter lighter: lines show on all of them."""
    half = (colors & np.uint32(0xFEFEFE)) >> np.uint32(1)
    quarter = (colors & np.uint32(0xFCFCFC)) >> np.uint32(2)
    lift = np.where(colors & np.uint32(0x8000), np.uint32(0), np.uint32(0x404040))
    muted: NDArray[np.uint32] = (half + quarter + lift) | np.uint32(0xFF000000)
    return muted
