"""What the ground is made of at a point: its class, its colour, and how rough it is."""

from __future__ import annotations

import math
from typing import NamedTuple

from featherbrush.compression.data.landscape.cover import BOULDER, forest_density
from featherbrush.compression.data.landscape.kernels import Color, chance, kernel, smoothstep
from featherbrush.compression.data.landscape.noise import noise, octaves
from featherbrush.compression.data.landscape.scene import DIRT, GRASS, ROCK, SAND, SNOW, Scene

Normal = tuple[float, float]


class Point(NamedTuple):
    """A point of the ground as it is seen.

    `distance` is that along the view's ground direction, `footprint` the metres that a pixel covers, `flat` the
    upward part of the ground's normal; coarse, fine, grain and broad are noises of the place, about 0..1; kind,
    own and relative come from `cover`.
    """

    x: float
    y: float
    z: float
    h: float
    steep: float
    footprint: float
    distance: float
    flat: float
    coarse: float
    fine: float
    grain: float
    broad: float
    kind: int
    own: float
    relative: float


@kernel
def rock_limit(p: Point, s: Scene) -> float:
    """Ground whose normal points up less than this is rock."""
    return s.rock_normal + (p.coarse - 0.5) * 0.18 + (p.fine - 0.5) * 0.16


@kernel
def classify(p: Point, upward: float, s: Scene) -> int:
    """The class of bare ground or a boulder; `upward` is the upward part of the surface's normal."""
    rock = p.flat < rock_limit(p, s) or p.kind == BOULDER
    dirt = not rock and p.coarse * 0.6 + p.broad * 0.4 + (p.fine - 0.5) * 0.12 < s.dirt_threshold
    if s.road > 0 and _is_road(p, s):
        dirt, rock = True, False
    line = s.snow_line + (p.coarse - 0.5) * 260 + (p.fine - 0.5) * 60 + (p.broad - 0.5) * 200
    snow = smoothstep(line - 40, line + 60, p.h)
    if p.kind == BOULDER:
        snow *= smoothstep(0.6, 0.75, upward)
    else:
        level = p.flat + (p.fine - 0.5) * 0.1
        snow *= smoothstep(s.snow_normal - 0.06, s.snow_normal + 0.06, level)
    sand = _is_sand(p, s)
    if snow > 0.5:
        return SNOW
    if rock and not (sand and p.kind != BOULDER and s.all_sand > 0):
        return ROCK
    if sand:
        return SAND
    return DIRT if dirt else GRASS


@kernel
def _is_road(p: Point, s: Scene) -> bool:
    along = p.z * 0.013 * s.forward_z + p.x * 0.013 * s.forward_x + 3.0
    middle = s.road_offset + (octaves(along, 0.5, 2) - 0.5) * 70.0
    off = abs(p.x * s.right_x + p.z * s.right_z - middle)
    return off < s.road * (0.85 + 0.4 * p.fine) and p.h > 0.3 and p.distance < 900


@kernel
def _is_sand(p: Point, s: Scene) -> bool:
    if not (s.all_sand > 0 or (p.h < s.sand_line * (0.6 + 0.9 * p.coarse) and p.h < 40)):
        return False
    mixed = s.sand_mix > 0 and p.h > 1.2
    if mixed and octaves(p.x * 0.006 + 1.3, p.z * 0.006 + s.seed, 4) > s.sand_mix:
        return False
    if s.all_sand == 0 and s.forest_threshold < 1 and p.h > 1.5:
        return forest_density(p.x, p.z, p.h, p.steep, s) <= 0.0
    return True


@kernel
def ground_color(p: Point, material: int, s: Scene) -> Color:
    """Albedo of a class of bare ground."""
    if material == SNOW:
        v = 0.80 + 0.1 * p.fine
        return v * 0.98, v * 0.99, v * 1.02
    if material == ROCK:
        return _rock(p, s)
    if material == SAND:
        v = (0.86 + 0.22 * p.coarse) * (0.94 + 0.12 * p.fine) * (0.92 + 0.16 * p.grain)
        if s.all_sand <= 0:
            v *= 0.45 + 0.55 * smoothstep(0.15, 0.9, p.h)  # wet at the water
        return s.sand_r * v, s.sand_g * v, s.sand_b * v
    if material == DIRT:
        v = (0.6 + 0.8 * p.fine) * (0.8 + 0.4 * p.grain)
        return 0.20 * v, 0.145 * v, 0.095 * v
    v = (0.62 + 0.55 * p.coarse) * (0.72 + 0.56 * p.fine) * (0.8 + 0.4 * p.grain)
    dry = smoothstep(0.3, 0.7, p.broad * 0.6 + p.coarse * 0.4 + p.h / 1500.0 * 0.4) * s.dryness
    return (
        (s.grass_r + (0.20 - s.grass_r) * dry) * v,
        (s.grass_g + (0.155 - s.grass_g) * dry) * v,
        (s.grass_b + (0.065 - s.grass_b) * dry) * v,
    )


