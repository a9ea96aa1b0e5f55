"""An artist chooses the light and season."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from featherbrush.app.synthesis.state import Side

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def test_a_seed_changes_both_pictures_and_reset_brings_them_back(studio: Studio) -> None:
    plain = {side: studio.picture(side).copy() for side in Side}
    map_before, window = studio.labels, studio.window

    window.style_panel.tile("seed-1").click()
    studio.settle()
    assert all(not np.array_equal(studio.picture(side), plain[side]) for side in Side)

    studio.do("style-default")
    studio.settle()
    assert all(np.array_equal(studio.picture(side), plain[side]) for side in Side)
    assert np.array_equal(studio.labels, map_before)
    assert not window.document.modified


def test_the_dice_put_a_new_style_on_the_strip(studio: Studio) -> None:
    studio.do("style-random")
    studio.settle()

    assert studio.window.style_panel.tile("random").isChecked()
    assert studio.window.document.style is not None


def test_every_style_gets_its_preview_while_the_pen_rests(studio: Studio) -> None:
    panel, shelf = studio.window.style_panel, studio.window.shelf

    def all_there() -> None:
        assert all(panel.tile(option.key).has_picture for option in shelf.options)

    studio.qtbot.waitUntil(all_there, timeout=30_000)


def test_a_style_is_taken_from_a_picture(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "dusk.png"
    Image.new("RGB", (90, 60), (255, 0, 0)).save(path)
    studio.answers.path = path

    studio.do("style-picture")
    style_of = studio.window.document
    studio.qtbot.waitUntil(lambda: style_of.style is not None, timeout=30_000)
    studio.settle()

    assert np.allclose(style_of.style, (1, 0, 0, 0), atol=0.02)
    assert studio.window.style_panel.tile("picture").isChecked()


def test_a_picture_that_cannot_be_read_becomes_a_message(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "no.png"
    path.write_bytes(b"not a picture")
    studio.answers.path = path

    studio.do("style-picture")

    studio.wait_for_message("no.png")
    assert studio.window.document.style is None
