from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import SignalInstance

from featherbrush.app.document import Document, Palette
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.geometry import Bounds, Extent

Collect = Callable[[SignalInstance], list[tuple[Any, ...]]]


def test_a_new_document_is_background_unmodified_and_has_no_history(document: Document) -> None:
    assert document.extent == Extent(64, 48)
    assert not document.labels.any()
    assert not document.modified
    assert not document.history.undo_names
    assert document.path is None


def test_painting_changes_exactly_the_masked_pixels(document: Document, collect: Collect) -> None:
    changes = collect(document.changed)
    mask = np.zeros((5, 5), dtype=np.bool_)
    mask[1, 2] = mask[3, 4] = True
    document.begin_stroke("Brush")
    dirty = document.paint(Bounds(10, 20, 5, 5), mask=mask, class_id=3)
    assert dirty == Bounds(12, 21, 3, 3)
    assert changes == [(dirty,)]
    assert np.argwhere(document.labels).tolist() == [[21, 12], [23, 14]]


def test_bounds_beyond_the_map_are_cut_with_their_mask(document: Document) -> None:
    mask = np.eye(6, dtype=np.bool_)
    document.paint(Bounds(-3, -3, 6, 6), mask=mask, class_id=2)
    assert np.argwhere(document.labels).tolist() == [[0, 0], [1, 1], [2, 2]]
    assert document.paint(Bounds(900, 900, 6, 6), mask=mask, class_id=2).empty


def test_painting_what_is_there_already_is_no_change(document: Document, collect: Collect) -> None:
    changes, histories = collect(document.changed), collect(document.history_changed)
    revision = document.revision
    document.paint(Bounds(0, 0, 9, 9), class_id=0)
    assert (changes, histories, document.revision) == ([], [], revision)
    assert not document.history.undo_names


def test_the_revision_has_advanced_when_the_change_is_told(document: Document) -> None:
    seen: list[int] = []
    document.changed.connect(lambda _: seen.append(document.revision))
    first = document.revision
    document.paint(Bounds(0, 0, 2, 2), class_id=1)
    document.undo()
    document.redo()
    assert seen == [first + 1, first + 2, first + 3]


def test_a_stroke_of_many_dabs_is_one_step(document: Document) -> None:
    document.begin_stroke("Brush")
    for x in range(20):
        document.paint(Bounds(x, x, 4, 4), class_id=1 + x % 5)
    assert document.end_stroke() == Bounds(0, 0, 23, 23)
    assert document.history.undo_names == ("Brush",)
    assert document.undo() == Bounds(0, 0, 23, 23)
    assert not document.labels.any()
    assert not document.history.undo_names


def test_a_stroke_that_changes_back_is_no_step(document: Document) -> None:
    document.begin_stroke("Brush")
    document.paint(Bounds(5, 5, 5, 5), class_id=1)
    document.paint(Bounds(5, 5, 5, 5), class_id=0)
    assert document.end_stroke().empty
    assert not document.history.undo_names
    assert not document.modified


def test_cancelling_restores_exactly_and_tells_where(document: Document, collect: Collect) -> None:
    document.paint(Bounds(0, 0, 30, 30), class_id=2)
    before = document.snapshot()
    document.begin_stroke("Brush")
    document.paint(Bounds(10, 10, 50, 10), class_id=4)
    changes = collect(document.changed)
    assert document.cancel_stroke() == Bounds(10, 10, 50, 10)
    assert changes == [(Bounds(10, 10, 50, 10),)]
    assert np.array_equal(document.labels, before)
    assert document.history.undo_names == ("Paint",)


def test_painting_afresh_takes_back_the_former_shape_in_one_exact_change(
    document: Document, collect: Collect
) -> None:
    document.begin_stroke("Line")
    document.paint(Bounds(0, 0, 10, 2), class_id=1, afresh=True)
    changes = collect(document.changed)
    document.paint(Bounds(0, 0, 7, 2), class_id=1, afresh=True)
    assert changes == [(Bounds(7, 0, 3, 2),)]
    document.paint(Bounds(20, 20, 4, 4), class_id=1, afresh=True)
    assert changes[1:] == [(Bounds(0, 0, 24, 24),)]
    document.end_stroke()
    assert np.count_nonzero(document.labels) == 16
    document.undo()
    assert not document.labels.any()


def test_misuse_loses_nothing(document: Document) -> None:
    assert document.end_stroke().empty
    assert document.cancel_stroke().empty
    assert document.undo().empty
    assert document.redo().empty
    document.begin_stroke("One")
    document.paint(Bounds(0, 0, 3, 3), class_id=1)
    document.begin_stroke("Two")
    document.paint(Bounds(9, 9, 3, 3), class_id=1)
    document.end_stroke()
    document.end_stroke()
    assert document.history.undo_names == ("Two", "One")


