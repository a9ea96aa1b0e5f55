"""An artist takes pictures and maps out of the studio."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication

from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.export_dialog import ExportWish

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def exported(studio: Studio, path: Path, wish: ExportWish) -> np.ndarray:
    """Export a picture and read it back."""
    studio.answers.path, studio.answers.export = path, wish
    written: list[Path] = []
    studio.window.documents.export.exported.connect(written.append)
    studio.do("export-picture")
    studio.qtbot.waitUntil(lambda: written == [path], timeout=30_000)
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


@pytest.mark.parametrize("ending", ["png", "tif"])
def test_the_picture_as_it_is(studio: Studio, tmp_path: Path, ending: str) -> None:
    picture = exported(studio, tmp_path / f"a.{ending}", ExportWish(Side.ORIGINAL))
    assert np.array_equal(picture, studio.picture(Side.ORIGINAL))
    assert studio.answers.asked[-2:] == [
        "export of original, compressed at 64x48",
        "save picture Untitled-original.png",
    ]


def test_four_times_as_large_drawn_by_the_model(studio: Studio, tmp_path: Path) -> None:
    studio.draw((5, 5), (50, 20))
    studio.settle()
    wish = ExportWish(Side.COMPRESSED, factor=4)
    picture = exported(studio, tmp_path / "a.png", wish)
    once = studio.picture(Side.COMPRESSED)
    assert np.array_equal(picture, once.repeat(4, axis=0).repeat(4, axis=1)), (
        "this model draws every pixel in the colour of its class"
    )
    assert studio.answers.asked[-1] == "save picture Untitled-compressed-4x.png"


def test_enlarged_without_the_model(studio: Studio, tmp_path: Path) -> None:
    studio.draw((5, 5), (50, 20))
    studio.settle()
    wish = ExportWish(Side.COMPRESSED, factor=2, redraw=False)
    picture = exported(studio, tmp_path / "a.jpg", wish)
    assert picture.shape == (96, 128, 3)


def test_a_name_that_is_no_picture_is_refused_before_anything_is_drawn(
    studio: Studio, tmp_path: Path
) -> None:
    studio.answers.path = tmp_path / "a.doc"
    studio.answers.export = ExportWish(Side.COMPRESSED, factor=4)
    studio.do("export-picture")
    assert "a.doc" in studio.window.messages.text
    assert not studio.answers.path.exists()


def test_maps_as_ids_and_in_colours(studio: Studio, tmp_path: Path) -> None:
    studio.draw((5, 5), (50, 20))
    studio.answers.path = tmp_path / "ids.png"
    studio.do("export-ids")
    with Image.open(tmp_path / "ids.png") as image:
        assert image.mode == "P"
        assert np.array_equal(np.asarray(image), studio.labels)
    studio.answers.path = tmp_path / "colors.png"
    studio.do("export-colors")
    colors = np.array([info.color for info in studio.window.document.palette.classes], np.uint8)
    with Image.open(tmp_path / "colors.png") as image:
        assert np.array_equal(np.asarray(image), colors[studio.labels])
    assert studio.window.document.modified, "an export does not save the document"


def test_the_picture_goes_onto_the_clipboard(studio: Studio) -> None:
    studio.do("copy-picture")

    image = QGuiApplication.clipboard().image()
    expected = studio.picture(Side.ORIGINAL)
    assert (image.width(), image.height()) == (64, 48)
    assert image.pixelColor(3, 40).getRgb()[:3] == tuple(int(part) for part in expected[40, 3])


def test_the_picture_can_be_dragged_out_as_a_file(studio: Studio) -> None:
    view, drag = studio.window.compare, studio.window.documents.drag_out
    at: QPointF = view.picture_rect(Side.COMPRESSED).center()

    data = drag.data_at(at)

    assert data is not None and data.hasImage()
    path = Path(data.urls()[0].toLocalFile())
    with Image.open(path) as image:
        assert np.array_equal(np.asarray(image.convert("RGB")), studio.picture(Side.COMPRESSED))
    studio.window.close()
    assert not path.exists(), "nothing stays behind in the temporary folder"
