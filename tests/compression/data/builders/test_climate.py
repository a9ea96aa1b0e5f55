"""Labels follow what the picture shows: shores, depths, snow; and the maps: climates and mountains."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from featherbrush.compression.data.builders import climate

NAMES = [name for name, _ in climate.CLASSES]
FOREST, SAND, SEA, SHELF, SNOW = (
    (30, 50, 15),
    (190, 160, 110),
    (2, 8, 28),
    (40, 90, 140),
    (240,) * 3,
)


def _scene(
    left: tuple[int, ...], right: tuple[int, ...], *, zones: tuple[int, int]
) -> tuple[NDArray[np.uint8], ...]:
    picture, ids = np.empty((96, 96, 3), np.uint8), np.empty((96, 96), np.uint8)
    picture[:, :48], picture[:, 48:] = left, right
    ids[:, :48], ids[:, 48:] = zones
    return picture, np.full((96, 96, 3), 180, np.uint8), ids


def _named(ids: NDArray[np.uint8]) -> tuple[str, str]:
    """Classes in the middle of the left and the right half."""
    return NAMES[ids[48, 24]], NAMES[ids[48, 72]]


@pytest.mark.parametrize(
    ("left", "right", "zones", "expected"),
    [
        (FOREST, SAND, (1, 7), ("rainforest", "hot desert")),
        (FOREST, FOREST, (13, 20), ("mediterranean", "boreal forest")),
        (SEA, SHELF, (32, 32), ("deep ocean", "shallow sea")),
        (SNOW, FOREST, (30, 31), ("snow and ice", "tundra")),
        ((1, 3, 6), FOREST, (18, 18), ("deep ocean", "continental forest")),
    ],
)
def test_halves_get_their_classes(
    left: tuple[int, ...],
    right: tuple[int, ...],
    zones: tuple[int, int],
    expected: tuple[str, str],
) -> None:
    assert _named(climate.label(*_scene(left, right, zones=zones))) == expected


def test_the_shore_is_where_the_picture_has_it() -> None:
    picture, relief, zones = _scene(SEA, FOREST, zones=(32, 32))
    zones[:, 60:] = 1  # the map of climates has the shore 12 pixels further

    ids = climate.label(picture, relief, zones)

    land = ids > climate.SHALLOW
    assert (np.argmax(land, 1) == 48).all()
    assert NAMES[ids[48, 52]] == "rainforest"


def test_strong_relief_is_mountains() -> None:
    picture, relief, zones = _scene(FOREST, FOREST, zones=(9, 9))
    relief[:, :48] = np.random.default_rng(0).integers(60, 255, (96, 48, 1))

    assert _named(climate.label(picture, relief, zones)) == ("mountains", "temperate")


def test_ragged_boundaries_become_smooth() -> None:
    picture, relief, zones = _scene(FOREST, FOREST, zones=(1, 4))
    zones[::2, 46:50] = 1
    zones[1::2, 46:50] = 4

    ids = climate.label(picture, relief, zones)

    edges = np.argmax(ids == NAMES.index("savanna"), 1)
    assert edges.max() - edges.min() <= 1


def test_every_zone_has_a_class_and_every_class_a_colour_of_its_own() -> None:
    assert len(climate.CLASS_OF_ZONE) == climate.ZONE_OF_WATER + 1
    assert climate.CLASS_OF_ZONE.max() < len(climate.CLASSES)
    colors = np.array([color for _, color in climate.CLASSES], float)
    distance = np.linalg.norm(colors[:, None] - colors[None], axis=-1)
    assert distance[~np.eye(len(colors), dtype=bool)].min() > 30
    assert [row["id"] for row in climate.class_table()] == list(range(len(climate.CLASSES)))
