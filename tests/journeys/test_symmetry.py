"""Painting with symmetry: copies at the same time, axes on the canvas, one undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def test_a_stroke_is_mirrored_and_undone_with_its_copy(studio: Studio) -> None:
    studio.do("clear")
    before = studio.labels
    studio.window.tools.set_class(2)
    studio.window.tools.set_size(5)
    studio.do("symmetry-vertical")
    assert studio.window.canvas.overlays, "the axis shows"

    studio.draw((10, 10), (20, 15), (25, 30))

    painted = studio.labels == 2
    assert painted[10, 10] and np.array_equal(painted, painted[:, ::-1])
    studio.do("undo")
    assert np.array_equal(studio.labels, before)


def test_the_menu_sets_copies_around_the_middle_and_says_so(studio: Studio) -> None:
    options = studio.window.option_bar.tools
    options.symmetry_menu.radial.setValue(6)

    assert studio.window.tools.state.symmetry.radial == 6
    assert "6" in options.symmetry.text()
    assert len(studio.window.canvas.overlays) == 6

    options.symmetry_menu.radial.setValue(1)
    assert not studio.window.canvas.overlays


def test_a_steadied_stroke_shows_its_string_and_ends_at_the_pen(studio: Studio) -> None:
    options, canvas = studio.window.option_bar.tools, studio.window.canvas
    studio.do("clear")
    studio.window.tools.set_class(2)
    studio.window.tools.set_size(2)
    options.steady_menu.entries[next(reversed(options.steady_menu.entries))].trigger()

    studio.draw((10, 10), (15, 10), (50, 10))

    assert studio.labels[10, 48] == 2
    assert not canvas.overlays
