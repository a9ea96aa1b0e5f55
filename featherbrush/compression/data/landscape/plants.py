"""Trees and bushes near the camera, leaf by leaf: small discs with a distance, a normal and shade of their own."""

from __future__ import annotations

import math

import numpy as np

from featherbrush.compression.data.landscape.atmosphere import hazed
from featherbrush.compression.data.landscape.cover import forest_density
from featherbrush.compression.data.landscape.kernels import (
    SIDE,
    Color,
    Floats,
    Ids,
    chance,
    kernel,
    smoothstep,
)
from featherbrush.compression.data.landscape.marching import sun_share
from featherbrush.compression.data.landscape.noise import noise
from featherbrush.compression.data.landscape.scene import TREE, Scene
from featherbrush.compression.data.landscape.terrain import ground

Leaf = tuple[float, float, float, float, float, float, float]
ROUND, SLENDER, LIGHT = 0, 1, 2
CONIFER = 3
BUSH = 2.6
"""Metres under which a plant is a bush: no trunk, leaves down to the ground."""
WHOLE_TURN = 6.283


@kernel
def disc(
    light: Floats,
    labels: Ids,
    depth: Floats,
    px: float,
    py: float,
    radius: float,
    t: float,
    color: Color,
    squash: float,
) -> None:
    """Draw a disc of a tree at distance `t` where nothing nearer is.

    `px`, `py` and `radius` are pixels; the height of the disc is `squash` times its width.
    """
    for r in range(max(0, int(py - radius)), min(SIDE, int(py + radius) + 2)):
        for c in range(max(0, int(px - radius)), min(SIDE, int(px + radius) + 2)):
            dx, dy = (c + 0.5 - px) / radius, (r + 0.5 - py) / (radius * squash)
            if dx * dx + dy * dy < 1.0 and (depth[r, c] <= 0 or depth[r, c] > t):
                depth[r, c] = t
                light[r, c, 0], light[r, c, 1], light[r, c, 2] = color
                labels[r, c] = TREE


@kernel
def plant(
    s: Scene,
    table: Floats,
    depth: Floats,
    light: Floats,
    labels: Ids,
    x: float,
    z: float,
    tall: float,
    conifer: float,
    hue: float,
    seed: int,
) -> None:
    """Draw one tree or bush.

    Args:
        s: the landscape.
        table: of the sky.
        depth: distances, updated.
        light: linear colours, updated.
        labels: class ids, updated.
        x: metres from the camera.
        z: metres from the camera.
        tall: its height in metres.
        conifer: above 0.5 for a conifer.
        hue: 0..1, how far its leaves have turned.
        seed: of its shape.
    """
    np.random.seed(seed)
    h = ground(x, z, 0.05, s)[0]
    ahead = x * s.forward_x + z * s.forward_z
    if h < 0.4 or ahead < 3:
        return
    scale = (SIDE / 2) / s.half_width / ahead
    if tall * scale < 5:
        return
    across = (x * s.right_x + z * s.right_z) / ahead
    sun = sun_share(x, h + tall * 1.1, z, ahead, s)
    kind = CONIFER if conifer > 0.5 else _species(seed, s)
    column = (across / s.half_width + 1) * 0.5 * SIDE
    dx, dz = s.forward_x + s.right_x * across, s.forward_z + s.right_z * across
    distance = ahead * math.sqrt(1 + across * across)
    size = tall * scale
    for i in range(0 if tall < BUSH else int(size * 0.9) + 2):
        share = i / (int(size * 0.9) + 2) * (0.9 if kind == CONIFER else 0.6)
        y = h + tall * share
        color = hazed(_bark(kind, sun, s), dx, dz, distance, y, s, table)
        radius = max(0.5, size * _trunk_width(kind) * (1 - share) * 0.6)
        sway = math.sin(share * 5 + seed) * 0.01 * size
        row = s.horizon - (y - s.eye_y) * scale
        disc(light, labels, depth, column + sway, row, radius, ahead, color, 1.0)
    leaf_size = max(0.72, size * 0.0078)
    clusters, whorls, spread = _clusters(kind, tall, seed)
    for _ in range(_leaf_count(kind, tall, size)):
        leaf = _needle(seed, whorls, spread) if kind == CONIFER else _leaf(clusters)
        color = _leaf_color(kind, leaf, hue, h > s.snow_line, seed, sun, s)
        y = h + leaf[1] * tall
        color = hazed(color, dx, dz, distance, y, s, table)
        row = s.horizon - (y - s.eye_y) * scale
        radius = leaf_size * (0.7 + 0.6 * np.random.random())
        t = ahead - leaf[2] * tall
        disc(light, labels, depth, column + leaf[0] * size, row, radius, t, color, 0.8)


