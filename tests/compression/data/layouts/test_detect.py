"""Each layout of the field is recognised, its pictures matched with their partners."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from featherbrush.compression.data.layouts.description import UNKNOWN, Description, Kind
from featherbrush.compression.data.layouts.detect import describe
from featherbrush.compression.data.store import DataError

Save = Callable[..., Path]
Bytes = NDArray[np.uint8]


def _pairs(description: Description) -> list[tuple[str, list[str]]]:
    return [
        (sample.picture.name, [path.name for path in sample.inputs])
        for sample in description.training.samples
    ]


def test_images_with_label_maps(labelled: Path) -> None:
    found = describe(labelled)

    assert found.kind is Kind.LABELLED
    assert len(found.training.samples) == 8
    assert [sample.name for sample in found.held_out.samples] == ["007"]
    assert [entry.name for entry in found.classes] == ["sky", "tree", "sea"]
    assert found.values[:4] == (0, 1, 2, UNKNOWN)


def test_pictures_with_sketches(tmp_path: Path, save: Save, picture: Bytes) -> None:
    for name in ("cat", "dog"):
        save(f"images/{name}.png", picture)
        for k in range(2):
            save(f"sketches/{name}_{k}.png", picture[..., 0])
    (tmp_path / "meta.jsonl").write_text(
        '{"name": "cat", "held_out": false}\n{"name": "dog", "held_out": true}\n'
    )

    found = describe(tmp_path)

    assert found.kind is Kind.PAIRED
    assert _pairs(found) == [("cat.png", ["cat_0.png", "cat_1.png"])]
    assert [sample.name for sample in found.held_out.samples] == ["dog"]


def test_unaligned_pictures(tmp_path: Path, save: Save, picture: Bytes) -> None:
    for name in ("trainA/a", "trainA/b", "trainB/c", "testA/d", "testB/e"):
        save(f"{name}.jpg", picture)

    found = describe(tmp_path)

    assert found.kind is Kind.UNPAIRED
    assert [path.name for path in found.training.unpaired] == ["a.jpg", "b.jpg"]
    assert _pairs(found) == [("c.jpg", [])]
    assert len(found.held_out.unpaired) == len(found.held_out.samples) == 1


@pytest.mark.parametrize("held_out", ["test", "val"])
def test_aligned_pictures(tmp_path: Path, save: Save, picture: Bytes, held_out: str) -> None:
    for name in ("train/1", "train/2", f"{held_out}/3"):
        save(f"{name}.jpg", picture)

    found = describe(tmp_path)

    assert found.kind is Kind.PAIRED and found.halves
    assert _pairs(found) == [("1.jpg", ["1.jpg"]), ("2.jpg", ["2.jpg"])]
    assert [sample.name for sample in found.held_out.samples] == ["3"]


def test_cityscapes(tmp_path: Path, save: Save, picture: Bytes, ids: Bytes) -> None:
    for side, city in (("train", "ulm"), ("train", "bonn"), ("val", "lindau")):
        stem = f"{side}/{city}/{city}_000000_000019"
        save(f"leftImg8bit/{stem}_leftImg8bit.png", picture)
        save(f"gtFine/{stem}_gtFine_labelIds.png", ids)
        save(f"gtFine/{stem}_gtFine_color.png", picture)

    found = describe(tmp_path)

    assert [name for name, _ in _pairs(found)] == [
        "bonn_000000_000019_leftImg8bit.png",
        "ulm_000000_000019_leftImg8bit.png",
    ]
    assert _pairs(found)[1][1] == ["ulm_000000_000019_gtFine_labelIds.png"]
    assert len(found.held_out.samples) == 1 and not found.training.orphans
    assert len(found.classes) == 34
    assert found.classes[7].name == "road" and found.classes[7].color == (128, 64, 128)
    assert (found.values[33], found.values[34], found.values[255]) == (33, UNKNOWN, 0)


@pytest.mark.parametrize(
    ("images", "maps"),
    [
        ("images/{side}2017", "stuffthingmaps_trainval2017/{side}2017"),
        ("{side}2017", "annotations/{side}2017"),
        ("{side}_img", "{side}_label"),
    ],
)
def test_coco_stuff(
    tmp_path: Path, save: Save, picture: Bytes, ids: Bytes, images: str, maps: str
) -> None:
    for side, name in (("train", "000000000009"), ("val", "000000000139")):
        save(f"{images.format(side=side)}/{name}.jpg", picture)
        save(f"{maps.format(side=side)}/{name}.png", ids)

    found = describe(tmp_path)

    assert _pairs(found) == [("000000000009.jpg", ["000000000009.png"])]
    assert len(found.held_out.samples) == 1
    assert len(found.classes) == 183
    assert (found.values[181], found.values[182], found.values[255]) == (181, UNKNOWN, 182)
    assert (found.classes[0].name, found.classes[181].name) == ("person", "wood")


def test_ade20k(tmp_path: Path, save: Save, picture: Bytes, ids: Bytes) -> None:
    for side, name in (("training", "ADE_train_1"), ("validation", "ADE_val_1")):
        save(f"images/{side}/{name}.jpg", picture)
        save(f"annotations/{side}/{name}.png", ids)

    found = describe(tmp_path)

    assert _pairs(found) == [("ADE_train_1.jpg", ["ADE_train_1.png"])]
    assert len(found.held_out.samples) == 1
    assert (found.values[0], found.values[1], found.values[150]) == (150, 0, 149)
    assert (found.classes[0].name, found.classes[149].name) == ("wall", "flag")


def test_colours_of_generated_tables_differ(tmp_path: Path, save: Save, ids: Bytes) -> None:
    save("images/training/a.jpg", np.repeat(ids[..., None], 3, -1))
    save("annotations/training/a.png", ids)

    colors = [entry.color for entry in describe(tmp_path).classes]

    assert len(set(colors)) == len(colors)


def test_a_folder_of_no_layout_says_what_it_has_and_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "holiday.txt").write_text("")

    with pytest.raises(DataError, match=r"it has holiday\.txt.*expected images/ with labels/"):
        describe(tmp_path)
    with pytest.raises(DataError, match="no such folder"):
        describe(tmp_path / "absent")


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        (None, "missing; it names the classes"),
        ("{not json", "not a list of classes"),
        ('[{"id": 0, "name": "sky"}]', "not a list of classes"),
        ('[{"id": 1, "name": "sky", "color": [0, 0, 0]}]', r"ids must be 0, 1, 2"),
        ('[{"id": 0, "name": "sky", "color": [0, 0, 300]}]', r"three numbers 0\.\.255"),
        ("[]", "ids must be"),
    ],
)
def test_a_wrong_class_table_is_explained(
    labelled: Path, table: str | None, complaint: str
) -> None:
    if table is None:
        (labelled / "classes.json").unlink()
    else:
        (labelled / "classes.json").write_text(table)

    with pytest.raises(DataError, match=complaint):
        describe(labelled)
