from dataclasses import replace

import numpy as np
import pytest

from featherbrush.app.canvas import ToolDriver, ToolKind, ToolSettings, ToolState
from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.document import Document
from featherbrush.engine.geometry import Bounds


@pytest.fixture
def driver(document: Document) -> ToolDriver:
    return ToolDriver(document, ToolSettings(ToolState(class_id=2)))


def at(x: float, y: float, **keys: bool) -> PointerSample:
    return PointerSample(x, y, **keys)


def test_a_rectangle_reaches_over_the_pixels_of_both_ends(
    driver: ToolDriver, document: Document
) -> None:
    driver.settings.set_tool(ToolKind.RECTANGLE)
    driver.press(at(30.2, 20.9))
    driver.move(at(5, 5))
    driver.release(at(10.7, 15.1))
    expected = np.zeros((48, 64), dtype=bool)
    expected[15:21, 10:31] = True
    assert np.array_equal(document.labels == 2, expected)
    document.undo()
    assert not document.labels.any()


@pytest.mark.parametrize("tool", [ToolKind.RECTANGLE, ToolKind.ELLIPSE])
def test_shift_makes_the_sides_even(driver: ToolDriver, document: Document, tool: ToolKind) -> None:
    driver.settings.set_tool(tool)
    driver.press(at(10.5, 10.5))
    driver.move(at(30.5, 17, constrain=True))
    driver.release()
    painted = document.labels == 2
    assert painted.any(axis=0).sum() == painted.any(axis=1).sum() == 21


def test_ctrl_after_the_press_draws_around_the_middle(
    driver: ToolDriver, document: Document
) -> None:
    driver.settings.set_tool(ToolKind.RECTANGLE)
    driver.press(at(30.5, 20.5))
    driver.move(at(34.5, 22.5, pick=True))
    driver.release()
    rows, columns = np.nonzero(document.labels == 2)
    assert (columns.min(), columns.max(), rows.min(), rows.max()) == (26, 34, 18, 22)


def test_a_click_with_a_shape_paints_nothing(driver: ToolDriver, document: Document) -> None:
    for tool in (ToolKind.RECTANGLE, ToolKind.ELLIPSE, ToolKind.LASSO):
        driver.settings.set_tool(tool)
        driver.press(at(10, 10))
        driver.release(at(10, 10))
    assert not document.history.undo_names


def test_an_ellipse_fills_its_box_without_the_corners(
    driver: ToolDriver, document: Document
) -> None:
    driver.settings.set_tool(ToolKind.ELLIPSE)
    driver.press(at(4.5, 4.5))
    driver.release(at(43.5, 23.5))
    painted = document.labels[4:24, 4:44] == 2
    assert painted.sum() == pytest.approx(np.pi * 20 * 10, rel=0.01)
    assert painted.any(axis=0).all() and painted.any(axis=1).all()
    assert not painted[0, 0] and not painted[-1, -1]
    assert np.array_equal(painted, painted[::-1, ::-1])


def test_a_lasso_fills_what_it_circles(driver: ToolDriver, document: Document) -> None:
    driver.settings.set_tool(ToolKind.LASSO)
    driver.press(at(10, 10))
    for x, y in ((40, 10), (40, 30), (10, 30)):
        driver.move(at(x, y))
    assert document.labels[20, 25] == 2, "the preview shows before the release"
    driver.release()
    assert np.count_nonzero(document.labels == 2) == 600


def polygon(driver: ToolDriver, *points: tuple[float, float]) -> None:
    driver.settings.set_tool(ToolKind.POLYGON)
    for x, y in points:
        driver.press(at(x, y))
        driver.release(at(x, y))


SQUARE = ((10, 10), (30, 10), (30, 30), (10, 30))


def test_a_polygon_goes_on_over_clicks_and_follows_the_pointer(
    driver: ToolDriver, document: Document
) -> None:
    polygon(driver, *SQUARE[:2])
    driver.move(at(20, 30))
    assert driver.lasting and document.labels[15, 20] == 2
    driver.move(at(20, 12))
    assert document.labels[15, 20] == 0, "the preview follows, it does not smear"
    polygon(driver, *SQUARE[2:])
    driver.complete()
    assert not driver.active
    assert np.count_nonzero(document.labels == 2) == 400
    assert document.history.undo_names == ("Polygon",)


def test_backspace_takes_corners_back_and_the_polygon_with_the_first(
    driver: ToolDriver, document: Document
) -> None:
    polygon(driver, *SQUARE)
    driver.step_back()
    driver.complete()
    assert np.count_nonzero(document.labels == 2) == pytest.approx(200, abs=20)
    document.undo()
    polygon(driver, *SQUARE[:2])
    driver.step_back()
    driver.step_back()
    assert not driver.active
    assert not document.labels.any()


