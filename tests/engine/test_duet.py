"""Compressed and original together: never at the same time, and the pen always first."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest

from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.duet import Duet
from featherbrush.engine.generator import Generator
from featherbrush.engine.request import SynthesisRequest, SynthesisResult

PATIENCE = 20.0
NEVER = 3_600_000.0


class Stage:
    """What happens on it, in order, and who plays at the same time."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.events: list[str] = []
        self.errors: list[tuple[str, int, Exception]] = []
        self.playing: set[str] = set()
        self.clashes = 0

    def tell(self, event: str) -> None:
        with self.changed:
            self.events.append(event)
            self.changed.notify_all()

    def wait_for(self, event: str) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: event in self.events, PATIENCE), self.events

    def on_result(self, role: str, result: SynthesisResult) -> None:
        self.tell(f"{role} result {result.revision}")

    def on_error(self, role: str, revision: int, error: Exception) -> None:
        self.errors.append((role, revision, error))
        self.tell(f"{role} error {revision}")


class Player:
    """A renderer on the stage; one that holds goes on until it is cancelled or let go."""

    def __init__(self, stage: Stage, name: str, *, holds: bool = False) -> None:
        self.stage, self.name, self.holds = stage, name, holds

    def render(
        self, canvas: np.ndarray, style: Any = None, *, cancellation: Cancellation | None = None
    ) -> np.ndarray:
        assert cancellation is not None
        self.stage.clashes += bool(self.stage.playing)
        self.stage.playing.add(self.name)
        self.stage.tell(f"{self.name} begins {canvas[0, 0]}")
        try:
            if self.holds:
                assert cancellation.wait(PATIENCE)
            cancellation.check()
        finally:
            self.stage.playing.discard(self.name)
        return np.zeros((*canvas.shape, 3), np.uint8)


def request(revision: int) -> SynthesisRequest:
    return SynthesisRequest(revision, np.full((8, 8), revision, np.uint8))


@pytest.fixture
def stage() -> Stage:
    return Stage()


def _duet(stage: Stage, live: Any, resting: Any, *, rest_ms: float = 0.0) -> Duet:
    return Duet(
        live=live,
        resting=resting,
        on_result=stage.on_result,
        on_error=stage.on_error,
        rest_ms=rest_ms,
    )


def test_the_compressed_model_is_first_and_the_original_follows(stage: Stage) -> None:
    duet = _duet(stage, Player(stage, "live"), Player(stage, "resting"))
    duet.submit(request(1))
    assert duet.wait_idle(PATIENCE)
    duet.close()
    assert stage.events == [
        "live begins 1",
        "live result 1",
        "resting begins 1",
        "resting result 1",
    ]


def test_the_original_waits_until_the_pen_rests(stage: Stage) -> None:
    duet = _duet(stage, Player(stage, "live"), Player(stage, "resting"), rest_ms=NEVER)
    for revision in (1, 2):
        duet.submit(request(revision))
        stage.wait_for(f"live result {revision}")
    assert not duet.wait_idle(0.05)
    duet.close()
    assert "resting begins 1" not in stage.events
    assert "resting begins 2" not in stage.events


def test_a_new_request_stops_the_original_at_once_and_it_catches_up_later(stage: Stage) -> None:
    resting = Player(stage, "resting", holds=True)
    duet = _duet(stage, Player(stage, "live"), resting)
    duet.submit(request(1))
    stage.wait_for("resting begins 1")
    resting.holds = False
    duet.submit(request(2))
    assert duet.wait_idle(PATIENCE)
    duet.close()
    assert stage.events == [
        "live begins 1",
        "live result 1",
        "resting begins 1",
        "live begins 2",
        "live result 2",
        "resting begins 2",
        "resting result 2",
    ]
    assert stage.errors == []


def test_a_compressed_run_in_flight_is_left_to_finish(stage: Stage) -> None:
    live = Player(stage, "live")
    go = threading.Event()
    inner = live.render

    def slow(*args: Any, **kwargs: Any) -> np.ndarray:
        picture = inner(*args, **kwargs)
        assert go.wait(PATIENCE)
        return picture

    live.render = slow  # type: ignore[method-assign]
    duet = _duet(stage, live, None)
    duet.submit(request(1))
    stage.wait_for("live begins 1")
    duet.submit(request(2))
    go.set()
    assert duet.wait_idle(PATIENCE)
    duet.close()
    assert [event for event in stage.events if "result" in event] == [
        "live result 1",
        "live result 2",
    ]


