"""An artist saves documents as OpenRaster, and finds everything again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from featherbrush.app.document import Palette
from featherbrush.app.document.content import Content
from featherbrush.app.document.extras import Favourite, Underlay
from featherbrush.app.document.openraster import read_openraster, write_openraster
from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.dialogs import Answer
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.geometry import Bounds

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio, WriteModel


def test_a_document_comes_back_with_all_that_belongs_to_it(studio: Studio, tmp_path: Path) -> None:
    document = studio.window.document
    studio.window.palette_panel.button(2).click()
    studio.draw((5, 5), (50, 20))
    picture = np.random.default_rng(2).integers(0, 256, (30, 40, 3), np.uint8)
    document.set_underlay(Underlay(picture, 0.25))
    document.set_favourites((Favourite("dusk", np.ones(4, np.float32)),))
    studio.do("style-random")
    studio.settle()
    painted, style = studio.labels, document.style
    studio.answers.path = tmp_path / "mine.ora"

    studio.do("save")

    assert studio.answers.asked[-1] == "save map Untitled.ora"
    assert not document.modified
    assert not studio.window.isWindowModified()
    assert studio.window.windowTitle().startswith("mine.ora")
    studio.answers.unsaved = Answer.DISCARD
    studio.do("style-default")
    document.replace(np.zeros_like(painted))
    studio.do("open")
    studio.settle()
    assert np.array_equal(studio.labels, painted)
    assert np.array_equal(document.style, style)
    assert document.underlay is not None
    assert np.array_equal(document.underlay.picture, picture)
    assert document.underlay.opacity == 0.25
    assert document.favourites[0].name == "dusk"
    assert document.path == tmp_path / "mine.ora"
    assert not document.modified


def test_the_file_names_the_model_and_shows_both_pictures(studio: Studio, tmp_path: Path) -> None:
    studio.answers.path = tmp_path / "mine.ora"
    studio.do("export-layers")

    content = read_openraster(tmp_path / "mine.ora")
    assert isinstance(content, Content)
    assert content.model is not None
    assert content.model.id == "test-compressed"
    assert len(content.model.sha256) == 64
    from zipfile import ZipFile

    with ZipFile(tmp_path / "mine.ora") as archive:
        for side in Side:
            with archive.open(f"data/picture-{side.value}.png") as file:
                assert np.array_equal(np.asarray(Image.open(file)), studio.picture(side))
    assert studio.window.document.path is None


def test_a_favourite_or_an_underlay_is_unsaved_work_and_a_png_says_what_it_leaves_out(
    studio: Studio, tmp_path: Path
) -> None:
    studio.answers.path = tmp_path / "mine.ora"
    studio.do("save")
    studio.window.document.set_favourites((Favourite("dusk", np.ones(4, np.float32)),))
    assert studio.window.isWindowModified()

    studio.answers.path = tmp_path / "mine.png"
    studio.do("save-as")

    assert "favourite" in studio.window.messages.text
    assert studio.window.windowTitle().startswith("mine.png")


def test_a_damaged_document_is_left_as_it_is_and_so_is_the_work(
    studio: Studio, tmp_path: Path
) -> None:
    path = tmp_path / "bad.ora"
    path.write_bytes(b"PK\x03\x04 and no more")
    studio.draw((5, 5), (50, 20))
    painted = studio.labels
    studio.answers.unsaved = Answer.DISCARD
    studio.answers.path = path

    studio.do("open")

    assert str(path) in studio.window.messages.text
    assert path.read_bytes() == b"PK\x03\x04 and no more"
    assert np.array_equal(studio.labels, painted)
    assert studio.window.document.history.undo_names


def test_a_document_of_another_model_brings_its_model(
    make_studio: MakeStudio, model_folder: Path, write_model: WriteModel, tmp_path: Path
) -> None:
    classes = [
        {"id": 0, "name": "road", "color": [9, 9, 9]},
        {"id": 1, "name": "car", "color": [200, 0, 0]},
    ]
    write_model(model_folder / "town.onnx", id="town", pair="town", classes=classes)
    studio = make_studio(model_folder)
    studio.settle()
    palette = Palette.of([ClassInfo.model_validate(one) for one in classes])
    labels = np.random.default_rng(1).integers(0, 2, (48, 64), np.uint8)
    write_openraster(tmp_path / "town.ora", Content(labels, palette))
    studio.answers.path = tmp_path / "town.ora"

    studio.do("open")

    studio.qtbot.waitUntil(lambda: studio.window.document.palette == palette)
    studio.qtbot.waitUntil(lambda: studio.window.document.path is not None)
    studio.settle()
    assert studio.window.models.current.card.id == "town"
    assert np.array_equal(studio.labels, labels)
    assert studio.answers.asked == ["open map"]


def test_what_is_painted_while_another_model_loads_is_asked_about(
    make_studio: MakeStudio, model_folder: Path, write_model: WriteModel, tmp_path: Path
) -> None:
    classes = [{"id": 0, "name": "road", "color": [9, 9, 9]}]
    write_model(model_folder / "town.onnx", id="town", pair="town", classes=classes)
    studio = make_studio(model_folder)
    studio.settle()
    palette = Palette.of([ClassInfo.model_validate(one) for one in classes])
    write_openraster(tmp_path / "town.ora", Content(np.zeros((48, 64), np.uint8), palette))
    studio.draw((5, 5), (40, 20))
    studio.answers.path = tmp_path / "town.ora"
    studio.answers.unsaved = Answer.DISCARD
    studio.do("open")

    studio.draw((5, 30), (40, 40))
    painted = studio.labels
    studio.answers.unsaved = Answer.CANCEL
    studio.qtbot.waitUntil(lambda: studio.answers.asked.count("unsaved Untitled") == 2)

    assert np.array_equal(studio.labels, painted)
    assert studio.window.document.modified


def test_classes_of_the_same_names_need_no_question(studio: Studio, tmp_path: Path) -> None:
    own = studio.window.document.palette
    swapped = [replace_id(info, 3 - info.id) for info in own.classes]
    labels = np.random.default_rng(1).integers(0, 4, (48, 64), np.uint8)
    write_openraster(tmp_path / "a.ora", Content(labels, Palette.of(swapped)))
    studio.answers.path = tmp_path / "a.ora"

    studio.do("open")

    assert np.array_equal(studio.labels, 3 - labels)
    assert studio.window.document.path is None


def test_classes_that_nobody_knows_are_asked_about(studio: Studio, tmp_path: Path) -> None:
    palette = Palette.of([ClassInfo(id=7, name="lava", color=(250, 60, 0))])
    labels = np.full((48, 64), 7, np.uint8)
    write_openraster(tmp_path / "a.ora", Content(labels, palette))
    studio.answers.path = tmp_path / "a.ora"
    before = studio.labels

    studio.do("open")
    assert np.array_equal(studio.labels, before)
    studio.answers.mapping = {(250, 60, 0): 2}
    studio.do("open")

    assert np.array_equal(studio.labels, np.full((48, 64), 2))
    assert studio.answers.asked[-1] == "map 1 colours of a.ora"


def test_a_canvas_that_another_program_saved_is_read_by_its_colours(
    studio: Studio, tmp_path: Path
) -> None:
    import zipfile

    path, changed = tmp_path / "mine.ora", tmp_path / "krita.ora"
    studio.answers.path = path
    studio.do("save")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            if not name.startswith("featherbrush/"):
                new.writestr(name, old.read(name))
    painted = studio.labels
    studio.window.document.paint(Bounds(0, 0, 20, 20), class_id=3)
    studio.answers.path, studio.answers.unsaved = changed, Answer.DISCARD

    studio.do("open")

    assert np.array_equal(studio.labels, painted)
    assert studio.window.document.path is None


def test_recent_files_are_offered_again(studio: Studio, tmp_path: Path) -> None:
    for name in ("a.ora", "b.png"):
        studio.answers.path = tmp_path / name
        studio.do("save-as")
    recent = studio.window.documents.recent
    assert [path.name for path in recent.paths] == ["b.png", "a.ora"]
    (tmp_path / "b.png").unlink()
    assert [path.name for path in recent.paths] == ["a.ora"]
    recent.clear()
    assert recent.paths == ()


def test_a_template_is_kept_and_begun_from(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEATHERBRUSH_DATA", str(tmp_path / "data"))
    studio.draw((5, 5), (50, 20))
    painted = studio.labels
    studio.answers.template = "My lake: 2/3"
    studio.do("save-template")
    kept = tmp_path / "data" / "templates" / "My lake- 2-3.ora"
    assert kept.is_file()
    assert studio.window.document.modified
    studio.do("save-template")
    assert "overwrite My lake: 2/3" in studio.answers.asked
    studio.do("undo")
    studio.answers.path = kept

    studio.do("gallery")

    assert studio.answers.asked[-1] == "gallery My lake- 2-3.ora"
    assert np.array_equal(studio.labels, painted)
    assert studio.window.document.path is None
    assert not studio.window.document.modified


def replace_id(info: ClassInfo, new: int) -> ClassInfo:
    return ClassInfo(id=new, name=info.name.upper(), color=info.color)
