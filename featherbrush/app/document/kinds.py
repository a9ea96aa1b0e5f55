"""The kinds of canvas as arrays: what a blank one is, and which arrays make one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.document.extras import CanvasKind, check_shape
from featherbrush.app.document.palette import Palette
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds, Extent

CHANNELS = 3


def kind_of(pixels: Canvas) -> CanvasKind:
    """What an array [H,W] or [H,W,3] is the canvas of."""
    return "labels" if pixels.ndim == 2 else "sketch"


def blank(extent: Extent, *, kind: CanvasKind, palette: Palette, fill: int | None) -> Canvas:
    """A canvas of one class, or of paper in one ink (None: the palette's background)."""
    chosen = palette.background if fill is None else fill
    if kind == "labels":
        return np.full(extent.shape, chosen, dtype=np.uint8)
    sheet = np.empty((*extent.shape, CHANNELS), dtype=np.uint8)
    sheet[:] = palette.color(chosen)
    return sheet


def check_canvas(pixels: NDArray[np.uint8], palette: Palette) -> None:
    """Raise ValueError unless `pixels` are a map of the palette's classes, or a sketch."""
    sketch = pixels.ndim == 3 and pixels.shape[2] == CHANNELS
    if pixels.dtype != np.uint8 or not (pixels.ndim == 2 or sketch) or pixels.size == 0:
        raise ValueError(
            f"a label map is uint8 [H,W], a sketch [H,W,3], not {pixels.dtype} {list(pixels.shape)}"
        )
    if not sketch:
        _check_ids(pixels, palette)


def check_put(
    pixels: NDArray[np.uint8], bounds: Bounds, *, kind: CanvasKind, palette: Palette
) -> None:
    """Raise ValueError unless `pixels` may be put into `bounds` of a canvas of this kind."""
    check_shape(pixels, bounds)
    if pixels.dtype != np.uint8 or kind_of(pixels) != kind:
        raise ValueError(f"{pixels.dtype} {list(pixels.shape)} does not go on a {kind} canvas")
    if kind == "labels":
        _check_ids(pixels, palette)


def _check_ids(labels: NDArray[np.uint8], palette: Palette) -> None:
    held = np.bincount(labels.ravel(), minlength=256)
    unknown = sorted(set(np.flatnonzero(held).tolist()) - palette.ids)
    if unknown:
        raise ValueError(f"classes {unknown} are not in the palette")
