"""Sketches and unpaired pictures: what a batch is made of, and how folders of them are read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from featherbrush.compression.data.batches import BatchSource
from featherbrush.compression.data.opening import open_store
from featherbrush.compression.data.pixels import ink
from featherbrush.compression.data.store import DataError, LabelledStore, SketchStore, UnpairedStore


def _sketches(folder: Path, *, pictures: int = 4, sketches: int = 3) -> Path:
    """A folder of grey pictures; sketch k of picture n has the value 40 n + k."""
    rows = []
    for part in ("images", "sketches"):
        (folder / part).mkdir(parents=True)
    for n in range(pictures):
        Image.new("RGB", (32, 32), (40 * n, 0, 0)).save(folder / "images" / f"p{n}.png")
        for k in range(sketches):
            Image.new("L", (32, 32), 40 * n + k).save(folder / "sketches" / f"p{n}_{k}.png")
        rows.append(json.dumps({"name": f"p{n}", "held_out": n == pictures - 1}))
    (folder / "meta.jsonl").write_text("\n".join(rows))
    return folder


def _unpaired(folder: Path) -> Path:
    for part, value in (("trainA", 10), ("trainB", 20), ("testA", 30), ("testB", 40)):
        (folder / part).mkdir(parents=True)
        for n in range(2):
            Image.new("RGB", (32, 32), (value + n, 0, 0)).save(folder / part / f"{n}.png")
    return folder


def test_every_sketch_stays_with_its_picture(tmp_path: Path) -> None:
    store = open_store(_sketches(tmp_path / "set"), tmp_path / "cache", held_out=False)

    assert isinstance(store, SketchStore) and len(store) == 3
    for index in range(3):
        red = int(store.pictures[index][0, 0, 0])
        assert [int(s[0, 0]) for s in store.sketches[index]] == [red, red + 1, red + 2]


def test_held_out_pictures_are_those_that_the_list_names(tmp_path: Path) -> None:
    store = open_store(_sketches(tmp_path / "set"), tmp_path / "cache", held_out=True)

    assert [int(p[0, 0, 0]) for p in store.pictures] == [120]


def test_pictures_that_the_list_marks_can_be_left_out(tmp_path: Path) -> None:
    folder = _sketches(tmp_path / "set")
    rows = [json.loads(line) for line in (folder / "meta.jsonl").read_text().splitlines()]
    rows[1]["tones"] = ["1f3fb"]
    (folder / "meta.jsonl").write_text("\n".join(json.dumps(row) for row in rows))

    store = open_store(folder, tmp_path / "cache", held_out=False, exclude=("flag", "tones"))

    assert [int(p[0, 0, 0]) for p in store.pictures] == [0, 80]


def test_a_missing_sketch_is_named(tmp_path: Path) -> None:
    folder = _sketches(tmp_path / "set")
    (folder / "sketches" / "p1_2.png").unlink()

    with pytest.raises(DataError, match="p1_2"):
        open_store(folder, tmp_path / "cache", held_out=False)


def test_no_sketch_of_the_first_picture_is_named(tmp_path: Path) -> None:
    folder = _sketches(tmp_path / "set")
    for path in (folder / "sketches").glob("p0_*"):
        path.unlink()

    with pytest.raises(DataError, match="p0_0: no picture of this name"):
        open_store(folder, tmp_path / "cache", held_out=False)


def test_every_sketch_of_a_picture_is_read_in_the_order_of_its_number(tmp_path: Path) -> None:
    folder = _sketches(tmp_path / "set", sketches=12)

    store = open_store(folder, tmp_path / "cache", held_out=False)

    assert isinstance(store, SketchStore)
    assert store.sketches[1, :, 0, 0].tolist() == list(range(40, 52))


def test_names_may_have_brackets_and_low_lines(tmp_path: Path) -> None:
    folder = _sketches(tmp_path / "set")
    for path in (*folder.glob("*/*.png"), folder / "meta.jsonl"):
        if path.name == "meta.jsonl":
            path.write_text(path.read_text().replace('"p', '"[a]_p'))
        else:
            path.rename(path.with_name(f"[a]_{path.name}"))

    store = open_store(folder, tmp_path / "cache", held_out=False)

    assert isinstance(store, SketchStore) and store.sketches.shape == (3, 3, 32, 32)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "LA"])
def test_sketches_in_any_mode_are_read_as_grey(tmp_path: Path, mode: str) -> None:
    folder = _sketches(tmp_path / "set")
    for path in (folder / "sketches").iterdir():
        with Image.open(path) as image:
            image.convert(mode).save(path)

    store = open_store(folder, tmp_path / "cache", held_out=False)

    assert isinstance(store, SketchStore) and store.sketches.shape == (3, 3, 32, 32)
    assert store.sketches[:, 1, 0, 0].tolist() == [1, 41, 81]


def test_sketches_of_another_size_than_the_pictures_are_refused(tmp_path: Path) -> None:
    folder = _sketches(tmp_path / "set")
    for path in (folder / "sketches").iterdir():
        Image.new("L", (16, 32)).save(path)

    with pytest.raises(DataError, match="16x32 pixels, the pictures have 32x32"):
        open_store(folder, tmp_path / "cache", held_out=False)


@pytest.mark.parametrize(
    "line", ['{"name": "p9"}', '{"held_out": true}', '{"name": 9, "held_out": true}', "[]", ""]
)
def test_a_line_of_the_list_without_name_or_side_is_named(tmp_path: Path, line: str) -> None:
    folder = _sketches(tmp_path / "set")
    rows = (folder / "meta.jsonl").read_text().splitlines()
    (folder / "meta.jsonl").write_text("\n".join((*rows[:1], line, *rows[1:])))

    with pytest.raises(DataError, match=r"meta\.jsonl:2: ") as caught:
        open_store(folder, tmp_path / "cache", held_out=False)
    assert "\n" not in str(caught.value)


def test_ink_is_one_on_black_and_nothing_on_paper() -> None:
    sketch = np.full((8, 8, 3), 255, np.uint8)
    sketch[2] = 0
    sketch[5, :, 0] = 0

    found = SketchStore(sketch[None], sketch[None, None, ..., 0]).encode([sketch])

    assert found.shape == (1, 7, 8, 8)
    assert found[0, :3, 2].eq(1).all() and found[0, 0, 5].eq(1).all()
    assert found[0, :3].sum() == 4 * 8


def test_a_pixel_within_an_outline_has_ink_on_all_sides_and_one_beside_it_has_not() -> None:
    sketch = torch.full((1, 64, 48, 3), 255, dtype=torch.uint8)
    sketch[0, 10:50, [8, 40]] = 204
    sketch[0, [10, 49], 8:41] = 204

    enclosed = ink(sketch)[0, 3]

    assert enclosed[11:49, 9:40].min() > 0.99
    assert 0.24 < enclosed[30, 44] <= 0.25 and 0.24 < enclosed[60, 20] <= 0.25
    assert enclosed[60, 44] < 1e-4


def test_what_a_line_encloses_has_its_tint_and_the_paper_around_has_none() -> None:
    sketch = torch.full((1, 96, 64, 3), 255, dtype=torch.uint8)
    for top, colour in ((8, (200, 30, 30)), (56, (30, 30, 200))):
        sketch[0, top : top + 32, [16, 47]] = torch.tensor(colour, dtype=torch.uint8)
        sketch[0, [top, top + 31], 16:48] = torch.tensor(colour, dtype=torch.uint8)

    tint = 1 - ink(sketch)[0, 4:]

    red, green, blue = tint[:, 24, 32]
    assert red > 0.7 and green < 0.2 and blue < 0.3
    red, green, blue = tint[:, 72, 32]
    assert blue > 0.7 and green < 0.2 and red < 0.3
    assert tint[:, 2, 2].min() > 0.95
    blank = torch.full((1, 32, 32, 3), 255, dtype=torch.uint8)
    assert torch.isfinite(ink(blank)).all()


def test_the_grain_of_a_scanned_paper_closes_nothing() -> None:
    random = torch.Generator().manual_seed(0)
    paper = torch.randint(225, 256, (1, 64, 64, 3), generator=random, dtype=torch.uint8)

    assert ink(paper)[0, 3].eq(0).all()


def test_coloured_sketches_take_the_colours_of_what_they_show() -> None:
    picture = np.full((1, 64, 64, 3), 255, np.uint8)
    picture[0, 16:48, 16:32], picture[0, 16:48, 32:48] = (200, 30, 30), (255, 255, 120)
    sketch = np.full((1, 1, 64, 64), 255, np.uint8)
    sketch[0, 0, 30:33] = 0
    random = np.random.default_rng(0)

    plain = SketchStore(picture, sketch).condition(0, random)
    drawn = SketchStore(picture, sketch, coloured=1.0).condition(0, random)

    assert (plain[31] == 0).all()
    assert np.abs(drawn[31, 20].astype(int) - (200, 30, 30)).max() < 6
    red, green, blue = (int(v) for v in drawn[31, 44])
    assert abs(red - green) < 3 and 100 < red < 200 and blue < red / 2 + 5, "pale ink is darkened"
    assert (drawn[:28] == 255).all() and (drawn[36:] == 255).all()


def test_a_share_of_the_sketches_is_coloured_and_evaluations_always_colour_the_same() -> None:
    pictures = np.full((64, 16, 16, 3), (200, 30, 30), np.uint8)
    sketches = np.zeros((64, 1, 16, 16), np.uint8)
    store, random = SketchStore(pictures, sketches, coloured=0.75), np.random.default_rng(0)

    chance = [store.condition(i, random).any() for i in range(64)]
    fixed = [store.canvas(i).any() for i in range(64)]

    assert 38 <= sum(chance) <= 58
    assert sum(fixed) == 48
    assert fixed == [store.canvas(i, drawn=True).any() for i in range(64)]


def test_a_paired_batch_holds_a_sketch_of_each_picture(tmp_path: Path) -> None:
    store = open_store(_sketches(tmp_path / "set"), tmp_path / "cache", held_out=False)

    batch = BatchSource(store=store, size=32, count=3, paired=3).batch(0)

    red = (batch.pictures[:, 0, 0, 0] + 1) * 127.5
    grey = (1 - batch.wanted[:, 0, 0, 0]) * 255
    assert ((grey - red).round() >= 0).all() and ((grey - red).round() <= 2).all()


def test_unpaired_sides_are_read_from_their_folders(tmp_path: Path) -> None:
    folder = _unpaired(tmp_path / "set")

    training = open_store(folder, tmp_path / "cache", held_out=False)
    held_out = open_store(folder, tmp_path / "cache", held_out=True)

    assert isinstance(training, UnpairedStore) and isinstance(held_out, UnpairedStore)
    assert sorted(int(p[0, 0, 0]) for p in training.inputs) == [10, 11]
    assert sorted(int(p[0, 0, 0]) for p in held_out.pictures) == [40, 41]


def test_an_unpaired_batch_wants_inputs_and_shows_pictures(tmp_path: Path) -> None:
    store = open_store(_unpaired(tmp_path / "set"), tmp_path / "cache", held_out=False)

    batch = BatchSource(store=store, size=32, count=4, paired=0).batch(3)

    wanted = ((batch.wanted[:, 0] + 1) * 127.5).round().unique()
    shown = ((batch.pictures[:, 0] + 1) * 127.5).round().unique()
    assert set(wanted.tolist()) <= {10, 11} and set(shown.tolist()) == {20, 21}


def test_a_folder_of_nothing_known_says_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="labels/, sketches/ or trainA/"):
        open_store(tmp_path, tmp_path / "cache", held_out=False)


def test_label_maps_are_shown_in_their_colours(store: LabelledStore) -> None:
    shown = store.show(store.canvas(0))

    colour = store.classes[int(store.exact[0][0, 0])]["color"]
    assert shown[0, 0].tolist() == colour
    assert torch.equal(store.encode([store.canvas(0)]).sum(1), torch.ones(1, 64, 64))
