"""The bridge between a document and two models, with stand-in models that a test holds up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from featherbrush.app.document import Document
from featherbrush.app.synthesis import easing
from featherbrush.app.synthesis.bridge import SynthesisBridge, Voice
from featherbrush.app.synthesis.state import Side, State
from featherbrush.engine.arrays import Canvas, Picture, Style
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.generator import Generator
from featherbrush.engine.geometry import Bounds
from featherbrush.engine.request import SynthesisResult

PATIENCE_MS = 20_000


class StandIn:
    """Renders class ids as grey; can be held up, and told to fail."""

    def __init__(self, *, held: bool = False) -> None:
        self.go = threading.Event()
        self.failure: Exception | None = None
        self.styles: list[Style | None] = []
        self.runs = 0
        if not held:
            self.go.set()

    def render(
        self,
        canvas: Canvas,
        style: Style | None = None,
        *,
        cancellation: Cancellation | None = None,
    ) -> Picture:
        """Wait until it may, then render or fail."""
        self.runs += 1
        self.styles.append(style)
        while not self.go.wait(0.005):
            if cancellation is not None:
                cancellation.check()
        if self.failure is not None:
            raise self.failure
        return np.repeat(canvas[:, :, None], 3, axis=2).copy()


@pytest.fixture
def bridge(document: Document) -> Iterator[SynthesisBridge]:
    """A bridge that is closed afterwards."""
    made = SynthesisBridge(document)
    yield made
    made.close()


def up_to_date(qtbot: QtBot, bridge: SynthesisBridge) -> None:
    qtbot.waitUntil(lambda: bridge.state is State.UP_TO_DATE, timeout=PATIENCE_MS)


def paint(document: Document, class_id: int, row: int = 0) -> None:
    document.paint(Bounds(0, row, 16, 1), class_id=class_id)


def test_both_sides_follow_the_document(
    qtbot: QtBot, document: Document, bridge: SynthesisBridge
) -> None:
    results: dict[Side, SynthesisResult] = {}
    bridge.pictured.connect(lambda side, result: results.__setitem__(side, result))
    bridge.open(Voice(Side.COMPRESSED, StandIn()), resting_side=Side.ORIGINAL)
    bridge.provide_resting(StandIn())

    paint(document, 3)
    up_to_date(qtbot, bridge)

    for side in Side:
        assert results[side].revision == document.revision
        assert (results[side].picture[0] == 3).all()
        assert bridge.current(side)
        assert bridge.timing(side) is not None


def test_the_live_side_does_not_wait_for_the_original(
    qtbot: QtBot, document: Document, bridge: SynthesisBridge
) -> None:
    slow = StandIn(held=True)
    bridge.open(Voice(Side.COMPRESSED, StandIn()), resting_side=Side.ORIGINAL)
    bridge.provide_resting(slow)
    qtbot.waitUntil(lambda: slow.runs == 1, timeout=PATIENCE_MS)

    for class_id in (1, 2, 3):
        paint(document, class_id)
        qtbot.waitUntil(lambda: bridge.current(Side.COMPRESSED), timeout=PATIENCE_MS)
        assert not bridge.current(Side.ORIGINAL)
        assert bridge.state is State.WORKING

    slow.go.set()
    up_to_date(qtbot, bridge)


def test_a_request_carries_a_snapshot_that_later_strokes_do_not_touch(
    qtbot: QtBot, document: Document, bridge: SynthesisBridge
) -> None:
    results: list[SynthesisResult] = []
    bridge.pictured.connect(lambda _side, result: results.append(result))
    held = StandIn(held=True)
    bridge.open(Voice(Side.COMPRESSED, held))
    qtbot.waitUntil(lambda: held.runs == 1, timeout=PATIENCE_MS)

    paint(document, 2)
    held.go.set()
    up_to_date(qtbot, bridge)

    assert (results[0].picture == 0).all()
    assert (results[-1].picture[0] == 2).all()
    assert not results[-1].request.canvas.flags.writeable


def test_shown_revisions_never_go_back(
    qtbot: QtBot, document: Document, bridge: SynthesisBridge
) -> None:
    revisions: list[int] = []
    bridge.pictured.connect(lambda _side, result: revisions.append(result.revision))
    bridge.open(Voice(Side.COMPRESSED, StandIn()))

    for turn in range(40):
        paint(document, turn % 4, row=turn % 8)
        if turn % 5 == 0:
            qtbot.wait(1)
    up_to_date(qtbot, bridge)

    assert revisions == sorted(revisions)
    assert revisions[-1] == document.revision


def test_a_style_reaches_the_model(
    qtbot: QtBot, document: Document, bridge: SynthesisBridge
) -> None:
    model = StandIn()
    bridge.open(Voice(Side.COMPRESSED, model))
    up_to_date(qtbot, bridge)

    document.set_style(np.array([1.0, 2.0], np.float32))
    assert bridge.state is State.WORKING
    up_to_date(qtbot, bridge)

    last = model.styles[-1]
    assert last is not None
    assert last.tolist() == [1.0, 2.0]


def test_a_failure_is_told_and_the_next_request_is_rendered(
    qtbot: QtBot, document: Document, bridge: SynthesisBridge
) -> None:
    told: list[tuple[Side, str]] = []
    bridge.failed.connect(lambda side, problem: told.append((side, problem)))
    model = StandIn()
    model.failure = RuntimeError("out\nof order")
    bridge.open(Voice(Side.COMPRESSED, model))
    qtbot.waitUntil(lambda: bridge.state is State.FAILED, timeout=PATIENCE_MS)
    assert told == [(Side.COMPRESSED, "RuntimeError: out of order")]

    model.failure = None
    paint(document, 1)
    up_to_date(qtbot, bridge)


def test_paused_nothing_is_rendered_and_nothing_counts_as_current(
    qtbot: QtBot, document: Document, bridge: SynthesisBridge
) -> None:
    model = StandIn()
    bridge.open(Voice(Side.COMPRESSED, model))
    up_to_date(qtbot, bridge)
    runs = model.runs

    bridge.set_paused(True)
    paint(document, 1)
    qtbot.wait(30)
    assert model.runs == runs
    assert bridge.state is State.PAUSED
    assert not bridge.current(Side.COMPRESSED)

    bridge.set_paused(False)
    up_to_date(qtbot, bridge)
    assert bridge.current(Side.COMPRESSED)


@pytest.mark.parametrize("failure", [None, RuntimeError("out of order")])
def test_what_is_still_on_its_way_when_paused_does_not_arrive(
    qtbot: QtBot, document: Document, bridge: SynthesisBridge, failure: Exception | None
) -> None:
    model = StandIn()
    bridge.open(Voice(Side.COMPRESSED, model))
    up_to_date(qtbot, bridge)
    arrived: list[object] = []
    bridge.pictured.connect(lambda *_: arrived.append("a picture"))
    bridge.failed.connect(lambda *_: arrived.append("a failure"))
    model.failure = failure
    paint(document, 1)
    assert bridge._duet is not None
    assert bridge._duet.wait_idle(PATIENCE_MS / 1000)

    # The answer lies in Qt's queue; the pause begins before Qt comes to it.
    bridge.set_paused(True)
    qtbot.wait(20)
    assert arrived == []
    assert bridge.state is State.PAUSED

    model.failure = None
    bridge.set_paused(False)
    up_to_date(qtbot, bridge)
    assert arrived == ["a picture"]


def test_pictures_of_a_model_that_was_replaced_are_dropped(
    qtbot: QtBot, document: Document, bridge: SynthesisBridge
) -> None:
    shown: list[int] = []
    bridge.open(Voice(Side.COMPRESSED, StandIn()))
    assert bridge._duet is not None
    assert bridge._duet.wait_idle(PATIENCE_MS / 1000)
    bridge.pictured.connect(lambda _side, result: shown.append(int(result.picture.max())))
    paint(document, 3)
    bridge._duet.wait_idle(PATIENCE_MS / 1000)

    # The answers lie in Qt's queue; the models change before Qt comes to them.
    bridge.close_models()
    qtbot.wait(20)

    assert shown == []
    assert bridge.state is State.NO_MODEL


def test_closing_ends_the_thread_while_a_model_runs(document: Document) -> None:
    bridge = SynthesisBridge(document)
    bridge.open(Voice(Side.COMPRESSED, StandIn(held=True)))

    bridge.close()

    assert not [one for one in threading.enumerate() if one.name == "featherbrush-duet"]


def test_a_slow_machine_eases_off_in_mid_stroke_and_catches_up_at_its_end(
    qtbot: QtBot, document: Document, bridge: SynthesisBridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(easing, "SLOW_MS", -1.0)
    monkeypatch.setattr(easing, "FAST_MS", -1.0)
    monkeypatch.setattr(easing, "SHARE", 1e9)
    bridge._easing._slows.setInterval(600_000)
    model = StandIn()
    states: list[State] = []
    bridge.state_changed.connect(states.append)
    bridge.open(Voice(Side.COMPRESSED, model))
    up_to_date(qtbot, bridge)
    bridge.refresh()
    qtbot.waitUntil(lambda: bridge.easing, timeout=PATIENCE_MS)
    up_to_date(qtbot, bridge)
    runs = model.runs

    document.begin_stroke("Brush")
    for row in range(5):
        paint(document, 3, row=row)
        qtbot.wait(5)
    assert model.runs == runs
    assert bridge.state is State.EASING
    assert not bridge.current(Side.COMPRESSED)

    document.end_stroke()
    up_to_date(qtbot, bridge)
    assert model.runs == runs + 1
    assert bridge.current(Side.COMPRESSED)


def test_the_same_request_gives_the_same_pixels(
    qtbot: QtBot, document: Document, bridge: SynthesisBridge, model_folder: Path
) -> None:
    pictures: list[NDArray[np.uint8]] = []
    bridge.pictured.connect(lambda _side, result: pictures.append(result.picture))
    generator = Generator(model_folder / "test-compressed.onnx")
    document.set_style(np.array([1, -1, 0.5, 2], np.float32))
    bridge.open(Voice(Side.COMPRESSED, generator))
    for turn in range(3):
        qtbot.waitUntil(lambda turn=turn: len(pictures) > turn, timeout=PATIENCE_MS)
        bridge.refresh()
    generator.close()

    assert all(np.array_equal(pictures[0], one) for one in pictures[1:])
