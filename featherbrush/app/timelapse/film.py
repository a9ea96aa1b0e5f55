"""A film of a canvas: where it began, and one packed difference for every moment of painting.

Differences are `old XOR new`, so a film runs forwards and backwards at the same price, whatever
tool made them. Stroke files become films by being played (see `replayed`).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

import numpy as np

from featherbrush.app.document.areas import changed_bounds
from featherbrush.app.document.palette import Palette
from featherbrush.app.document.patch import Patch, patch_of, toggle
from featherbrush.engine.arrays import Canvas, Picture, frozen
from featherbrush.engine.geometry import Bounds, Extent
from featherbrush.engine.labels import colorize


@dataclass(frozen=True, slots=True)
class Frame:
    """One moment: milliseconds of painting since the film began, and what changed until then."""

    time: int
    patch: Patch


@dataclass(frozen=True, eq=False)
class Film:
    """`start` uint8 [H,W] or [H,W,3], the palette that it is shown in, and the moments after it."""

    start: Canvas
    palette: Palette
    frames: tuple[Frame, ...]

    @property
    def extent(self) -> Extent:
        """Size of the canvas."""
        return Extent.of(self.start)

    @property
    def duration(self) -> int:
        """Milliseconds of painting."""
        return self.frames[-1].time if self.frames else 0

    def place(self, time: int) -> int:
        """Return how many frames have passed at a time in milliseconds, 0 to len(frames)."""
        return bisect_right(self.frames, time, key=lambda frame: frame.time)

    def picture(self, canvas: Canvas) -> Picture:
        """Return a canvas of this film as it is shown, uint8 [H,W,3]."""
        if canvas.ndim == 3:
            return np.array(canvas)
        return colorize(canvas, self.palette.classes)


class Projector:
    """Runs a film to any place; neighbouring places cost one difference each."""

    def __init__(self, film: Film) -> None:
        self._film = film
        self._canvas = np.array(film.start)
        self._place = 0

    @property
    def place(self) -> int:
        """How many frames have passed."""
        return self._place

    @property
    def canvas(self) -> Canvas:
        """Read-only live view of the canvas at this place."""
        return frozen(self._canvas)

    def go(self, place: int) -> Canvas:
        """Run to a place, 0 to the number of frames, and return the canvas there (a copy)."""
        frames = self._film.frames
        wanted = min(max(place, 0), len(frames))
        while self._place < wanted:
            toggle(self._canvas, frames[self._place].patch)
            self._place += 1
        while self._place > wanted:
            self._place -= 1
            toggle(self._canvas, frames[self._place].patch)
        return frozen(self._canvas.copy())


def joined(first: Frame, second: Frame, *, channels: int) -> Frame:
    """Return two frames that follow each other as one, at the time of the second.

    channels: 1 for a label map, 3 for a sketch.
    """
    whole = first.patch.bounds.union(second.patch.bounds)
    shape = (whole.height, whole.width) if channels == 1 else (whole.height, whole.width, channels)
    difference = np.zeros(shape, np.uint8)
    for frame in (first, second):
        toggle(difference, _shifted(frame.patch, -whole.x, -whole.y))
    inner = changed_bounds(difference, np.zeros_like(difference))
    patch = patch_of(difference, np.zeros_like(difference), bounds=inner)
    return Frame(second.time, _shifted(patch, whole.x, whole.y))


def _shifted(patch: Patch, x: int, y: int) -> Patch:
    at = patch.bounds
    return replace(patch, bounds=Bounds(at.x + x, at.y + y, at.width, at.height))