def test_under_a_storm_of_requests_they_never_run_at_the_same_time(stage: Stage) -> None:
    duet = _duet(stage, Player(stage, "live"), Player(stage, "resting"))
    for revision in range(200):
        duet.submit(request(revision))
        if revision % 5 == 0:
            duet.wait_idle(0.001)
    assert duet.wait_idle(PATIENCE)
    duet.close()
    assert stage.clashes == 0
    assert stage.events[-1] == "resting result 199"
    assert "live result 199" in stage.events


def test_an_original_that_fails_is_told_by_role_and_both_go_on(stage: Stage) -> None:
    class Broken:
        def render(self, canvas: Any, style: Any = None, *, cancellation: Any = None) -> Any:
            raise ValueError("no")

    duet = _duet(stage, Player(stage, "live"), Broken())
    for revision in (1, 2):
        duet.submit(request(revision))
        assert duet.wait_idle(PATIENCE)
    duet.close()
    assert [(role, revision) for role, revision, _ in stage.errors] == [
        ("resting", 1),
        ("resting", 2),
    ]
    assert "live result 2" in stage.events


def test_a_compressed_model_that_fails_does_not_keep_the_original_from_rendering(
    stage: Stage,
) -> None:
    class Broken:
        def render(self, canvas: Any, style: Any = None, *, cancellation: Any = None) -> Any:
            raise ValueError("no")

    duet = _duet(stage, Broken(), Player(stage, "resting"))
    duet.submit(request(1))
    assert duet.wait_idle(PATIENCE)
    duet.close()
    assert stage.events == ["live error 1", "resting begins 1", "resting result 1"]


def test_an_original_that_nobody_sees_does_not_run_and_catches_up_when_shown(
    stage: Stage,
) -> None:
    duet = _duet(stage, Player(stage, "live"), Player(stage, "resting"))
    duet.enable_resting(False)
    duet.submit(request(1))
    duet.submit(request(2))
    assert duet.wait_idle(PATIENCE)
    assert not [event for event in stage.events if event.startswith("resting")]
    duet.enable_resting(True)
    assert duet.wait_idle(PATIENCE)
    duet.close()
    assert stage.events[-1] == "resting result 2"


def test_hiding_the_original_stops_its_run_which_is_made_up_when_shown(stage: Stage) -> None:
    resting = Player(stage, "resting", holds=True)
    duet = _duet(stage, Player(stage, "live"), resting)
    duet.submit(request(1))
    stage.wait_for("resting begins 1")
    duet.enable_resting(False)
    assert duet.wait_idle(PATIENCE)
    resting.holds = False
    duet.enable_resting(True)
    assert duet.wait_idle(PATIENCE)
    duet.close()
    assert stage.events[-1] == "resting result 1"


def test_cancel_drops_both(stage: Stage) -> None:
    duet = _duet(stage, Player(stage, "live"), Player(stage, "resting", holds=True))
    duet.submit(request(1))
    stage.wait_for("resting begins 1")
    duet.cancel()
    assert duet.wait_idle(PATIENCE)
    duet.close()
    assert stage.events == ["live begins 1", "live result 1", "resting begins 1"]


def test_closing_does_not_wait_for_the_rest(stage: Stage) -> None:
    duet = _duet(stage, Player(stage, "live"), Player(stage, "resting"), rest_ms=NEVER)
    duet.submit(request(1))
    stage.wait_for("live result 1")
    duet.close()
    assert stage.events == ["live begins 1", "live result 1"]


def test_a_real_original_that_never_ends_does_not_hold_up_the_compressed_one(
    stage: Stage, write_model: Any
) -> None:
    live = Generator(write_model())
    resting = Generator(write_model(kind="endless", id="test-original", role="original"))
    duet = _duet(stage, live, resting)
    for revision in range(4):
        duet.submit(request(revision))
        stage.wait_for(f"live result {revision}")
        assert not duet.wait_idle(0.02)  # the original is at it, and would be for ever
    duet.close()
    assert stage.errors == []
    assert not [event for event in stage.events if event.startswith("resting")]
