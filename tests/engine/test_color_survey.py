"""Colours of images from elsewhere: counted, named, and never guessed."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from featherbrush.engine.card import ClassInfo
from featherbrush.engine.color_survey import best_palette, propose, survey_colors, survey_image
from featherbrush.engine.errors import LabelMapError
from featherbrush.engine.palettes import bundled_palettes, read_palette

CLASSES = (
    ClassInfo(id=0, name="sky", color=(1, 2, 3)),
    ClassInfo(id=1, name="cloud", color=(4, 5, 6)),
    ClassInfo(id=5, name="road", color=(7, 8, 9)),
)


def picture(*colors: tuple[int, int, int], widths: tuple[int, ...]) -> np.ndarray:
    row = [color for color, width in zip(colors, widths, strict=True) for _ in range(width)]
    return np.array([row] * 4, np.uint8)


def test_colours_are_counted_the_most_frequent_first() -> None:
    survey = survey_colors(picture((9, 9, 9), (1, 2, 3), widths=(2, 5)), where="a")
    assert survey.colors == ((1, 2, 3), (9, 9, 9))
    assert survey.counts == (20, 8)
    assert survey.labels({(1, 2, 3): 0, (9, 9, 9): 5}).tolist() == [[5, 5, 0, 0, 0, 0, 0]] * 4


def test_a_colour_without_a_class_is_named_with_its_count() -> None:
    survey = survey_colors(picture((9, 9, 9), (1, 2, 3), widths=(2, 5)), where="a")
    with pytest.raises(LabelMapError, match=r"#090909 \(8 pixels\)"):
        survey.labels({(1, 2, 3): 0})


def test_photographs_and_transparent_images_are_no_maps(tmp_path: Path) -> None:
    photo = np.random.default_rng(1).integers(0, 256, (40, 40, 3), np.uint8)
    with pytest.raises(LabelMapError, match=r"has 1[0-9]{3} colours"):
        survey_colors(photo, where="photo.png")
    Image.new("RGBA", (3, 2), (1, 2, 3, 9)).save(tmp_path / "clear.png")
    with pytest.raises(LabelMapError, match="6 transparent pixels"):
        survey_image(tmp_path / "clear.png")


def test_known_datasets_ship_with_their_colours() -> None:
    palettes = {palette.id: palette for palette in bundled_palettes()}
    assert set(palettes) == {"ade20k", "cityscapes", "coco-stuff"}
    assert palettes["cityscapes"].names((128, 64, 128)) == ("road",)
    assert palettes["cityscapes"].names((153, 153, 153)) == ("pole", "polegroup")
    assert palettes["ade20k"].names((6, 230, 230)) == ("sky",)
    assert palettes["ade20k"].names((3, 3, 3), as_id=True) == ("sky",)
    assert len(palettes["ade20k"].classes) == 151
    assert palettes["coco-stuff"].names((157, 157, 157), as_id=True) == ("sky-other",)
    assert {entry.id for entry in palettes["coco-stuff"].classes} == {0, *range(92, 184)}


def test_the_dataset_that_names_most_pixels_is_offered() -> None:
    survey = survey_colors(picture((70, 130, 180), (0, 0, 142), widths=(5, 2)), where="a")
    found = best_palette(survey, bundled_palettes())
    assert found is not None and found.id == "cityscapes"
    assert best_palette(survey_colors(picture((1, 2, 3), widths=(3,)), where="a"), ()) is None


def test_only_what_is_sure_is_proposed() -> None:
    city = next(one for one in bundled_palettes() if one.id == "cityscapes")
    colors = ((70, 130, 180), (128, 64, 128), (0, 0, 142), (1, 2, 3))
    survey = survey_colors(picture(*colors, widths=(4, 3, 2, 1)), where="a")
    assert propose(survey, CLASSES, city) == {(70, 130, 180): 0, (128, 64, 128): 5, (1, 2, 3): 0}
    assert propose(survey, CLASSES, None) == {(1, 2, 3): 0}


def test_grey_values_mean_nothing_until_somebody_says_whose_ids_they_are(tmp_path: Path) -> None:
    Image.fromarray(np.array([[7, 7, 23]], np.uint8)).save(tmp_path / "ids.png")
    survey = survey_image(tmp_path / "ids.png")
    city = next(one for one in bundled_palettes() if one.id == "cityscapes")
    assert survey.grey
    assert best_palette(survey, bundled_palettes()) is None
    assert propose(survey, CLASSES, None) == {}
    assert propose(survey, CLASSES, city) == {(7, 7, 7): 5, (23, 23, 23): 0}


def grey_png(path: Path, values: np.ndarray, *, bits: int) -> Path:
    """Write a grey PNG of 1, 2, 4 or 16 bits; values: ids [H, W], W a multiple of 8."""
    height, width = values.shape
    places = values.astype(">u2").view(np.uint8).reshape(height, width, 2)
    packed = np.unpackbits(places, axis=2)[..., -bits:].reshape(height, -1)
    rows = np.insert(np.packbits(packed, axis=1), 0, 0, axis=1)
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes())), (b"IEND", b""))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in parts
        )
    )
    return path


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_grey_ids_of_few_bits_are_what_the_file_stores(tmp_path: Path, bits: int) -> None:
    most = 2**bits - 1
    ids = np.array([[0, most, most, most, most, most, most, most]] * 2)
    survey = survey_image(grey_png(tmp_path / "ids.png", ids, bits=bits))
    city = next(one for one in bundled_palettes() if one.id == "cityscapes")
    assert survey.grey
    assert survey.colors == ((most, most, most), (0, 0, 0))
    assert survey.counts == (14, 2)
    named = {entry.id: (entry.name,) for entry in city.classes}
    assert city.names(survey.colors[0], as_id=True) == named[most]


def test_a_map_of_more_than_8_bits_is_refused_and_not_cut_off(tmp_path: Path) -> None:
    ids = np.array([[7, 300, 26001, 7, 300, 26001, 7, 300]])
    grey_png(tmp_path / "deep.png", ids, bits=16)
    Image.fromarray(ids.astype(np.int32)).save(tmp_path / "deep.tif")
    Image.fromarray(ids.astype(np.float32)).save(tmp_path / "real.tif")
    for name in ("deep.png", "deep.tif", "real.tif"):
        with pytest.raises(LabelMapError, match=f"{name}: has more than 8 bits"):
            survey_image(tmp_path / name)


def test_plural_and_other_do_not_stand_between_two_names() -> None:
    coco = next(one for one in bundled_palettes() if one.id == "coco-stuff")
    by_name = {entry.name: entry.color for entry in coco.classes}
    colors = (by_name["sky-other"], by_name["clouds"])
    survey = survey_colors(picture(*colors, widths=(3, 2)), where="a")
    assert propose(survey, CLASSES, coco) == {colors[0]: 0, colors[1]: 1}


def test_a_file_that_is_no_palette_is_refused_in_one_line(tmp_path: Path) -> None:
    for text in ("", "{}", '{"schema_version": 2}'):
        (tmp_path / "a.json").write_text(text)
        with pytest.raises(LabelMapError, match="no palette file"):
            read_palette(tmp_path / "a.json")
