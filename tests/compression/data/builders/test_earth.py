"""Tiles show the place that they name, and never one of the other side of the split."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from featherbrush.compression.data.builders import earth
from featherbrush.compression.data.store import DataError


@pytest.fixture
def coordinates() -> NDArray[np.uint8]:
    """A globe [360, 720, 3] whose red is the longitude and whose green the latitude, half a degree per pixel."""
    rows, columns = np.mgrid[0:360, 0:720]
    return np.stack((columns * 255 // 720, rows * 255 // 360, 0 * rows), -1).astype(np.uint8)


def _seen(tile: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitudes and longitudes of the pixels of a tile of the globe of coordinates."""
    return 90 - tile[..., 1] * 180.0 / 255, tile[..., 0] * 360.0 / 255 - 180


def test_a_tile_is_centred_on_its_place_with_north_up(coordinates: NDArray[np.uint8]) -> None:
    place = earth.Place(latitude=40, longitude=-30, scale=2, angle=0, mirrored=False)

    latitude, longitude = _seen(earth.cut(coordinates, place))

    assert latitude.mean() == pytest.approx(40, abs=1)
    assert longitude.mean() == pytest.approx(-30, abs=1.5)
    assert latitude[0].mean() > 50 and latitude[-1].mean() < 30
    assert longitude[:, 0].mean() < -45 and longitude[:, -1].mean() > -15


def test_a_mirrored_tile_has_east_at_its_left(coordinates: NDArray[np.uint8]) -> None:
    place = earth.Place(latitude=0, longitude=0, scale=2, angle=0, mirrored=True)

    _, longitude = _seen(earth.cut(coordinates, place))

    assert longitude[:, 0].mean() > 10 > -10 > longitude[:, -1].mean()


def test_a_quarter_turn_puts_the_west_at_the_bottom_or_top(coordinates: NDArray[np.uint8]) -> None:
    place = earth.Place(latitude=0, longitude=0, scale=2, angle=90, mirrored=False)

    _, longitude = _seen(earth.cut(coordinates, place))

    assert abs(longitude[0].mean() - longitude[-1].mean()) > 25
    assert longitude[0].std() < 2


def test_longitudes_are_stretched_towards_the_poles(coordinates: NDArray[np.uint8]) -> None:
    width = []
    for latitude in (0.0, 60.0):
        place = earth.Place(latitude, longitude=0, scale=1, angle=0, mirrored=False)
        longitude = _seen(earth.cut(coordinates, place))[1]
        width.append(longitude[:, -1].mean() - longitude[:, 0].mean())

    assert width[1] == pytest.approx(2 * width[0], rel=0.1)


@pytest.mark.parametrize("held_out", [False, True])
def test_no_pixel_crosses_the_split(coordinates: NDArray[np.uint8], held_out: bool) -> None:
    random = np.random.default_rng(0)
    west, east = earth.HELD_OUT if held_out else earth.TRAINING

    for _ in range(40):
        place = earth.random_place(random, held_out=held_out)
        latitude, longitude = _seen(earth.cut(coordinates, place))

        assert longitude.min() > west - 2 and longitude.max() < east + 2
        assert np.abs(latitude).max() < earth.FARTHEST_NORTH + 1.5
        assert place.row(1)["held_out"] is held_out


def test_ids_are_never_mixed() -> None:
    zones = np.where(np.arange(720) % 2, 3, 30).astype(np.uint8)[None].repeat(360, 0)
    place = earth.Place(latitude=10, longitude=20, scale=1.7, angle=33, mirrored=False)

    assert set(np.unique(earth.cut(zones, place, ids=True))) == {3, 30}


def test_a_package_without_the_raster_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.whl"
    path.write_bytes(b"no archive")

    with pytest.raises(DataError, match=r"broken\.whl: earth\.jpg cannot be read"):
        earth.read_raster(path, "earth.jpg")
