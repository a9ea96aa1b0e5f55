"""Shapes: what is dragged, clicked or circled fills the map, and the pictures follow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from featherbrush.app.synthesis.state import Side

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio

LEFT = Qt.MouseButton.LeftButton


def click(studio: Studio, x: float, y: float) -> None:
    QTest.mouseClick(
        studio.window.canvas, LEFT, Qt.KeyboardModifier.NoModifier, studio.widget_point(x, y)
    )


def test_a_rectangle_is_dragged_and_the_picture_follows(studio: Studio) -> None:
    studio.window.tools.set_class(2)
    studio.do("rectangle")

    studio.draw((10.5, 5.5), (20, 20), (30.5, 15.5))
    studio.settle()

    assert (studio.labels[5:16, 10:31] == 2).all()
    assert tuple(studio.picture(Side.COMPRESSED)[10, 20]) == (30, 80, 160)
    assert studio.window.document.history.undo_names == ("Rectangle",)


def test_an_ellipse_is_undone_in_one_step(studio: Studio) -> None:
    before = studio.labels
    studio.window.tools.set_class(2)
    studio.do("ellipse")

    studio.draw((10, 5), (50, 40), (40, 30))
    assert studio.labels[17, 25] == 2
    studio.do("undo")

    assert np.array_equal(studio.labels, before)


def test_a_polygon_is_clicked_corner_by_corner_and_closed_with_enter(studio: Studio) -> None:
    canvas = studio.window.canvas
    studio.do("clear")
    studio.window.tools.set_class(2)
    studio.do("polygon")
    for x, y in ((10, 5), (40, 5), (40, 30), (60, 40)):
        click(studio, x, y)

    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    QTest.mouseMove(canvas, studio.widget_point(10, 30))
    assert canvas.overlays, "the edges show while it goes on"
    click(studio, 10, 30)
    QTest.keyClick(canvas, Qt.Key.Key_Return)

    assert (studio.labels[6:29, 12:38] == 2).all()
    assert studio.labels[38, 55] != 2
    assert not canvas.overlays


def test_a_click_at_the_first_corner_closes_a_polygon(studio: Studio) -> None:
    studio.window.tools.set_class(2)
    studio.do("polygon")
    for x, y in ((10, 5), (40, 5), (40, 30)):
        click(studio, x, y)

    click(studio, 10, 5)

    assert not studio.window.canvas.driver.active
    assert studio.labels[8, 30] == 2


def test_escape_takes_a_polygon_back(studio: Studio) -> None:
    before = studio.labels
    studio.do("polygon")
    for x, y in ((10, 5), (40, 5), (40, 30)):
        click(studio, x, y)

    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Escape)

    assert np.array_equal(studio.labels, before)
    assert not studio.window.document.history.undo_names


def test_undo_takes_a_polygons_corners_and_leaves_earlier_work(studio: Studio) -> None:
    window, before = studio.window, studio.labels
    assert not window.actions_by_name["undo"].isEnabled()
    studio.do("clear")
    studio.window.tools.set_class(2)
    studio.do("polygon")
    click(studio, 10, 5)
    assert window.actions_by_name["undo"].text() == "&Undo polygon"
    assert not window.actions_by_name["redo"].isEnabled()
    click(studio, 40, 5)

    QTest.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.canvas.driver.lasting
    studio.do("undo")
    assert not window.canvas.driver.active
    assert not window.canvas.overlays
    assert not studio.labels.any(), "the map is still cleared"
    assert window.actions_by_name["undo"].text() == "&Undo clear"

    studio.do("undo")
    assert np.array_equal(studio.labels, before)


def test_undo_is_there_for_the_very_first_polygon(studio: Studio) -> None:
    studio.do("polygon")
    click(studio, 10, 5)

    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert not studio.window.canvas.driver.active
    assert not studio.window.actions_by_name["undo"].isEnabled()


@pytest.mark.parametrize("action", ["save", "export-ids"])
def test_what_is_written_in_mid_polygon_is_what_stays(
    studio: Studio, tmp_path: Path, action: str
) -> None:
    window, studio.answers.path = studio.window, tmp_path / "mine.png"
    studio.do("clear")
    studio.do("save")
    studio.window.tools.set_class(2)
    studio.do("polygon")
    for x, y in ((10, 5), (40, 5), (40, 30)):
        click(studio, x, y)
    QTest.mouseMove(window.canvas, studio.widget_point(5, 40))

    studio.do(action)

    assert not window.canvas.driver.active
    assert not window.canvas.overlays
    assert studio.labels[10, 38] == 2
    assert studio.labels[30, 20] == 0, "a corner that was never set is no part of it"
    with Image.open(tmp_path / "mine.png") as image:
        assert np.array_equal(np.asarray(image), studio.labels)
    assert window.document.history.undo_names[0] == "Polygon"
    assert window.document.modified == (action != "save")
    QTest.mouseMove(window.canvas, studio.widget_point(60, 40))
    studio.do("undo")
    assert not studio.labels.any()


def test_a_lasso_fills_what_it_circles(studio: Studio) -> None:
    studio.window.tools.set_class(2)
    studio.do("lasso")

    studio.draw((10, 5), (40, 5), (40, 30), (10, 30))

    assert (studio.labels[6:29, 11:39] == 2).all()


def test_the_option_bar_shows_what_the_tool_has(studio: Studio) -> None:
    options = studio.window.option_bar.tools

    studio.do("fill")
    assert options.everywhere.isVisible() and not options.brush_size.isVisible()
    studio.do("select")
    assert options.selecting.isVisible() and not options.everywhere.isVisible()
    studio.do("brush")
    assert options.brush_size.isVisible() and options.pen.isVisible() and options.steady.isVisible()


def test_alt_and_a_drag_sideways_resize_the_brush(studio: Studio) -> None:
    window = studio.window
    window.tools.set_size(10)
    canvas, scale = window.canvas, window.canvas.view.scale
    start = studio.widget_point(20, 20)
    before = studio.labels

    QTest.mousePress(canvas, LEFT, Qt.KeyboardModifier.AltModifier, start)
    QTest.mouseMove(canvas, start + QPoint(round(4 * scale), 0))
    assert canvas.outline is not None
    QTest.mouseRelease(canvas, LEFT, Qt.KeyboardModifier.AltModifier, start)

    assert abs(window.tools.size - 18) < 1
    assert np.array_equal(studio.labels, before)
