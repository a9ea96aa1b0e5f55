"""An artist holds the pictures and lets them go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from featherbrush.app.synthesis.state import Side, State

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def test_paused_pictures_stay_and_resuming_shows_the_map_as_it_is(studio: Studio) -> None:
    window = studio.window
    shown = window.compare.revision(Side.COMPRESSED)
    before = studio.picture(Side.COMPRESSED).copy()

    studio.do("pause")
    studio.window.palette_panel.button(2).click()
    studio.draw((5, 5), (50, 5))
    studio.qtbot.wait(100)

    assert window.bridge.state is State.PAUSED
    assert window.compare.revision(Side.COMPRESSED) == shown
    assert studio.labels[5, 20] == 2

    studio.do("pause")
    studio.settle()
    assert not np.array_equal(studio.picture(Side.COMPRESSED), before)
    assert tuple(studio.picture(Side.ORIGINAL)[5, 20]) == (30, 80, 160)


def test_a_picture_cannot_be_saved_while_it_is_held(studio: Studio) -> None:
    studio.do("pause")
    studio.draw((5, 5), (50, 5))

    studio.do("save-compressed")

    assert "no picture" in studio.window.messages.text
    assert studio.answers.asked == []
