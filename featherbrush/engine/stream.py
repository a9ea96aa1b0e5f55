"""Rendering in the background: the newest request wins, one run in flight, nobody polls."""

from __future__ import annotations

from featherbrush.engine.lanes import Lane, Lanes
from featherbrush.engine.request import (
    ErrorListener,
    Renderer,
    ResultListener,
    SynthesisRequest,
    SynthesisResult,
)

__all__ = [
    "ErrorListener",
    "Renderer",
    "ResultListener",
    "Stream",
    "SynthesisRequest",
    "SynthesisResult",
]


class Stream:
    """One renderer on a background thread.

    `submit` never blocks: a request that waits is replaced by a newer one. A run in flight is left
    to finish (a slow machine still sees pictures while the pen moves), then the newest runs.

    Listeners run on the stream's thread: hand over to the interface there and return. An exception
    in the model or in a listener goes to `on_error(revision, error)`; the stream goes on.
    """

    def __init__(
        self,
        generator: Renderer,
        *,
        on_result: ResultListener,
        on_error: ErrorListener,
        name: str = "stream",
    ) -> None:
        """Start the thread; `name` shows up in debuggers."""
        lane = Lane(renderer=generator, on_result=on_result, on_error=on_error)
        self._lanes = Lanes([lane], name=name)

    def submit(self, request: SynthesisRequest) -> None:
        """Render this next, in place of whatever waits. After `close`, does nothing."""
        self._lanes.submit(request)

    def cancel(self) -> None:
        """Drop what waits and stop what runs. A picture just made may still be on its way.

        After `close` none is. Waiting for the listener here would lock up where it waits for us.
        """
        self._lanes.cancel()

    def wait_idle(self, timeout: float | None = None) -> bool:
        """Block until nothing waits or runs, at most `timeout` seconds; whether that is so."""
        return self._lanes.wait_idle(timeout)

    def close(self) -> None:
        """Stop what runs and end the thread; returns when it has ended. More than once is fine."""
        self._lanes.close()
