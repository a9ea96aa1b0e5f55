import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from featherbrush.app.canvas import (
    CanvasView,
    ToolDriver,
    ToolKind,
    ToolSettings,
    ToolState,
    ViewTransform,
)
from featherbrush.app.canvas.edits import Command, Nudge, Paste, Protect, Select
from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.packing import packed as text_of
from featherbrush.app.canvas.recorder import Recorder
from featherbrush.app.canvas.recording import (
    Recording,
    RecordingError,
    parse_recording,
    read_recording,
    write_recording,
)
from featherbrush.app.canvas.replay import EventPlayer, replay
from featherbrush.app.canvas.settings import Combine, Region
from featherbrush.app.canvas.stabiliser import Stabiliser
from featherbrush.app.canvas.symmetry import Symmetry
from featherbrush.app.document import Document, Palette
from featherbrush.app.document.extras import Guard
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
        (lambda lines: lines[0].update(version=4), "line 1: .*version"),
        (lambda lines: lines[0].update(width=100_000), "line 1: .*width"),
        (lambda lines: lines[0].update(width=65), "line 1: the 65x48 map .*not of the size"),
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
    with pytest.raises(RecordingError, match="not of the size"):
        parse_recording(packed(lines))


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="cannot read") as caught:
        read_recording(tmp_path / "missing")
    assert "\n" not in str(caught.value)


# What came with version 2


def options_of(turn: int) -> dict[str, Any]:
    return {
        "stabiliser": list(Stabiliser)[turn % 3],
        "symmetry": Symmetry(turn % 2 == 0, turn % 3 == 0, 1 + turn % 4),
        "gamma": 0.5 + turn % 3,
        "tilt": turn % 2 == 1,
        "contiguous": turn % 4 != 0,
        "region": list(Region)[turn % 3],
        "combine": list(Combine)[turn % 4],
    }


@pytest.fixture
def long_session(
    canvas: CanvasView, document: Document, settings: ToolSettings, hand: Any
) -> tuple[Recording, np.ndarray]:
    """Every tool with changing options, and every edit in between."""
    driver, random = canvas.driver, np.random.default_rng(3)
    document.replace(random.integers(0, 3, (48, 64), dtype=np.uint8))
    document.set_guard(Guard(frozenset({1})))
    recorder = Recorder(driver)
    for turn, tool in enumerate([*ToolKind, *ToolKind]):
        settings.set_tool(tool)
        settings.set_class(turn % 5)
        settings.set_option(**options_of(turn))
        for _ in range(4 if tool is ToolKind.POLYGON else 1):
            points = [tuple(p) for p in random.uniform((-5, -5), (70, 50), (5, 2))]
            keys = Qt.KeyboardModifier
            hand.drag(*points, modifiers=keys.ShiftModifier if turn % 5 == 1 else keys.NoModifier)
        if turn % 3 == 0:
            driver.step_back()
            driver.complete()
        driver.edit([*Command, Nudge(3, -2), Select(None), Protect(Guard())][turn % 9])
        if turn % 4 == 0:
            piece = random.integers(0, 5, (9, 7), dtype=np.uint8)
            driver.edit(Paste(piece, piece > 1, Bounds(-3, 40, 7, 9)))
        if turn % 6 == 5:
            document.undo()
    return recorder.stop(), document.snapshot()


def test_every_tool_and_edit_replays_to_exactly_the_same_map(
    long_session: Any, palette: Palette, canvas: CanvasView, tmp_path: Path
) -> None:
    recording, labels = long_session
    write_recording(tmp_path / "long", recording)
    assert read_recording(tmp_path / "long") == recording
    document = Document(palette, extent=Extent(8, 8))
    replay(recording, ToolDriver(document, ToolSettings()))
    assert np.array_equal(document.labels, labels)
    canvas.set_view(ViewTransform(2.7, -13, 9))
    EventPlayer(canvas).replay(recording)
    assert np.array_equal(canvas.document.labels, labels)


def test_undo_and_escape_in_mid_gesture_replay_to_the_same_map(
    canvas: CanvasView, document: Document, settings: ToolSettings, hand: Any
) -> None:
    driver, random = canvas.driver, np.random.default_rng(4)
    document.replace(random.integers(0, 3, (48, 64), dtype=np.uint8))
    recorder = Recorder(driver)
    for tool in ToolKind:
        settings.set_tool(tool)
        for interrupt in (driver.undo, driver.cancel, driver.undo, driver.redo):
            if tool is ToolKind.MOVE:
                piece = random.integers(0, 5, (9, 7), dtype=np.uint8)
                driver.edit(Paste(piece, piece > 1, Bounds(10, 10, 7, 9)))
            points = [tuple(p) for p in random.uniform((5, 5), (60, 40), (5, 2))]
            hand.mouse("press", *points[0])
            hand.mouse("move", *points[1])
            interrupt()
            hand.mouse("move", *points[2])
            hand.mouse("release", *points[2])
            hand.drag(*points[3:])
    labels, recording = document.snapshot(), recorder.stop()
    EventPlayer(canvas).replay(recording)
    assert np.array_equal(document.labels, labels)
    assert {"undo", "cancel", "back"} <= {record.do for record in recording.records}


def test_a_sketch_is_recorded_with_its_inks(palette: Palette) -> None:
    document = Document(palette, extent=Extent(40, 30), kind="sketch")
    driver = ToolDriver(document, ToolSettings(ToolState(size=6, class_id=2)))
    recorder = Recorder(driver)
    driver.press(PointerSample(5, 5))
    driver.release(PointerSample(30, 22))
    recording = recorder.stop()
    assert recording.header.kind == "sketch" and len(recording.header.inks) == 5
    again = Document(palette, extent=Extent(8, 8), kind="sketch")
    replay(recording, ToolDriver(again, ToolSettings()))
    assert np.array_equal(again.pixels, document.pixels)
    with pytest.raises(RecordingError, match="sketch"):
        replay(recording, ToolDriver(Document(palette, extent=Extent(8, 8)), ToolSettings()))


def test_files_of_version_1_still_play(lines: list[dict[str, Any]], palette: Palette) -> None:
    lines[0] = {key: lines[0][key] for key in OLD_HEADER} | {"version": 1}
    recording = parse_recording(packed(lines))
    document = Document(palette, extent=Extent(8, 8))
    replay(recording, ToolDriver(document, ToolSettings()))
    assert document.labels[15, 15] == 2


OLD_HEADER = ("featherbrush", "width", "height", "classes", "background", "start")
PASTE = {
    "do": "paste",
    "t": 1,
    "x": 0,
    "y": 0,
    "width": 2,
    "height": 2,
    "depth": 1,
    "pixels": text_of(np.full((2, 2), 1, dtype=np.uint8)),
    "mask": text_of(np.array([0xF0], dtype=np.uint8)),
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pixels": "????"}, "line 4: the pixels are damaged"),
        ({"width": 4096, "height": 4096}, "line 4: the pixels are not of the size"),
        ({"width": 5000}, "line 4: paste.width"),
        ({"depth": 3}, "line 4: the pixels are not of the size"),
        ({"pixels": text_of(np.full((2, 2), 99, dtype=np.uint8))}, r"line 4: .*\[99\]"),
    ],
)
def test_spoiled_pixels_are_refused_with_the_line(
    lines: list[dict[str, Any]], change: dict[str, Any], message: str
) -> None:
    lines.insert(3, PASTE | change)
    with pytest.raises(RecordingError, match=message):
        parse_recording(packed(lines).replace(b'"do": ', b'"do":'))
