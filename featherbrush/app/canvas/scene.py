"""What a tool sees, and what it may ask for: frozen values between gestures and the driver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.canvas.brush import Mask, Stamp
from featherbrush.app.canvas.floating import Floating
from featherbrush.app.document.extras import Selection
from featherbrush.app.document.palette import Palette
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds, Extent, Point

Color = tuple[int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """The document as a gesture finds it: a live view of the pixels, and what is beside them.

    `floating` is the piece that was moved or pasted last and may be moved on, if any.
    """

    pixels: Canvas
    palette: Palette
    selection: Selection | None = None
    floating: Floating | None = None

    @property
    def extent(self) -> Extent:
        """Size of the canvas."""
        return Extent.of(self.pixels)

    @property
    def sketch(self) -> bool:
        """Whether it takes ink rather than classes."""
        return self.pixels.ndim == 3

    def color(self, class_id: int) -> Color:
        """The colour of a class or an ink; black for one that the palette does not name."""
        found = self.palette.find(class_id)
        return (found.color[0], found.color[1], found.color[2]) if found else (0, 0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """Pixels to paint with a class. `afresh` replaces what the gesture has painted so far."""

    stamp: Stamp
    class_id: int
    afresh: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """Ink to lay on a sketch: coverage uint8 [h,w] over `bounds`. `afresh` as for a mark."""

    bounds: Bounds
    coverage: NDArray[np.uint8]
    color: Color
    afresh: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """The floating piece as it lies now; `was` is where it lay when the gesture began."""

    floating: Floating
    was: Bounds


@dataclass(frozen=True, slots=True, eq=False)
class Selected:
    """The selection from now on."""

    selection: Selection | None


@dataclass(frozen=True, slots=True)
class Picked:
    """The class, or the ink, that the eyedropper found."""

    class_id: int


Effect = Mark | Ink | Moved | Selected | Picked
Effects = tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """A line that a gesture shows while it goes on, in canvas positions.

    `handles` are corners that can be clicked; the first one closes the line.
    """

    points: tuple[Point, ...]
    closed: bool = False
    handles: tuple[Point, ...] = ()


def mask_of(selection: Selection | None, extent: Extent) -> tuple[Bounds, Mask]:
    """Where an edit of the selection happens: its part on the canvas, or the whole canvas."""
    whole = Bounds.of(extent)
    if selection is None:
        return whole, np.ones(extent.shape, dtype=np.bool_)
    bounds = selection.bounds.intersection(whole)
    return bounds, selection.within(bounds)
