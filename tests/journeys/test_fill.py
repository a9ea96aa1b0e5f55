"""An artist fills areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from featherbrush.app.synthesis.state import Side

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def test_fill_gives_a_whole_area_the_class(studio: Studio) -> None:
    sky = studio.labels == 0
    studio.window.palette_panel.button(2).click()
    studio.do("fill")

    studio.draw((1.5, 1.5))
    studio.settle()

    assert (studio.labels[sky] == 2).all()
    assert tuple(studio.picture(Side.ORIGINAL)[1, 1]) == (30, 80, 160)


def test_fill_stops_at_other_classes(studio: Studio) -> None:
    before = studio.labels
    studio.window.palette_panel.button(1).click()
    studio.do("fill")

    studio.draw((1.5, 1.5))

    untouched = before != 0
    assert np.array_equal(studio.labels[untouched], before[untouched])


def test_filling_with_the_same_class_is_no_step(studio: Studio) -> None:
    studio.window.palette_panel.button(0).click()
    studio.do("fill")

    studio.draw((1.5, 1.5))

    assert not studio.window.document.history.undo_names
    assert not studio.window.document.modified
