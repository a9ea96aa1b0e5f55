"""Where lone trees and bushes stand: in groups, on even ground, not on the road."""

from __future__ import annotations

import math

import numpy as np

from featherbrush.compression.data.landscape.camera import Canvas
from featherbrush.compression.data.landscape.composing import Composition
from featherbrush.compression.data.landscape.plants import plant
from featherbrush.compression.data.landscape.scene import Scene
from featherbrush.compression.data.landscape.terrain import ground

WITH_BUSHES = ("alpine", "hills", "meadow", "coast", "canyon", "lake", "alplake")
STEEPEST = 0.6


def plant_trees(c: Composition, canvas: Canvas, seed: int) -> None:
    """Draw the lone trees of a composition."""
    random, s = c.random, c.scene
    places: list[tuple[float, float]] = []
    for i in range(c.trees * 6):
        if len(places) >= c.trees:
            break
        u, t = _tree_place(places, s, random)
        if t < 18 or (t < 45 and abs(u) < 0.35 * s.half_width):
            continue
        x, z = _on_ground(u, t, s)
        h = ground(x, z, 0.1, s)[0]
        if h < 0.8 or h > s.tree_line or _is_steep(x, z, h, s):
            continue
        if s.road > 0 and t < 200 and _off_road(x, z, s) < s.road * 3:
            continue
        places.append((u, t))
        tall = random.uniform(0.55, 1.25) * max(s.tree_height, 7) * (1.15 if s.conifer > 0.5 else 1)
        same = random.random() < 0.85 or c.kind == "winter"
        conifer = s.conifer if same else 1 - s.conifer
        if any(abs(u * t - a * b) < 3.5 and abs(t - b) < 5 for a, b in places[:-1]):
            continue
        hue = 0.0
        if s.autumn > 0 and conifer <= 0.5:
            hue = s.autumn * random.uniform(0.1, 0.9)
        _draw(c, canvas, (x, z), tall=tall, conifer=conifer, hue=hue, seed=seed * 131 + i)


def plant_bushes(c: Composition, canvas: Canvas, seed: int) -> None:
    """Draw bushes around five spots."""
    random, s = c.random, c.scene
    count = 0
    if c.eye < 14 and c.kind in WITH_BUSHES and random.random() < 0.6:
        count = int(random.integers(0, 45))
    tall = random.uniform(0.5, 1.6)
    hue = s.autumn * 0.7
    if random.random() >= 0.5:
        hue = random.uniform(0, 0.5) if random.random() < 0.3 else 0.0
    spots = [(random.uniform(-1, 1) * s.half_width, _log_uniform(random, 8, 70)) for _ in range(5)]
    for i in range(count):
        spot = spots[random.integers(5)]
        u, t = spot[0] + random.normal() * 0.13, spot[1] * math.exp(random.normal() * 0.35)
        if t < 6 or (t < 14 and abs(u) < 0.3 * s.half_width):
            continue
        x, z = _on_ground(u, t, s)
        h = ground(x, z, 0.1, s)[0]
        if h < 0.6 or h > s.snow_line or _is_steep(x, z, h, s):
            continue
        if s.road > 0 and _off_road(x, z, s) < s.road * 1.6 + t * 0.1:
            continue
        own, turned = tall * random.uniform(0.6, 1.5), hue * random.uniform(0.3, 1)
        _draw(c, canvas, (x, z), tall=own, conifer=0.0, hue=turned, seed=seed * 977 + i)


def _tree_place(
    places: list[tuple[float, float]], s: Scene, random: np.random.Generator
) -> tuple[float, float]:
    """Where to try a tree, as position across the view and distance: often beside another."""
    if places and random.random() < 0.6:
        u, t = places[random.integers(len(places))]
        return u + random.normal() * 0.06, t * math.exp(random.normal() * 0.2)
    return random.uniform(-1.1, 1.1) * s.half_width, _log_uniform(random, 20, 260)


def _log_uniform(random: np.random.Generator, low: float, high: float) -> float:
    return math.exp(random.uniform(math.log(low), math.log(high)))


def _on_ground(u: float, t: float, s: Scene) -> tuple[float, float]:
    return (s.forward_x + s.right_x * u) * t, (s.forward_z + s.right_z * u) * t


def _is_steep(x: float, z: float, h: float, s: Scene) -> bool:
    east, south = ground(x + 1, z, 0.1, s)[0], ground(x, z + 1, 0.1, s)[0]
    return (east - h) ** 2 + (south - h) ** 2 > STEEPEST


def _off_road(x: float, z: float, s: Scene) -> float:
    return abs(x * s.right_x + z * s.right_z - s.road_offset)


def _draw(
    c: Composition,
    canvas: Canvas,
    place: tuple[float, float],
    *,
    tall: float,
    conifer: float,
    hue: float,
    seed: int,
) -> None:
    plant(
        c.scene,
        c.table,
        canvas.depth,
        canvas.light,
        canvas.labels,
        *place,
        float(tall),
        float(conifer),
        float(hue),
        seed,
    )
