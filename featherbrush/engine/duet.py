"""The compressed model follows the pen; the original catches up when the pen rests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from featherbrush.engine.lanes import Lane, Lanes
from featherbrush.engine.request import Renderer, SynthesisRequest, SynthesisResult

Role = Literal["live", "resting"]
DuetResultListener = Callable[[Role, SynthesisResult], None]
DuetErrorListener = Callable[[Role, int, Exception], None]

REST_MS = 150.0
"""Longer than the pauses inside a stroke, short enough to feel like an answer."""


class Duet:
    """Two renderers on one background thread, so that they never run at the same time.

    live (the compressed model) renders the newest request at once. resting (the original) renders
    it after the live picture is out and `rest_ms` went by without a new request. A new request
    stops a resting run in flight at once; the resting picture of the newest request still comes.

    Listeners run on the duet's thread, see Stream; they are given the role first.
    """

    def __init__(
        self,
        *,
        live: Renderer,
        resting: Renderer | None = None,
        on_result: DuetResultListener,
        on_error: DuetErrorListener,
        rest_ms: float = REST_MS,
        name: str = "duet",
    ) -> None:
        """Start the thread. resting None: a duet of one, for a model without its original."""
        lanes = [_lane("live", live, on_result=on_result, on_error=on_error, rest_ms=0.0)]
        if resting is not None:
            lanes.append(
                _lane("resting", resting, on_result=on_result, on_error=on_error, rest_ms=rest_ms)
            )
        self._lanes = Lanes(lanes, name=name)

    def submit(self, request: SynthesisRequest) -> None:
        """Render this with both, in place of whatever waits. Never blocks; no-op after close."""
        self._lanes.submit(request)

    def cancel(self) -> None:
        """Drop what waits and stop what runs, of both; pictures on their way still come, see Stream."""
        self._lanes.cancel()

    def enable_resting(self, enabled: bool) -> None:
        """Whether the original renders at all (off while nobody sees it).

        Switching it on again renders the newest request if the original has not yet.
        """
        self._lanes.enable(1, enabled)

    def wait_idle(self, timeout: float | None = None) -> bool:
        """Block until nothing waits or runs, at most `timeout` seconds; whether that is so."""
        return self._lanes.wait_idle(timeout)

    def close(self) -> None:
        """Stop what runs and end the thread; returns when it has ended. More than once is fine."""
        self._lanes.close()


def _lane(
    role: Role,
    renderer: Renderer,
    *,
    on_result: DuetResultListener,
    on_error: DuetErrorListener,
    rest_ms: float,
) -> Lane:
    return Lane(
        renderer=renderer,
        on_result=lambda result: on_result(role, result),
        on_error=lambda revision, error: on_error(role, revision, error),
        rest=rest_ms / 1000.0,
        yields=role == "resting",
    )
