"""The frames of a film while it is made: packed differences, thinned so that they stay bounded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from featherbrush.app.document.areas import changed_bounds, moved
from featherbrush.app.document.palette import Palette
from featherbrush.app.document.patch import patch_of
from featherbrush.app.timelapse.film import Film, Frame, joined
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds

OVERHEAD = 400
"""Bytes charged for a frame beside its data."""
JOINS = 16
"""Neighbours that are joined for one new frame at most: a few large frames join slowly."""


class Reel:
    """Takes what a canvas looks like at a moment, keeps how it differs from the moment before.

    No Qt and no locks: it may live on any thread, one at a time.
    """

    def __init__(self, start: Canvas, *, max_bytes: int) -> None:
        """Begin at `start` uint8 [H,W] or [H,W,3]; beyond `max_bytes` moments are joined."""
        self._start = start
        self._max_bytes = max_bytes
        self._shown = np.array(start)
        self._frames: list[Frame] = []
        self._bytes = 0
        self._thinned = 0

    @property
    def stored_bytes(self) -> int:
        """Bytes that the frames take, about."""
        return self._bytes

    def film(self, palette: Palette) -> Film:
        """The film until now, shown in a palette; it is not touched by what follows."""
        return Film(self._start, palette, tuple(self._frames))

    def add(self, time: int, area: Bounds, pixels: Canvas) -> None:
        """Make a frame of the canvas, whose `area` looks like `pixels`, where it differs."""
        shown = self._shown[area.rows, area.columns]
        inner = changed_bounds(shown, pixels)
        if not inner.empty:
            patch = patch_of(shown, pixels, bounds=inner)
            shown[...] = pixels
            self._keep(Frame(time, replace(patch, bounds=moved(inner, area))))

    def _keep(self, frame: Frame) -> None:
        self._frames.append(frame)
        self._bytes += _cost(frame)
        for _ in range(JOINS):
            if self._bytes <= self._max_bytes or len(self._frames) <= 2:
                return
            self._thin()

    def _thin(self) -> None:
        """Join two neighbours; the next call goes on behind them, so that all thin out alike."""
        if self._thinned + 1 >= len(self._frames):
            self._thinned = 0
        first, second = self._frames[self._thinned : self._thinned + 2]
        channels = 1 if self._shown.ndim == 2 else self._shown.shape[2]
        both = joined(first, second, channels=channels)
        self._frames[self._thinned : self._thinned + 2] = [both]
        self._bytes += _cost(both) - _cost(first) - _cost(second)
        self._thinned += 1


def _cost(frame: Frame) -> int:
    return len(frame.patch.data) + OVERHEAD
