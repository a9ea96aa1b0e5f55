"""`data check` finds what would break a training, and says it in one line each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from featherbrush.compression.data.layouts.check import examine

Save = Callable[..., Path]
Bytes = NDArray[np.uint8]


def _errors(folder: Path) -> str:
    findings = examine(folder)
    assert all("\n" not in str(finding) for finding in findings)
    return " | ".join(str(finding) for finding in findings if finding.fatal)


def _all(folder: Path) -> str:
    return " | ".join(map(str, examine(folder)))


def test_a_sound_folder_has_no_errors_and_its_counts(labelled: Path) -> None:
    assert not _errors(labelled)
    assert "8 pictures for training, 1 held out" in _all(labelled)
    assert "warning: training: 8 pictures are few" in _all(labelled)


def test_missing_partners_are_named_on_both_sides(labelled: Path) -> None:
    (labelled / "labels" / "003.png").unlink()
    (labelled / "images" / "005.png").unlink()

    assert "1 of 7 pictures have no label map (003.png)" in _errors(labelled)
    assert "1 label maps have no picture (005.png)" in _errors(labelled)


def test_unknown_ids_are_counted(labelled: Path, save: Save, ids: Bytes) -> None:
    wrong = ids.copy()
    wrong[:2, :5] = 9
    save("set/labels/001.png", wrong)

    errors = _errors(labelled)

    assert "values that no class has: 9 (10 pixels in 1 maps); 3 classes are known" in errors


def test_a_class_that_no_map_has_is_a_warning(labelled: Path, save: Save, ids: Bytes) -> None:
    for n in range(9):
        save(f"set/labels/{n:03d}.png", np.minimum(ids, 1))

    assert "warning: 1 classes are in no map: sea" in _all(labelled)
    assert not _errors(labelled)


def test_a_map_of_colours_is_refused(labelled: Path, save: Save, picture: Bytes) -> None:
    save("set/labels/001.png", picture)

    assert "001.png: holds colours (RGB), not ids" in _errors(labelled)


def test_a_map_with_a_palette_is_read_as_ids(labelled: Path, ids: Bytes) -> None:
    image = Image.fromarray(ids, "L").convert("P")
    image.putdata(ids.ravel())
    image.putpalette([200, 0, 0, 0, 200, 0, 0, 0, 200])
    image.save(labelled / "labels" / "001.png")

    assert not _errors(labelled)


def test_sixteen_bit_maps_pass_only_with_small_ids(labelled: Path, ids: Bytes) -> None:
    Image.fromarray(ids.astype(np.uint16)).save(labelled / "labels" / "001.png")
    assert not _errors(labelled)

    Image.fromarray(ids.astype(np.uint16) + 1000).save(labelled / "labels" / "001.png")
    assert "has values up to 1002; ids go up to 255" in _errors(labelled)


def test_wrong_sizes_are_told_apart_from_different_sizes(
    labelled: Path, save: Save, picture: Bytes, ids: Bytes
) -> None:
    save("set/labels/001.png", ids[:40])
    save("set/images/002.png", picture[:40])
    save("set/labels/002.png", ids[:40])

    assert "1 files have the wrong size: 001.png 64x40, its picture 64x48" in _errors(labelled)
    assert "warning: training: pictures of 2 sizes (64x48 (7), 64x40 (1)" in _all(labelled)


@pytest.mark.parametrize("damage", ["text", "half", "bomb"])
def test_files_that_cannot_be_read_are_counted(labelled: Path, damage: str, picture: Bytes) -> None:
    path = labelled / "images" / "004.png"
    if damage == "text":
        path.write_text("no picture")
    elif damage == "half":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        Image.new("1", (20_000, 20_000)).save(path)

    assert "training: 1 files cannot be used: " in _errors(labelled)
    assert "004.png" in _errors(labelled)


def test_a_folder_with_nothing_held_out_is_warned(labelled: Path) -> None:
    for part in ("images", "labels"):
        (labelled / part / "007.png").unlink()

    assert "warning: no pictures are held out" in _all(labelled)
    assert not _errors(labelled)


def test_a_single_picture_held_out_is_warned(
    labelled: Path, save: Save, picture: Bytes, ids: Bytes
) -> None:
    assert "warning: only one picture is held out, and evaluations need 2" in _all(labelled)

    save("set/images/017.png", picture)
    save("set/labels/017.png", ids)

    assert "evaluations need" not in _all(labelled)


def test_an_unknown_layout_is_the_only_finding(tmp_path: Path) -> None:
    assert "has no layout that is known (it has nothing)" in _errors(tmp_path)
    assert len(examine(tmp_path)) == 1


def test_aligned_pictures_must_split_in_two(tmp_path: Path, save: Save, picture: Bytes) -> None:
    save("train/a.png", np.concatenate((picture, picture), 1))
    save("train/b.png", picture[:, :63])

    assert "1 files have the wrong size: b.png 63x48, not two pictures of one width" in _errors(
        tmp_path
    )
    assert "read them as grey drawings" in _all(tmp_path)


def test_unaligned_pictures_need_both_kinds(tmp_path: Path, save: Save, picture: Bytes) -> None:
    save("trainB/a.png", picture)
    assert "there are no inputs (trainA/)" in _errors(tmp_path)

    save("trainA/a.png", picture)
    assert not _errors(tmp_path)


def test_a_large_folder_is_looked_through_in_part(labelled: Path) -> None:
    texts = " | ".join(map(str, examine(labelled, most=3)))

    assert "of 9 files 4 were decoded" in texts
