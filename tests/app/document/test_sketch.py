"""A document that holds ink on paper, and edits that are limited or copied."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import SignalInstance

from featherbrush.app.document import Document, Palette
from featherbrush.app.document.extras import Favourite, Guard, Selection, Underlay
from featherbrush.app.document.palette import ink_palette
from featherbrush.engine.geometry import Bounds, Extent

BLACK = (0, 0, 0)


@pytest.fixture
def sketch() -> Document:
    return Document(ink_palette(), extent=Extent(64, 48), kind="sketch")


def full(bounds: Bounds, value: int = 255) -> np.ndarray:
    return np.full((bounds.height, bounds.width), value, dtype=np.uint8)


def test_a_new_sketch_is_white_paper_and_holds_no_labels(sketch: Document) -> None:
    assert sketch.kind == "sketch"
    assert sketch.pixels.shape == (48, 64, 3)
    assert (sketch.pixels == 255).all()
    assert not sketch.modified
    with pytest.raises(ValueError, match="no labels"):
        _ = sketch.labels


def test_ink_is_blended_over_the_paper_by_its_coverage(sketch: Document) -> None:
    area = Bounds(10, 10, 4, 2)
    assert sketch.ink(area, coverage=full(area, 51), color=(0, 255, 100)) == area
    assert (sketch.pixels[10, 10] == (204, 255, 224)).all()
    assert sketch.history.undo_names == ("Draw",)


def test_a_stroke_that_crosses_itself_gets_no_darker(sketch: Document) -> None:
    area = Bounds(5, 5, 6, 6)
    sketch.begin_stroke("Pencil")
    sketch.ink(area, coverage=full(area, 100), color=BLACK)
    once = sketch.snapshot()
    assert sketch.ink(area, coverage=full(area, 100), color=BLACK).empty
    assert np.array_equal(sketch.pixels, once)
    sketch.ink(area, coverage=full(area, 200), color=BLACK)
    assert (sketch.pixels[5, 5] == 55).all()
    sketch.end_stroke()
    sketch.ink(area, coverage=full(area, 100), color=BLACK)
    assert (sketch.pixels[5, 5] < 55).all()


def test_ink_laid_afresh_replaces_what_the_stroke_laid_before(sketch: Document) -> None:
    sketch.begin_stroke("Line")
    first, second = Bounds(0, 0, 20, 3), Bounds(0, 20, 20, 3)
    sketch.ink(first, coverage=full(first), color=BLACK)
    dirty = sketch.ink(second, coverage=full(second, 128), color=BLACK, afresh=True)
    assert dirty == Bounds(0, 0, 20, 23)
    assert (sketch.pixels[first.rows, first.columns] == 255).all()
    assert (sketch.pixels[second.rows, second.columns] == 127).all()
    sketch.cancel_stroke()
    assert (sketch.pixels == 255).all()
    assert not sketch.history.undo_names


def test_ink_beyond_the_paper_is_cut_and_a_label_map_takes_none(
    sketch: Document, document: Document
) -> None:
    area = Bounds(-3, -3, 6, 6)
    assert sketch.ink(area, coverage=full(area), color=BLACK) == Bounds(0, 0, 3, 3)
    with pytest.raises(ValueError, match="no ink"):
        document.ink(area, coverage=full(area), color=BLACK)
    with pytest.raises(ValueError, match="not in the palette of this sketch"):
        sketch.paint(area, class_id=1)


def test_every_stroke_of_a_sketch_is_one_step_that_comes_back_exactly(sketch: Document) -> None:
    random = np.random.default_rng(7)
    states = [sketch.snapshot()]
    for _ in range(220):
        sketch.begin_stroke("Brush")
        for _ in range(3):
            area = Bounds(int(random.integers(-4, 60)), int(random.integers(-4, 44)), 9, 7)
            color = tuple(int(one) for one in random.integers(0, 256, 3))
            cover = random.integers(0, 256, (7, 9)).astype(np.uint8)
            sketch.ink(area, coverage=cover, color=(color[0], color[1], color[2]))
        sketch.end_stroke()
        states.append(sketch.snapshot())
    assert len(sketch.history.undo_names) == 220
    for state in reversed(states[:-1]):
        sketch.undo()
        assert np.array_equal(sketch.pixels, state)
    for state in states[1:]:
        sketch.redo()
        assert np.array_equal(sketch.pixels, state)


@pytest.mark.parametrize("kind", ["labels", "sketch"])
def test_a_long_diagonal_stroke_and_a_photograph_come_back_exactly(kind: str) -> None:
    large = Document(
        ink_palette(), extent=Extent(300, 260), kind="labels" if kind == "labels" else "sketch"
    )
    random = np.random.default_rng(3)
    shape = (260, 300) if kind == "labels" else (260, 300, 3)
    photo = random.integers(0, 2, shape).astype(np.uint8)
    start = large.snapshot()
    large.begin_stroke("Scatter")
    for place in range(0, 250, 10):
        spot = Bounds(place, place, 12, 9)
        large.put(spot, photo[spot.rows, spot.columns])
    scattered = large.snapshot()
    large.end_stroke()
    large.put(Bounds(0, 0, 300, 260), photo)
    large.undo()
    assert np.array_equal(large.pixels, scattered)
    large.undo()
    assert np.array_equal(large.pixels, start)
    large.redo()
    large.redo()
    assert np.array_equal(large.pixels, photo)


def test_pixels_are_put_where_the_mask_says_as_one_step(document: Document) -> None:
    piece = np.arange(6, dtype=np.uint8).reshape(2, 3) % 4
    mask = np.array([[True, False, True], [True, True, True]])
    document.put(Bounds(10, 5, 3, 2), piece, mask=mask)
    assert document.labels[5:7, 10:13].tolist() == [[0, 0, 2], [3, 0, 1]]
    assert document.history.undo_names == ("Paste",)
    with pytest.raises(ValueError, match="not in the palette"):
        document.put(Bounds(0, 0, 3, 2), piece + 90)
    with pytest.raises(ValueError, match="does not fit"):
        document.put(Bounds(0, 0, 9, 9), piece)
    with pytest.raises(ValueError, match="does not go on"):
        document.put(Bounds(0, 0, 3, 2), np.zeros((2, 3, 3), dtype=np.uint8))


def test_nothing_outside_the_selection_changes(document: Document, sketch: Document) -> None:
    mask = np.zeros((4, 4), dtype=np.bool_)
    mask[1:3, 1:3] = True
    for one in (document, sketch):
        one.set_selection(Selection(Bounds(10, 10, 4, 4), mask))
    assert document.paint(Bounds(0, 0, 64, 48), class_id=2) == Bounds(11, 11, 2, 2)
    assert np.count_nonzero(document.labels) == 4
    area = Bounds(0, 0, 64, 48)
    assert sketch.ink(area, coverage=full(area), color=BLACK) == Bounds(11, 11, 2, 2)
    sketch.put(area, np.zeros((48, 64, 3), dtype=np.uint8))
    assert np.count_nonzero(sketch.pixels[..., 0] == 0) == 4
    document.set_selection(None)
    document.paint(Bounds(0, 0, 2, 2), class_id=2)
    assert document.labels[0, 0] == 2


def test_protected_classes_stay_and_only_the_chosen_class_is_painted_over(
    document: Document,
) -> None:
    document.paint(Bounds(0, 0, 10, 48), class_id=1)
    document.paint(Bounds(10, 0, 10, 48), class_id=2)
    document.set_guard(Guard(protected=frozenset({1})))
    document.paint(Bounds(0, 0, 64, 10), class_id=3)
    assert document.labels[0, [0, 15, 40]].tolist() == [1, 3, 3]
    document.set_guard(Guard(only=2))
    document.begin_stroke("Brush")
    document.paint(Bounds(0, 0, 64, 48), class_id=4)
    document.paint(Bounds(0, 0, 64, 48), class_id=5)
    document.end_stroke()
    assert document.labels[20, [0, 15, 40]].tolist() == [1, 5, 0]
    assert document.labels[0, 15] == 3


def test_underlay_and_favourites_are_work_until_saved(
    document: Document,
    collect: Callable[[SignalInstance], list[tuple[object, ...]]],
) -> None:
    told = collect(document.modified_changed)
    picture = np.zeros((4, 4, 3), dtype=np.uint8)
    document.set_underlay(Underlay(picture, opacity=0.3))
    assert document.modified
    document.mark_saved(None)
    favourite = Favourite("dusk", np.ones(4, dtype=np.float32))
    document.set_favourites((favourite,))
    assert document.modified
    document.set_favourites(())
    assert not document.modified
    assert told == [(True,), (False,), (True,), (False,)]


def test_a_new_canvas_brings_its_own_kind_and_forgets_what_was_beside_the_old(
    document: Document,
) -> None:
    document.set_selection(Selection(Bounds(0, 0, 1, 1), np.ones((1, 1), dtype=np.bool_)))
    document.set_guard(Guard(only=1))
    document.set_favourites((Favourite("dusk", np.ones(4, dtype=np.float32)),))
    paper = np.full((16, 24, 3), 255, dtype=np.uint8)
    document.replace(paper, palette=ink_palette())
    assert document.kind == "sketch"
    assert document.selection is None
    assert document.guard == Guard()
    assert document.favourites == ()
    assert not document.modified


def test_more_inks_do_not_touch_what_is_drawn(sketch: Document, document: Document) -> None:
    more, number = sketch.palette.with_ink((12, 34, 56))
    revision = sketch.revision
    sketch.set_inks(more)
    assert sketch.palette.color(number) == (12, 34, 56)
    assert sketch.revision == revision
    assert more.with_ink((12, 34, 56)) == (more, number)
    with pytest.raises(ValueError, match="label map"):
        document.set_inks(more)


@pytest.mark.parametrize(
    ("name", "vector"),
    [("", [1.0]), ("x" * 81, [1.0]), ("dusk", []), ("dusk", [float("nan")]), ("dusk", [[1.0]])],
)
def test_a_favourite_has_a_name_and_finite_numbers(name: str, vector: list[float]) -> None:
    with pytest.raises(ValueError, match="favourite"):
        Favourite(name, np.array(vector, dtype=np.float32))


def test_palettes_of_ink_begin_with_paper() -> None:
    inks: Palette = ink_palette()
    assert inks.color(inks.background) == (255, 255, 255)
    assert inks.color(inks.classes[1].id) == (0, 0, 0)
