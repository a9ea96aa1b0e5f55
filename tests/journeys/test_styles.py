"""An artist blends two styles, keeps favourites with the document, renames and removes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from featherbrush.app.document.extras import Favourite
from featherbrush.app.synthesis.styles import BLEND, KEPT, between
from featherbrush.engine.style import style_from_seed

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def blend_to(studio: Studio, first: str, second: str, share: int) -> None:
    row = studio.window.style_panel.blend
    for box, key in ((row.first, first), (row.second, second)):
        box.setCurrentIndex(box.findData(key))
    row.slider.setValue(share)


def test_a_slider_leads_from_one_style_to_another(studio: Studio) -> None:
    window = studio.window
    one, two = style_from_seed(1, 4), style_from_seed(2, 4)

    blend_to(studio, "seed-1", "seed-2", 50)
    assert window.shelf.current.key == BLEND
    assert np.allclose(window.document.style, between(one, two, share=0.5))
    studio.settle()

    window.style_panel.blend.slider.setValue(100)
    assert np.allclose(window.document.style, two, atol=1e-6)
    window.style_panel.tile("seed-3").click()
    assert window.style_panel.blend.slider.value() == 0


def test_a_favourite_is_kept_with_the_document_and_makes_it_modified(studio: Studio) -> None:
    window = studio.window
    studio.do("style-random")
    style = window.document.style

    studio.do("style-keep")

    (favourite,) = window.document.favourites
    assert np.array_equal(favourite.vector, style)
    assert window.document.modified
    assert window.shelf.current.key == KEPT + favourite.name
    assert not window.actions_by_name["style-keep"].isEnabled()
    assert window.style_panel.tile(KEPT + favourite.name).isChecked()


def test_favourites_are_renamed_and_removed_and_the_picture_stays(studio: Studio) -> None:
    window = studio.window
    for _ in range(2):
        studio.do("style-random")
        studio.do("style-keep")
    names = [one.name for one in window.document.favourites]
    style = window.document.style

    window.styles.rename(KEPT + names[1], "dusk over the bay")
    assert [one.name for one in window.document.favourites] == [names[0], "dusk over the bay"]
    assert window.shelf.current.title == "dusk over the bay"
    window.styles.rename(KEPT + names[0], "dusk over the bay")
    assert window.document.favourites[0].name == "dusk over the bay 2"

    window.styles.remove(KEPT + "dusk over the bay")
    assert [one.name for one in window.document.favourites] == ["dusk over the bay 2"]
    assert np.array_equal(window.document.style, style)


def test_favourites_that_come_with_a_document_are_on_the_strip(studio: Studio) -> None:
    window = studio.window
    fits = Favourite("first snow", style_from_seed(77, 4))
    foreign = Favourite("of another model", np.ones(9, np.float32))
    window.document.replace(window.document.snapshot(), favourites=(fits, foreign))

    assert not window.document.modified
    window.style_panel.tile(KEPT + "first snow").click()
    assert np.array_equal(window.document.style, fits.vector)
    assert KEPT + foreign.name not in [option.key for option in window.shelf.options]


def test_a_style_that_a_file_brings_is_marked_on_the_strip(studio: Studio) -> None:
    window = studio.window
    window.document.set_style(style_from_seed(3, 4))
    assert window.shelf.current.key == "seed-3"
    window.document.set_style(style_from_seed(4321, 4))
    assert window.shelf.current.title == "From the file"
    assert np.array_equal(window.document.style, style_from_seed(4321, 4))


def test_a_style_of_a_picture_with_a_long_name_is_kept(studio: Studio) -> None:
    window = studio.window
    window.shelf.take(style_from_seed(9, 4), title="holiday " * 20)

    studio.do("style-keep")
    window.shelf.choose("seed-1")
    window.shelf.take(style_from_seed(10, 4), title="holiday " * 20)
    studio.do("style-keep")

    names = [one.name for one in window.document.favourites]
    assert len(set(names)) == 2
    assert all(name.startswith("holiday") and len(name) <= 80 for name in names)
