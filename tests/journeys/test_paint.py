"""An artist paints, and the picture follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from featherbrush.app.canvas import ToolKind
from featherbrush.app.synthesis.state import Side

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def test_a_landscape_is_there_before_the_first_stroke(studio: Studio) -> None:
    assert len(np.unique(studio.labels)) == 4
    assert studio.picture(Side.COMPRESSED).shape == (48, 64, 3)
    assert not studio.window.document.modified


def test_a_stroke_changes_the_map_and_both_pictures(studio: Studio) -> None:
    window = studio.window
    window.palette_panel.button(2).click()
    window.tools.set_size(6)
    before = studio.picture(Side.COMPRESSED).copy()

    studio.draw((10, 5), (30, 5), (50, 8))
    studio.settle()

    assert studio.labels[5, 20] == 2
    assert window.document.modified
    assert window.isWindowModified()
    assert tuple(studio.picture(Side.COMPRESSED)[5, 20]) == (30, 80, 160)
    assert tuple(studio.picture(Side.ORIGINAL)[5, 20]) == (30, 80, 160)
    assert not np.array_equal(before, studio.picture(Side.COMPRESSED))


def test_number_keys_choose_classes(studio: Studio) -> None:
    window = studio.window
    window.canvas.setFocus()

    QTest.keyClick(window, Qt.Key.Key_3)

    assert window.tools.class_id == 2
    assert window.palette_panel.current == 2


def test_number_keys_choose_classes_while_their_panel_is_hidden(studio: Studio) -> None:
    window = studio.window
    studio.do("show-palette")
    assert not window.palette_panel.isVisible()

    QTest.keyClick(window.canvas, Qt.Key.Key_3)
    assert window.tools.class_id == 2
    QTest.keyClick(window.canvas, Qt.Key.Key_9)
    assert window.tools.class_id == 2, "there is no ninth class"

    studio.do("show-palette")
    assert window.palette_panel.current == 2


def test_the_eraser_leaves_the_background(studio: Studio) -> None:
    window = studio.window
    row, column = np.argwhere(studio.labels == 3)[0]
    studio.do("eraser")
    window.tools.set_size(4)

    studio.draw((column + 0.5, row + 0.5), (column + 1.5, row + 0.5))

    assert studio.labels[row, column] == window.document.palette.background


def test_a_line_is_straight(studio: Studio) -> None:
    studio.window.palette_panel.button(1).click()
    studio.window.tools.set_size(3)
    studio.do("line")

    studio.draw((4.5, 2.5), (40, 20), (60.5, 2.5))

    assert (studio.labels[2, 5:60] == 1).all()
    assert studio.labels[20, 40] != 1 or (studio.labels[6:10, 40] != 1).any()


def test_the_eyedropper_takes_the_class_under_it(studio: Studio) -> None:
    window = studio.window
    row, column = np.argwhere(studio.labels == 1)[0]
    window.tools.set_class(3)
    studio.do("picker")

    studio.draw((column + 0.5, row + 0.5))

    assert window.tools.class_id == 1
    assert window.palette_panel.current == 1


def test_choosing_a_class_puts_the_brush_back_in_hand(studio: Studio) -> None:
    studio.do("eraser")

    studio.window.palette_panel.button(2).click()

    assert studio.window.tools.tool is ToolKind.BRUSH
    assert studio.window.actions_by_name["brush"].isChecked()


@pytest.mark.parametrize("tool", ["fill", "line", "polygon"])
def test_choosing_a_class_puts_the_last_painting_tool_back_in_hand(
    studio: Studio, tool: str
) -> None:
    studio.do(tool)
    studio.do("select")
    studio.do("eraser")

    QTest.keyClick(studio.window.canvas, Qt.Key.Key_3)

    assert studio.window.tools.tool is ToolKind(tool)
    assert studio.window.tools.class_id == 2


def test_choosing_a_class_of_a_map_never_brings_a_sketchs_pencil(studio: Studio) -> None:
    studio.do("pencil")
    studio.do("eraser")

    studio.window.palette_panel.button(2).click()

    assert studio.window.tools.tool is ToolKind.BRUSH


def test_brackets_and_slider_change_the_brush_size(studio: Studio) -> None:
    window = studio.window
    window.tools.set_size(20)

    studio.do("brush-larger")
    assert window.option_bar.brush_size.number.value() == round(window.tools.size) > 20

    window.option_bar.brush_size.slider.setValue(0)
    assert window.tools.size == 1


def test_the_status_bar_names_what_is_under_the_cursor(studio: Studio) -> None:
    window = studio.window
    row, column = np.argwhere(studio.labels == 2)[0]

    QTest.mouseMove(window.canvas, studio.widget_point(column + 0.5, row + 0.5))

    name, position, size, zoom = window.status.texts
    assert name == "water"
    assert position == f"{column}, {row}"
    assert size == "64x48 px"
    assert zoom.endswith("%")


def test_clear_fills_with_the_background_and_can_be_undone(studio: Studio) -> None:
    before = studio.labels

    studio.do("clear")
    assert (studio.labels == studio.window.document.palette.background).all()

    studio.do("undo")
    assert np.array_equal(studio.labels, before)
