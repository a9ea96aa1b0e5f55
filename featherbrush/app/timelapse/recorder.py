"""Films a document while it is painted: always on, bounded, nothing to do while nothing changes."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from featherbrush.app.document.areas import NOTHING, changed_bounds, moved
from featherbrush.app.document.document import Document
from featherbrush.app.document.patch import patch_of
from featherbrush.app.timelapse.film import Film, Frame, joined
from featherbrush.engine.geometry import Bounds

INTERVAL = 100
"""Milliseconds that one frame covers at least: ten moments of a second of painting."""
LONGEST_PAUSE = 1000
"""A longer pause of the hand counts as this many milliseconds."""
MAX_BYTES = 8 << 20
"""What a film may take; beyond it neighbouring moments are joined, old and new alike."""
OVERHEAD = 400
"""Bytes charged for a frame beside its data."""

Clock = Callable[[], int]


def monotonic_ms() -> int:
    """Return milliseconds of a clock that only goes forward."""
    return time.monotonic_ns() // 1_000_000


class FilmRecorder(QObject):
    """Films one document; a new map begins a new film."""

    restarted = Signal()
    """The canvas was replaced: the film begins anew."""

    def __init__(
        self,
        document: Document,
        *,
        clock: Clock = monotonic_ms,
        max_bytes: int = MAX_BYTES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._clock = clock
        self._max_bytes = max_bytes
        self._begin()
        document.changed.connect(self._note)
        # The end of a stroke is a moment of its own, however short the stroke was.
        document.history_changed.connect(self._take)
        document.replaced.connect(self._restart)

    @property
    def stored_bytes(self) -> int:
        """Bytes that the frames take, about."""
        return self._bytes

    @property
    def empty(self) -> bool:
        """Whether nothing was painted yet."""
        return not self._frames and self._waiting.empty

    def film(self) -> Film:
        """Return the film until this moment; it is not touched by what follows."""
        self._take()
        return Film(self._start, self._document.palette, tuple(self._frames))

    def _restart(self) -> None:
        self._begin()
        self.restarted.emit()

    def _begin(self) -> None:
        self._start = self._document.snapshot()
        self._shown = np.array(self._start)
        self._frames: list[Frame] = []
        self._bytes = 0
        self._thinned = 0
        self._waiting = NOTHING
        self._time = 0
        self._last = self._clock()
        self._taken = 0

    def _note(self, bounds: Bounds) -> None:
        now = self._clock()
        self._time += min(max(now - self._last, 0), LONGEST_PAUSE)
        self._last = now
        self._waiting = self._waiting.union(bounds)
        if self._time - self._taken >= INTERVAL:
            self._take()

    def _take(self) -> None:
        """Make a frame of the canvas as it is, where it differs from the last one."""
        pixels = self._document.pixels
        area = self._waiting
        self._waiting = NOTHING
        if area.empty:
            return
        old, new = self._shown[area.rows, area.columns], pixels[area.rows, area.columns]
        bounds = moved(changed_bounds(old, new), area)
        self._taken = self._time
        if bounds.empty:
            return
        self._keep(Frame(self._time, patch_of(self._shown, pixels, bounds=bounds)))
        self._shown[bounds.rows, bounds.columns] = pixels[bounds.rows, bounds.columns]

    def _keep(self, frame: Frame) -> None:
        self._frames.append(frame)
        self._bytes += _cost(frame)
        while self._bytes > self._max_bytes and len(self._frames) > 2:
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
