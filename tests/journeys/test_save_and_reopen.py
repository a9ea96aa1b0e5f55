"""An artist saves maps and pictures, and finds them again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from featherbrush.app.synthesis.state import Side

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def test_a_saved_map_comes_back_as_it_was(studio: Studio, tmp_path: Path) -> None:
    studio.window.palette_panel.button(2).click()
    studio.draw((5, 5), (50, 20))
    painted = studio.labels
    studio.answers.path = tmp_path / "mine.png"

    studio.do("save")
    assert not studio.window.document.modified
    assert studio.window.windowTitle().startswith("mine.png")
    studio.do("clear")
    studio.do("save-as")
    studio.do("undo")
    studio.do("save")
    studio.do("clear")
    studio.answers.unsaved = studio.answers.unsaved.DISCARD
    studio.do("open")

    assert np.array_equal(studio.labels, painted)
    with Image.open(tmp_path / "mine.png") as image:
        assert image.mode == "P"
        assert np.array_equal(np.asarray(image), painted)


def test_saving_again_does_not_ask_where(studio: Studio, tmp_path: Path) -> None:
    studio.answers.path = tmp_path / "mine.png"
    studio.do("save")
    studio.answers.asked.clear()
    studio.draw((5, 5), (50, 20))

    studio.do("save")

    assert studio.answers.asked == []
    assert not studio.window.document.modified


def test_both_pictures_can_be_saved(studio: Studio, tmp_path: Path) -> None:
    for side in Side:
        studio.answers.path = tmp_path / f"{side.value}.png"
        studio.do(f"save-{side.value}")
        with Image.open(studio.answers.path) as image:
            assert np.array_equal(np.asarray(image), studio.picture(side))
    assert studio.answers.asked == [
        "save picture Untitled-original.png",
        "save picture Untitled-compressed.png",
    ]


def test_a_picture_that_is_still_coming_is_saved_when_it_is_there(
    studio: Studio, tmp_path: Path
) -> None:
    studio.window.palette_panel.button(2).click()
    studio.draw((5, 5), (50, 20))
    studio.answers.path = tmp_path / "late.png"

    studio.do("save-original")
    studio.settle()
    studio.qtbot.waitUntil(studio.answers.path.exists)

    with Image.open(studio.answers.path) as image:
        assert np.array_equal(np.asarray(image), studio.picture(Side.ORIGINAL))
