"""The choice of a view: several are sketched coarsely, and the first that is worth a picture is taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from featherbrush.compression.data.landscape.composing import Composition, compose
from featherbrush.compression.data.landscape.kernels import SIDE, Bytes, Floats, Ids
from featherbrush.compression.data.landscape.marching import march
from featherbrush.compression.data.landscape.scene import (
    DIRT,
    MOUNTAIN,
    ROCK,
    SAND,
    SKY,
    SNOW,
    TREE,
    WATER,
)
from featherbrush.compression.data.landscape.shading import shade
from featherbrush.engine.landscape_classes import LANDSCAPE_CLASSES

ATTEMPTS = 12
EVERY = 16
WITH_WATER = ("coast", "sea", "islands", "lake", "alplake")


@dataclass(frozen=True)
class Canvas:
    """What a rendering is drawn on, all [SIDE, SIDE]: distances, linear colours (x3), class ids, forest floor."""

    depth: Floats
    light: Floats
    labels: Ids
    floor: Bytes

    @classmethod
    def empty(cls) -> Canvas:
        """Sky everywhere."""
        shape = (SIDE, SIDE)
        return cls(
            np.zeros(shape),
            np.zeros((*shape, 3)),
            np.zeros(shape, np.int64),
            np.zeros(shape, np.uint8),
        )


def choose_view(seed: int) -> Composition:
    """The first attempt that is as interesting as this seed asks for, or the best of twelve."""
    random = np.random.default_rng(seed + 31337)
    wanted, wide = random.uniform(0.35, 1.05), random.random() < 0.08
    best: tuple[float, Composition] | None = None
    for attempt in range(ATTEMPTS):
        composition = compose(seed, attempt)
        score = _score(composition, wide=wide)
        if best is None or score > best[0]:
            best = (score, composition)
        if score >= wanted:
            break
    assert best is not None
    return best[1]


def _score(c: Composition, *, wide: bool) -> float:
    """How varied the land is, less what makes a view dull; `wide` allows much water."""
    canvas, first = Canvas.empty(), EVERY // 2
    march(c.scene, canvas.depth, first, EVERY)
    shade(c.scene, c.table, canvas.depth, canvas.light, canvas.labels, canvas.floor, first, EVERY)
    depth = canvas.depth[:, first::EVERY]
    ids = canvas.labels[first::EVERY, first::EVERY].copy()
    ids[canvas.floor[first::EVERY, first::EVERY] > 0] = TREE
    share = np.bincount(ids.ravel(), minlength=len(LANDSCAPE_CLASSES)) / ids.size
    land = share[2:] / max(share[2:].sum(), 1e-6)
    score = float(-(land * np.log(land + 1e-9)).sum())
    score -= 2 * _is_badly_framed(depth, c) + 2 * bool(share[SKY] < 0.01)
    if c.kind in WITH_WATER or c.scene.river_width > 0:
        score += _water_score(share, c, wide=wide)
    if c.kind == "dunes":
        score += _dune_score(share, depth)
    if land.max() > 0.93:
        score -= 0.3
    if share[ROCK] + share[SNOW] + share[DIRT] + share[SAND] + share[MOUNTAIN] < 0.03:
        score -= 0.25
    return score


def _is_badly_framed(depth: Floats, c: Composition) -> bool:
    """Too much or little sky, ground right before the lens, columns without sky, or nothing far away."""
    sky = (depth <= 0).mean()
    near = ((depth > 0) & (depth < (6 if c.eye < 9 else 25))).mean()
    open_columns = (depth <= 0).any(0).mean()
    far = (depth > 400).mean()
    return not (0.08 < sky < 0.66 and near < 0.40 and open_columns > 0.75 and far > 0.04)


def _water_score(share: Floats, c: Composition, *, wide: bool) -> float:
    water, land, score = share[WATER], 1 - share[SKY] - share[WATER], 0.0
    if water < (0.03 if c.scene.river_width > 0 else 0.06):
        score -= 0.6
    most = 0.46 if c.kind in ("lake", "alplake") else 0.42
    if water > (0.62 if wide else most) or land < (0.06 if wide else 0.14):
        score -= 0.8
    if c.kind in ("coast", "islands", "sea") and share[SAND] > 0.02 and water > 0.05:
        score += 0.25
    if c.scene.cliff > 0 and share[ROCK] > 0.03:
        score += 0.15
    return score


def _dune_score(share: Floats, depth: Floats) -> float:
    """A skyline that moves is what makes dunes."""
    moves, score = (depth > 0).argmax(0).std(), 0.0
    if share[SAND] > 0.5 and moves < 12:
        score -= 1.0
    if share[SAND] < 0.12:
        score -= 0.5
    return float(score + min(0.6, moves / 40))
