"""Pictures larger than the canvas: drawn anew by the model where it can, resampled where not.

A model that is spatially local up to some distance gives the same pixels for a part of a canvas as
for the whole, if enough is around the part. Such a model draws a large picture in overlapping
tiles, so that memory stays that of one tile. Whether it is one is measured on the first two tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from PIL import Image

from featherbrush.engine.arrays import AnyArray, Canvas, Picture, Style
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.canvas_check import MAX_SIDE
from featherbrush.engine.card import ModelCard
from featherbrush.engine.geometry import Bounds, Extent
from featherbrush.engine.labels import fit
from featherbrush.engine.request import Renderer

LARGEST_FACTOR = 4
WHOLE_PIXELS = 1 << 20
"""Pictures up to this many pixels are drawn in one run: about 2.3 GB for a GauGAN generator."""

CORE, MARGIN = 512, 256
"""Pixels of a tile that are kept, and those around them that are drawn and thrown away. Both are
multiples of the period of the noise in our model files, so that a tile sees the noise that the
whole picture would."""

_FEATHER = 64
_BAND = 16
_TOLERANCE = 3.0
"""Mean difference in grey levels, in the middle of an overlap, that a local model stays below.

A normalisation over the whole canvas costs a level or two; faded over twice `_FEATHER` pixels that
cannot be seen.
"""

Progress = Callable[[int, int], None]


class How(StrEnum):
    """How a larger picture came to be."""

    WHOLE = "whole"
    TILED = "tiled"
    RESAMPLED = "resampled"


@dataclass(frozen=True, slots=True, eq=False)
class Enlarged:
    """A picture uint8 [H, W, 3] and how it was made."""

    picture: Picture
    how: How


class _NotLocalError(Exception):
    """Two overlapping tiles disagree: the model looks at the whole canvas."""


def plan(card: ModelCard, extent: Extent, *, factor: int) -> How:
    """How a picture of `factor` times `extent` would be made, as far as is known beforehand."""
    target = times(extent, factor)
    if max(target.width, target.height) > MAX_SIDE or MARGIN % card.multiple:
        return How.RESAMPLED
    return How.WHOLE if target.area <= WHOLE_PIXELS else How.TILED


def times(extent: Extent, factor: int) -> Extent:
    """An extent enlarged by a whole factor."""
    return Extent(extent.width * factor, extent.height * factor)


def draw_enlarged(
    renderer: Renderer,
    card: ModelCard,
    canvas: Canvas,
    style: Style | None,
    *,
    factor: int,
    progress: Progress = lambda done, of: None,
    cancellation: Cancellation | None = None,
) -> Enlarged:
    """Draw the picture of a canvas [H, W] or [H, W, 3] at `factor` times its size.

    A label map is enlarged by nearest neighbour, a sketch smoothly, and the model draws that. When
    the model turns out to need the whole canvas at once, the picture of the canvas is resampled.
    progress: runs done and runs in all. Raises RenderError, or Cancelled when it was called off.
    """
    extent = Extent.of(canvas)
    how = plan(card, extent, factor=factor)
    if how is How.RESAMPLED:
        picture = renderer.render(canvas, style, cancellation=cancellation)
        return Enlarged(resample(picture, factor=factor), How.RESAMPLED)
    large = _large_canvas(canvas, factor)
    if how is How.WHOLE:
        progress(0, 1)
        return Enlarged(renderer.render(large, style, cancellation=cancellation), How.WHOLE)
    try:
        return Enlarged(_tiled(renderer, large, style, progress, cancellation), How.TILED)
    except _NotLocalError:
        picture = renderer.render(canvas, style, cancellation=cancellation)
        return Enlarged(resample(picture, factor=factor), How.RESAMPLED)


def resample(picture: Picture, *, factor: int) -> Picture:
    """A picture enlarged without a model, by Lanczos interpolation."""
    if factor == 1:
        return picture
    size = (picture.shape[1] * factor, picture.shape[0] * factor)
    image = Image.fromarray(np.ascontiguousarray(picture))
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS)).copy()


def _large_canvas(canvas: Canvas, factor: int) -> Canvas:
    if canvas.ndim == 3:
        return resample(canvas, factor=factor)
    return fit(canvas, multiple=1, extent=times(Extent.of(canvas), factor))


def _tiled(
    renderer: Renderer,
    canvas: Canvas,
    style: Style | None,
    progress: Progress,
    cancellation: Cancellation | None,
) -> Picture:
    extent = Extent.of(canvas)
    result = np.zeros((*extent.shape, 3), np.uint8)
    tiles = list(_tiles(extent))
    drawn: list[tuple[Bounds, Picture]] = []
    for done, core in enumerate(tiles):
        progress(done, len(tiles))
        seen = core.padded(MARGIN).intersection(Bounds.of(extent))
        part = np.ascontiguousarray(canvas[seen.rows, seen.columns])
        picture = renderer.render(part, style, cancellation=cancellation)
        _lay(result, picture, seen=seen, core=core)
        if len(drawn) < 2:
            drawn.append((seen, picture))
            _check_local(drawn, tiles)
    return result


def _tiles(extent: Extent) -> Iterator[Bounds]:
    """The parts of a picture that are kept of each tile, row by row."""
    whole = Bounds.of(extent)
    for y in range(0, extent.height, CORE):
        for x in range(0, extent.width, CORE):
            yield Bounds(x, y, CORE, CORE).intersection(whole)


def _lay(result: Picture, picture: Picture, *, seen: Bounds, core: Bounds) -> None:
    """Put a tile's core into the result, blended over what its neighbours drew before it."""
    area = core.padded(_FEATHER).intersection(seen)
    top, left = area.y - seen.y, area.x - seen.x
    fresh = picture[top : top + area.height, left : left + area.width]
    weight = np.minimum(
        _ramp(area.y, area.height, core.y)[:, None], _ramp(area.x, area.width, core.x)[None]
    )[..., None]
    before = result[area.rows, area.columns]
    result[area.rows, area.columns] = np.rint(before + (fresh - before.astype(np.float32)) * weight)


def _ramp(start: int, length: int, core: int) -> AnyArray:
    """Weights [length]: from 0 to 1 around the core's first pixel, 1 throughout at the edge."""
    if core == 0:
        return np.ones(length, np.float32)
    return np.clip((np.arange(start, start + length) - core) / (2 * _FEATHER) + 0.5, 0, 1).astype(
        np.float32
    )


def _check_local(drawn: list[tuple[Bounds, Picture]], tiles: list[Bounds]) -> None:
    """Raise unless the first two tiles agree where both have their whole margin around them."""
    if len(drawn) < 2:
        return
    (seen_a, a), (seen_b, b) = drawn
    border = tiles[1]
    beside = border.y == tiles[0].y
    band = (
        Bounds(border.x - _BAND, border.y, 2 * _BAND, border.height)
        if beside
        else Bounds(border.x, border.y - _BAND, border.width, 2 * _BAND)
    )
    both = band.intersection(seen_a).intersection(seen_b)
    one, other = _part(a, seen_a, both), _part(b, seen_b, both)
    if np.abs(one.astype(np.int16) - other).mean() > _TOLERANCE:
        raise _NotLocalError


def _part(picture: Picture, seen: Bounds, part: Bounds) -> Picture:
    top, left = part.y - seen.y, part.x - seen.x
    return picture[top : top + part.height, left : left + part.width]
