"""A landscape folder becomes two stores that never share a picture."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest
from PIL import Image

from featherbrush.compression.data import opening as module
from featherbrush.compression.data.opening import is_held_out, open_store
from featherbrush.compression.data.store import DataError
from featherbrush.compression.data.writing import Write

MakeLandscape = Callable[..., Path]


def _failure(folder: Path, cache: Path) -> str:
    with pytest.raises(DataError) as caught:
        open_store(folder, cache, held_out=False)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("name", "expected"),
    [("000007.png", True), ("000017", True), ("000070", False), ("000071.webp", False)],
)
def test_one_number_in_ten_is_held_out(name: str, expected: bool) -> None:
    assert is_held_out(name) is expected


def test_the_two_sides_share_no_picture(make_landscape: MakeLandscape, tmp_path: Path) -> None:
    folder = make_landscape(training=12, held_out=3)

    training = open_store(folder, tmp_path / "cache", held_out=False)
    held_out = open_store(folder, tmp_path / "cache", held_out=True)

    assert (len(training), len(held_out)) == (12, 3)
    seen = {p.tobytes() for p in training.pictures}
    assert not seen & {p.tobytes() for p in held_out.pictures}


def test_parts_of_a_store_are_of_the_same_scene(
    make_landscape: MakeLandscape, tmp_path: Path
) -> None:
    folder = make_landscape(training=3)

    found = open_store(folder, tmp_path / "cache", held_out=False)

    names = sorted(p.stem for p in (folder / "labels").glob("*.png") if not is_held_out(p.stem))
    for index, name in enumerate(names):
        for part, array in (("images", found.pictures), ("labels", found.exact)):
            with Image.open(folder / part / f"{name}.png") as image:
                assert np.array_equal(array[index], np.asarray(image))
    assert not np.array_equal(found.exact, found.painted)
    assert [entry["name"] for entry in found.classes] == ["sky", "mountain", "water", "grass"]


def test_pictures_may_be_webp(make_landscape: MakeLandscape, tmp_path: Path) -> None:
    found = open_store(make_landscape(suffix=".webp"), tmp_path / "cache", held_out=False)

    assert found.pictures.shape == (6, 64, 64, 3)


def test_the_limit_keeps_the_first_pictures(make_landscape: MakeLandscape, tmp_path: Path) -> None:
    folder, cache = make_landscape(), tmp_path / "cache"

    few = open_store(folder, cache, held_out=False, limit=2)

    everything = open_store(folder, cache, held_out=False)
    assert len(few) == 2
    assert np.array_equal(few.pictures, everything.pictures[:2])


def test_a_decoded_store_is_read_from_the_cache(
    make_landscape: MakeLandscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, cache = make_landscape(), tmp_path / "cache"
    first = np.array(open_store(folder, cache, held_out=False).pictures)
    monkeypatch.setattr(module, "_stack", None)

    again = open_store(folder, cache, held_out=False)

    assert np.array_equal(again.pictures, first)


def test_an_interrupted_decoding_leaves_nothing_that_is_taken_for_a_cache(
    make_landscape: MakeLandscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, cache = make_landscape(), tmp_path / "cache"

    def half(file: BinaryIO, array: np.ndarray) -> None:
        file.write(array.tobytes()[:100])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module.np, "save", half)
        with pytest.raises(KeyboardInterrupt):
            open_store(folder, cache, held_out=False)

    assert not list(cache.iterdir())
    found = open_store(folder, cache, held_out=False)
    assert found.pictures.shape == (6, 64, 64, 3)


@pytest.mark.parametrize("part", ["images", "labels", "labels_painted"])
def test_a_mended_picture_is_read_again(
    make_landscape: MakeLandscape, tmp_path: Path, part: str
) -> None:
    folder, cache = make_landscape(), tmp_path / "cache"
    open_store(folder, cache, held_out=False)
    mended = np.full((64, 64, 3) if part == "images" else (64, 64), 1, np.uint8)
    Image.fromarray(mended).save(folder / part / "000002.png")

    found = open_store(folder, cache, held_out=False)

    array = {"images": found.pictures, "labels": found.exact, "labels_painted": found.painted}
    assert np.array_equal(array[part][2], mended)


@pytest.mark.parametrize("length", [0, 60, 1000])
def test_a_torn_array_in_the_cache_is_decoded_again(
    make_landscape: MakeLandscape, tmp_path: Path, length: int
) -> None:
    folder, cache = make_landscape(), tmp_path / "cache"
    first = np.array(open_store(folder, cache, held_out=False).pictures)
    for path in cache.iterdir():
        os.truncate(path, length)

    again = open_store(folder, cache, held_out=False)

    assert np.array_equal(again.pictures, first)


def test_what_killed_processes_left_in_the_cache_is_taken_away(
    make_landscape: MakeLandscape, tmp_path: Path
) -> None:
    folder, cache = make_landscape(), tmp_path / "cache"
    open_store(folder, cache, held_out=False)
    whole = sorted(cache.iterdir())
    for path in whole:
        path.rename(path.with_suffix(".4711.npy"))

    open_store(folder, cache, held_out=False)

    assert sorted(cache.iterdir()) == whole


def test_an_array_that_another_process_finished_meanwhile_is_taken(
    make_landscape: MakeLandscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, cache = make_landscape(), tmp_path / "cache"
    write = module.write_whole

    def overtaken(path: Path, fill: Write, *, partial: Path) -> None:
        write(path, fill, partial=partial)
        raise FileNotFoundError(partial)

    monkeypatch.setattr(module, "write_whole", overtaken)

    assert len(open_store(folder, cache, held_out=False)) == 6


def test_a_cache_that_cannot_be_written_is_one_line(
    make_landscape: MakeLandscape, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file")

    message = _failure(make_landscape(), tmp_path / "cache")

    assert str(tmp_path / "cache") in message and "cannot be written" in message


def test_an_empty_folder_is_refused_with_what_is_expected(tmp_path: Path) -> None:
    message = _failure(tmp_path, tmp_path / "cache")

    assert str(tmp_path) in message and "labels/" in message


@pytest.mark.parametrize("part", ["images", "labels_painted"])
def test_a_missing_part_is_named(make_landscape: MakeLandscape, tmp_path: Path, part: str) -> None:
    folder = make_landscape()
    (folder / part / "000003.png").unlink()

    message = _failure(folder, tmp_path / "cache")

    assert str(folder / part / "000003") in message


def test_a_missing_class_table_is_named(make_landscape: MakeLandscape, tmp_path: Path) -> None:
    folder = make_landscape()
    (folder / "classes.json").unlink()

    assert str(folder / "classes.json") in _failure(folder, tmp_path / "cache")


def test_a_class_table_that_is_not_json_is_named(
    make_landscape: MakeLandscape, tmp_path: Path
) -> None:
    folder = make_landscape()
    (folder / "classes.json").write_text("sky, mountain")

    assert str(folder / "classes.json") in _failure(folder, tmp_path / "cache")


def test_a_damaged_picture_is_named(make_landscape: MakeLandscape, tmp_path: Path) -> None:
    folder = make_landscape()
    broken = folder / "images" / "000002.png"
    broken.write_bytes(broken.read_bytes()[:200])

    assert str(broken) in _failure(folder, tmp_path / "cache")


def test_a_picture_of_another_size_is_named(make_landscape: MakeLandscape, tmp_path: Path) -> None:
    folder = make_landscape()
    odd = folder / "labels" / "000002.png"
    Image.fromarray(np.zeros((32, 64), np.uint8)).save(odd)

    message = _failure(folder, tmp_path / "cache")

    assert str(odd.with_suffix("")) in message and "32" in message


def test_a_map_with_an_id_that_no_class_has_is_refused(
    make_landscape: MakeLandscape, tmp_path: Path
) -> None:
    folder = make_landscape()
    Image.fromarray(np.full((64, 64), 200, np.uint8)).save(folder / "labels" / "000002.png")

    assert "200" in _failure(folder, tmp_path / "cache")


@pytest.mark.parametrize(
    "table",
    ['[{"id": 0, "name": "sky"}]', '["sky"]', "{}", '[{"id": 1, "name": "a", "color": []}]'],
)
def test_a_class_table_with_half_an_entry_is_named(
    make_landscape: MakeLandscape, tmp_path: Path, table: str
) -> None:
    folder = make_landscape()
    (folder / "classes.json").write_text(table)

    assert str(folder / "classes.json") in _failure(folder, tmp_path / "cache")


def test_a_label_map_in_colours_is_refused(make_landscape: MakeLandscape, tmp_path: Path) -> None:
    folder = make_landscape()
    for path in (folder / "labels").iterdir():
        Image.new("RGB", (64, 64)).save(path)

    message = _failure(folder, tmp_path / "cache")

    assert "holds colours (RGB)" in message and str(folder / "labels") in message


def test_label_maps_of_another_size_than_the_pictures_are_refused(
    make_landscape: MakeLandscape, tmp_path: Path
) -> None:
    folder = make_landscape()
    for path in (folder / "labels").iterdir():
        Image.new("L", (32, 64)).save(path)

    assert "32x64 pixels, the pictures have 64x64" in _failure(folder, tmp_path / "cache")