@kernel
def _species(seed: int, s: Scene) -> int:
    """Most broadleaf trees of a landscape are of one species."""
    if chance(seed, 5, 1) < 0.3:
        return int(chance(seed, 6, 1) * 3)
    return int(chance(int(s.seed * 7), 3, 3) * 3)


@kernel
def _trunk_width(kind: int) -> float:
    if kind == CONIFER:
        return 0.035
    return 0.0196 if kind == SLENDER else 0.028


@kernel
def _bark(kind: int, sun: float, s: Scene) -> Color:
    q = 0.5 + 0.5 * np.random.random()
    r, g, b = 0.09 * q, 0.065 * q, 0.045 * q
    if kind == LIGHT:
        q = 0.35 + 0.65 * np.random.random()
        r, g, b = 0.36 * q, 0.35 * q, 0.32 * q
    e = sun * 0.2
    return (
        r * (s.sun_r * e + s.ambient_r * 0.5),
        g * (s.sun_g * e + s.ambient_g * 0.5),
        b * (s.sun_b * e + s.ambient_b * 0.5),
    )


@kernel
def _leaf_count(kind: int, tall: float, size: float) -> int:
    count = int(min(13000, max(300, size**2 * 0.15)))
    if kind == CONIFER:
        count = int(count * 1.25)
    return int(count * 2.2) + 150 if tall < BUSH else count


@kernel
def _clusters(kind: int, tall: float, seed: int) -> tuple[Floats, float, float]:
    """Centres and radii [N, 4] of a crown's clusters of leaves; of a conifer, its whorls and its spread."""
    count = 10 + int(np.random.random() * 8)
    lean = np.random.random() * 0.1 - 0.05
    whorls, spread = 5.0 + 5 * chance(seed, 8, 1) + tall * 0.12, 0.23 + 0.13 * chance(seed, 7, 1)
    if kind == CONIFER:
        return np.zeros((count, 4)), whorls, spread
    wide = 0.26 + 0.12 * np.random.random()
    low, span, count, grow = 0.42, 0.46, count + 5, 0.92
    if kind == ROUND:
        wide = 0.32 + 0.12 * np.random.random()
        low, span, count, grow = 0.34, 0.50, count + 1, 1.0
    elif kind == SLENDER:
        wide = 0.12 + 0.05 * np.random.random()
        low, span, count, grow = 0.16, 0.76, count + 3, 0.72
    else:
        wide = 0.20 + 0.09 * np.random.random()
    if tall < BUSH:
        wide = 0.5 + 0.3 * np.random.random()
        low, span = 0.08, 0.62
    out = np.zeros((count, 4))
    for i in range(count):
        a, q = np.random.random() * WHOLE_TURN, math.sqrt(np.random.random())
        y = np.random.random()
        reach = q * wide * math.sqrt(max(0.05, 1 - (2 * y - 0.8) ** 2 * 0.8))
        out[i, 0] = math.cos(a) * reach + lean * y
        out[i, 1] = low + span * y
        out[i, 2] = math.sin(a) * reach
        out[i, 3] = (0.11 + 0.09 * np.random.random()) * grow
    return out, whorls, spread


@kernel
def _needle(seed: int, whorls: float, spread: float) -> Leaf:
    """A leaf of a conifer: position, normal (both right, up, towards the camera) and openness."""
    f = 1 - math.sqrt(np.random.random())
    whorl = f * whorls
    within = whorl - math.floor(whorl)
    a = np.random.random() * WHOLE_TURN
    reach = (1 - f) ** 0.9 * spread * (0.40 + 0.60 * (1 - within))
    reach *= 0.8 + 0.4 * chance(int(whorl), seed, 3)
    reach *= 0.82 + 0.18 * math.cos(a * 5 + int(whorl) * 2.3)
    q = math.sqrt(np.random.random())
    x, z = math.cos(a) * q, math.sin(a) * q
    y = 0.09 + 0.91 * f - q * q * reach * 0.55
    openness = 0.35 + 0.65 * q * (0.5 + 0.5 * (1 - within))
    return x * reach, y, z * reach, x, 0.35 + 0.3 * (1 - within), z, openness


