"""Select a part, move it by hand and by keys, copy it, flip it, delete it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from featherbrush.app.canvas import ToolKind

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


@pytest.fixture
def square(studio: Studio) -> Studio:
    """A studio with a square of water on sky, selected."""
    studio.do("clear")
    studio.window.tools.set_class(2)
    studio.do("rectangle")
    studio.draw((10.5, 10.5), (17.5, 17.5))
    studio.do("select")
    studio.draw((10.5, 10.5), (17.5, 17.5))
    return studio


def water(studio: Studio) -> tuple[int, int, int, int]:
    """Left, top, width and height of all the water."""
    rows, columns = np.nonzero(studio.labels == 2)
    left, top = columns.min(), rows.min()
    return left, top, columns.max() - left + 1, rows.max() - top + 1


def test_a_selection_is_dragged_and_taken_back(square: Studio) -> None:
    square.do("move")

    square.draw((12, 12), (20, 20), (32, 22))
    assert water(square) == (30, 20, 8, 8)

    square.do("undo")
    assert water(square) == (10, 10, 8, 8)
    square.do("redo")
    assert water(square) == (30, 20, 8, 8)


def test_what_was_selected_is_taken_back_as_well(square: Studio) -> None:
    document = square.window.document
    selection = document.selection
    square.do("deselect")
    assert document.selection is None
    assert square.window.actions_by_name["undo"].text() == "&Undo deselect"

    square.do("undo")
    assert document.selection is selection
    square.do("undo")
    assert document.selection is None
    assert water(square) == (10, 10, 8, 8)
    square.do("undo")
    assert not np.any(square.labels == 2)

    for _ in range(2):
        square.do("redo")
    assert document.selection is selection
    square.do("move")
    square.draw((12, 12), (32, 22))
    moved = document.selection
    square.do("undo")
    assert document.selection is selection
    square.do("redo")
    assert document.selection is moved
    assert water(square) == (30, 20, 8, 8)


def test_selecting_alone_is_no_unsaved_work(studio: Studio) -> None:
    saved = not studio.window.document.modified
    studio.do("select")
    studio.draw((10.5, 10.5), (17.5, 17.5))
    studio.do("undo")
    studio.do("redo")

    assert saved
    assert studio.window.document.selection is not None
    assert not studio.window.document.modified


def test_arrow_keys_move_by_a_pixel_and_with_shift_by_ten(square: Studio) -> None:
    square.do("move")
    canvas = square.window.canvas

    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    assert water(square) == (11, 20, 8, 8)


def test_copy_and_paste_put_a_second_one_in_hand(square: Studio) -> None:
    square.do("copy")
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (8, 8), "other programs get a picture"

    square.do("paste")
    assert square.window.tools.tool is ToolKind.MOVE
    square.draw((12, 12), (42, 32))

    assert water(square) == (10, 10, 38, 28)
    assert np.count_nonzero(square.labels == 2) == 128


def test_escape_puts_a_pasted_piece_back_where_the_drag_began(square: Studio) -> None:
    canvas, left = square.window.canvas, Qt.MouseButton.LeftButton
    square.do("copy")
    square.do("deselect")
    square.window.tools.set_class(1)
    square.do("rectangle")
    square.draw((0.5, 0.5), (63.5, 47.5))
    square.do("paste")
    pasted = square.labels

    QTest.mousePress(canvas, left, pos=square.widget_point(12, 12))
    QTest.mouseMove(canvas, square.widget_point(30, 30))
    assert not np.array_equal(square.labels, pasted)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, left, pos=square.widget_point(30, 30))
    assert np.array_equal(square.labels, pasted)

    square.draw((12, 12), (20, 20), (42, 32))
    assert water(square) == (40, 30, 8, 8)
    assert np.count_nonzero(square.labels == 1) == 64 * 48 - 64, "it leaves no hole"


def test_cut_leaves_background_and_paste_brings_it_into_a_new_map(square: Studio) -> None:
    square.do("cut")
    assert not (square.labels == 2).any()

    square.window.document.new(extent=square.window.document.extent, fill=1)
    square.do("paste")

    assert water(square) == (10, 10, 8, 8)


def test_delete_clears_only_what_is_selected(square: Studio) -> None:
    square.do("invert-selection")
    before = square.labels
    square.do("clear")
    assert np.array_equal(square.labels, before)

    square.do("invert-selection")
    square.do("clear")
    assert not (square.labels == 2).any()


def test_flipping_turns_the_selection_in_place(square: Studio) -> None:
    square.window.tools.set_class(3)
    square.window.tools.set_size(1)
    square.do("brush")
    square.draw((10.5, 10.5))

    square.do("flip-horizontally")
    assert square.labels[10, 17] == 3
    square.do("flip-vertically")
    assert square.labels[17, 17] == 3
    assert water(square) == (10, 10, 8, 8)


def test_nothing_outside_the_selection_changes_until_it_is_dropped(square: Studio) -> None:
    square.window.tools.set_class(1)
    square.window.tools.set_size(20)
    square.do("brush")

    square.draw((2, 14), (60, 14))
    assert np.count_nonzero(square.labels == 1) == 64

    square.do("deselect")
    square.draw((2, 14), (60, 14))
    assert np.count_nonzero(square.labels == 1) > 64


def test_an_empty_clipboard_is_said_plainly(square: Studio) -> None:
    QGuiApplication.clipboard().clear()
    square.do("paste")
    assert "nothing on the clipboard" in square.window.messages.text
