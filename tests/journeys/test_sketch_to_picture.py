"""An artist draws with ink, and a sketch model makes the picture; changing models loses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from featherbrush.app.canvas import ToolKind
from featherbrush.app.document.palette import ink_palette
from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.dialogs import Answer
from featherbrush.engine.geometry import Bounds

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio

SEA = (119, 166, 205)


@pytest.fixture
def both(make_studio: MakeStudio, sketch_folder: Path) -> Studio:
    """A studio that begins with the sketch pair "ink" and has the label pair "test" too."""
    made = make_studio(sketch_folder)
    made.settle()
    return made


def change_to(studio: Studio, name: str) -> None:
    studio.window.model_menu.action(name).trigger()
    studio.qtbot.waitUntil(lambda: studio.window.models.current.name == name, timeout=30_000)
    studio.settle()


def draw_a_line(studio: Studio) -> None:
    document = studio.window.document
    area = Bounds(10, 20, 30, 3)
    cover = np.full((3, 30), 255, dtype=np.uint8)
    document.begin_stroke("Pencil")
    document.ink(area, coverage=cover, color=(0, 0, 0))
    document.end_stroke()


def test_a_sketch_model_opens_white_paper_and_draws_what_is_inked(both: Studio) -> None:
    window = both.window
    assert window.models.current.name == "ink"
    assert window.document.kind == "sketch"
    assert (window.document.pixels == 255).all()

    draw_a_line(both)
    both.settle()

    for side in Side:
        picture = both.picture(side)
        assert (picture[21, 20] == 255).all()
        assert (picture[5, 5] == 0).all()
    assert window.document.modified
    both.do("undo")
    both.settle()
    assert (both.picture(Side.COMPRESSED) == 0).all()
    assert not window.document.modified


def test_a_sketch_with_transparency_is_not_flattened_by_saving(
    both: Studio, tmp_path: Path
) -> None:
    clear = np.random.default_rng(5).integers(0, 256, (48, 64, 4), np.uint8)
    Image.fromarray(clear).save(tmp_path / "ink.png")
    before = (tmp_path / "ink.png").read_bytes()
    assert both.window.files.open(tmp_path / "ink.png")
    draw_a_line(both)
    both.answers.path = tmp_path / "mine.ora"

    both.do("save")

    assert both.answers.asked == ["save map Untitled.ora"]
    assert (tmp_path / "ink.png").read_bytes() == before
    assert both.window.document.path == tmp_path / "mine.ora"


def test_the_pointer_draws_ink_and_the_keys_choose_it(both: Studio) -> None:
    window = both.window
    red = next(info for info in ink_palette().classes if info.color[0] > 2 * info.color[1])
    window.palette_panel.button(red.id).click()
    window.tools.set_size(6)
    both.draw((10, 10), (40, 10))

    assert np.abs(window.document.pixels[10, 25].astype(int) - red.color).max() <= 2
    assert window.document.history.undo_names


def test_paper_comes_with_the_pencil_and_a_map_with_the_brush(both: Studio) -> None:
    tools = both.window.tools
    assert tools.tool is ToolKind.PENCIL
    change_to(both, "test")
    assert tools.tool is ToolKind.BRUSH
    change_to(both, "ink")
    assert tools.tool is ToolKind.PENCIL
    tools.set_tool(ToolKind.BRUSH)
    both.window.document.new(extent=both.window.document.extent)
    assert tools.tool is ToolKind.BRUSH, "another sheet of paper leaves the tool in hand"


def test_the_panel_shows_inks_and_takes_another_one(both: Studio) -> None:
    window = both.window
    assert window.palette_panel.button(0).accessibleName() == "Ink paper"
    window.palette_desk.add_ink((1, 2, 3))
    assert window.document.palette.color(window.tools.class_id) == (1, 2, 3)
    assert window.palette_panel.current == window.tools.class_id


def test_an_unsaved_sketch_is_asked_about_before_a_label_model_takes_its_place(
    both: Studio,
) -> None:
    window = both.window
    draw_a_line(both)
    drawn = window.document.snapshot()
    both.answers.unsaved = Answer.CANCEL

    window.model_menu.action("test").trigger()
    both.qtbot.waitUntil(lambda: bool(both.answers.asked), timeout=30_000)
    assert np.array_equal(window.document.pixels, drawn)
    assert window.models.current.name == "ink"

    both.answers.unsaved = Answer.DISCARD
    change_to(both, "test")
    assert window.document.kind == "labels"
    change_to(both, "ink")
    assert (window.document.pixels == 255).all()


def test_unchanged_canvases_wait_for_their_models_without_a_question(both: Studio) -> None:
    window = both.window
    draw_a_line(both)
    drawn = window.document.snapshot()
    window.document.mark_saved(None)

    change_to(both, "test")
    both.draw((5, 5), (40, 20))
    window.document.mark_saved(None)
    painted = both.labels
    change_to(both, "ink")
    assert np.array_equal(window.document.pixels, drawn)
    assert not window.document.modified
    change_to(both, "test")

    assert np.array_equal(both.labels, painted)
    assert both.answers.asked == []


def test_another_sketch_model_keeps_the_drawing_and_its_history(
    both: Studio, tmp_path: Path, write_model
) -> None:
    window = both.window
    draw_a_line(both)
    drawn = window.document.snapshot()
    path = write_model(
        tmp_path / "far" / "far.onnx", kind="sketch", id="far", pair="far", input="picture"
    )

    window.models.open_file(path)
    both.qtbot.waitUntil(lambda: window.models.current.name == "far", timeout=30_000)
    both.settle()

    assert np.array_equal(window.document.pixels, drawn)
    assert window.document.history.undo_names


def test_a_model_with_inks_of_its_own_brings_its_paper_and_the_brush(
    both: Studio, tmp_path: Path, write_model
) -> None:
    window = both.window
    inks = [("sea", SEA), ("land", (128, 166, 152))]
    path = write_model(
        tmp_path / "far" / "relief.onnx",
        kind="sketch",
        id="relief",
        pair="relief",
        input="picture",
        classes=[{"id": n, "name": name, "color": color} for n, (name, color) in enumerate(inks)],
    )
    draw_a_line(both)
    window.document.mark_saved(None)
    drawn = window.document.snapshot()

    window.models.open_file(path)
    both.qtbot.waitUntil(lambda: window.models.current.name == "relief", timeout=30_000)
    both.settle()

    assert (window.document.pixels == SEA).all()
    assert window.palette_panel.button(1).accessibleName() == "Ink land"
    assert window.tools.tool is ToolKind.BRUSH
    both.draw((10, 10), (40, 10))
    assert (window.document.pixels[10, 25] == inks[1][1]).all()

    both.do("clear")
    assert (window.document.pixels == SEA).all()
    window.document.mark_saved(None)

    change_to(both, "ink")
    assert np.array_equal(window.document.pixels, drawn), "white paper waited on the desk"
    assert window.tools.tool is ToolKind.PENCIL
