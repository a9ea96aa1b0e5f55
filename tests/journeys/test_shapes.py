"""Shapes: what is dragged, clicked or circled fills the map, and the pictures follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
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
