"""Films a document while it is painted: always on, bounded, nothing to do while nothing changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial

from PySide6.QtCore import QObject, QTimer

from featherbrush.app.document.areas import NOTHING
from featherbrush.app.document.document import Document
from featherbrush.app.timelapse.film import Film
from featherbrush.app.timelapse.reel import Reel
from featherbrush.engine.geometry import Bounds

INTERVAL = 100
"""Milliseconds that one frame covers at least: ten moments of a second of painting."""
LONGEST_PAUSE = 1000
"""A longer pause of the hand counts as this many milliseconds."""
MAX_BYTES = 8 << 20
"""What a film may take, about; beyond it neighbouring moments are joined, old and new alike."""

PAUSE_MS = 40
"""Time that the interface has to itself after an edit: what it does next shall not wait for the packing."""

Clock = Callable[[], int]


def monotonic_ms() -> int:
    """Return milliseconds of a clock that only goes forward."""
    return time.monotonic_ns() // 1_000_000


class FilmRecorder(QObject):
    """Films one document; a new map begins a new film.

    The interface only copies what changed. Packing it, and joining old moments, takes up to tens
    of milliseconds on a large sketch: a worker does it, a moment later, and until it has done so
    changes gather.
    """

    def __init__(
        self,
        document: Document,
        *,
        clock: Clock = monotonic_ms,
        max_bytes: int = MAX_BYTES,
        worker: Executor | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Film from now on. worker: one thread, ended by who made it; None packs at once."""
        super().__init__(parent)
        self._document = document
        self._clock = clock
        self._max_bytes = max_bytes
        self._worker = worker
        self._packing: Future[None] | None = None
        self._frame: Callable[[], None] | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self._pack)
        self._begin()
        document.changed.connect(self._note)
        # The end of a stroke is a moment of its own, however short the stroke was.
        document.history_changed.connect(self._take)
        document.replaced.connect(self._begin)

    @property
    def stored_bytes(self) -> int:
        """Bytes that the frames take, about."""
        self._settle()
        return self._reel.stored_bytes

    def film(self) -> Film:
        """Return the film until this moment; it is not touched by what follows."""
        self._settle()
        self._take()
        self._settle()
        return self._reel.film(self._document.palette)

    def release(self) -> None:
        """Let go of the worker, which has nothing left to do: from now on frames pack at once."""
        self._settle()
        self._worker = None

    def _begin(self) -> None:
        self._later.stop()
        self._frame = None
        self._reel = Reel(self._document.snapshot(), max_bytes=self._max_bytes)
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
        """Make a frame of the canvas as it is, unless the worker is still at the last one."""
        area = self._waiting
        if area.empty or self._frame is not None:
            return
        if self._packing is not None and not self._packing.done():
            return
        self._waiting = NOTHING
        self._taken = self._time
        pixels = self._document.pixels[area.rows, area.columns]
        if self._worker is None:
            self._reel.add(self._time, area, pixels)
        else:
            self._frame = partial(self._reel.add, self._time, area, pixels.copy())
            self._later.start()

    def _pack(self) -> None:
        """Give the frame that waits to the worker."""
        frame, self._frame = self._frame, None
        if frame is not None and self._worker is not None:
            self._packing = self._worker.submit(frame)

    def _settle(self) -> None:
        """Wait for the worker, which is at one frame at the most."""
        self._later.stop()
        self._pack()
        packing, self._packing = self._packing, None
        if packing is not None:
            packing.result()
