"""The one background thread behind Stream and Duet.

One thread serves all lanes, so two models cannot run at the same time by construction: no gate
that could be left shut, no lock held while a model runs.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from featherbrush.engine.arrays import frozen
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.errors import Cancelled
from featherbrush.engine.request import (
    ErrorListener,
    Renderer,
    ResultListener,
    SynthesisRequest,
    SynthesisResult,
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One renderer, who hears of its results, and how long it waits for the pen to rest.

    rest: seconds without a new request before it renders. yields: whether a new request stops its
    run in flight.
    """

    renderer: Renderer
    on_result: ResultListener
    on_error: ErrorListener
    rest: float = 0.0
    yields: bool = False


@dataclass(slots=True)
class _Waiting:
    """The newest request that a lane has not rendered, and when it may (time.monotonic)."""

    request: SynthesisRequest | None = None
    due: float = 0.0
    enabled: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    """The run in flight."""

    lane: Lane
    request: SynthesisRequest
    cancellation: Cancellation


class Lanes:
    """Renders the newest request in every lane, earlier lanes first, one run at a time."""

    def __init__(self, lanes: Sequence[Lane], *, name: str) -> None:
        """Start the thread."""
        self._lanes = tuple(lanes)
        self._waiting = tuple(_Waiting() for _ in lanes)
        self._changed = threading.Condition()
        self._running: _Job | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name=f"featherbrush-{name}")
        # Forgetting close() must not keep the process alive; close() is what joins.
        self._thread.daemon = True
        self._thread.start()

    def submit(self, request: SynthesisRequest) -> None:
        """Make this the newest request of every lane; stop a run that yields. Never blocks."""
        with self._changed:
            if self._closed:
                return
            now = time.monotonic()
            for lane, waiting in zip(self._lanes, self._waiting, strict=True):
                waiting.request = request
                waiting.due = now + lane.rest
            running = self._running
            self._changed.notify_all()
        if running is not None and running.lane.yields:
            running.cancellation.cancel()

    def cancel(self) -> None:
        """Drop what waits, stop what runs; a result just made may still reach its listener."""
        with self._changed:
            for waiting in self._waiting:
                waiting.request = None
            running = self._running
            self._changed.notify_all()
        if running is not None:
            running.cancellation.cancel()

    def enable(self, index: int, enabled: bool) -> None:
        """Let a lane run or hold it; a held lane keeps its newest request for later."""
        with self._changed:
            if index >= len(self._lanes):
                return
            waiting, running = self._waiting[index], self._running
            waiting.enabled = enabled
            if enabled or running is None or running.lane is not self._lanes[index]:
                running = None
            elif waiting.request is None:
                waiting.request = running.request
            self._changed.notify_all()
        if running is not None:
            running.cancellation.cancel()

    def wait_idle(self, timeout: float | None = None) -> bool:
        """Block until nothing waits that may run and nothing runs."""
        with self._changed:
            return self._changed.wait_for(self._idle, timeout)

    def close(self) -> None:
        """Stop what runs, end the thread, join it (unless a listener calls this on it)."""
        with self._changed:
            self._closed = True
        self.cancel()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _idle(self) -> bool:
        return self._running is None and not any(w.request and w.enabled for w in self._waiting)

    def _serve(self) -> None:
        while (job := self._next()) is not None:
            try:
                self._run(job)
            finally:
                with self._changed:
                    self._running = None
                    self._changed.notify_all()

    def _next(self) -> _Job | None:
        """Sleep until a lane may render; None when closed."""
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                pause: float | None = None
                for lane, waiting in zip(self._lanes, self._waiting, strict=True):
                    if waiting.request is None or not waiting.enabled:
                        continue
                    if waiting.due <= now:
                        return self._start(lane, waiting)
                    left = waiting.due - now
                    pause = left if pause is None else min(pause, left)
                self._changed.wait(pause)
            return None

    def _start(self, lane: Lane, waiting: _Waiting) -> _Job:
        request = waiting.request
        assert request is not None
        waiting.request = None
        self._running = _Job(lane, request, Cancellation())
        return self._running

    def _run(self, job: _Job) -> None:
        """Render and deliver; whatever fails goes to the lane's error listener."""
        request = job.request
        began = time.perf_counter()
        try:
            picture = job.lane.renderer.render(
                request.canvas, request.style, cancellation=job.cancellation
            )
            milliseconds = (time.perf_counter() - began) * 1000.0
            job.cancellation.check()
            job.lane.on_result(
                SynthesisResult(request.revision, frozen(picture), milliseconds, request)
            )
        except Cancelled:
            return
        except Exception as error:  # a model or listener may raise anything; the thread lives on
            self._report(job, error)

    def _report(self, job: _Job, error: Exception) -> None:
        try:
            job.lane.on_error(job.request.revision, error)
        except Exception:
            _log.exception("an error listener failed for revision %d", job.request.revision)
