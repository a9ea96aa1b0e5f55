"""The pixels of a document with the stroke in progress and the history. No Qt, no signals."""

from __future__ import annotations

import numpy as np

from featherbrush.app.document.areas import NOTHING, changed_bounds, moved
from featherbrush.app.document.attachments import Attachments
from featherbrush.app.document.history import History, Step, bounds_of
from featherbrush.app.document.stroke import OpenStroke
from featherbrush.app.document.writing import Edit, Target
from featherbrush.engine.arrays import Canvas, frozen
from featherbrush.engine.geometry import Bounds, Extent


class Sheet:
    """One canvas, uint8 [H,W] or [H,W,3], that strokes change and undo changes back.

    Every method that changes pixels returns the smallest rectangle changed, empty for none, and
    has advanced `revision` when it is not empty.
    """

    def __init__(self, pixels: Canvas) -> None:
        """Take over `pixels`; they must be the caller's to give."""
        self._pixels = pixels
        self._stroke: OpenStroke | None = None
        self._strokes = 0
        self._snapshot: tuple[int, Canvas] | None = None
        self.revision = 0
        self.history = History()

    @property
    def pixels(self) -> Canvas:
        """Read-only live view."""
        return frozen(self._pixels)

    @property
    def extent(self) -> Extent:
        """Its size."""
        return Extent.of(self._pixels)

    @property
    def stroke(self) -> OpenStroke | None:
        """The stroke in progress."""
        return self._stroke

    def snapshot(self) -> Canvas:
        """Read-only copy that no later edit touches; one copy per revision at most."""
        if self._snapshot is None or self._snapshot[0] != self.revision:
            self._snapshot = (self.revision, frozen(self._pixels.copy()))
        return self._snapshot[1]

    def replace(self, pixels: Canvas) -> None:
        """Take a copy of other pixels; the open stroke and the history are forgotten."""
        self._stroke = None
        self._pixels = np.array(pixels, order="C")
        self.history.clear()
        self.revision += 1

    def begin(self, name: str) -> int:
        """Begin a stroke; its serial number, never given twice."""
        self._strokes += 1
        self._stroke = OpenStroke(self._strokes, name, self._pixels.copy())
        return self._strokes

    def apply(self, edit: Edit, *, bounds: Bounds, limits: Attachments, afresh: bool) -> Bounds:
        """Carry out an edit within `bounds` as part of the open stroke.

        `afresh` takes back first what the stroke has done so far.
        """
        stroke = self._stroke
        assert stroke is not None, "an edit belongs to a stroke"
        target = Target(self._pixels, stroke, limits.guard, limits.selection)
        area = target.area(bounds)
        if afresh:
            area = stroke.touched.union(area)
            shown = self._pixels[area.rows, area.columns].copy()
            stroke.rewind(self._pixels)
        dirty = edit(target)
        stroke.touch(dirty)
        if afresh:
            dirty = moved(changed_bounds(self._pixels[area.rows, area.columns], shown), area)
        return self._advanced(dirty)

    def end(self) -> Bounds:
        """End the stroke; what it changed as a whole is one step of the history."""
        stroke, self._stroke = self._stroke, None
        if stroke is None:
            return NOTHING
        patches = stroke.patches(self._pixels)
        if patches:
            self.history.push(name=stroke.name, patches=patches)
        return bounds_of(patches)

    def cancel(self) -> Bounds:
        """Take the open stroke back, exactly."""
        stroke, self._stroke = self._stroke, None
        return NOTHING if stroke is None else self._advanced(stroke.rewind(self._pixels))

    def undo(self) -> Step | None:
        """Go one step back and return it; None when there is none."""
        return self._travelled(self.history.undo(self._pixels))

    def redo(self) -> Step | None:
        """Go one step forward and return it; None when there is none."""
        return self._travelled(self.history.redo(self._pixels))

    def _travelled(self, step: Step | None) -> Step | None:
        if step is not None:
            self._advanced(step.bounds)
        return step

    def _advanced(self, dirty: Bounds) -> Bounds:
        if not dirty.empty:
            self.revision += 1
        return dirty
