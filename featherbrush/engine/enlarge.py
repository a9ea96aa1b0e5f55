"""Pictures larger than the canvas: drawn anew by the model where it can, resampled where not.

A model that is spatially local up to some distance gives the same pixels for a part of a canvas as
for the whole, if enough is around the part. Such a model draws a large picture in overlapping
tiles, so that memory stays that of one tile. Whether it is one is measured at every tile's border.
"""

from __future__ import annotations

from collections import deque
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
"""Tiles are faded into one another over twice as many pixels, and compared there."""

_BLOCK = 32
_BLOCK_TOLERANCE = 60.0
"""Grey levels by which the mean colour of a block of `_BLOCK` pixels may differ between tiles."""

_TINT_TOLERANCE = 8.0
"""Grey levels by which the mean colour of a whole overlap may differ between tiles.

Decision 32 has the measurements behind both: textures differ between tiles of a model that
normalises over the canvas, and faded into one another they are not seen. Areas and tints are.
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


@dataclass(frozen=True, slots=True, eq=False)
class _Tile:
    """A picture of the part `seen` of a canvas, of which `core` is kept."""

    core: Bounds
    seen: Bounds
    picture: Picture

    def part(self, part: Bounds) -> Picture:
        """What was drawn of a part of the canvas that lies in `seen`."""
        top, left = part.y - self.seen.y, part.x - self.seen.x
        return self.picture[top : top + part.height, left : left + part.width]


class _NotLocalError(Exception):
    """Two overlapping tiles disagree, seen after so many runs: the model needs more around them."""

    def __init__(self, runs: int) -> None:
        super().__init__(runs)
        self.runs = runs


def plan(card: ModelCard, extent: Extent, *, factor: int) -> How:
    """How a picture of `factor` times `extent` would be made, as far as is known beforehand."""
    target = times(extent, factor)
    if max(target.width, target.height) > MAX_SIDE or MARGIN % card.multiple:
        return How.RESAMPLED
    return How.WHOLE if factor == 1 or target.area <= WHOLE_PIXELS else How.TILED


def keeps_its_look(card: ModelCard) -> bool:
    """Whether a picture drawn anew at a larger size looks like the one on the screen, only finer.

    Models of sketches fill an outline over the distances that they learned and no further, so that
    a shape that is wide enough at the larger size comes out with a hole.
    """
    return card.input != "sketch"


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
    progress: runs done and runs in all, fewer of them when tiles turn out to be of no use.
    Raises RenderError, or Cancelled when it was called off.
    """
    extent = Extent.of(canvas)
    how = plan(card, extent, factor=factor)
    if how is How.WHOLE:
        progress(0, 1)
        large = _large_canvas(canvas, factor)
        return Enlarged(renderer.render(large, style, cancellation=cancellation), How.WHOLE)
    if how is How.TILED:
        large = _large_canvas(canvas, factor)
        try:
            return Enlarged(_tiled(renderer, large, style, progress, cancellation), How.TILED)
        except _NotLocalError as found:
            progress(found.runs, found.runs + 1)
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
    beside_and_above: deque[_Tile] = deque(maxlen=len(range(0, extent.width, CORE)))
    for done, core in enumerate(tiles):
        progress(done, len(tiles))
        seen = core.padded(MARGIN).intersection(Bounds.of(extent))
        part = np.ascontiguousarray(canvas[seen.rows, seen.columns])
        tile = _Tile(core, seen, renderer.render(part, style, cancellation=cancellation))
        if core.x and not _agree(beside_and_above[-1], tile):
            raise _NotLocalError(done + 1)
        if core.y and not _agree(beside_and_above[0], tile):
            raise _NotLocalError(done + 1)
        beside_and_above.append(tile)
        _lay(result, tile)
    return result


def _tiles(extent: Extent) -> Iterator[Bounds]:
    """The parts of a picture that are kept of each tile, row by row."""
    whole = Bounds.of(extent)
    for y in range(0, extent.height, CORE):
        for x in range(0, extent.width, CORE):
            yield Bounds(x, y, CORE, CORE).intersection(whole)


def _lay(result: Picture, tile: _Tile) -> None:
    """Put a tile's core into the result, blended over what its neighbours drew before it."""
    core, area = tile.core, tile.core.padded(_FEATHER).intersection(tile.seen)
    fresh = tile.part(area)
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


def _agree(one: _Tile, other: _Tile) -> bool:
    """Whether two neighbours differ, where they are faded into one another, in texture only."""
    faded = one.core.padded(_FEATHER).intersection(other.core.padded(_FEATHER))
    both = faded.intersection(one.seen).intersection(other.seen)
    difference = one.part(both).astype(np.float32) - other.part(both)
    return bool(
        np.abs(difference.mean((0, 1))).max() <= _TINT_TOLERANCE
        and np.abs(_block_means(difference)).max() <= _BLOCK_TOLERANCE
    )


def _block_means(values: AnyArray) -> AnyArray:
    """Means [rows, columns, 3] of the blocks of float32 [H, W, 3]; the last ones are larger."""
    for axis in (0, 1):
        length = values.shape[axis]
        starts = np.arange(0, max(length - _BLOCK, 0) + 1, _BLOCK)
        sizes = np.diff(starts, append=length).astype(np.float32)
        sums = np.add.reduceat(values, starts, axis=axis)
        values = sums / np.expand_dims(sizes, (1 - axis, 2))
    return values
