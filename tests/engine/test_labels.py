"""Label maps in files: every way an image can hold class ids, and every way it cannot."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from featherbrush.engine.card import ClassInfo
from featherbrush.engine.errors import LabelMapError
from featherbrush.engine.geometry import Extent
from featherbrush.engine.labels import (
    colorize,
    fit,
    fit_extent,
    read_label_map,
    write_label_map,
)

CLASSES = (
    ClassInfo(id=0, name="sky", color=(110, 170, 230)),
    ClassInfo(id=1, name="mountain", color=(120, 110, 100)),
    ClassInfo(id=7, name="water", color=(30, 80, 160)),
)
IDS = np.array([[0, 0, 1, 7], [0, 1, 7, 7], [1, 1, 1, 1]], np.uint8)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "map.png"


def _refused(path: Path) -> str:
    with pytest.raises(LabelMapError) as error:
        read_label_map(path, CLASSES)
    message = str(error.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


def test_what_is_written_is_read_back(path: Path) -> None:
    write_label_map(path, IDS, CLASSES)
    assert np.array_equal(read_label_map(path, CLASSES), IDS)


def test_a_written_map_shows_its_classes_colours_in_other_programs(path: Path) -> None:
    write_label_map(path, IDS, CLASSES)
    with Image.open(path) as image:
        assert image.mode == "P"
        assert np.array_equal(np.asarray(image.convert("RGB")), colorize(IDS, CLASSES))


def test_a_map_in_colours_is_read_by_exact_colour(path: Path) -> None:
    Image.fromarray(colorize(IDS, CLASSES)).save(path)
    assert np.array_equal(read_label_map(path, CLASSES), IDS)
    Image.fromarray(colorize(IDS, CLASSES)).convert("RGBA").save(path)
    assert np.array_equal(read_label_map(path, CLASSES), IDS)


def test_a_grey_map_is_read_by_value(path: Path) -> None:
    Image.fromarray(IDS).save(path)
    assert np.array_equal(read_label_map(path, CLASSES), IDS)


def test_an_indexed_map_with_a_foreign_palette_is_read_by_index(path: Path) -> None:
    image = Image.fromarray(IDS)
    image.putpalette([value for i in range(256) for value in (255 - i, i, 77)])
    image.save(path)
    assert np.array_equal(read_label_map(path, CLASSES), IDS)


def test_an_indexed_map_whose_palette_was_reordered_is_read_by_colour(path: Path) -> None:
    Image.fromarray(colorize(IDS, CLASSES)).quantize(3).save(path)
    with Image.open(path) as image:
        assert image.mode == "P"
    assert np.array_equal(read_label_map(path, CLASSES), IDS)


def test_an_indexed_map_with_few_bits_is_read_by_index(path: Path) -> None:
    image = Image.fromarray(IDS % 2)
    image.putpalette([1, 2, 3, 4, 5, 6])
    image.save(path, bits=1)
    assert np.array_equal(read_label_map(path, CLASSES), IDS % 2)


def test_unknown_ids_are_named_with_their_numbers_of_pixels(path: Path) -> None:
    ids = IDS.copy()
    ids[0] = 200
    ids[1, 0] = 5
    Image.fromarray(ids).save(path)
    message = _refused(path)
    assert "200 (4 pixels), 5 (1 pixel); it has 0 to 1, 7" in message


def test_many_unknown_ids_are_cut_short(path: Path) -> None:
    Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16)).save(path)
    assert "and 248 more" in _refused(path)


def test_unknown_colours_are_named_with_their_numbers_of_pixels(path: Path) -> None:
    colors = colorize(IDS, CLASSES)
    colors[2] = (255, 0, 128)
    Image.fromarray(colors).save(path)
    assert "#ff0080 (4 pixels)" in _refused(path)


def test_smoothed_edges_are_refused(path: Path) -> None:
    smooth = Image.fromarray(colorize(IDS, CLASSES)).resize((40, 30), Image.Resampling.BICUBIC)
    smooth.save(path)
    assert "without smoothing" in _refused(path)


def test_transparent_pixels_are_refused(path: Path) -> None:
    image = Image.fromarray(colorize(IDS, CLASSES)).convert("RGBA")
    image.putpixel((0, 0), (110, 170, 230, 128))
    image.save(path)
    assert "transparent (1 pixel)" in _refused(path)


def test_deep_images_are_refused(path: Path) -> None:
    Image.fromarray(IDS.astype(np.uint16)).save(path)
    assert "more than 8 bits" in _refused(path)


def _png(header: tuple[int, ...], rows: bytes) -> bytes:
    """A PNG of (width, height, bits, colour type, 0, 0, 0) and rows with their filter bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", *header))
    return start + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_deep_colours_are_refused(path: Path) -> None:
    rows = (b"\0" + bytes([110, 0, 170, 0, 230, 0]) * 4) * 3
    path.write_bytes(_png((4, 3, 16, 2, 0, 0, 0), rows))
    assert "more than 8 bits" in _refused(path)


