"""What a file becomes when it is opened, by what is painted just now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from featherbrush.app.document import Palette
from featherbrush.app.document.palette import ink_palette
from featherbrush.app.windows.opening import Opener, PictureUse, fitted
from featherbrush.engine.color_survey import ColorSurvey
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.landscape_classes import LANDSCAPE_CLASSES
from featherbrush.engine.palettes import Color

EMPTY = np.zeros((4, 4), np.uint8)


class Person:
    """Says what the test wants, and remembers what was asked."""

    def __init__(self, use: PictureUse = PictureUse.NOTHING) -> None:
        self.use, self.offered_sketch = use, False

    def map_colors(
        self, survey: ColorSurvey, palette: Palette, *, name: str, names: Mapping[Color, str]
    ) -> dict[Color, int] | None:
        """Everything is class 2."""
        return dict.fromkeys(survey.colors, 2)

    def ask_picture_use(self, name: str, *, sketch: bool) -> PictureUse:
        """What the test wants."""
        self.offered_sketch = sketch
        return self.use


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    pixels = np.random.default_rng(3).integers(0, 256, (60, 80, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def test_a_picture_is_a_sketch_where_sketches_are_drawn(photo: Path) -> None:
    opened = Opener("sketch", ink_palette(), Person()).read(photo, current=EMPTY)
    assert opened is not None and opened.native
    assert opened.content.kind == "sketch"
    assert np.array_equal(opened.content.pixels, np.asarray(Image.open(photo)))


@pytest.mark.parametrize("can", [False, True])
def test_a_picture_on_a_map_may_become_a_sketch_where_a_model_draws_from_one(
    photo: Path, can: bool
) -> None:
    person = Person(PictureUse.SKETCH)
    opener = Opener("labels", Palette.of(LANDSCAPE_CLASSES), person, can_sketch=can)
    opened = opener.read(photo, current=EMPTY)
    assert person.offered_sketch is can
    assert opened is not None and opened.content.kind == "sketch"
    assert not opened.native


def test_a_grey_photograph_is_a_picture_and_a_grey_map_is_asked_about(tmp_path: Path) -> None:
    ramp = np.tile(np.arange(256, dtype=np.uint8), (4, 1))
    Image.fromarray(ramp).save(tmp_path / "photo.png")
    Image.fromarray(np.full((4, 8), 157, np.uint8)).save(tmp_path / "map.png")
    opener = Opener("labels", Palette.of(LANDSCAPE_CLASSES), Person(PictureUse.UNDERLAY))
    under = opener.read(tmp_path / "photo.png", current=EMPTY)
    asked = opener.read(tmp_path / "map.png", current=EMPTY)
    assert under is not None and under.underlay_only
    assert asked is not None and asked.content.pixels.tolist() == [[2] * 8] * 4


def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "bad.ora").write_bytes(b"bad")
    (tmp_path / "bad.jpg").write_bytes(b"bad")
    for kind in ("labels", "sketch"):
        opener = Opener(kind, Palette.of(LANDSCAPE_CLASSES), Person())
        for name in ("bad.ora", "bad.jpg", "missing.png", "missing.ora"):
            with pytest.raises(FeatherbrushError, match=name):
                opener.read(tmp_path / name, current=EMPTY)


def test_canvases_are_fitted_to_the_model_each_in_its_way() -> None:
    labels = np.random.default_rng(1).integers(0, 5, (50, 70), np.uint8)
    assert fitted(labels, multiple=32).shape == (64, 64)
    assert set(np.unique(fitted(labels, multiple=32))) <= set(range(5))
    sketch = np.full((50, 70, 3), 255, np.uint8)
    assert fitted(sketch, multiple=32).shape == (64, 64, 3)
