"""The journal: there while there is something to lose, gone when there is not, never trusted."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from featherbrush.app.document import Document, Palette
from featherbrush.app.document import journal_writer as writer_module
from featherbrush.app.document.content import Content, ModelMark
from featherbrush.app.document.extras import Favourite, Underlay
from featherbrush.app.document.journal import Journal
from featherbrush.app.document.journal_file import MAGIC, read_journal, record, snapshot_record
from featherbrush.app.document.recovery import LostWork, find_lost_work
from featherbrush.engine.errors import DocumentError
from featherbrush.engine.geometry import Bounds, Extent

Keep = Callable[[Document], Journal]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journals"


@pytest.fixture
def keep(qapp: QCoreApplication, folder: Path) -> Iterator[Keep]:
    journals: list[Journal] = []

    def make(document: Document) -> Journal:
        journals.append(Journal(document, folder, model=lambda: ModelMark("lake")))
        return journals[-1]

    yield make
    for journal in journals:
        journal.close()


def write_down(journal: Journal) -> None:
    """Wait for what is on its way, then write what has changed since."""
    while journal._writer.busy:
        pass
    journal.flush()
    while journal._writer.busy:
        pass


def crash(journal: Journal) -> None:
    """Let go of the lock without removing the file, as the end of the process would."""
    write_down(journal)
    journal._lock.unlock()


def only(folder: Path) -> LostWork:
    lost, problems = find_lost_work(folder)
    assert problems == ()
    assert len(lost) == 1
    return lost[0]


def test_an_untouched_document_leaves_no_file(document: Document, keep: Keep, folder: Path) -> None:
    journal = keep(document)
    write_down(journal)
    assert not journal.path.exists()
    assert find_lost_work(folder) == ((), ())


def test_every_edit_is_in_it_also_in_the_middle_of_a_stroke(
    document: Document, keep: Keep, folder: Path
) -> None:
    journal = keep(document)
    document.paint(Bounds(1, 2, 9, 9), class_id=3)
    write_down(journal)
    document.begin_stroke("Brush")
    for step in range(5):
        document.paint(Bounds(step * 8, 20, 9, 9), class_id=step)
        write_down(journal)
    document.set_style(np.array([0.5, 2], np.float32))
    crash(journal)

    lost = only(folder)
    assert np.array_equal(lost.content.pixels, document.pixels)
    assert np.array_equal(lost.content.style, [0.5, 2])
    assert lost.content.model == ModelMark("lake")
    assert lost.file is None
    assert lost.content.palette == document.palette
    lost.leave()


def test_it_writes_by_itself_soon_after_an_edit(
    document: Document, keep: Keep, qtbot: QtBot
) -> None:
    journal = keep(document)
    document.paint(Bounds(1, 2, 9, 9), class_id=3)
    qtbot.waitUntil(journal.path.exists)


def test_saving_removes_it_and_the_next_stroke_brings_it_back(
    document: Document, keep: Keep, folder: Path, tmp_path: Path
) -> None:
    journal = keep(document)
    document.paint(Bounds(1, 2, 9, 9), class_id=3)
    write_down(journal)
    assert journal.path.exists()
    path = tmp_path / "a.png"
    document.mark_saved(path)
    write_down(journal)
    assert not journal.path.exists()
    document.paint(Bounds(30, 2, 9, 9), class_id=2)
    crash(journal)
    lost = only(folder)
    assert np.array_equal(lost.content.pixels, document.pixels)
    assert lost.file == path
    lost.leave()


def test_underlay_favourites_and_another_size_are_in_it(
    document: Document, keep: Keep, folder: Path
) -> None:
    journal = keep(document)
    document.paint(Bounds(1, 2, 9, 9), class_id=3)
    write_down(journal)
    picture = np.random.default_rng(1).integers(0, 256, (7, 5, 3), np.uint8)
    document.replace(np.ones((32, 40), np.uint8), modified=True)
    document.set_underlay(Underlay(picture, 0.75))
    document.set_favourites((Favourite("dawn", np.ones(3, np.float32)),))
    crash(journal)
    lost = only(folder)
    assert lost.content.extent == Extent(40, 32)
    assert lost.content.underlay is not None
    assert np.array_equal(lost.content.underlay.picture, picture)
    assert lost.content.favourites[0].name == "dawn"
    lost.leave()


def test_a_sketch_is_in_it(palette: Palette, keep: Keep, folder: Path) -> None:
    document = Document(palette, extent=Extent(64, 48), kind="sketch")
    journal = keep(document)
    for x in (3, 30):
        coverage = np.full((8, 8), 200, np.uint8)
        document.ink(Bounds(x, 4, 8, 8), coverage=coverage, color=(10, 20, 30))
        write_down(journal)
    crash(journal)
    lost = only(folder)
    assert np.array_equal(lost.content.pixels, document.pixels)
    lost.leave()


def test_it_stays_small_however_long_one_paints(
    document: Document, keep: Keep, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "MOST_SINCE_SNAPSHOT", 4000)
    journal = keep(document)
    random = np.random.default_rng(3)
    largest = 0
    for _ in range(60):
        document.put(Bounds(0, 0, 64, 48), random.integers(0, 6, (48, 64), np.uint8))
        write_down(journal)
        largest = max(largest, journal.path.stat().st_size)
    assert largest < 16_000
    crash(journal)
    lost = only(folder)
    assert np.array_equal(lost.content.pixels, document.pixels)
    lost.leave()


def test_several_studios_keep_to_their_own(
    document: Document, palette: Palette, keep: Keep, folder: Path
) -> None:
    other = Document(palette, extent=Extent(32, 32))
    journals = keep(document), keep(other)
    document.paint(Bounds(1, 2, 9, 9), class_id=3)
    other.paint(Bounds(1, 2, 9, 9), class_id=4)
    for journal in journals:
        write_down(journal)
    assert find_lost_work(folder) == ((), ())
    crash(journals[1])
    lost = only(folder)
    assert lost.content.extent == Extent(32, 32)
    assert find_lost_work(folder) == ((), ()), "one studio asks about it at a time"
    lost.leave()


def test_recovered_work_replaces_the_journal_it_came_from(
    document: Document, palette: Palette, keep: Keep, folder: Path
) -> None:
    first = keep(document)
    document.paint(Bounds(1, 2, 9, 9), class_id=3)
    crash(first)
    lost = only(folder)
    heir = Document(palette, extent=Extent(16, 16))
    second = keep(heir)
    heir.replace(lost.content.pixels, modified=True)
    second.supersede(lost.journal)
    write_down(second)
    lost.leave()
    assert not first.path.exists()
    assert np.array_equal(read_journal(second.path).content.pixels, document.pixels)


def test_discarded_work_is_gone(document: Document, keep: Keep, folder: Path) -> None:
    journal = keep(document)
    document.paint(Bounds(1, 2, 9, 9), class_id=3)
    crash(journal)
    only(folder).discard()
    assert find_lost_work(folder) == ((), ())


def test_a_tail_cut_short_costs_only_the_tail(palette: Palette, tmp_path: Path) -> None:
    content = Content(np.zeros((20, 30), np.uint8), palette)
    path = tmp_path / "a.journal"
    whole = MAGIC + snapshot_record(content)
    for tail in (b"R", record(b"RECT", bytes(16))[:-1], record(b"WHAT", b"?"), os.urandom(50)):
        path.write_bytes(whole + tail)
        assert np.array_equal(read_journal(path).content.pixels, content.pixels)


def test_a_journal_without_a_whole_snapshot_is_left_and_named(
    palette: Palette, folder: Path
) -> None:
    folder.mkdir(parents=True)
    path = folder / "1-x.journal"
    whole = MAGIC + snapshot_record(Content(np.zeros((20, 30), np.uint8), palette))
    for data in (b"", b"text", MAGIC, whole[:-1], whole.replace(b"pixels", b"pixelz")):
        path.write_bytes(data)
        lost, problems = find_lost_work(folder)
        assert lost == ()
        assert len(problems) == 1 and str(path) in problems[0]
        assert path.read_bytes() == data


def test_a_rectangle_beyond_the_canvas_is_not_followed(palette: Palette, tmp_path: Path) -> None:
    content = Content(np.zeros((20, 30), np.uint8), palette)
    far = np.array([25, 10, 4000, 4000], "<u4").tobytes()
    path = tmp_path / "a.journal"
    path.write_bytes(MAGIC + snapshot_record(content) + record(b"RECT", far))
    assert not read_journal(path).content.pixels.any()


def test_a_folder_that_cannot_be_made_is_said(
    document: Document, qapp: QCoreApplication, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DocumentError, match="cannot be protected"):
        Journal(document, tmp_path / "file" / "journals")


def test_a_disk_that_fails_is_told_once(
    document: Document, keep: Keep, qtbot: QtBot, folder: Path
) -> None:
    journal = keep(document)
    told: list[str] = []
    journal.failed.connect(told.append)
    document.paint(Bounds(1, 2, 9, 9), class_id=3)
    (journal.path.with_suffix(".part")).mkdir()
    write_down(journal)
    document.paint(Bounds(9, 2, 9, 9), class_id=2)
    write_down(journal)
    qtbot.waitUntil(lambda: bool(told))
    assert len(told) == 1


def test_a_journal_that_fails_lives_on_and_goes_when_the_work_is_saved(
    document: Document, keep: Keep, qtbot: QtBot
) -> None:
    journal = keep(document)
    told: list[str] = []
    journal.failed.connect(told.append)
    document.paint(Bounds(1, 2, 9, 9), class_id=3)
    write_down(journal)
    document.set_favourites((Favourite("x", np.ones(70_000, np.float32)),))
    write_down(journal)
    qtbot.waitUntil(lambda: bool(told))
    assert journal.path.exists()

    document.mark_saved(None)
    write_down(journal)

    assert not journal.path.exists()
