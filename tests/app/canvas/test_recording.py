import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from featherbrush.app.canvas import CanvasView, ToolDriver, ToolSettings, ViewTransform
from featherbrush.app.canvas.recorder import Recorder
from featherbrush.app.canvas.recording import (
    Recording,
    RecordingError,
    parse_recording,
    read_recording,
    write_recording,
)
from featherbrush.app.canvas.replay import EventPlayer, replay
from featherbrush.app.document import Document, Palette
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.geometry import Bounds, Extent


@pytest.fixture
def session(
    canvas: CanvasView, document: Document, settings: ToolSettings, hand: Any
) -> tuple[Recording, np.ndarray]:
    """Everything an artist does, recorded; and the map that came out."""
    document.paint(Bounds(3, 3, 20, 20), class_id=1)
    recorder = Recorder(canvas.driver)
    random = np.random.default_rng(11)
    for turn in range(30):
        canvas.set_view(ViewTransform(1.7 + turn % 5, 30 - turn, 4.3))
        settings.set_tool(["brush", "line", "brush", "eraser", "fill", "picker"][turn % 6])
        settings.set_size(1 + turn)
        settings.set_class(turn % 5)
        points = [tuple(p) for p in random.uniform((-5, -5), (70, 50), (6, 2))]
        modifiers = Qt.KeyboardModifier.NoModifier
        if turn % 7 == 1:
            modifiers = Qt.KeyboardModifier.ShiftModifier
        if turn % 7 == 2:
            modifiers = Qt.KeyboardModifier.ControlModifier
        if turn % 3:
            hand.drag(*points, modifiers=modifiers)
        else:
            hand.pen("press", *points[0], pressure=0.3, eraser=turn % 9 == 0)
            for point in points[1:]:
                pressure = float(random.random())
                hand.pen("move", *point, pressure=pressure, eraser=turn % 9 == 0)
            if turn % 4 == 0:
                canvas.driver.cancel()
            hand.pen("release", *points[-1], pressure=0, eraser=turn % 9 == 0)
        if turn % 8 == 5:
            document.undo()
            document.undo()
            document.redo()
    return recorder.stop(), document.snapshot()


def test_a_file_holds_everything(session: Any, tmp_path: Path) -> None:
    recording, _ = session
    write_recording(tmp_path / "a.strokes", recording)
    assert read_recording(tmp_path / "a.strokes") == recording


def test_a_replay_without_a_widget_gives_exactly_the_same_map(
    session: Any, palette: Palette
) -> None:
    recording, labels = session
    document = Document(palette, extent=Extent(8, 8))
    played: list[object] = []
    replay(recording, ToolDriver(document, ToolSettings()), pace=played.append)
    assert np.array_equal(document.labels, labels)
    assert len(played) == len(recording.records) > 100


@pytest.mark.parametrize("view", [ViewTransform(1, 0, 0), ViewTransform(3.37, 11.1, -5.7)])
def test_a_replay_as_events_gives_exactly_the_same_map(
    session: Any, canvas: CanvasView, view: ViewTransform
) -> None:
    recording, labels = session
    canvas.document.new(extent=Extent(16, 16))
    canvas.set_view(view)
    EventPlayer(canvas).replay(recording)
    assert np.array_equal(canvas.document.labels, labels)


def test_another_map_at_the_end_is_noticed(session: Any, palette: Palette) -> None:
    recording, _ = session
    changed = Recording(recording.header, recording.records[:40], recording.sha256)
    driver = ToolDriver(Document(palette, extent=Extent(8, 8)), ToolSettings())
    with pytest.raises(RecordingError, match="another map"):
        replay(changed, driver)


def test_a_palette_without_the_classes_is_refused_untouched(session: Any) -> None:
    recording, _ = session
    two = Palette.of([ClassInfo(id=n, name=f"c{n}", color=(n, n, n)) for n in range(2)])
    document = Document(two, extent=Extent(8, 8))
    with pytest.raises(RecordingError, match=r"\[2, 3, 4\]"):
        replay(recording, ToolDriver(document, ToolSettings()))
    assert document.extent == Extent(8, 8)


