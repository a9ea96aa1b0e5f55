"""Classes of a climate map, as a map-maker would paint them, from three rasters of one place."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Field = NDArray[np.float32]

CLASSES: tuple[tuple[str, tuple[int, int, int]], ...] = (
    ("deep ocean", (18, 40, 92)),
    ("ocean", (36, 92, 168)),
    ("shallow sea", (112, 190, 226)),
    ("rainforest", (14, 84, 50)),
    ("savanna", (168, 176, 60)),
    ("hot desert", (246, 214, 140)),
    ("cold desert", (206, 176, 150)),
    ("steppe", (222, 190, 72)),
    ("mediterranean", (196, 122, 70)),
    ("temperate", (112, 190, 80)),
    ("continental forest", (62, 146, 92)),
    ("boreal forest", (36, 98, 100)),
    ("tundra", (160, 170, 150)),
    ("snow and ice", (246, 250, 255)),
    ("mountains", (122, 92, 84)),
)
DEEP, OCEAN, SHALLOW = 0, 1, 2
ICE, MOUNTAINS = 13, 14
ZONE_OF_WATER = 32

# Koeppen-Geiger zones 1..31 in the order of the raster (Af Am As Aw, BSh BSk BWh BWk, Cf, Cs, Cw, D, EF ET).
_LAND = (
    3,
    3,
    4,
    4,
    7,
    7,
    5,
    6,
    9,
    9,
    9,
    8,
    8,
    8,
    9,
    9,
    9,
    10,
    10,
    11,
    11,
    10,
    10,
    11,
    11,
    10,
    10,
    11,
    11,
    13,
    12,
)
CLASS_OF_ZONE = np.array((SHALLOW, *_LAND, SHALLOW), np.uint8)


def class_table() -> list[dict[str, Any]]:
    """The content of classes.json."""
    return [
        {"id": i, "name": name, "color": list(color)} for i, (name, color) in enumerate(CLASSES)
    ]


def label(picture: Bytes, relief: Bytes, zones: Bytes) -> Bytes:
    """Class ids uint8 [H, W] of a tile.

    Shores, depths and snow come from what the picture shows, so that labels and pictures agree to the pixel;
    climates and mountains come from the maps.

    Args:
        picture: the satellite picture, uint8 [H, W, 3].
        relief: the relief map, uint8 [H, W, 3].
        zones: Koeppen-Geiger zones 1..32, uint8 [H, W].
    """
    water = _blurred(is_water(picture), 0.8) > 0.5
    ids = _spread(CLASS_OF_ZONE[np.minimum(zones, ZONE_OF_WATER)], water=water, zones=zones)
    ids[_is_rugged(relief, water=water)] = MOUNTAINS
    ids[_blurred(_is_snow(picture), 1.5) > 0.5] = ICE
    ids[water] = _depths(picture, water=water)[water]
    return ids


def is_water(picture: Bytes) -> Mask:
    """Blue beyond both other channels (the sea), or nearly black without any red (clear lakes; no forest is)."""
    red, green, blue = (picture[..., c].astype(np.int16) for c in range(3))
    sea = (blue > green + 4) & (blue > red + 8) & (red < 90)
    return sea | ((red < 8) & (green < 16))


def _is_snow(picture: Bytes) -> Mask:
    smooth = picture.astype(np.int16)
    return (smooth.min(-1) > 135) & (smooth.max(-1) - smooth.min(-1) < 45)


def _depths(picture: Bytes, *, water: Mask) -> Bytes:
    """Deep, open and shallow water by how bright it looks; land beside it does not count."""
    weight = _blurred(water, 3.0)
    blue = cv2.GaussianBlur(picture[..., 2] * water.astype(np.float32), (0, 0), 3.0)
    blue = blue / np.maximum(weight, 1e-3)
    return np.where(blue > 95, SHALLOW, np.where(blue > 48, OCEAN, DEEP)).astype(np.uint8)


def _is_rugged(relief: Bytes, *, water: Mask) -> Mask:
    """Land where the relief map's shading changes strongly within a few pixels."""
    grey = cv2.cvtColor(relief, cv2.COLOR_RGB2GRAY).astype(np.float32)
    detail = np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 3))
    detail[_blurred(water, 2.0) > 0.05] = 0  # shores are drawn as strongly as mountains
    return (cv2.GaussianBlur(detail, (0, 0), 5) > 15) & ~water


def _spread(ids: Bytes, *, water: Mask, zones: Bytes) -> Bytes:
    """Land classes with smooth boundaries, carried on where the zones have water and the picture land."""
    land = (zones < ZONE_OF_WATER) & (zones > 0)
    best, winner = np.full(ids.shape, -1, np.float32), np.full(ids.shape, 9, np.uint8)
    for value in np.unique(ids[land]):
        here = (ids == value) & land
        share = _blurred(here, 3.0) + 0.02 * _blurred(here, 24.0)
        winner[share > best] = value
        best = np.maximum(best, share)
    return winner


def _blurred(mask: Mask, sigma: float) -> Field:
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), sigma), np.float32)
