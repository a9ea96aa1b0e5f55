from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from featherbrush.app.document import Document, Palette
from featherbrush.engine.errors import LabelMapError
from featherbrush.engine.geometry import Bounds, Extent
from featherbrush.engine.labels import write_label_map


def stripes(palette: Palette, path: Path, *, size: tuple[int, int]) -> np.ndarray:
    width, height = size
    ids = (np.arange(height)[:, None] // 3 + np.arange(width)[None] // 5) % 6
    write_label_map(path, ids.astype(np.uint8), palette.classes)
    return ids.astype(np.uint8)


def test_save_and_load_give_the_same_map(document: Document, tmp_path: Path) -> None:
    document.paint(Bounds(3, 4, 20, 20), class_id=5)
    path = document.save(tmp_path / "map.png")
    saved = document.snapshot()
    document.new(extent=Extent(16, 16))
    opened = document.load(path)
    assert not opened.fitted
    assert np.array_equal(document.labels, saved)
    assert document.path == path
    assert not document.modified
    assert not document.can_undo


def test_a_map_of_a_good_size_is_taken_pixel_for_pixel(
    document: Document, palette: Palette, tmp_path: Path
) -> None:
    ids = stripes(palette, tmp_path / "a.png", size=(96, 64))
    assert not document.load(tmp_path / "a.png", multiple=16).fitted
    assert np.array_equal(document.labels, ids)


def test_another_size_goes_to_the_nearest_multiple_and_asks_for_a_name(
    document: Document, palette: Palette, tmp_path: Path
) -> None:
    stripes(palette, tmp_path / "a.png", size=(100, 55))
    opened = document.load(tmp_path / "a.png", multiple=16)
    assert opened.fitted
    assert opened.source == Extent(100, 55)
    assert document.extent == Extent(96, 48)
    assert document.path is None
    assert document.modified


def test_a_wanted_size_is_given_by_nearest_neighbour(
    document: Document, palette: Palette, tmp_path: Path
) -> None:
    ids = stripes(palette, tmp_path / "a.png", size=(30, 20))
    document.load(tmp_path / "a.png", extent=Extent(60, 40))
    assert np.array_equal(document.labels, ids.repeat(2, axis=0).repeat(2, axis=1))


def test_a_file_that_cannot_be_opened_leaves_the_work_alone(
    document: Document, tmp_path: Path
) -> None:
    document.paint(Bounds(0, 0, 4, 4), class_id=1)
    before = document.snapshot()
    (tmp_path / "text.png").write_text("no picture")
    Image.fromarray(np.full((48, 64), 99, dtype=np.uint8)).save(tmp_path / "unknown.png")
    for name in ("missing.png", "text.png", "unknown.png"):
        with pytest.raises(LabelMapError) as caught:
            document.load(tmp_path / name)
        assert "\n" not in str(caught.value)
    assert np.array_equal(document.labels, before)
    assert document.can_undo


def test_a_file_that_cannot_be_written_leaves_everything_as_it_was(
    document: Document, tmp_path: Path
) -> None:
    document.paint(Bounds(0, 0, 4, 4), class_id=1)
    with pytest.raises(LabelMapError):
        document.save(tmp_path / "no folder" / "map.png")
    assert document.modified
    assert document.path is None
    with pytest.raises(ValueError, match="no file yet"):
        document.save()


def test_saving_in_mid_stroke_saves_the_stroke(document: Document, tmp_path: Path) -> None:
    document.begin_stroke("Brush")
    document.paint(Bounds(0, 0, 4, 4), class_id=1)
    document.save(tmp_path / "map.png")
    assert not document.modified
    assert document.history.undo_names == ("Brush",)