@kernel
def _leaf(clusters: Floats) -> Leaf:
    """A leaf of a broadleaf crown, as `_needle`."""
    j = int(np.random.random() * len(clusters))
    a, up = np.random.random() * WHOLE_TURN, np.random.random() * 2 - 1
    flat, q = math.sqrt(1 - up * up), np.random.random() ** 0.33
    nx, ny, nz = math.cos(a) * flat * q, up * q, math.sin(a) * flat * q
    radius = clusters[j, 3]
    x = clusters[j, 0] + nx * radius * 1.15
    y = clusters[j, 1] + ny * radius * 0.85
    z = clusters[j, 2] + nz * radius * 1.15
    outside = smoothstep(0.3, 0.95, y * 0.8 + 0.2 + math.sqrt(x * x + z * z) * 0.6)
    return (
        x,
        y,
        z,
        nx + x * 1.5,
        ny + (y - 0.55) * 1.8,
        nz + z * 1.5,
        0.35 + 0.65 * q * outside,
    )


@kernel
def _leaf_color(
    kind: int, leaf: Leaf, hue: float, snowy: bool, seed: int, sun: float, s: Scene
) -> Color:
    n = 1 / max(0.05, math.sqrt(leaf[3] ** 2 + leaf[4] ** 2 + leaf[5] ** 2))
    sideways = s.sun_x * s.right_x + s.sun_z * s.right_z
    facing = -(s.sun_x * s.forward_x + s.sun_z * s.forward_z)
    towards = (leaf[3] * sideways + leaf[4] * s.sun_y + leaf[5] * facing) * n
    direct = sun * (max(0.0, towards) * 0.8 + 0.16 * max(0.0, -towards) + 0.12) * leaf[6] / math.pi
    ambient = (0.35 + 0.35 * (leaf[4] * n * 0.5 + 0.5)) * leaf[6]
    v = 0.55 + 0.9 * np.random.random()
    r, g, b = 0.066, 0.092, 0.030
    if kind == CONIFER:
        r, g, b = 0.040, 0.063, 0.026
    elif kind == ROUND:
        r, g, b = 0.044, 0.070, 0.024
    elif kind == SLENDER:
        r, g, b = 0.050, 0.078, 0.028
    r, g, b = r * v * s.lush, g * v, b * v
    if hue > 0:
        r, g, b = r + (0.24 * v - r) * hue, g + (0.11 * v - g) * hue, b + (0.012 - b) * hue
    snow = 0.52 - 0.25 * leaf[4] * n
    if (
        snowy
        and leaf[4] * n > 0.1
        and noise(leaf[0] * 22 + seed, leaf[1] * 26 + leaf[2] * 9) > snow
    ):
        r, g, b = 0.42 * v + 0.2, 0.44 * v + 0.2, 0.48 * v + 0.2
    return (
        r * (s.sun_r * direct + s.ambient_r * ambient),
        g * (s.sun_g * direct + s.ambient_g * ambient),
        b * (s.sun_b * direct + s.ambient_b * ambient),
    )


@kernel
def plant_forest(
    s: Scene, table: Floats, depth: Floats, light: Floats, labels: Ids, autumn: float, seed: int
) -> None:
    """Draw the trees of the forest's cells near the camera; arguments as of `plant`."""
    cell, near = s.tree_cell, s.near * s.near
    reach = int(s.near / cell) + 1
    for j in range(-reach, reach + 1):
        for i in range(-reach, reach + 1):
            r1, r2, r3 = chance(i, j, 1), chance(i, j, 2), chance(i, j, 3)
            x, z = (i + 0.15 + 0.7 * r2) * cell, (j + 0.15 + 0.7 * r3) * cell
            ahead = x * s.forward_x + z * s.forward_z
            if x * x + z * z >= near or ahead < 14:
                continue
            across = (x * s.right_x + z * s.right_z) / ahead
            if abs(across) > s.half_width + s.tree_height * 0.4 / ahead:
                continue
            h, steep = ground(x, z, 0.3, s)
            density = forest_density(x, z, h, steep, s)
            if r1 * 0.25 - 0.2 > density or density < -0.05:
                continue
            tall = s.tree_height * (0.55 + 0.6 * r1) * 1.25
            tall *= 0.6 + 0.4 * smoothstep(-0.05, 0.08, density)
            conifer = 1 - s.conifer if chance(i, j, 4) < 0.12 else s.conifer
            hue = 0.0
            if conifer < 0.5:
                hue = autumn * chance(i, j, 9)
                tall *= 1.2
            own = seed + i * 733 + j * 17 + 100000
            plant(s, table, depth, light, labels, x, z, tall, conifer, hue, own)