def test_undo_during_a_stroke_undoes_that_stroke(document: Document) -> None:
    serial = document.begin_stroke("Brush")
    document.paint(Bounds(0, 0, 3, 3), class_id=1)
    assert document.stroke == serial
    assert document.undo() == Bounds(0, 0, 3, 3)
    assert document.stroke is None
    assert not document.labels.any()
    assert document.history.redo_names


def test_classes_and_masks_that_do_not_fit_are_refused_untouched(document: Document) -> None:
    mask = np.ones((2, 2), dtype=np.bool_)
    document.begin_stroke("Brush")
    with pytest.raises(ValueError, match="class 77"):
        document.paint(Bounds(0, 0, 2, 2), class_id=77)
    with pytest.raises(ValueError, match="does not fit"):
        document.paint(Bounds(0, 0, 3, 2), mask=mask, class_id=1)
    document.end_stroke()
    assert not document.labels.any()
    assert not document.history.undo_names


def test_random_edits_come_back_through_undo_and_redo(document: Document) -> None:
    random = np.random.default_rng(7)
    states = [document.snapshot()]
    while len(states) < 250:
        document.begin_stroke("Brush")
        for _ in range(random.integers(1, 4)):
            x, y, w, h = (int(n) for n in random.integers((-5, -5, 1, 1), (64, 48, 20, 20)))
            mask = random.random((h, w)) < 0.6
            document.paint(
                Bounds(x, y, w, h),
                mask=mask,
                class_id=int(random.integers(0, 6)),
                afresh=bool(random.random() < 0.3),
            )
        if random.random() < 0.2:
            document.cancel_stroke()
            assert np.array_equal(document.labels, states[-1])
        elif not document.end_stroke().empty:
            states.append(document.snapshot())
    for state in reversed(states[:-1]):
        document.undo()
        assert np.array_equal(document.labels, state)
    for state in states[1:]:
        document.redo()
        assert np.array_equal(document.labels, state)


def test_a_snapshot_is_one_copy_per_revision_and_never_changes(document: Document) -> None:
    first = document.snapshot()
    assert document.snapshot() is first
    document.paint(Bounds(0, 0, 2, 2), class_id=1)
    assert not first.any()
    assert document.snapshot() is not first
    with pytest.raises(ValueError, match="read-only"):
        document.snapshot()[0, 0] = 3
    with pytest.raises(ValueError, match="read-only"):
        document.labels[0, 0] = 3


def test_modified_follows_the_saved_state_through_undo(document: Document, tmp_path: Any) -> None:
    document.paint(Bounds(0, 0, 2, 2), class_id=1)
    assert document.modified
    document.undo()
    assert not document.modified
    document.redo()
    document.mark_saved(tmp_path / "map.png")
    assert not document.modified
    document.undo()
    assert document.modified
    document.redo()
    assert not document.modified


def test_modified_is_told_once_per_change(document: Document, collect: Collect) -> None:
    told = collect(document.modified_changed)
    document.begin_stroke("Brush")
    document.paint(Bounds(0, 0, 2, 2), class_id=1)
    document.paint(Bounds(4, 4, 2, 2), class_id=1)
    assert told == [(True,)]
    document.cancel_stroke()
    assert told == [(True,), (False,)]


def test_a_new_map_may_have_another_size_and_palette(document: Document, collect: Collect) -> None:
    replaced = collect(document.replaced)
    document.paint(Bounds(0, 0, 2, 2), class_id=1)
    document.begin_stroke("Brush")
    other = Palette.of([ClassInfo(id=9, name="nine", color=(9, 9, 9))])
    document.new(extent=Extent(32, 16), palette=other)
    assert len(replaced) == 1
    assert document.extent == Extent(32, 16)
    assert (document.labels == 9).all()
    assert not document.history.undo_names
    assert document.stroke is None
    assert not document.modified


@pytest.mark.parametrize(
    "labels",
    [
        np.full((8, 8), 99, dtype=np.uint8),
        np.zeros((8, 8), dtype=np.int64),
        np.zeros((8, 8, 4), dtype=np.uint8),
        np.zeros((0, 8), dtype=np.uint8),
    ],
)
def test_a_map_that_does_not_fit_is_refused_and_the_work_stays(
    document: Document, labels: Any
) -> None:
    document.paint(Bounds(0, 0, 2, 2), class_id=1)
    with pytest.raises(ValueError, match=r"label map is uint8|not in the palette"):
        document.replace(labels)
    assert document.history.undo_names
    assert document.labels[0, 0] == 1


def test_the_style_is_kept_read_only_and_told_when_it_differs(
    document: Document, collect: Collect
) -> None:
    told = collect(document.style_changed)
    style = np.ones(8, dtype=np.float32)
    document.set_style(style)
    style[:] = 5
    document.set_style(np.ones(8, dtype=np.float32))
    assert len(told) == 1
    assert document.style is not None
    assert (document.style == 1).all()
    document.set_style(None)
    assert document.style is None
    assert len(told) == 2
    assert not document.modified
