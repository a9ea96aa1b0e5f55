"""Blades of grass and flowers near the camera, drawn from far to near."""

from __future__ import annotations

import numpy as np

from featherbrush.compression.data.landscape.kernels import (
    SIDE,
    Color,
    Floats,
    Ids,
    kernel,
    smoothstep,
)
from featherbrush.compression.data.landscape.noise import noise
from featherbrush.compression.data.landscape.scene import GRASS, Scene

FARTHEST = 70
LONGEST = 70.0


@kernel
def draw_grass(
    s: Scene,
    depth: Floats,
    light: Floats,
    labels: Ids,
    count: float,
    seed: int,
    length: float,
    flowers: float,
    petals: Color,
) -> None:
    """Draw blades over the pixels of grass.

    Args:
        s: the landscape.
        depth: distances along the view's ground direction.
        light: linear colours, updated.
        labels: class ids, updated.
        count: tries of the whole picture.
        seed: of all blades.
        length: of a blade, metres.
        flowers: share of blades with a flower.
        petals: the colour of the flowers, 0..1.
    """
    np.random.seed(seed)
    before, classes = light.copy(), labels.copy()
    scale = (SIDE / 2) / s.half_width
    for r in range(SIDE):
        for _ in range(int(count / SIDE * 1.6)):
            c = int(np.random.random() * SIDE)
            t = depth[r, c]
            if classes[r, c] != GRASS or t > FARTHEST or t <= 0:
                continue
            u = ((c + 0.5) / SIDE * 2 - 1) * s.half_width
            x, z = (s.forward_x + s.right_x * u) * t, (s.forward_z + s.right_z * u) * t
            long = length * (0.4 + 0.9 * np.random.random())
            long *= (0.35 + 1.1 * noise(x * 0.45, z * 0.45)) * scale / t
            if long < 1.2:
                continue
            long = min(long, LONGEST)
            bend = (np.random.random() - 0.5) * 0.9 + 0.15
            _blade(depth, light, labels, before, r, c, t, long, bend, s)
            if np.random.random() < flowers * smoothstep(0.4, 0.7, noise(x * 0.12 + 9, z * 0.12)):
                bright = (before[r, c, 0] + before[r, c, 1]) * 4.5
                top, side = float(r - int(long)), c + bend * long * 0.6
                radius = max(0.7, 0.022 * scale / t)
                _flower(depth, light, labels, top, side, radius, t, bright, petals)


@kernel
def _blade(
    depth: Floats,
    light: Floats,
    labels: Ids,
    before: Floats,
    r: int,
    c: int,
    t: float,
    long: float,
    bend: float,
    s: Scene,
) -> None:
    """One bent line upward from a pixel, in a shade of its colour."""
    v = 0.65 + 0.8 * np.random.random()
    yellow = np.random.random() * 0.5 * s.dryness + 0.1 * np.random.random()
    red = before[r, c, 0] * v * (1 + 0.5 * yellow)
    green = before[r, c, 1] * v * (1 + 0.15 * yellow)
    blue = before[r, c, 2] * v * (1 - 0.4 * yellow)
    steps = int(long)
    wide = max(1, int(0.012 * (SIDE / 2) / s.half_width / t))
    for q in range(steps):
        f = q / steps
        row, column = r - q, int(c + bend * f * f * long * 0.6)
        shade = 0.6 + 0.75 * f
        for k in range(wide if f < 0.7 else max(1, wide // 2)):
            side = column + k
            if row < 0 or side < 0 or side >= SIDE:
                continue
            if depth[row, side] <= 0 or depth[row, side] >= t - 0.5:
                light[row, side, 0] = red * shade
                light[row, side, 1] = green * shade
                light[row, side, 2] = blue * shade
                labels[row, side] = GRASS


@kernel
def _flower(
    depth: Floats,
    light: Floats,
    labels: Ids,
    top: float,
    side: float,
    radius: float,
    t: float,
    bright: float,
    petals: Color,
) -> None:
    for y in range(int(top - radius), int(top + radius) + 1):
        for x in range(int(side - radius), int(side + radius) + 1):
            if y < 0 or y >= SIDE or x < 0 or x >= SIDE:
                continue
            if (y - top) ** 2 + (x - side) ** 2 > radius * radius + 0.3:
                continue
            if depth[y, x] <= 0 or depth[y, x] >= t - 0.5:
                v = bright * (0.8 + 0.4 * np.random.random())
                for i in range(3):
                    light[y, x, i] = v * petals[i]
                labels[y, x] = GRASS
