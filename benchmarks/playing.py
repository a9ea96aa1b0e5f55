"""Plays a stroke file through the studio's window in its own time, and measures what follows."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bars import spread
from probes import Held, Latencies
from PySide6.QtCore import QObject, Qt, QTimer

from featherbrush.app.canvas.recording import Record, Recording
from featherbrush.app.canvas.replay import EventPlayer, prepare, verify
from featherbrush.app.synthesis.state import Side, State
from featherbrush.app.windows.main_window import MainWindow

SETTLE_MS = 500


class UpToDate(QObject):
    """Calls once the pictures of both models belong to the map, and then were left in peace."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._bridge = window.bridge
        choice = window.models.current
        assert choice is not None, "the studio was opened with a model"
        self.model = choice.name
        self._sides = tuple(side for side in Side if choice.entry(side))
        self._then: Callable[[], None] | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self._call)
        window.bridge.state_changed.connect(self._look)

    def call(self, then: Callable[[], None]) -> None:
        """Call `then` as soon as it is so, every side having had a picture."""
        self._then = then
        self._look()

    def _look(self, _state: object = None) -> None:
        known = all(self._bridge.timing(side) for side in self._sides)
        if self._then and known and self._bridge.state is State.UP_TO_DATE:
            self._settled.start()
        else:
            self._settled.stop()

    def _call(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()


class Player(QObject):
    """Sends the records of a stroke file when they are due.

    An event counts from when it was due, not from when a busy event loop came to it: so would the
    artist count.
    """

    def __init__(self, window: MainWindow, recording: Recording, held: Held) -> None:
        super().__init__(window)
        self.picture, self.map = Latencies(), Latencies()
        self.late: list[float] = []
        self.originals = 0
        self._window = window
        self._recording = recording
        self._records: list[Record] = list(recording.records)
        self._events = EventPlayer(window.canvas)
        self._held = held
        self._then: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._play)
        self._began = 0.0
        self._next = 0
        held.after = [self.picture.settle, self.map.settle]
        window.compare.painted.connect(self._painted)
        window.canvas.frame_drawn.connect(self.map.painted)
        window.bridge.timed.connect(self._timed)

    def prepare(self) -> None:
        """Put the map on the canvas that the strokes begin from."""
        prepare(self._window.document, self._recording)

    def start(self, then: Callable[[], None]) -> None:
        """Begin to play; call `then` after the last record."""
        self._then = then
        self._began = time.perf_counter()
        self._held.looking = True
        self._schedule()

    def found(self) -> dict[str, Any]:
        """Stop looking and return what was measured.

        Raises RecordingError when the strokes did not lead to the map that they led to once.
        """
        self._held.looking = False
        verify(self._window.document, self._recording)
        last = self._window.document.revision
        return {
            "map": str(self._window.document.extent),
            "pen_to_map": spread(self.map.found),
            "pen_to_picture": spread(self.picture.found),
            "held": spread(self._held.found),
            "longest_held": self._held.worst,
            "late": spread(self.late),
            "originals": self.originals,
            "shows_last": {
                side.value: self._window.compare.revision(side) == last for side in Side
            },
        }

    def _painted(self, side: Side, revision: int) -> None:
        if side is Side.COMPRESSED:
            self.picture.painted(revision)

    def _timed(self, side: Side) -> None:
        if side is Side.ORIGINAL and self._held.looking:
            self.originals += 1

    def _schedule(self) -> None:
        if self._next < len(self._records):
            self._timer.start(max(0, round((self._due() - time.perf_counter()) * 1000)))
        elif self._then is not None:
            self._then()

    def _due(self) -> float:
        return self._began + self._records[self._next].t / 1000

    def _play(self) -> None:
        record, now = self._records[self._next], time.perf_counter()
        when = min(self._due(), now)
        self._next += 1
        before = self._window.document.revision
        self._events.play(record)
        after = self._window.document.revision
        if after != before:
            self.late.append((now - when) * 1000)
            self.picture.sent(after, when)
            self.map.sent(after, when)
        self._schedule()
