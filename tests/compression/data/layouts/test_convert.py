"""A set of any layout becomes one that trainings open."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from featherbrush.compression.data.layouts.convert import convert, square
from featherbrush.compression.data.opening import open_store
from featherbrush.compression.data.store import (
    DataError,
    LabelledStore,
    SketchStore,
    UnpairedStore,
)

Save = Callable[..., Path]
Bytes = NDArray[np.uint8]


def test_label_maps_keep_their_ids_and_the_split(
    labelled: Path, tmp_path: Path, save: Save, picture: Bytes, ids: Bytes
) -> None:
    out = tmp_path / "out"
    for n in (10, 17):
        save(f"set/images/{n:03d}.png", picture)
        save(f"set/labels/{n:03d}.png", ids)

    about = convert(labelled, out, size=32)

    training, held_out = (open_store(out, tmp_path / "c", held_out=s) for s in (False, True))
    assert isinstance(training, LabelledStore)
    assert (len(training), len(held_out)) == (9, 2) == (about["training"], about["held_out"])
    assert training.exact.shape == (9, 32, 32)
    # The middle 48 of 64 columns: 8 of class 0, 16 of class 1, 24 of class 2, scaled by two thirds.
    assert np.bincount(training.exact[0][16]).tolist() == [5, 11, 16]
    assert set(np.unique(training.painted)) <= {0, 1, 2}
    assert [entry["name"] for entry in training.classes] == ["sky", "tree", "sea"]


def test_values_of_public_sets_become_class_ids(
    tmp_path: Path, save: Save, picture: Bytes, ids: Bytes
) -> None:
    for n in range(20):
        save(f"ade/images/training/{n}.jpg", picture)
        save(f"ade/annotations/training/{n}.png", ids)
    out = tmp_path / "out"

    about = convert(tmp_path / "ade", out, size=32)

    store = open_store(out, tmp_path / "c", held_out=False)
    assert isinstance(store, LabelledStore)
    assert set(np.unique(store.exact)) == {150, 0, 1}
    assert store.channels == 151
    assert about["held_out"] > 0, "nothing was held out, so one in ten must be"
    assert about["training"] + about["held_out"] == 20


@pytest.mark.parametrize("reverse", [False, True])
def test_aligned_pictures_become_sketches_and_pictures(
    tmp_path: Path, save: Save, reverse: bool
) -> None:
    black, red = np.zeros((64, 64, 3), np.uint8), np.full((64, 64, 3), (250, 0, 0), np.uint8)
    for name in ("train/1", "test/1", "test/2"):
        save(f"ab/{name}.png", np.concatenate((red, black) if reverse else (black, red), 1))
    out = tmp_path / "out"

    convert(tmp_path / "ab", out, size=32, reverse=reverse)

    store = open_store(out, tmp_path / "c", held_out=True)
    assert isinstance(store, SketchStore)
    assert store.sketches.shape == (2, 1, 32, 32) and store.sketches.max() == 0
    assert store.pictures[0, 16, 16, 0] > 240


def test_sketches_without_a_split_are_split(tmp_path: Path, save: Save, picture: Bytes) -> None:
    for n in range(30):
        save(f"s/images/p{n}.png", picture)
        for k in range(2 + n % 2):
            save(f"s/sketches/p{n}_{k}.png", picture[..., 0])
    for name in ("p7", "p17", "p27"):
        for path in (tmp_path / "s").rglob(f"{name}*"):
            path.unlink()
    out = tmp_path / "out"

    about = convert(tmp_path / "s", out, size=32)

    rows = [json.loads(line) for line in (out / "meta.jsonl").read_text().splitlines()]
    assert sum(row["held_out"] for row in rows) == about["held_out"] > 0
    assert about["sketches_per_image"] == 2
    assert len(list((out / "sketches").iterdir())) == 2 * 27


def test_unaligned_pictures_stay_apart(tmp_path: Path, save: Save, picture: Bytes) -> None:
    for n in range(25):
        save(f"u/trainA/a{n}.png", picture)
        save(f"u/trainB/b{n}.jpg", 255 - picture)
    out = tmp_path / "out"

    convert(tmp_path / "u", out, size=32)

    stores = [open_store(out, tmp_path / "c", held_out=side) for side in (False, True)]
    assert all(isinstance(store, UnpairedStore) for store in stores)
    assert sum(len(store) for store in stores) == 25
    assert stores[1].pictures.shape[1:] == (32, 32, 3)


def test_transparent_pictures_lie_on_white(tmp_path: Path, save: Save) -> None:
    clear = np.zeros((40, 40, 4), np.uint8)
    for n in (1, 7, 17):
        save(f"s/images/{n}.png", clear)
        save(f"s/sketches/{n}_0.png", clear)

    convert(tmp_path / "s", tmp_path / "out", size=32)

    store = open_store(tmp_path / "out", tmp_path / "c", held_out=True)
    assert isinstance(store, SketchStore)
    assert store.pictures.min() > 250 and store.sketches.min() == 255


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        ("partner", "has no partner"),
        ("id", "has ids that no class has"),
        ("size", "has another size than its partner"),
        ("text", "not a picture"),
    ],
)
def test_a_spoilt_folder_is_refused_and_no_set_appears(
    labelled: Path, tmp_path: Path, save: Save, ids: Bytes, spoil: str, complaint: str
) -> None:
    if spoil == "partner":
        (labelled / "labels" / "001.png").unlink()
    elif spoil == "id":
        save("set/labels/001.png", ids + 40)
    elif spoil == "size":
        save("set/labels/001.png", ids[:20])
    else:
        (labelled / "labels" / "001.png").write_text("text")

    with pytest.raises(DataError, match=complaint):
        convert(labelled, tmp_path / "out", size=32)
    assert not (tmp_path / "out").exists()


def test_a_mended_folder_goes_on(labelled: Path, tmp_path: Path, save: Save, ids: Bytes) -> None:
    save("set/labels/008.png", ids + 40)
    with pytest.raises(DataError):
        convert(labelled, tmp_path / "out", size=32)
    save("set/labels/008.png", ids)

    assert convert(labelled, tmp_path / "out", size=32)["training"] == 7


def test_squares_keep_the_middle() -> None:
    wide = np.repeat(np.arange(80, dtype=np.uint8)[None], 40, 0)

    assert square(wide, 40).tolist()[0] == list(range(20, 60))
    assert square(np.stack((wide,) * 3, -1), 160).shape == (160, 160, 3)


def test_a_picture_with_a_palette_and_one_in_grey_are_pictures(tmp_path: Path) -> None:
    for n, mode in ((1, "P"), (7, "L"), (17, "P")):
        (tmp_path / "s" / "images").mkdir(parents=True, exist_ok=True)
        (tmp_path / "s" / "sketches").mkdir(exist_ok=True)
        Image.new("RGB", (40, 40), (200, 10, 10)).convert(mode).save(
            tmp_path / "s" / "images" / f"{n}.png"
        )
        Image.new("L", (40, 40), 255).save(tmp_path / "s" / "sketches" / f"{n}_0.png")

    assert convert(tmp_path / "s", tmp_path / "out", size=32)["held_out"] == 2


@pytest.mark.parametrize(("count", "held_out"), [(3, 2), (9, 2), (12, 3)])
def test_two_pictures_at_least_are_held_out_and_the_same_ones_every_time(
    tmp_path: Path, save: Save, picture: Bytes, count: int, held_out: int
) -> None:
    for n in range(count):
        save(f"ab/train/{n}.png", picture)

    found = [convert(tmp_path / "ab", tmp_path / f"out{k}", size=32)["held_out"] for k in range(2)]

    assert found == [held_out, held_out]
    rows = [(tmp_path / f"out{k}" / "meta.jsonl").read_text() for k in range(2)]
    assert rows[0] == rows[1]


def test_one_picture_stays_for_training_whatever_the_names(
    tmp_path: Path, save: Save, picture: Bytes
) -> None:
    # The names of one picture in ten: all of these would be held out of a larger set.
    for name in ("1", "4", "10"):
        save(f"ab/train/{name}.png", picture)

    about = convert(tmp_path / "ab", tmp_path / "out", size=32)

    assert (about["training"], about["held_out"]) == (1, 2)


def test_a_single_picture_held_out_gets_company(labelled: Path, tmp_path: Path) -> None:
    about = convert(labelled, tmp_path / "out", size=32)

    rows = [json.loads(t) for t in (tmp_path / "out" / "meta.jsonl").read_text().splitlines()]
    chosen = [row["source"] for row in rows if row["held_out"]]
    assert (about["training"], about["held_out"]) == (7, 2)
    assert chosen[0] == "007" and len(set(chosen)) == 2


@pytest.mark.parametrize("short", ["A", "B"])
def test_too_few_pictures_to_hold_two_out_are_refused(
    tmp_path: Path, save: Save, picture: Bytes, short: str
) -> None:
    for part in ("A", "B"):
        for n in range(2 if part == short else 12):
            save(f"u/train{part}/{n}.png", picture)

    what = "inputs" if short == "A" else "pictures"
    with pytest.raises(DataError, match=rf"u: has 2 {what}, too few .* hold out 2") as caught:
        convert(tmp_path / "u", tmp_path / "out", size=32)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.glob("*out*"))
