"""The strokes that are kept all the time play again to the same map, and do not fill the memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from featherbrush.app.canvas.driver import ToolDriver
from featherbrush.app.canvas.edits import Paste
from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.record_store import BLOCK, LONG, RecordStore
from featherbrush.app.canvas.recording import PointerRecord, read_recording, write_recording
from featherbrush.app.canvas.records import edit_record
from featherbrush.app.canvas.settings import ToolSettings, ToolState
from featherbrush.app.document import Document, Palette
from featherbrush.app.timelapse.film import Projector
from featherbrush.app.timelapse.replayed import film_of
from featherbrush.app.timelapse.strokes import StrokeKeeper
from featherbrush.engine.geometry import Bounds, Extent


@pytest.fixture
def driver(qapp: object, palette: Palette) -> ToolDriver:
    document = Document(palette, extent=Extent(64, 48))
    return ToolDriver(document, ToolSettings(ToolState(size=6, class_id=1)))


def stroke(driver: ToolDriver, *points: tuple[float, float]) -> None:
    """One stroke through these points."""
    driver.press(PointerSample(*points[0]))
    for point in points[1:]:
        driver.move(PointerSample(*point))
    driver.release()


def test_the_kept_strokes_make_a_film_that_ends_in_the_map(
    driver: ToolDriver, palette: Palette, tmp_path: Path
) -> None:
    keeper = StrokeKeeper(driver)
    stroke(driver, (5, 5), (40, 20))
    driver.settings.set_class(2)
    stroke(driver, (50, 40), (20, 30), (10, 10))
    driver.document.undo()
    driver.document.redo()
    stroke(driver, (30, 5))
    write_recording(tmp_path / "kept.jsonl", keeper.recording())

    film = film_of(read_recording(tmp_path / "kept.jsonl"), palette)

    assert film.frames
    assert np.array_equal(Projector(film).go(len(film.frames)), driver.document.pixels)


def test_a_change_of_another_kind_begins_anew_from_the_map_as_it_is(
    driver: ToolDriver, palette: Palette, qtbot: QtBot
) -> None:
    keeper = StrokeKeeper(driver)
    stroke(driver, (5, 5), (40, 20))
    driver.document.paint(Bounds(0, 0, 10, 48), class_id=2)
    qtbot.wait(1)
    stroke(driver, (30, 30), (35, 40))

    film = film_of(keeper.recording(), palette)

    assert np.array_equal(Projector(film).go(len(film.frames)), driver.document.pixels)


def test_undo_and_cancelled_strokes_are_no_reason_to_begin_anew(
    driver: ToolDriver, qtbot: QtBot
) -> None:
    keeper = StrokeKeeper(driver)
    start = keeper.recording().header.start
    stroke(driver, (5, 5), (40, 20))
    driver.document.undo()
    qtbot.wait(1)
    driver.press(PointerSample(20, 20))
    driver.cancel()
    qtbot.wait(1)
    stroke(driver, (5, 5), (40, 20))
    qtbot.wait(1)

    assert keeper.recording().header.start == start
    assert keeper.recording().sha256


def test_it_begins_anew_when_there_are_too_many_records(driver: ToolDriver, qtbot: QtBot) -> None:
    keeper = StrokeKeeper(driver, most=50)
    for column in range(30):
        stroke(driver, (column, 5), (column, 20))
        qtbot.wait(1)

    assert len(keeper.recording().records) < 60


def test_records_come_back_in_their_order_and_take_little_room() -> None:
    store = RecordStore()
    count = 20 * BLOCK + 7
    tracemalloc.start()
    for number in range(count):
        store.append(PointerRecord(do="move", t=number, x=number / 8, y=3.0))
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(store) == count
    assert [record.t for record in store] == list(range(count))
    assert (grown - 600 * BLOCK) / count < 60


def test_a_long_record_keeps_its_place_among_the_short_ones() -> None:
    numbers = np.random.default_rng(5)
    pixels = numbers.integers(0, 8, (600, 600), dtype=np.uint8)
    paste = Paste(pixels, np.ones((600, 600), dtype=np.bool_), Bounds(0, 0, 600, 600))
    store = RecordStore()
    for time in range(3):
        store.append(PointerRecord(do="move", t=time, x=0.0, y=0.0))
    long = edit_record(paste, t=3)
    store.append(long)
    store.append(PointerRecord(do="move", t=4, x=0.0, y=0.0))

    found = list(store)

    assert len(long.model_dump_json()) > LONG
    assert [record.t for record in found] == [0, 1, 2, 3, 4]
    assert found[3] == long
    assert len(store) == 5
