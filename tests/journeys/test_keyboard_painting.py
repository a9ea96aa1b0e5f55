"""Painting without a mouse or pen: arrow keys, space, and what the window says meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from featherbrush.app.canvas.input import Device, PointerSample
from featherbrush.app.canvas.keyboard import kept_inside, on_canvas
from featherbrush.app.canvas.recording import PointerRecord
from featherbrush.app.canvas.replay import EventPlayer
from featherbrush.app.canvas.view import ViewTransform
from featherbrush.engine.geometry import Extent, Point

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def studio(make_studio: MakeStudio) -> Studio:
    """The studio without a model: nothing here needs pictures."""
    return make_studio()


@pytest.fixture
def at_home(studio: Studio) -> Studio:
    """The keyboard's cursor in the top left corner, a brush of 3 pixels with class 3 in hand."""
    studio.window.tools.set_size(3)
    studio.window.tools.set_class(3)
    for _ in range(14):
        press(studio, Qt.Key.Key_Left, SHIFT)
        press(studio, Qt.Key.Key_Up, SHIFT)
    assert studio.window.keyboard.position == Point(0.5, 0.5)
    return studio


def press(
    studio: Studio,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.keyClick(studio.window.canvas, key, modifiers)


def test_the_first_arrow_brings_the_cursor_out_where_it_can_be_seen(studio: Studio) -> None:
    keyboard = studio.window.keyboard
    assert keyboard.position is None and keyboard.cross.isHidden()

    press(studio, Qt.Key.Key_Right)

    assert keyboard.position is not None
    assert not keyboard.cross.isHidden()
    at = studio.window.canvas.view.to_widget(keyboard.position)
    assert keyboard.cross.geometry().contains(round(at.x), round(at.y))


def test_arrows_move_by_one_pixel_and_with_shift_by_ten(at_home: Studio) -> None:
    press(at_home, Qt.Key.Key_Right)
    press(at_home, Qt.Key.Key_Down, SHIFT)

    assert at_home.window.keyboard.position == Point(1.5, 10.5)


def test_space_paints_a_dab_that_is_one_undo_step(at_home: Studio) -> None:
    before = at_home.labels
    press(at_home, Qt.Key.Key_Right, SHIFT)
    press(at_home, Qt.Key.Key_Down, SHIFT)

    press(at_home, Qt.Key.Key_Space)

    assert at_home.labels[10, 10] == 3
    assert len(at_home.window.document.history.undo_names) == 1
    at_home.do("undo")
    assert np.array_equal(at_home.labels, before)


def test_arrows_draw_while_space_is_held(at_home: Studio) -> None:
    canvas = at_home.window.canvas
    press(at_home, Qt.Key.Key_Down, SHIFT)
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    for _ in range(3):
        press(at_home, Qt.Key.Key_Right, SHIFT)
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    press(at_home, Qt.Key.Key_Down, SHIFT)

    assert (at_home.labels[10, 0:31] == 3).all()
    assert not (at_home.labels[20] == 3).all()
    assert len(at_home.window.document.history.undo_names) == 1


def test_escape_takes_a_held_stroke_back(at_home: Studio) -> None:
    before = at_home.labels
    canvas = at_home.window.canvas
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    press(at_home, Qt.Key.Key_Right, SHIFT)
    press(at_home, Qt.Key.Key_Escape)
    QTest.keyRelease(canvas, Qt.Key.Key_Space)

    assert np.array_equal(at_home.labels, before)


def test_the_tool_in_hand_works_the_same_way(at_home: Studio) -> None:
    at_home.do("fill")
    press(at_home, Qt.Key.Key_Space)
    assert at_home.labels[0, 0] == 3

    at_home.do("picker")
    at_home.window.tools.set_class(1)
    press(at_home, Qt.Key.Key_Space)
    assert at_home.window.tools.class_id == 3


def test_the_status_bar_says_class_and_place(at_home: Studio) -> None:
    press(at_home, Qt.Key.Key_Right)

    name, position = at_home.window.status.texts[:2]
    palette = at_home.window.document.palette
    assert name == palette.name(int(at_home.labels[0, 1]))
    assert position == "1, 0"


def test_the_mouse_sends_the_cursor_away_and_space_pans_again(at_home: Studio) -> None:
    before = at_home.labels
    canvas = at_home.window.canvas
    QTest.mouseMove(canvas, QPoint(40, 400))
    QTest.mouseMove(canvas, QPoint(60, 420))
    assert at_home.window.keyboard.position is None

    press(at_home, Qt.Key.Key_Space)

    assert np.array_equal(at_home.labels, before)


def test_a_pen_that_presses_sends_the_cursor_away_and_takes_the_focus(at_home: Studio) -> None:
    window = at_home.window
    window.option_bar.brush_size.number.setFocus()

    pressed = PointerSample(20, 20, device=Device.PEN)
    EventPlayer(window.canvas).play(PointerRecord.of("press", pressed, t=0))

    assert window.keyboard.position is None
    assert window.focusWidget() is window.canvas
    window.canvas.driver.release()


@pytest.mark.parametrize("part", ["slider", "number"])
def test_space_pans_after_the_brush_was_resized(studio: Studio, part: str) -> None:
    canvas, before = studio.window.canvas, studio.labels
    control = getattr(studio.window.option_bar.brush_size, part)
    with studio.qtbot.waitActive(studio.window):
        studio.window.activateWindow()
    control.setFocus()
    assert control.hasFocus()
    if part == "number":
        QTest.keyClick(control, Qt.Key.Key_Return)
    view = canvas.view

    QTest.mouseMove(canvas, QPoint(40, 400))
    QTest.mouseMove(canvas, QPoint(60, 420))
    QTest.keyPress(QApplication.focusWidget(), Qt.Key.Key_Space)
    studio.draw((10, 10), (30, 20))

    assert np.array_equal(studio.labels, before)
    assert canvas.view != view


def test_leaving_the_canvas_ends_the_stroke_and_keeps_it(at_home: Studio) -> None:
    canvas = at_home.window.canvas
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    at_home.window.option_bar.setFocus()
    canvas.clearFocus()

    assert not canvas.driver.active
    assert at_home.labels[0, 0] == 3


def test_the_cursor_stays_in_sight_when_zoomed_in(at_home: Studio) -> None:
    canvas = at_home.window.canvas
    canvas.zoom(8.0)
    for _ in range(6):
        press(at_home, Qt.Key.Key_Right, SHIFT)

    position = at_home.window.keyboard.position
    assert position is not None
    at = canvas.view.to_widget(position)
    assert 0 < at.x < canvas.width() and 0 < at.y < canvas.height()


def test_steps_follow_the_screen_in_a_turned_view() -> None:
    assert on_canvas(ViewTransform(2.0), 1, 0) == (1, 0)
    assert on_canvas(ViewTransform(2.0, rotation=180.0), 1, 0) == (-1, 0)
    assert on_canvas(ViewTransform(2.0, mirrored=True), 1, 0) == (-1, 0)
    assert on_canvas(ViewTransform(2.0, mirrored=True), 0, 1) == (0, 1)


def test_positions_are_middles_of_pixels_of_the_map() -> None:
    assert kept_inside(Point(-4, 99), Extent(8, 6)) == Point(0.5, 5.5)
    assert kept_inside(Point(3.2, 2.9), Extent(8, 6)) == Point(3.5, 2.5)
