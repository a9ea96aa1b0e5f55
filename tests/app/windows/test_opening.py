"""What a file becomes when it is opened, by what is painted just now."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
from featherbrush.engine.pictures import read_picture

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


NOISE = np.random.default_rng(4).integers(0, 256, (8, 8, 3), np.uint8)


def deep(channels: int) -> bytes:
    """A PNG of 16 bits for each of its 1 or 3 channels, which Pillow does not write itself."""
    header = struct.pack(">IIBBBBB", 8, 8, 16, {1: 0, 3: 2}[channels], 0, 0, 0)
    rows = np.random.default_rng(4).integers(0, 256, (8, 8 * channels * 2), np.uint8)
    packed = zlib.compress(np.insert(rows, 0, 0, axis=1).tobytes())
    parts = [(b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P"])
def test_a_plain_sketch_may_be_saved_to_its_file_again(tmp_path: Path, mode: str) -> None:
    image = Image.fromarray(NOISE).convert(mode)
    image.save(tmp_path / "a.png")
    opened = Opener("sketch", ink_palette(), Person()).read(tmp_path / "a.png", current=EMPTY)
    assert opened is not None and opened.native
    assert np.array_equal(opened.content.pixels, np.asarray(image.convert("RGB")))


@pytest.mark.parametrize(
    ("mode", "options"),
    [
        ("RGBA", {}),
        ("LA", {}),
        ("P", {"transparency": 3}),
        ("RGB", {"transparency": (1, 2, 3)}),
        ("L", {"transparency": 7}),
        ("RGB", {"save_all": True, "append_images": [Image.fromarray(NOISE[::-1].copy())]}),
    ],
)
def test_a_sketch_that_saving_would_flatten_is_never_written_to_its_file(
    tmp_path: Path, mode: str, options: dict[str, Any]
) -> None:
    Image.fromarray(NOISE).convert(mode).save(tmp_path / "a.png", **options)
    opened = Opener("sketch", ink_palette(), Person()).read(tmp_path / "a.png", current=EMPTY)
    assert opened is not None and not opened.native
    assert np.array_equal(opened.content.pixels, read_picture(tmp_path / "a.png"))


@pytest.mark.parametrize("channels", [1, 3])
def test_a_sketch_of_16_bits_is_never_written_to_its_file(tmp_path: Path, channels: int) -> None:
    (tmp_path / "a.png").write_bytes(deep(channels))
    opened = Opener("sketch", ink_palette(), Person()).read(tmp_path / "a.png", current=EMPTY)
    assert opened is not None and not opened.native


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
