import numpy as np
import pytest

from featherbrush.app.canvas import ToolDriver, ToolKind, ToolSettings, ToolState
from featherbrush.app.canvas.clip import (
    ClipError,
    copied,
    fitted,
    from_bytes,
    from_picture,
    picture_of,
    to_bytes,
)
from featherbrush.app.canvas.edits import Command, Nudge, Paste
from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.scene import Scene
from featherbrush.app.canvas.settings import Region
from featherbrush.app.document import Document, Palette
from featherbrush.app.document.extras import Selection
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.geometry import Bounds, Extent


@pytest.fixture
def driver(document: Document) -> ToolDriver:
    return ToolDriver(document, ToolSettings(ToolState(ToolKind.SELECT, class_id=2)))


def drag(driver: ToolDriver, start: tuple[float, float], end: tuple[float, float], **keys) -> None:
    driver.press(PointerSample(*start, **keys))
    driver.move(PointerSample(*end, **keys))
    driver.release()


def selected(document: Document) -> np.ndarray:
    assert document.selection is not None
    return document.selection.within(Bounds.of(document.extent))


def test_a_drag_selects_whole_pixels_and_a_click_drops_the_selection(
    driver: ToolDriver, document: Document
) -> None:
    drag(driver, (10.2, 5.2), (19.9, 14.8))
    assert selected(document)[5:15, 10:20].all()
    assert np.count_nonzero(selected(document)) == 100
    drag(driver, (3, 3), (3, 3))
    assert document.selection is None
    assert document.history.undo_names == ("Deselect", "Select")


def test_shift_adds_and_alt_subtracts(driver: ToolDriver, document: Document) -> None:
    drag(driver, (10.5, 5.5), (19.5, 14.5))
    drag(driver, (30.5, 5.5), (39.5, 14.5), constrain=True)
    assert np.count_nonzero(selected(document)) == 200
    drag(driver, (10.5, 5.5), (14.5, 40.5), alternate=True)
    assert np.count_nonzero(selected(document)) == 150
    drag(driver, (0.5, 0.5), (60.5, 9.5), constrain=True, alternate=True)
    assert np.count_nonzero(selected(document)) == 75


def test_ellipse_and_lasso_select_too(driver: ToolDriver, document: Document) -> None:
    driver.settings.set_option(region=Region.ELLIPSE)
    drag(driver, (10.5, 10.5), (29.5, 29.5))
    assert np.count_nonzero(selected(document)) == pytest.approx(314, abs=6)
    driver.settings.set_option(region=Region.LASSO)
    driver.press(PointerSample(10, 10))
    for x, y in ((40, 10), (40, 30), (10, 30)):
        driver.move(PointerSample(x, y))
    driver.release()
    assert np.count_nonzero(selected(document)) == 600


def test_all_none_and_the_opposite(driver: ToolDriver, document: Document) -> None:
    driver.edit(Command.SELECT_ALL)
    assert selected(document).all()
    driver.edit(Command.INVERT)
    assert document.selection is None
    drag(driver, (10.5, 5.5), (19.5, 14.5))
    driver.edit(Command.INVERT)
    assert np.count_nonzero(selected(document)) == 64 * 48 - 100
    driver.edit(Command.DESELECT)
    assert document.selection is None


def test_every_tool_stays_inside_the_selection(driver: ToolDriver, document: Document) -> None:
    drag(driver, (10.5, 5.5), (19.5, 14.5))
    driver.settings.set_tool(ToolKind.FILL)
    drag(driver, (12, 7), (12, 7))
    assert np.array_equal(document.labels == 2, selected(document))
    driver.edit(Command.CLEAR)
    assert not document.labels.any()


def paint_square(document: Document) -> None:
    document.paint(Bounds(0, 0, 64, 48), class_id=1)
    document.paint(Bounds(10, 10, 4, 4), class_id=3)


def begin_to_move(driver: ToolDriver, document: Document) -> tuple[np.ndarray, Selection | None]:
    """Select a painted square and drag it; labels and selection as they were before the drag."""
    paint_square(document)
    drag(driver, (10.5, 10.5), (13.5, 13.5))
    before, selection = document.snapshot(), document.selection
    driver.settings.set_tool(ToolKind.MOVE)
    driver.press(PointerSample(12, 12))
    driver.move(PointerSample(30, 20))
    return before, selection


