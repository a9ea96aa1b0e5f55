"""A piece of the canvas that was lifted or pasted and floats over the rest. Pure functions.

What lies under the piece is kept while it floats, so moving it on leaves no trail. It is put back
onto the canvas after every move as one rectangle.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from featherbrush.app.canvas.brush import Mask
from featherbrush.app.document.extras import Selection, offset
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds, Extent


@dataclass(frozen=True, slots=True, eq=False)
class Floating:
    """`pixels` [h,w] or [h,w,3] where `mask` bool [h,w] is set, lying at `at` over `base`.

    `at` may reach off the canvas: what lies there is not lost while the piece floats.
    """

    base: Canvas
    pixels: Canvas
    mask: Mask
    at: Bounds

    def moved(self, dx: int, dy: int) -> Floating:
        """The piece so many pixels further right and down."""
        at = self.at
        return replace(self, at=Bounds(at.x + dx, at.y + dy, at.width, at.height))

    def composed(self, area: Bounds) -> Canvas:
        """The pixels of `area` (on the canvas) with the piece lying on them."""
        composed = self.base[area.rows, area.columns].copy()
        common = area.intersection(self.at)
        if not common.empty:
            source = offset(common, self.at)
            target, inside = composed[offset(common, area)], self.mask[source]
            where = inside if target.ndim == 2 else inside[..., None]
            np.copyto(target, self.pixels[source], where=True if inside.all() else where)
        return composed

    @property
    def selection(self) -> Selection | None:
        """The piece's shape where it lies, as a selection; None when it is wholly off the canvas."""
        whole = Bounds.of(Extent.of(self.base))
        common = whole.intersection(self.at)
        if common.empty:
            return None
        return Selection(common, self.mask[offset(common, self.at)].copy())


def lifted(
    pixels: Canvas, *, bounds: Bounds, mask: Mask, under: int | tuple[int, int, int]
) -> Floating:
    """Lift what `mask` bool [h,w] marks in `bounds` off the canvas [H,W] or [H,W,3].

    `under` is left behind: a class, or the colour of a sketch's paper.
    """
    piece = pixels[bounds.rows, bounds.columns].copy()
    base = pixels.copy()
    base[bounds.rows, bounds.columns][mask] = under
    return Floating(base, piece, mask, bounds)


def laid(pixels: Canvas, *, piece: Canvas, mask: Mask, at: Bounds) -> Floating:
    """Let a piece from elsewhere float over the canvas as it is."""
    return Floating(pixels.copy(), piece, mask, at)


def flipped(floating: Floating, *, horizontally: bool) -> Floating:
    """The piece mirrored in place, left to right or upside down."""
    axis = 1 if horizontally else 0
    return replace(
        floating, pixels=np.flip(floating.pixels, axis), mask=np.flip(floating.mask, axis)
    )
