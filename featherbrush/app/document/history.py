"""Undo steps as compressed differences of rectangles.

A step keeps `old XOR new` of the smallest rectangle that a stroke changed. The same bytes lead
back and forth, so an undo stores nothing new, and what the stroke left alone is zeros, which
compress to almost nothing.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from featherbrush.engine.geometry import Bounds

_SPEED = 1
_OVERHEAD = 256
"""Bytes charged for a step beside its data, so that many tiny steps are counted too."""


@dataclass(frozen=True)
class Step:
    """One undoable edit: its name, the rectangle it changed, and `old XOR new` compressed."""

    name: str
    bounds: Bounds
    delta: bytes
    serial: int

    @property
    def cost(self) -> int:
        """Bytes that keeping the step takes, about."""
        return len(self.delta) + _OVERHEAD


def changed_bounds(old: NDArray[np.uint8], new: NDArray[np.uint8]) -> Bounds:
    """The smallest rectangle that holds every pixel where two arrays [H,W] differ (or empty)."""
    return mask_bounds(old != new)


def mask_bounds(mask: NDArray[np.bool_]) -> Bounds:
    """The smallest rectangle that holds every set pixel of `mask` [H,W]; empty when none is."""
    rows = np.flatnonzero(mask.any(axis=1))
    if rows.size == 0:
        return Bounds(0, 0, 0, 0)
    top, bottom = int(rows[0]), int(rows[-1])
    columns = np.flatnonzero(mask[top : bottom + 1].any(axis=0))
    left, right = int(columns[0]), int(columns[-1])
    return Bounds(left, top, right - left + 1, bottom - top + 1)


def difference(old: NDArray[np.uint8], new: NDArray[np.uint8]) -> bytes:
    """`old XOR new` of two arrays of one shape, compressed."""
    return zlib.compress((old ^ new).tobytes(), _SPEED)


def toggle(labels: NDArray[np.uint8], step: Step) -> None:
    """Apply a step to `labels` [H,W] in place: undoes it where it is done, redoes it where not."""
    region = labels[step.bounds.rows, step.bounds.columns]
    delta = np.frombuffer(zlib.decompress(step.delta), dtype=np.uint8)
    region ^= delta.reshape(region.shape)


class History:
    """Steps done and steps undone, bounded by number and by bytes.

    The oldest steps go first; the newest one is always kept. `position` names the state of the
    map: equal positions mean equal maps, which is how a document knows that it is saved.
    """

    def __init__(self, *, max_steps: int = 500, max_bytes: int = 64 << 20) -> None:
        """History that keeps at most `max_steps` steps and about `max_bytes` bytes."""
        self._max_steps = max_steps
        self._max_bytes = max_bytes
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._bytes = 0
        self._base = 0
        self._next = 1

    @property
    def position(self) -> int:
        """A number for the present state of the map."""
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

    def push(self, *, name: str, bounds: Bounds, delta: bytes) -> None:
        """Add a step that has just been done. What was undone before can no longer be redone."""
        self._bytes -= sum(step.cost for step in self._undone)
        self._undone.clear()
        step = Step(name, bounds, delta, self._next)
        self._next += 1
        self._done.append(step)
        self._bytes += step.cost
        self._trim()

    def undo(self, labels: NDArray[np.uint8]) -> Bounds | None:
        """Undo the last step on `labels` in place; what it changed, or None when there is none."""
        if not self._done:
            return None
        return self._move(self._done, self._undone, labels)

    def redo(self, labels: NDArray[np.uint8]) -> Bounds | None:
        """Redo the last undone step on `labels` in place; what it changed, or None."""
        if not self._undone:
            return None
        return self._move(self._undone, self._done, labels)

    def clear(self) -> None:
        """Forget every step, because the map was replaced as a whole."""
        self._done.clear()
        self._undone.clear()
        self._bytes = 0
        self._base = self._next
        self._next += 1

    @staticmethod
    def _move(source: list[Step], target: list[Step], labels: NDArray[np.uint8]) -> Bounds:
        step = source[-1]
        toggle(labels, step)
        target.append(source.pop())
        return step.bounds

    def _trim(self) -> None:
        drop = max(0, len(self._done) - self._max_steps)
        kept = self._bytes - sum(step.cost for step in self._done[:drop])
        while kept > self._max_bytes and drop < len(self._done) - 1:
            kept -= self._done[drop].cost
            drop += 1
        if drop:
            self._base = self._done[drop - 1].serial
            del self._done[:drop]
            self._bytes = kept
