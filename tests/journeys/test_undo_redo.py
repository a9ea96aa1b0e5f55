"""An artist takes strokes back and does them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from featherbrush.app.synthesis.state import Side

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def test_undo_and_redo_step_by_step_and_the_pictures_follow(studio: Studio) -> None:
    studio.window.tools.set_size(5)
    maps = [studio.labels]
    for class_id, row in ((1, 3), (2, 6), (3, 9)):
        studio.window.palette_panel.button(class_id).click()
        studio.draw((5, row), (30, row), (60, row))
        maps.append(studio.labels)

    for wanted in reversed(maps[:-1]):
        studio.do("undo")
        assert np.array_equal(studio.labels, wanted)
    assert not studio.window.actions_by_name["undo"].isEnabled()
    for wanted in maps[1:]:
        studio.do("redo")
        assert np.array_equal(studio.labels, wanted)
    studio.do("undo")
    studio.settle()

    assert tuple(studio.picture(Side.COMPRESSED)[9, 30]) == (110, 170, 230)


def test_a_drag_is_one_step_and_menus_name_it(studio: Studio) -> None:
    before = studio.labels
    studio.window.palette_panel.button(2).click()

    studio.draw((5, 5), (20, 8), (40, 12), (60, 5))

    assert studio.window.actions_by_name["undo"].text() == "&Undo brush"
    studio.do("undo")
    assert np.array_equal(studio.labels, before)
    assert studio.window.actions_by_name["redo"].text() == "&Redo brush"


def test_undoing_everything_makes_the_work_unmodified(studio: Studio) -> None:
    studio.window.palette_panel.button(2).click()
    studio.draw((5, 5), (20, 8))
    assert studio.window.document.modified

    studio.do("undo")

    assert not studio.window.document.modified
    assert not studio.window.isWindowModified()