def test_moving_leaves_background_and_keeps_what_it_passes(
    driver: ToolDriver, document: Document
) -> None:
    paint_square(document)
    drag(driver, (10.5, 10.5), (13.5, 13.5))
    before = document.snapshot()
    driver.settings.set_tool(ToolKind.MOVE)
    drag(driver, (12, 12), (22, 12))
    drag(driver, (22, 12), (32, 17))
    assert (document.labels[15:19, 30:34] == 3).all()
    assert (document.labels[10:14, 10:14] == 0).all()
    assert (document.labels[10:14, 20:24] == 1).all(), "what lay under the piece is back"
    assert selected(document)[15:19, 30:34].all()
    document.undo()
    assert (document.labels[10:14, 20:24] == 3).all()
    assert selected(document)[10:14, 20:24].all(), "the selection goes back with the pixels"
    document.undo()
    assert np.array_equal(document.labels, before)
    assert selected(document)[10:14, 10:14].all()
    document.redo()
    document.redo()
    assert selected(document)[15:19, 30:34].all()


def test_arrow_keys_and_leaving_the_canvas_lose_nothing(
    driver: ToolDriver, document: Document
) -> None:
    paint_square(document)
    drag(driver, (10.5, 10.5), (13.5, 13.5))
    for _ in range(3):
        driver.edit(Nudge(-5, 0))
    assert not (document.labels == 3).any()
    assert document.selection is None
    for _ in range(3):
        driver.edit(Nudge(5, 0))
    assert (document.labels[10:14, 10:14] == 3).all()
    assert (document.labels[10:14, :10] == 1).all()


def test_a_cancelled_move_is_as_if_it_had_not_been(driver: ToolDriver, document: Document) -> None:
    before, selection = begin_to_move(driver, document)
    driver.cancel()
    assert np.array_equal(document.labels, before)
    assert document.selection is selection


def test_flipping_twice_is_nothing(driver: ToolDriver, document: Document) -> None:
    rng = np.random.default_rng(5)
    document.replace(rng.integers(0, 5, (48, 64), dtype=np.uint8))
    before = document.snapshot()
    driver.edit(Command.FLIP_HORIZONTALLY)
    assert np.array_equal(document.labels, before[:, ::-1])
    driver.edit(Command.FLIP_VERTICALLY)
    assert np.array_equal(document.labels, before[::-1, ::-1])
    drag(driver, (10.5, 10.5), (20.5, 20.5))
    driver.edit(Command.FLIP_VERTICALLY)
    driver.edit(Command.FLIP_VERTICALLY)
    assert np.array_equal(document.labels, before[::-1, ::-1])


def test_a_copy_lands_in_another_map_by_the_names_of_its_classes(
    driver: ToolDriver, document: Document
) -> None:
    paint_square(document)
    drag(driver, (9.5, 10.5), (13.5, 13.5))
    clip = copied(Scene(document.pixels, document.palette, document.selection))
    assert clip is not None
    clip = from_bytes(to_bytes(clip))
    other = Palette.of([ClassInfo(id=n, name=f"class-{5 - n}", color=(n, n, n)) for n in range(3)])
    target = Document(other, extent=Extent(32, 32))
    found = fitted(clip, Scene(target.pixels, target.palette))
    assert found.left_out == 4, "class-1 is not in the other palette"
    ToolDriver(target, ToolSettings()).edit(found.paste)
    assert (target.labels[10:14, 10:14] == 2).all()
    assert np.count_nonzero(target.labels) == 16


def test_pictures_of_other_programs_are_taken_by_exact_colour_only(document: Document) -> None:
    scene = Scene(document.pixels, document.palette)
    paint_square(document)
    clip = copied(scene)
    assert clip is not None
    picture = picture_of(clip, document.palette)
    picture[0, 0, :3] = (1, 2, 3)
    found = from_picture(picture, scene)
    assert found.left_out == 1
    assert np.array_equal(found.paste.pixels[1:], document.labels[1:])
    picture[..., :3] = 7
    with pytest.raises(ClipError, match="exactly"):
        from_picture(picture, scene)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"\xff\x00", b'{"featherbrush":"clip","version":1,"kind":"labels"}']
)
def test_what_is_no_clip_is_refused(data: bytes) -> None:
    with pytest.raises(ClipError, match="damaged"):
        from_bytes(data)


