"""A way to call off one particular run, before or while it runs, from any thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

from featherbrush.engine.errors import Cancelled


class Cancellation:
    """Belongs to one run. Cancelling it before the run has begun stops that run too.

    "Stop whatever runs now" has a gap: a stop that arrives between the decision to run and the
    run itself is lost, and the original would hold up the pen for seconds. A token per run has no
    such gap, and cannot hit the run after it.
    """

    def __init__(self) -> None:
        """Not cancelled."""
        self._lock = threading.Lock()
        self._event = threading.Event()
        self._callbacks: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Stop the run that this belongs to. From any thread, any number of times."""
        with self._lock:
            self._event.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def on_cancel(self, callback: Callable[[], None]) -> None:
        """Call `callback` once when cancelled, at once when it already is."""
        with self._lock:
            if not self._event.is_set():
                self._callbacks.append(callback)
                return
        callback()

    def wait(self, timeout: float | None = None) -> bool:
        """Block until cancelled, at most `timeout` seconds; whether it was."""
        return self._event.wait(timeout)

    def check(self) -> None:
        """Raise Cancelled when cancelled."""
        if self.cancelled:
            raise Cancelled("the run was called off")
