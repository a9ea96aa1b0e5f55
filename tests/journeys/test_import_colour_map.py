"""An artist opens maps and pictures that other programs made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from featherbrush.app.windows.opening import PictureUse
from featherbrush.engine.color_survey import best_palette
from featherbrush.engine.palettes import bundled_palettes

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio

CITY_SKY, CITY_TERRAIN, CITY_CAR = (70, 130, 180), (152, 251, 152), (0, 0, 142)


def city_map(path: Path) -> np.ndarray:
    """A map in the colours of Cityscapes: sky, terrain, one car. Returns 0, 1, 2 for them."""
    places = np.zeros((48, 64), np.uint8)
    places[30:] = 1
    places[20:30, 10:30] = 2
    colors = np.array([CITY_SKY, CITY_TERRAIN, CITY_CAR], np.uint8)
    Image.fromarray(colors[places]).save(path)
    return places


def test_colours_of_a_dataset_are_asked_about_and_counted(studio: Studio, tmp_path: Path) -> None:
    places = city_map(tmp_path / "city.png")
    studio.answers.path = tmp_path / "city.png"
    studio.answers.mapping = {CITY_SKY: 0, CITY_TERRAIN: 3, CITY_CAR: 1}

    studio.do("open")

    survey = studio.answers.survey
    assert survey is not None
    assert dict(zip(survey.colors, survey.counts, strict=True)) == {
        CITY_SKY: int((places == 0).sum()),
        CITY_TERRAIN: int((places == 1).sum()),
        CITY_CAR: int((places == 2).sum()),
    }
    assert best_palette(survey, bundled_palettes()).id == "cityscapes"
    assert np.array_equal(studio.labels, np.array([0, 3, 1], np.uint8)[places])
    assert studio.window.document.modified
    assert studio.window.document.path is None, "the file it came from is never overwritten"


def test_cancelling_leaves_the_work(studio: Studio, tmp_path: Path) -> None:
    city_map(tmp_path / "city.png")
    studio.answers.path = tmp_path / "city.png"
    before = studio.labels

    studio.do("open")

    assert studio.answers.asked == ["open map", "map 3 colours of city.png"]
    assert np.array_equal(studio.labels, before)
    assert not studio.window.document.modified


def test_indices_of_a_dataset_are_not_taken_for_classes(studio: Studio, tmp_path: Path) -> None:
    image = Image.fromarray(np.tile(np.arange(3, dtype=np.uint8), (48, 21))[:, :63])
    image.putpalette([*CITY_SKY, *CITY_TERRAIN, *CITY_CAR])
    image.save(tmp_path / "indexed.png")
    studio.answers.path = tmp_path / "indexed.png"

    studio.do("open")

    assert studio.answers.asked[-1] == "map 3 colours of indexed.png"


def test_our_own_colours_need_no_question(studio: Studio, tmp_path: Path) -> None:
    studio.draw((5, 5), (50, 20))
    painted = studio.labels
    studio.answers.path = tmp_path / "colors.png"
    studio.do("export-colors")
    studio.do("undo")

    studio.do("open")

    assert np.array_equal(studio.labels, painted)
    assert not [one for one in studio.answers.asked if one.startswith("map")]


def test_a_photograph_becomes_an_underlay(studio: Studio, tmp_path: Path) -> None:
    photo = np.random.default_rng(3).integers(0, 256, (60, 80, 3), np.uint8)
    Image.fromarray(photo).save(tmp_path / "photo.tif")
    studio.answers.path = tmp_path / "photo.tif"
    studio.answers.picture_use = PictureUse.UNDERLAY
    before = studio.labels

    studio.do("open")

    assert studio.answers.asked[-1] == "use of photo.tif"
    assert np.array_equal(studio.labels, before)
    assert studio.window.document.underlay is not None
    assert np.array_equal(studio.window.document.underlay.picture, photo)
    assert studio.window.document.modified


@pytest.mark.parametrize("use", [PictureUse.UNDERLAY, PictureUse.NOTHING])
def test_unsaved_work_is_not_asked_about_when_it_stays(
    studio: Studio, tmp_path: Path, use: PictureUse
) -> None:
    photo = np.random.default_rng(3).integers(0, 256, (60, 80, 3), np.uint8)
    Image.fromarray(photo).save(tmp_path / "photo.tif")
    studio.draw((5, 5), (50, 20))
    painted = studio.labels
    studio.answers.path, studio.answers.picture_use = tmp_path / "photo.tif", use

    studio.do("open")

    assert studio.answers.asked == ["open map", "use of photo.tif"]
    assert np.array_equal(studio.labels, painted)
    assert (studio.window.document.underlay is None) is (use is PictureUse.NOTHING)


def test_a_photograph_that_is_nothing_leaves_everything(studio: Studio, tmp_path: Path) -> None:
    photo = np.random.default_rng(3).integers(0, 256, (60, 80, 3), np.uint8)
    Image.fromarray(photo).save(tmp_path / "photo.jpg")
    studio.answers.path = tmp_path / "photo.jpg"

    studio.do("open")

    assert studio.window.document.underlay is None
    assert not studio.window.document.modified


def test_what_is_no_image_is_named(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    studio.answers.path = tmp_path / "text.png"

    studio.do("open")

    assert "text.png" in studio.window.messages.text
    assert (tmp_path / "text.png").read_text() == "no picture"
