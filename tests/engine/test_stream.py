"""The background thread: newest wins, one in flight, nothing that fails ends it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.generator import Generator
from featherbrush.engine.stream import Stream, SynthesisRequest, SynthesisResult

PATIENCE = 20.0
"""Seconds until a test that hangs fails; nothing is expected to take this long."""


class Gate:
    """A renderer that reports when it begins and ends only when let go."""

    def __init__(self) -> None:
        self.began: list[int] = []
        self.changed = threading.Condition()
        self.allowed = 0
        self.together = 0
        self.most_together = 0

    def render(
        self, canvas: np.ndarray, style: Any = None, *, cancellation: Cancellation | None = None
    ) -> np.ndarray:
        with self.changed:
            self.began.append(int(canvas[0, 0]))
            self.together += 1
            self.most_together = max(self.most_together, self.together)
            self.changed.notify_all()
            if cancellation is not None:
                cancellation.on_cancel(self._wake)
            self.changed.wait_for(lambda: self.allowed > 0 or bool(cancellation.cancelled))
            self.together -= 1
            if cancellation is not None:
                cancellation.check()
            self.allowed -= 1
        return np.full((*canvas.shape, 3), canvas[0, 0], np.uint8)

    def _wake(self) -> None:
        # On a thread of its own: cancel() may come from the one that holds the lock.
        threading.Thread(target=self._notify, name="wake").start()

    def _notify(self) -> None:
        with self.changed:
            self.changed.notify_all()

    def let_go(self, times: int = 1) -> None:
        with self.changed:
            self.allowed += times
            self.changed.notify_all()

    def wait_until_began(self, *revisions: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.began == list(revisions), PATIENCE)


class Heard:
    """What the listeners were told."""

    def __init__(self) -> None:
        self.results: list[SynthesisResult] = []
        self.errors: list[tuple[int, Exception]] = []

    @property
    def revisions(self) -> list[int]:
        return [result.revision for result in self.results]

    def on_result(self, result: SynthesisResult) -> None:
        self.results.append(result)

    def on_error(self, revision: int, error: Exception) -> None:
        self.errors.append((revision, error))


def request(revision: int) -> SynthesisRequest:
    return SynthesisRequest(revision, np.full((8, 8), revision % 4, np.uint8))


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def stream(gate: Gate, heard: Heard) -> Iterator[Stream]:
    stream = Stream(gate, on_result=heard.on_result, on_error=heard.on_error, name="test")
    yield stream
    stream.close()


def test_of_the_requests_that_come_during_a_run_only_the_newest_runs(
    stream: Stream, gate: Gate, heard: Heard
) -> None:
    stream.submit(request(0))
    gate.wait_until_began(0)
    for revision in (1, 2, 3):
        stream.submit(request(revision))
    gate.let_go(2)
    assert stream.wait_idle(PATIENCE)
    assert heard.revisions == [0, 3]
    assert gate.most_together == 1


def test_a_run_in_flight_is_left_to_finish_so_that_slow_machines_see_pictures(
    stream: Stream, gate: Gate, heard: Heard
) -> None:
    stream.submit(request(1))
    gate.wait_until_began(1)
    stream.submit(request(2))
    gate.let_go()
    gate.wait_until_began(1, 2)
    assert heard.revisions == [1]
    gate.let_go()


def test_a_result_carries_its_request_and_a_read_only_picture(
    stream: Stream, gate: Gate, heard: Heard
) -> None:
    asked = request(2)
    gate.let_go()
    stream.submit(asked)
    assert stream.wait_idle(PATIENCE)
    (result,) = heard.results
    assert result.request is asked
    assert result.revision == 2
    assert result.milliseconds >= 0
    assert not result.picture.flags.writeable
    assert result.picture[0, 0].tolist() == [2, 2, 2]


def test_a_request_cannot_be_written_through() -> None:
    asked = SynthesisRequest(1, np.zeros((8, 8), np.uint8), style=np.zeros(4, np.float32))
    assert asked.style is not None
    for array in (asked.canvas, asked.style):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_cancel_drops_what_waits_and_what_runs(stream: Stream, gate: Gate, heard: Heard) -> None:
    stream.submit(request(1))
    gate.wait_until_began(1)
    stream.submit(request(2))
    stream.cancel()
    assert stream.wait_idle(PATIENCE)
    assert heard.results == []
    assert heard.errors == []
    gate.let_go()
    stream.submit(request(3))
    assert stream.wait_idle(PATIENCE)
    assert heard.revisions == [3]


def test_close_stops_a_run_and_ends_the_thread(stream: Stream, gate: Gate, heard: Heard) -> None:
    stream.submit(request(1))
    gate.wait_until_began(1)
    stream.close()
    assert "featherbrush-test" not in [thread.name for thread in threading.enumerate()]
    assert heard.results == []


def test_closing_twice_and_submitting_afterwards_do_nothing(
    stream: Stream, gate: Gate, heard: Heard
) -> None:
    stream.close()
    stream.close()
    stream.submit(request(1))
    stream.cancel()
    assert stream.wait_idle(PATIENCE)
    assert gate.began == []


def test_a_listener_may_close_the_stream(gate: Gate, heard: Heard) -> None:
    closed = threading.Event()

    def close(_: SynthesisResult) -> None:
        stream.close()
        closed.set()

    stream = Stream(gate, on_result=close, on_error=heard.on_error, name="test")
    gate.let_go()
    stream.submit(request(1))
    assert closed.wait(PATIENCE)
    stream.close()


class Failing:
    """Fails for the canvases of class 1."""

    def render(
        self, canvas: np.ndarray, style: Any = None, *, cancellation: Cancellation | None = None
    ) -> np.ndarray:
        if canvas[0, 0] == 1:
            raise MemoryError("too much")
        return np.zeros((8, 8, 3), np.uint8)


def test_an_exception_in_a_model_is_told_and_the_stream_goes_on(heard: Heard) -> None:
    stream = Stream(Failing(), on_result=heard.on_result, on_error=heard.on_error)
    for revision in (0, 1, 2):
        stream.submit(request(revision))
        assert stream.wait_idle(PATIENCE)
    stream.close()
    assert heard.revisions == [0, 2]
    ((revision, error),) = heard.errors
    assert revision == 1
    assert isinstance(error, MemoryError)


def test_an_exception_in_a_listener_is_told_and_the_stream_goes_on(heard: Heard) -> None:
    def fail_once(result: SynthesisResult) -> None:
        if result.revision == 0:
            raise RuntimeError("a bug in the window")
        heard.on_result(result)

    stream = Stream(Failing(), on_result=fail_once, on_error=heard.on_error)
    for revision in (0, 2):
        stream.submit(request(revision))
        assert stream.wait_idle(PATIENCE)
    stream.close()
    assert [str(error) for _, error in heard.errors] == ["a bug in the window"]
    assert heard.revisions == [2]


def test_an_exception_in_the_error_listener_is_logged_and_the_stream_goes_on(
    heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(revision: int, error: Exception) -> None:
        raise RuntimeError("a bug in the message box")

    stream = Stream(Failing(), on_result=heard.on_result, on_error=fail)
    for revision in (1, 2):
        stream.submit(request(revision))
        assert stream.wait_idle(PATIENCE)
    stream.close()
    assert "a bug in the message box" in caplog.text
    assert heard.revisions == [2]


def test_an_idle_stream_sleeps(stream: Stream, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing wakes the thread while there is nothing to do: no polling."""
    gate.let_go()
    stream.submit(request(1))
    assert stream.wait_idle(PATIENCE)
    waits: list[float | None] = []
    lanes = stream._lanes
    original = lanes._changed.wait

    def spy(timeout: float | None = None) -> bool:
        waits.append(timeout)
        return original(timeout)

    monkeypatch.setattr(lanes._changed, "wait", spy)
    gate.let_go()
    stream.submit(request(2))
    assert stream.wait_idle(PATIENCE)
    stream.close()
    assert all(timeout is None or timeout > 1 for timeout in waits)


def test_a_real_model_that_never_ends_does_not_hold_up_closing(
    write_model: Any, heard: Heard
) -> None:
    generator = Generator(write_model(kind="endless"))
    stream = Stream(generator, on_result=heard.on_result, on_error=heard.on_error, name="test")
    stream.submit(request(1))
    stream.close()
    assert heard.results == []
    assert heard.errors == []


def test_a_real_model_answers_with_the_last_of_many_requests(
    write_model: Any, heard: Heard
) -> None:
    generator = Generator(write_model())
    stream = Stream(generator, on_result=heard.on_result, on_error=heard.on_error)
    for revision in range(200):
        stream.submit(request(revision))
    assert stream.wait_idle(PATIENCE)
    stream.close()
    assert heard.revisions == sorted(set(heard.revisions))
    assert heard.revisions[-1] == 199
    assert heard.results[-1].picture[0, 0].tolist() == [90, 160, 60]
