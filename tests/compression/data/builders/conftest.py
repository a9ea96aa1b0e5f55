"""A small globe in package files of the same layout as the real ones."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from featherbrush.compression.data.builders import atlas, earth, planet
from featherbrush.compression.data.builders.packages import Package

Globe = tuple[Package, Package]


def _png(pixels: NDArray[np.uint8]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "png")
    return file.getvalue()


def _package(path: Path, package: Package, members: Mapping[str, bytes]) -> Package:
    with zipfile.ZipFile(path / package.file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    digest = hashlib.sha256((path / package.file).read_bytes()).hexdigest()
    return replace(package, sha256=digest)


@pytest.fixture(scope="session")
def globe(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Globe]:
    """A folder with two package files, and what they are: continents of desert and forest in a deep sea."""
    folder = tmp_path_factory.mktemp("globe")
    random = np.random.default_rng(0)
    height = cv2.resize(random.standard_normal((12, 24)), (720, 360), interpolation=cv2.INTER_CUBIC)
    climate = cv2.resize(random.standard_normal((6, 12)), (720, 360), interpolation=cv2.INTER_CUBIC)
    sea, wet = height < 0, climate > 0
    picture = np.where(wet[..., None], (30, 50, 15), (190, 160, 110))
    picture = np.where(sea[..., None], (5, 15, 60), picture).astype(np.uint8)
    relief = np.where(sea[..., None], (120, 170, 220), (200, 190, 150)).astype(np.uint8)
    zones = np.where(sea, 32, np.where(wet, 1, 7)).astype(np.uint8)
    basemap = _package(
        folder,
        earth.BASEMAP,
        {
            planet.PICTURE: _png(picture),
            planet.RELIEF: _png(relief),
            atlas.RELIEFS["shaded"][0]: _png(relief),
        },
    )
    return folder, (basemap, _package(folder, planet.ZONES, {planet.ZONE_RASTER: _png(zones)}))
