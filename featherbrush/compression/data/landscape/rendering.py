"""A seed becomes a picture of a landscape, its exact label map, and the map as a person would brush it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from featherbrush.compression.data.landscape.brushing import brushed
from featherbrush.compression.data.landscape.camera import Canvas, choose_view
from featherbrush.compression.data.landscape.clouds import GRID, cloud_layers, paint_sky
from featherbrush.compression.data.landscape.composing import Composition
from featherbrush.compression.data.landscape.developing import develop, halve
from featherbrush.compression.data.landscape.grass import draw_grass
from featherbrush.compression.data.landscape.kernels import SIDE, Bytes, Color
from featherbrush.compression.data.landscape.marching import march
from featherbrush.compression.data.landscape.planting import plant_bushes, plant_trees
from featherbrush.compression.data.landscape.plants import plant_forest
from featherbrush.compression.data.landscape.scene import (
    DIRT,
    GRASS,
    ROCK,
    SNOW,
    TREE,
    WATER,
)
from featherbrush.compression.data.landscape.shading import shade
from featherbrush.compression.data.landscape.water import paint_water
from featherbrush.engine.landscape_classes import LANDSCAPE_CLASSES

PETALS: tuple[Color, ...] = (
    (1.0, 0.95, 0.9),
    (1.0, 0.85, 0.1),
    (0.75, 0.35, 0.9),
    (0.95, 0.2, 0.15),
)
CROWN_BOX = 31
LEAST_CROWNS = 0.22


@dataclass(frozen=True)
class Rendering:
    """Picture uint8 [256, 256, 3], exact and brushed label map uint8 [256, 256], and what the scene is."""

    picture: Bytes
    labels: Bytes
    painted: Bytes
    facts: dict[str, Any]

    @property
    def is_worth_keeping(self) -> bool:
        """Whether there is more than one thing to see, neither black nor white nor flat."""
        largest = np.bincount(self.labels.ravel()).max() / self.labels.size
        return bool(largest <= 0.86 and 25 < self.picture.mean() < 215 and self.picture.std() >= 18)


def render(seed: int) -> Rendering:
    """Render the landscape of a seed; the same seed gives the same landscape."""
    c, canvas = choose_view(seed), Canvas.empty()
    s, table = c.scene, c.table
    depth, light, labels, floor = canvas.depth, canvas.light, canvas.labels, canvas.floor
    march(s, depth, 0, 1)
    shade(s, table, depth, light, labels, floor, 0, 1)
    layers = np.zeros((GRID, GRID, 4))
    if s.cumulus or s.cirrus or s.overcast:
        layers = cloud_layers(s, table, depth)
    paint_sky(s, table, depth, light, labels, layers)
    length, petals = c.random.uniform(0.15, 0.5), PETALS[c.random.choice(4)]
    if c.blades and c.eye < 12:
        draw_grass(s, depth, light, labels, float(c.blades), seed, float(length), c.flowers, petals)
    if s.forest_threshold < 1:
        plant_forest(s, table, depth, light, labels, s.autumn, seed * 7919)
    plant_trees(c, canvas, seed)
    plant_bushes(c, canvas, seed)
    _cover_floor(canvas)
    paint_water(s, table, depth, light, labels, _shore_color(canvas, c))
    picture, ids = develop(light, labels, c.light, c.random), halve(labels)
    return Rendering(picture, ids, brushed(ids), _facts(c, seed))


def _cover_floor(canvas: Canvas) -> None:
    """The floor of a forest counts as trees where crowns stand densely around it."""
    floor = (canvas.floor > 0) & np.isin(canvas.labels, (GRASS, DIRT, SNOW))
    if not floor.any():
        return
    half = (CROWN_BOX + 1) // 2
    padded = np.zeros((SIDE + 2 * half, SIDE + 2 * half), np.float32)
    padded[half : half + SIDE, half : half + SIDE] = canvas.labels == TREE
    sums = padded.cumsum(0).cumsum(1)
    high, low = slice(CROWN_BOX, CROWN_BOX + SIDE), slice(0, SIDE)
    crowns = sums[high, high] - sums[low, high] - sums[high, low] + sums[low, low]
    canvas.labels[floor & (crowns / CROWN_BOX**2 > LEAST_CROWNS)] = TREE


def _shore_color(canvas: Canvas, c: Composition) -> Color:
    """The mean colour of far land, which stands for land that is mirrored from outside the picture."""
    land = (canvas.labels >= ROCK) & (canvas.labels != WATER) & (canvas.depth > 60)
    if land.sum() > 500:
        mean = canvas.light[land].mean(0) * 0.8
    else:
        mean = np.array([c.scene.ambient_r, c.scene.ambient_g, c.scene.ambient_b]) * 0.12
    return float(mean[0]), float(mean[1]), float(mean[2])


def _facts(c: Composition, seed: int) -> dict[str, Any]:
    return {
        "seed": seed,
        "kind": c.kind,
        "tod": c.light,
        "season": c.season,
        "sun_el_deg": round(math.degrees(c.elevation), 2),
        "sun_az_deg": round(math.degrees(c.azimuth), 1),
        "clouds": c.clouds,
        "autumn": round(c.scene.autumn, 3),
        "river": int(c.scene.river_width > 0),
        "cliff": int(c.scene.cliff > 0),
    }


def class_table() -> list[dict[str, Any]]:
    """The content of classes.json."""
    return [
        {"id": info.id, "name": info.name, "color": list(info.color)} for info in LANDSCAPE_CLASSES
    ]
