"""Measures in the background how fast the models are here, while nobody paints."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from featherbrush.app.document import Document
from featherbrush.app.synthesis.background import Background
from featherbrush.app.synthesis.bridge import SynthesisBridge
from featherbrush.app.synthesis.speeds import Speeds
from featherbrush.app.synthesis.state import State
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.library import ModelEntry
from featherbrush.engine.speed import Cost, measure_cost

REST_MS = 5000
"""So long nothing was painted before the cores are taken for measuring."""


class Calibration(QObject):
    """Takes one model after the other, each in a process of its own that a stroke ends at once."""

    measured = Signal(object)
    """(ModelEntry): its speed is known now."""

    def __init__(
        self, document: Document, bridge: SynthesisBridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._background = Background(self)
        self._speeds: Speeds | None = None
        self._threads: int | None = None
        self._wanted: list[ModelEntry] = []
        self._running: Cancellation | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._next)
        document.changed.connect(self._give_way)
        bridge.state_changed.connect(self._follow)

    @property
    def under_way(self) -> bool:
        """Whether a model is being measured at the moment."""
        return self._running is not None

    def measure(
        self, entries: Sequence[ModelEntry], *, speeds: Speeds, threads: int | None
    ) -> None:
        """Measure those of the models that `speeds` does not know, when there is time."""
        self._speeds, self._threads = speeds, threads
        self._wanted = [
            entry
            for entry in entries
            if entry.card.role != "style-encoder" and speeds.of(entry) is None
        ]
        self._follow()

    def close(self) -> None:
        """Stop measuring; the process and the thread have ended when this returns."""
        self._rest.stop()
        self._wanted = []
        if self._running is not None:
            self._running.cancel()
        self._background.close()

    def _follow(self, _state: object = None) -> None:
        if self._wanted and self._bridge.state in (State.UP_TO_DATE, State.NO_MODEL, State.PAUSED):
            self._rest.start()
        else:
            self._rest.stop()

    def _give_way(self) -> None:
        """Somebody paints: the cores are theirs; what was begun is measured again later."""
        self._rest.stop()
        if self._running is not None:
            self._running.cancel()

    def _next(self) -> None:
        if self._running is not None or not self._wanted:
            return
        entry, threads, running = self._wanted[0], self._threads, Cancellation()
        self._running = running
        self._background.run(
            lambda: measure_cost(entry.path, threads=threads, cancellation=running),
            done=partial(self._take, entry),
            failed=lambda _problem: self._failed(entry, called_off=running.cancelled),
        )

    def _take(self, entry: ModelEntry, cost: Cost) -> None:
        self._running = None
        if self._speeds is not None:
            self._speeds.put(entry, cost)
        self._drop(entry)
        self.measured.emit(entry)
        self._next()

    def _failed(self, entry: ModelEntry, *, called_off: bool) -> None:
        """Go on with the others: a model that fails tells so itself when it is used."""
        self._running = None
        if not called_off:
            self._drop(entry)
        self._follow()

    def _drop(self, entry: ModelEntry) -> None:
        self._wanted = [one for one in self._wanted if one is not entry]