def test_opening_another_map_ends_the_recording(
    canvas: CanvasView, document: Document, hand: Any, palette: Palette
) -> None:
    recorder = Recorder(canvas.driver)
    hand.mouse("press", 10, 10)
    document.new(extent=Extent(16, 16))
    hand.drag((5, 5))
    assert not recorder.running
    other = Document(palette, extent=Extent(8, 8))
    replay(recorder.stop(), ToolDriver(other, ToolSettings()))
    assert other.extent == Extent(64, 48)
    assert other.labels[10, 10] == 2


@pytest.fixture
def lines(canvas: CanvasView, hand: Any, tmp_path: Path) -> list[dict[str, Any]]:
    """The lines of a good, small file."""
    recorder = Recorder(canvas.driver)
    hand.drag((10, 10), (20, 20))
    write_recording(tmp_path / "good", recorder.stop())
    return [json.loads(line) for line in (tmp_path / "good").read_text().splitlines()]


def packed(lines: list[dict[str, Any]]) -> bytes:
    return "\n".join(json.dumps(line) for line in lines).encode()


Spoil = Callable[[list[dict[str, Any]]], object]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda lines: lines[0].update(version=2), "line 1: .*version"),
        (lambda lines: lines[0].update(width=100_000), "line 1: .*width"),
        (lambda lines: lines[0].update(width=65), "line 1: .*not of size 65x48"),
        (lambda lines: lines[0].update(start="????"), "line 1: .*damaged"),
        (lambda lines: lines[0].update(start="é"), "line 1: .*damaged"),
        (lambda lines: lines[0].update(classes=[1]), "line 1: .*unlisted classes"),
        (lambda lines: lines[0].update(secret=1), "line 1: .*secret"),
        (lambda lines: lines.pop(0), "line 1: "),
        (lambda lines: lines[1].update(tool="hammer"), "line 2: .*tool"),
        (lambda lines: lines[1].update(size=1e9), "line 2: .*size"),
        (lambda lines: lines[1].update(class_id=9), "line 2: class 9 is not listed"),
        (lambda lines: lines[2].update(x=1e300), "line 3: .*x"),
        (lambda lines: lines[2].update(x="1"), "line 3: .*x"),
        (lambda lines: lines[2].update(y=float("nan")), "line 3: "),
        (lambda lines: lines[2].update(p=1.5), "line 3: .*p"),
        (lambda lines: lines[2].update(do="explode"), "line 3: "),
        (lambda lines: lines.insert(4, {"do": "press", "t": 1, "x": 1}), "line 5: .*y"),
        (lambda lines: lines.insert(3, {"note": "x" * 2000}), "line 4: longer than"),
        (lambda lines: lines.append(lines[2]), "something after the end"),
    ],
)
def test_a_spoiled_file_is_refused_with_the_line(
    lines: list[dict[str, Any]], spoil: Spoil, message: str
) -> None:
    spoil(lines)
    with pytest.raises(RecordingError, match=message) as caught:
        parse_recording(packed(lines))
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("data", [b"", b"\n", b"\x00\xff\xfe", b"[" * 50_000, b"null"])
def test_what_is_no_stroke_file_is_refused(data: bytes) -> None:
    with pytest.raises(RecordingError, match="line 1"):
        parse_recording(data)


def test_a_file_cut_off_anywhere_is_refused_or_shorter(lines: list[dict[str, Any]]) -> None:
    whole = packed(lines)
    for length in range(0, len(whole), 7):
        try:
            assert len(parse_recording(whole[:length]).records) < len(lines)
        except RecordingError as error:
            assert str(error).startswith("line ")  # noqa: PT017 - a shorter file may also be valid


def test_a_start_map_that_unpacks_without_end_is_refused(lines: list[dict[str, Any]]) -> None:
    import base64
    import zlib

    lines[0]["start"] = base64.b64encode(zlib.compress(bytes(50_000_000))).decode()
    with pytest.raises(RecordingError, match="not of size"):
        parse_recording(packed(lines))


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="cannot read") as caught:
        read_recording(tmp_path / "missing")
    assert "\n" not in str(caught.value)
