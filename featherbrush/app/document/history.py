"""Undo steps as packed differences of rectangles.

A step keeps `old XOR new` of the rectangles that a stroke changed. The same bytes lead back and
forth, so an undo stores nothing new.
"""

from __future__ import annotations

from dataclasses import dataclass

from featherbrush.app.document.areas import NOTHING
from featherbrush.app.document.patch import Patch, toggle
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds

_OVERHEAD = 256
"""Bytes charged for a step beside its data, so that many tiny steps are counted too."""


@dataclass(frozen=True, slots=True)
class Step:
    """One undoable edit: its name and what it changed, in rectangles without overlap."""

    name: str
    patches: tuple[Patch, ...]
    serial: int

    @property
    def bounds(self) -> Bounds:
        """The smallest rectangle that holds everything it changed."""
        return bounds_of(self.patches)

    @property
    def cost(self) -> int:
        """Bytes that keeping the step takes, about."""
        return sum(len(patch.data) + _OVERHEAD for patch in self.patches)


def bounds_of(patches: tuple[Patch, ...]) -> Bounds:
    """The smallest rectangle that holds all patches; empty without any."""
    whole = NOTHING
    for patch in patches:
        whole = whole.union(patch.bounds)
    return whole


class History:
    """Steps done and steps undone, bounded by number and by bytes.

    The oldest steps go first; the newest `min_steps` are always kept. `position` names the state
    of the canvas: equal positions mean equal pixels, which is how a document knows that it is
    saved.
    """

    def __init__(
        self, *, min_steps: int = 200, max_steps: int = 500, max_bytes: int = 64 << 20
    ) -> None:
        """History of at most `max_steps` steps; `max_bytes` bytes bound those over `min_steps`."""
        self._min_steps = min_steps
        self._max_steps = max_steps
        self._max_bytes = max_bytes
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._bytes = 0
        self._base = 0
        self._next = 1

    @property
    def position(self) -> int:
        """A number for the present state of the canvas."""
        return self._done[-1].serial if self._done else self._base

    @property
    def stored_bytes(self) -> int:
        """Bytes that the steps take, about."""
        return self._bytes

    @property
    def undo_names(self) -> tuple[str, ...]:
        """Names of the steps that can be undone, the next one first."""
        return tuple(step.name for step in reversed(self._done))

    @property
    def redo_names(self) -> tuple[str, ...]:
        """Names of the steps that can be redone, the next one first."""
        return tuple(step.name for step in reversed(self._undone))

    def push(self, *, name: str, patches: tuple[Patch, ...]) -> None:
        """Add a step that has just been done. What was undone before can no longer be redone."""
        self._bytes -= sum(step.cost for step in self._undone)
        self._undone.clear()
        step = Step(name, patches, self._next)
        self._next += 1
        self._done.append(step)
        self._bytes += step.cost
        self._trim()

    def undo(self, pixels: Canvas) -> Bounds | None:
        """Undo the last step on `pixels` in place; what it changed, or None when there is none."""
        if not self._done:
            return None
        return self._move(self._done, self._undone, pixels)

    def redo(self, pixels: Canvas) -> Bounds | None:
        """Redo the last undone step on `pixels` in place; what it changed, or None."""
        if not self._undone:
            return None
        return self._move(self._undone, self._done, pixels)

    def clear(self) -> None:
        """Forget every step, because the canvas was replaced as a whole."""
        self._done.clear()
        self._undone.clear()
        self._bytes = 0
        self._base = self._next
        self._next += 1

    @staticmethod
    def _move(source: list[Step], target: list[Step], pixels: Canvas) -> Bounds:
        step = source[-1]
        for patch in step.patches:
            toggle(pixels, patch)
        target.append(source.pop())
        return step.bounds

    def _trim(self) -> None:
        drop = max(0, len(self._done) - self._max_steps)
        kept = self._bytes - sum(step.cost for step in self._done[:drop])
        while kept > self._max_bytes and drop < len(self._done) - self._min_steps:
            kept -= self._done[drop].cost
            drop += 1
        if drop:
            self._base = self._done[drop - 1].serial
            del self._done[:drop]
            self._bytes = kept