@kernel
def _rock(p: Point, s: Scene) -> Color:
    """Strata; grass creeps in where it is nearly flat enough."""
    if p.kind == BOULDER:
        v = (0.5 + 0.7 * p.fine) * (0.75 + 0.5 * p.grain)
        r = (s.rock_r * 0.6 + 0.07) * v
        g = (s.rock_g * 0.6 + 0.07) * v
        b = (s.rock_b * 0.6 + 0.065) * v
    else:
        strata = noise(p.h * 0.09 + p.coarse * 3, p.broad * 4) * 0.5
        strata += 0.5 * noise(p.h * 0.45 + p.coarse * 4 + p.x * 0.01, 2.0)
        if s.terrace > 0:
            strata = strata * 2.0 - 0.35
        v = (0.55 + 0.5 * strata) * (0.6 + 0.8 * p.fine) * (0.85 + 0.3 * p.grain)
        r, g, b = s.rock_r * v, s.rock_g * v, s.rock_b * v
    limit = rock_limit(p, s)
    q = smoothstep(limit - 0.12, limit, p.flat) * 0.45 * (1 - s.all_sand)
    return (
        r + (s.grass_r * 0.9 - r) * q,
        g + (s.grass_g * 0.9 - g) * q,
        b + (s.grass_b - b) * q,
    )


@kernel
def canopy_color(p: Point, s: Scene) -> Color:
    """Albedo of a far forest: leaves, autumn, snow on it."""
    v = 0.6 + 0.8 * p.own
    r, g, b = 0.035 * v * s.lush, 0.055 * v, 0.021 * v
    if s.conifer > 0.6:
        r, g, b = 0.036 * v * s.lush, 0.058 * v, 0.025 * v
    if s.autumn > 0:
        turned = chance(int(p.own * 9999), 3, 4) * 0.6 + p.coarse * 0.5
        q = s.autumn * smoothstep(0.25, 0.75, turned) * 0.8
        r += (0.19 * v - r) * q
        g += ((0.085 - 0.045 * p.own) * v - g) * q
        b += (0.012 - b) * q
    if p.h > s.snow_line:
        q = smoothstep(s.snow_line - 40, s.snow_line + 80, p.h)
        q *= (0.12 + 0.55 * smoothstep(0.5, 0.95, p.relative)) * (0.45 + 0.8 * p.fine)
        far = smoothstep(0.4, 3.0, p.footprint)
        q = min(0.85, q) * (1 - far) + 0.30 * far * (0.7 + 0.6 * p.coarse)
        r, g, b = r + (0.72 - r) * q, g + (0.74 - g) * q, b + (0.78 - b) * q
    return r, g, b


@kernel
def canopy_openness(p: Point) -> float:
    """How much of the sky a point of the canopy sees."""
    leaf = 0.5
    if p.footprint < 1.0:
        leaf = octaves((p.x + p.y * 0.4) * 1.6, (p.z + p.y * 0.8) * 1.6, 3)
    return (0.12 + 0.95 * p.relative) * (0.65 + 0.7 * leaf)


@kernel
def roughness(p: Point, material: int, s: Scene) -> Normal:
    """What small shapes add to the normal's x and z; finer ones than a pixel are left out."""
    x, z, fp = p.x, p.z, p.footprint
    nx, nz = 0.0, 0.0
    if material == SAND and s.dune_height > 0 and fp < 0.6:
        phase = (x * s.dune_x + z * s.dune_z) * 5.0 + octaves(x * 0.25, z * 0.25, 3) * 14
        w = 0.16 * math.cos(phase) * (1 - smoothstep(0.05, 0.4, fp))
        nx, nz = s.dune_x * w, s.dune_z * w
    if material == SNOW:
        w = 0.9 * (1 - smoothstep(0.6, 8.0, fp))
        nx += (octaves(x * 0.11 + z * 0.03, z * 0.22, 4) - 0.5) * w
        nz += (octaves(x * 0.11 + 31, z * 0.22 + 7, 4) - 0.5) * w
    elif material == ROCK:
        w = 0.9 * (1 - smoothstep(1.0, 12.0, fp))
        nx += (octaves((x + p.h * 0.6) * 0.5, (z - p.h * 0.8) * 0.5, 4) - 0.5) * w
        nz += (octaves((x - p.h * 0.7) * 0.5 + 31, (z + p.h * 0.7) * 0.5 + 7, 4) - 0.5) * w
    elif fp < 2.0 and (s.dune_height == 0 or material != SAND):
        w = 0.5 * (1 - smoothstep(0.3, 2.0, fp))
        nx += (noise(x * 1.9, z * 1.9) - 0.5) * w
        nz += (noise(x * 1.9 + 31, z * 1.9 + 7) - 0.5) * w
        if fp < 0.15 and material != GRASS:
            w = (1.1 if material == DIRT else 0.3) * (1 - smoothstep(0.02, 0.15, fp))
            nx += (octaves(x * 7, z * 7, 3) - 0.5) * w
            nz += (octaves(x * 7 + 31, z * 7 + 7, 3) - 0.5) * w
    return nx, nz
