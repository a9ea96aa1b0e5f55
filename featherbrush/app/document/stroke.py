"""The stroke in progress: what the canvas was like before it, so that it is undone in one step."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.document.areas import changed_bounds, moved
from featherbrush.app.document.patch import Patch, patch_of
from featherbrush.app.document.touched import Touched
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds, Extent


class OpenStroke:
    """Edits between the begin and the end of one stroke."""

    def __init__(self, serial: int, name: str, before: Canvas) -> None:
        """Begin a stroke; `before` is a copy of the whole canvas as it is."""
        self.serial = serial
        self.name = name
        self.before = before
        self._touched = Touched(Extent.of(before))
        self._coverage: NDArray[np.uint8] | None = None

    @property
    def touched(self) -> Bounds:
        """A rectangle that holds everything changed since the stroke began."""
        return self._touched.bounds

    @property
    def coverage(self) -> NDArray[np.uint8]:
        """How much ink the stroke has laid on each pixel so far, uint8 [H,W]; to be written to."""
        if self._coverage is None:
            self._coverage = np.zeros(self.before.shape[:2], dtype=np.uint8)
        return self._coverage

    def touch(self, dirty: Bounds) -> None:
        """Note that the pixels of `dirty` changed."""
        self._touched.add(dirty)

    def rewind(self, pixels: Canvas) -> Bounds:
        """Put the canvas back to where the stroke began; returns the rectangle put back."""
        bounds = self.touched
        pixels[bounds.rows, bounds.columns] = self.before[bounds.rows, bounds.columns]
        if self._coverage is not None:
            self._coverage[bounds.rows, bounds.columns] = 0
        self._touched.clear()
        return bounds

    def patches(self, pixels: Canvas) -> tuple[Patch, ...]:
        """What the stroke changed in the end; none when it changed nothing, or changed it back."""
        found = []
        for area in self._touched.rectangles():
            part = (area.rows, area.columns)
            bounds = moved(changed_bounds(self.before[part], pixels[part]), area)
            if not bounds.empty:
                found.append(patch_of(self.before, pixels, bounds=bounds))
        return tuple(found)