def test_a_grey_map_with_few_bits_is_read_by_its_stored_values(path: Path) -> None:
    path.write_bytes(_png((4, 1, 4, 0, 0, 0, 0), b"\0\x01\x77"))
    assert read_label_map(path, CLASSES).tolist() == [[0, 1, 7, 7]]


def test_animated_images_are_refused(path: Path) -> None:
    frames = [Image.fromarray(np.full((4, 4), value, np.uint8)) for value in (0, 1)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert "animated (2 frames)" in _refused(path)


def test_other_colour_models_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "print.jpg"
    Image.new("CMYK", (8, 8)).save(path)
    assert "CMYK" in _refused(path)


def test_files_that_are_no_images_are_refused(path: Path, tmp_path: Path) -> None:
    assert "no such file" in _refused(path)
    assert "not a file" in _refused(tmp_path)
    path.write_bytes(b"")
    assert "not an image" in _refused(path)
    path.write_text("a text")
    assert "not an image" in _refused(path)


def test_a_truncated_image_is_refused(path: Path) -> None:
    Image.fromarray(np.random.default_rng(0).integers(0, 2, (64, 64), np.uint8)).save(path)
    path.write_bytes(path.read_bytes()[:200])
    assert "cannot be read" in _refused(path)


def test_absurd_sizes_are_refused_before_they_are_decoded(path: Path) -> None:
    Image.new("L", (4097, 1)).save(path)
    assert "4097x1 pixels" in _refused(path)
    path.write_bytes(_png((30_000, 30_000, 8, 0, 0, 0, 0), b""))
    assert "absurdly large" in _refused(path)


def test_only_label_maps_can_be_written(tmp_path: Path) -> None:
    for wrong in (IDS.astype(np.int32), np.zeros((4, 4, 3), np.uint8)):
        with pytest.raises(LabelMapError, match="uint8"):
            write_label_map(tmp_path / "map.png", wrong, CLASSES)
    with pytest.raises(LabelMapError, match=r"\.png"):
        write_label_map(tmp_path / "map.jpg", IDS, CLASSES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("side", "nearest"), [(1, 32), (47, 32), (48, 64), (250, 256), (256, 256), (4096, 4096)]
)
def test_the_nearest_size_is_a_multiple(side: int, nearest: int) -> None:
    assert fit_extent(Extent(side, 64), multiple=32) == Extent(nearest, 64)


def test_the_nearest_size_stays_within_what_is_read() -> None:
    assert fit_extent(Extent(4090, 4090), multiple=48) == Extent(4080, 4080)


def test_fitting_keeps_the_map_and_makes_up_no_ids() -> None:
    enlarged = fit(IDS, multiple=1, extent=Extent(40, 30))
    assert enlarged.shape == (30, 40)
    assert np.array_equal(enlarged[5::10, 5::10], IDS)
    assert set(np.unique(enlarged)) <= {0, 1, 7}
    assert np.array_equal(fit(enlarged, multiple=1, extent=Extent(4, 3)), IDS)


def test_fitting_what_fits_changes_nothing() -> None:
    canvas: Any = np.random.default_rng(0).integers(0, 255, (8, 16, 3), np.uint8)
    assert np.array_equal(fit(canvas, multiple=8), canvas)
