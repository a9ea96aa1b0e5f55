"""Undo steps: packed differences of rectangles, and changes of the selection.

A step keeps `old XOR new` of the rectangles that a stroke changed. The same bytes lead back and
forth, so an undo stores nothing new.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from featherbrush.app.document.areas import NOTHING
from featherbrush.app.document.extras import Selection
from featherbrush.app.document.patch import Patch, toggle
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds

_OVERHEAD = 256
"""Bytes charged for a patch beside its data, so that many tiny steps are counted too."""


@dataclass(frozen=True, slots=True)
class Reselection:
    """A change of what is selected; None is everything."""

    before: Selection | None
    after: Selection | None


@dataclass(frozen=True, slots=True)
class Step:
    """One undoable edit: its name, what it changed, in rectangles without overlap, and selected."""

    name: str
    patches: tuple[Patch, ...]
    serial: int
    reselection: Reselection | None = None

    @property
    def bounds(self) -> Bounds:
        """The smallest rectangle that holds everything it changed."""
        return bounds_of(self.patches)

    @property
    def cost(self) -> int:
        """Bytes that keeping the step takes, about; what was selected before is the step's before it."""
        after = None if self.reselection is None else self.reselection.after
        mask = 0 if after is None else after.mask.nbytes
        data = sum(len(patch.data) for patch in self.patches)
        return mask + data + _OVERHEAD * max(1, len(self.patches))


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
    saved. What is selected does not count: it is not saved.
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
        return next((step.serial for step in reversed(self._done) if step.patches), self._base)

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

    def push(
        self, *, name: str, patches: tuple[Patch, ...] = (), reselection: Reselection | None = None
    ) -> None:
        """Add a step that has just been done. What was undone before can no longer be redone."""
        self._bytes -= sum(step.cost for step in self._undone)
        self._undone.clear()
        step = Step(name, patches, self._next, reselection)
        self._next += 1
        self._done.append(step)
        self._bytes += step.cost
        self._trim()

    def tie(self, reselection: Reselection) -> None:
        """Let the newest step, just done, change the selection as well."""
        step = self._done[-1]
        self._done[-1] = replace(step, reselection=reselection)
        self._bytes += self._done[-1].cost - step.cost

    def undo(self, pixels: Canvas) -> Step | None:
        """Undo the last step on `pixels` in place, and return it; None when there is none."""
        if not self._done:
            return None
        return self._move(self._done, self._undone, pixels)

    def redo(self, pixels: Canvas) -> Step | None:
        """Redo the last undone step on `pixels` in place, and return it; None for none."""
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
    def _move(source: list[Step], target: list[Step], pixels: Canvas) -> Step:
        step = source[-1]
        for patch in step.patches:
            toggle(pixels, patch)
        target.append(source.pop())
        return step

    def _trim(self) -> None:
        drop = max(0, len(self._done) - self._max_steps)
        kept = self._bytes - sum(step.cost for step in self._done[:drop])
        while kept > self._max_bytes and drop < len(self._done) - self._min_steps:
            kept -= self._done[drop].cost
            drop += 1
        if drop:
            gone = [step.serial for step in self._done[:drop] if step.patches]
            self._base = gone[-1] if gone else self._base
            del self._done[:drop]
            self._bytes = kept