def test_a_clip_of_another_size_than_it_says_is_refused(document: Document) -> None:
    clip = copied(Scene(document.pixels, document.palette))
    assert clip is not None
    with pytest.raises(ClipError, match="damaged"):
        from_bytes(to_bytes(clip).replace(b'"width":64', b'"width":65'))


def test_what_is_pasted_can_be_moved_on_at_once(driver: ToolDriver, document: Document) -> None:
    document.paint(Bounds(0, 0, 64, 48), class_id=1)
    piece = np.full((4, 4), 3, dtype=np.uint8)
    driver.edit(Paste(piece, np.ones((4, 4), dtype=bool), Bounds(20, 20, 4, 4)))
    driver.settings.set_tool(ToolKind.MOVE)
    drag(driver, (22, 22), (32, 22))
    assert (document.labels[20:24, 20:24] == 1).all()
    assert (document.labels[20:24, 30:34] == 3).all()


def test_a_cancelled_drag_puts_a_floating_piece_back_and_it_still_floats(
    driver: ToolDriver, document: Document
) -> None:
    document.paint(Bounds(0, 0, 64, 48), class_id=1)
    piece = np.full((4, 4), 3, dtype=np.uint8)
    driver.edit(Paste(piece, np.ones((4, 4), dtype=bool), Bounds(20, 20, 4, 4)))
    pasted, selection = document.snapshot(), document.selection
    driver.settings.set_tool(ToolKind.MOVE)
    driver.press(PointerSample(22, 22))
    driver.move(PointerSample(40, 30))
    driver.cancel()
    assert np.array_equal(document.labels, pasted)
    assert document.selection is selection
    drag(driver, (22, 22), (32, 22))
    assert (document.labels[20:24, 20:24] == 1).all(), "what lay under the piece is back"
    assert (document.labels[20:24, 30:34] == 3).all()


def test_a_cancelled_drag_brings_back_a_piece_from_off_the_canvas(
    driver: ToolDriver, document: Document
) -> None:
    paint_square(document)
    drag(driver, (10.5, 10.5), (13.5, 13.5))
    driver.edit(Nudge(-20, 0))
    driver.settings.set_tool(ToolKind.MOVE)
    driver.press(PointerSample(2, 2))
    driver.move(PointerSample(9, 2))
    driver.cancel()
    driver.edit(Nudge(20, 0))
    assert (document.labels[10:14, 10:14] == 3).all()
    assert (document.labels[10:14, :10] == 1).all()


def test_undo_in_the_middle_of_a_drag_takes_the_drag_back_alone(
    driver: ToolDriver, document: Document
) -> None:
    before, selection = begin_to_move(driver, document)
    driver.undo()
    assert np.array_equal(document.labels, before)
    assert document.selection is selection
    document.redo()
    assert (document.labels[18:22, 28:32] == 3).all()


def test_undo_while_a_selection_is_drawn_drops_it_and_nothing_else(
    driver: ToolDriver, document: Document
) -> None:
    paint_square(document)
    before = document.snapshot()
    driver.press(PointerSample(10, 10))
    driver.move(PointerSample(20, 20))
    driver.undo()
    driver.release(PointerSample(30, 30))
    assert np.array_equal(document.labels, before)
    assert document.selection is None
    driver.undo()
    assert not (document.labels == 3).any(), "the next one goes back in the history"


def test_escape_from_another_gesture_lets_a_piece_float_on(
    driver: ToolDriver, document: Document
) -> None:
    document.paint(Bounds(0, 0, 64, 48), class_id=1)
    piece = np.full((4, 4), 3, dtype=np.uint8)
    driver.edit(Paste(piece, np.ones((4, 4), dtype=bool), Bounds(20, 20, 4, 4)))
    driver.press(PointerSample(30, 30))
    driver.move(PointerSample(40, 40))
    driver.cancel()
    driver.edit(Nudge(10, 0))
    assert (document.labels[20:24, 20:24] == 1).all(), "what lay under the piece is back"