def test_a_polygon_cancelled_leaves_nothing_and_another_tool_closes_it(
    driver: ToolDriver, document: Document
) -> None:
    polygon(driver, *SQUARE)
    driver.cancel()
    assert not document.labels.any() and not document.history.undo_names
    polygon(driver, *SQUARE)
    driver.settings.set_tool(ToolKind.BRUSH)
    assert np.count_nonzero(document.labels == 2) == 400


def test_two_corners_are_no_polygon(driver: ToolDriver, document: Document) -> None:
    polygon(driver, *SQUARE[:2])
    driver.complete()
    assert not document.history.undo_names


def test_shift_sets_corners_in_steps_of_45_degrees(driver: ToolDriver, document: Document) -> None:
    driver.settings.set_tool(ToolKind.POLYGON)
    driver.press(at(10, 10))
    driver.press(at(30, 12, constrain=True))
    assert driver.guide is not None
    assert driver.guide.handles[-1].y == 10
    driver.press(at(28.5, 30, constrain=True))
    assert driver.guide.handles[-1].x == pytest.approx(driver.guide.handles[1].x)


def test_undo_in_the_middle_of_a_polygon_is_safe(driver: ToolDriver, document: Document) -> None:
    polygon(driver, *SQUARE)
    document.undo()
    driver.move(at(50, 40))
    driver.complete()
    assert not document.labels.any()
    assert not driver.active


def test_undo_takes_a_polygons_corners_back_before_anything_else(
    driver: ToolDriver, document: Document
) -> None:
    document.paint(Bounds(50, 40, 4, 4), class_id=3)
    before = document.snapshot()
    polygon(driver, *SQUARE)
    driver.undo()
    assert driver.guide is not None
    assert len(driver.guide.handles) == 3
    driver.undo()
    driver.undo()
    assert driver.active
    driver.undo()
    assert not driver.active
    assert np.array_equal(document.labels, before)
    driver.undo()
    assert not document.labels.any()


def test_redo_waits_while_a_polygon_goes_on(driver: ToolDriver, document: Document) -> None:
    document.paint(Bounds(50, 40, 4, 4), class_id=3)
    document.undo()
    polygon(driver, *SQUARE[:3])
    driver.redo()
    assert driver.lasting
    assert not (document.labels == 3).any()
    driver.cancel()
    driver.redo()
    assert (document.labels[40:44, 50:54] == 3).all()


@pytest.mark.parametrize(
    "tool", [ToolKind.LINE, ToolKind.RECTANGLE, ToolKind.LASSO, ToolKind.BRUSH]
)
def test_undo_in_mid_drag_takes_that_drag_alone_though_it_changed_nothing(
    driver: ToolDriver, document: Document, tool: ToolKind
) -> None:
    document.paint(Bounds(0, 0, 64, 48), class_id=2)
    before = document.snapshot()
    driver.settings.set_tool(tool)
    driver.press(at(10, 10))
    driver.move(at(20, 20))
    driver.undo()
    driver.move(at(30, 30))
    driver.release()
    assert np.array_equal(document.labels, before)
    assert document.history.undo_names == ("Paint",)


def test_a_drag_undone_in_the_middle_can_be_done_again(
    driver: ToolDriver, document: Document
) -> None:
    driver.settings.set_tool(ToolKind.RECTANGLE)
    driver.press(at(10.5, 10.5))
    driver.move(at(19.5, 19.5))
    driver.undo()
    driver.move(at(40.5, 40.5))
    driver.release()
    assert not document.labels.any()
    driver.redo()
    assert np.count_nonzero(document.labels == 2) == 100


def test_fill_takes_every_area_of_the_class_on_demand(
    driver: ToolDriver, document: Document
) -> None:
    document.paint(Bounds(30, 0, 2, 48), class_id=1)
    driver.settings.set_tool(ToolKind.FILL)
    driver.press(at(5, 5))
    driver.release()
    assert (document.labels[:, :30] == 2).all() and (document.labels[:, 32:] == 0).all()
    document.undo()
    driver.press(at(5, 5, constrain=True))
    driver.release()
    assert (document.labels[:, 32:] == 2).all(), "Shift fills everywhere"
    document.undo()
    driver.settings.set_option(contiguous=False)
    driver.press(at(5, 5))
    driver.release()
    assert (document.labels[:, 32:] == 2).all()


def test_a_state_of_all_options_survives_being_replaced(driver: ToolDriver) -> None:
    state = replace(driver.settings.state, gamma=99.0)
    driver.settings.apply(state)
    assert driver.settings.state.gamma == 4.0
