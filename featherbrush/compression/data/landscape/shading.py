"""Light on the ground: normal, material, sun, sky and haze of every pixel that sees it."""

from __future__ import annotations

import math

from featherbrush.compression.data.landscape.atmosphere import hazed
from featherbrush.compression.data.landscape.cover import (
    BARE,
    BOULDER,
    CANOPY,
    cover,
    forest_density,
)
from featherbrush.compression.data.landscape.kernels import SIDE, Bytes, Color, Floats, Ids, kernel
from featherbrush.compression.data.landscape.marching import sun_share
from featherbrush.compression.data.landscape.materials import (
    Point,
    canopy_color,
    canopy_openness,
    classify,
    ground_color,
    roughness,
)
from featherbrush.compression.data.landscape.noise import octaves
from featherbrush.compression.data.landscape.scene import (
    DIRT,
    GRASS,
    MOUNTAIN,
    ROCK,
    SNOW,
    TREE,
    WATER,
    Scene,
)
from featherbrush.compression.data.landscape.terrain import ground

Surface = tuple[int, Color, tuple[float, float, float], float, float]
FAR_FOR_A_MOUNTAIN = 1200


@kernel
def shade(
    s: Scene,
    table: Floats,
    depth: Floats,
    light: Floats,
    labels: Ids,
    floor: Bytes,
    first: int,
    every: int,
) -> None:
    """Fill `light` [SIDE, SIDE, 3] and `labels` [SIDE, SIDE] where ground is seen; of water, the label alone.

    Args:
        s: the landscape.
        table: of the sky.
        depth: from `march`.
        light: linear colours.
        labels: class ids.
        floor: set to 1 where the floor of a near forest is seen, whose trees are drawn later.
        first: the first row and column.
        every: distance between rows and columns.
    """
    for r in range(first, SIDE, every):
        slope = (s.horizon - (r + 0.5)) / (SIDE / 2) * s.half_width
        last_share, last_distance = 0.0, -1.0
        for c in range(first, SIDE, every):
            t = depth[r, c]
            if t <= 0:
                continue
            u = ((c + 0.5) / SIDE * 2 - 1) * s.half_width
            dx, dz = s.forward_x + s.right_x * u, s.forward_z + s.right_z * u
            x, y, z = dx * t, s.eye_y + slope * t, dz * t
            footprint = max(t * s.pixel, 0.01)
            h, steep = ground(x, z, footprint, s)
            if h < 0.0 and y < 0.3:
                labels[r, c] = WATER
                continue
            p, nx, nz = _point(x, y, z, h, steep, footprint, t, s)
            material, color, normal, openness, through = _surface(p, nx, nz, s)
            towards = normal[0] * s.sun_x + normal[1] * s.sun_y + normal[2] * s.sun_z
            share = 0.0
            if s.sun_r > 0.05 and (towards > 0 or through > 0):
                # Shadows are soft: every third pixel of a surface is enough.
                if c % 3 != 0 and abs(t - last_distance) < 0.03 * t and t > 3:
                    share = last_share
                else:
                    share = sun_share(x, y + 0.05 + footprint * 0.3, z, t, s)
                last_share, last_distance = share, t
            color = _lit(color, normal[1], towards, share, openness, through, p.kind, s)
            distance = t * math.sqrt(dx * dx + dz * dz + slope * slope)
            color = hazed(color, dx, dz, distance, y, s, table)
            light[r, c, 0], light[r, c, 1], light[r, c, 2] = color
            if p.kind == BARE and _is_mountain(p, material, distance, s):
                material = MOUNTAIN
            labels[r, c] = material
            if _is_forest_floor(p, material, s):
                floor[r, c] = 1


@kernel
def _point(
    x: float, y: float, z: float, h: float, steep: float, footprint: float, t: float, s: Scene
) -> tuple[Point, float, float]:
    """The point, and the slopes of its surface: what the normal has in x and z, not yet of length 1."""
    e = max(footprint, 0.03)
    nx = -(ground(x + e, z, footprint, s)[0] - h) / e
    nz = -(ground(x, z + e, footprint, s)[0] - h) / e
    flat = 1 / math.sqrt(1 + nx * nx + nz * nz)
    top, kind, own, relative = cover(x, z, h, steep, footprint, 1, s)
    if kind != BARE:
        e = max(footprint, 0.12 if kind == BOULDER else 0.35)
        east = cover(x + e, z, h, steep, footprint, 1, s)[0]
        south = cover(x, z + e, h, steep, footprint, 1, s)[0]
        nx -= max(-2.2, min(2.2, (east - top) / e))
        nz -= max(-2.2, min(2.2, (south - top) / e))
    grain = 0.5
    if footprint < 0.5:
        count = int(max(1.0, min(6.0, 1 - math.log2(footprint * 3.1))))
        grain = 0.5 + (octaves(x * 3.1, (z + h * 0.5) * 3.1, count) - 0.5) * 1.5
    coarse = octaves(x * 0.021, z * 0.021, 3)
    fine = octaves((x + h * 0.7) * 0.37, (z + h * 0.5) * 0.37, 4)
    broad = octaves(x * 0.0023 + 4, z * 0.0023, 3)
    point = Point(
        x, y, z, h, steep, footprint, t, flat, coarse, fine, grain, broad, kind, own, relative
    )
    return point, nx, nz


@kernel
def _surface(p: Point, nx: float, nz: float, s: Scene) -> Surface:
    """Class, albedo, normal of length 1, how much sky is seen, and how much light comes through."""
    n = 1 / math.sqrt(1 + nx * nx + nz * nz)
    nx, ny, nz = nx * n, n, nz * n
    if p.kind == CANOPY:
        return TREE, canopy_color(p, s), (nx, ny, nz), canopy_openness(p), 0.35
    material = classify(p, ny, s)
    ax, az = roughness(p, material, s)
    nx, nz = nx + ax, nz + az
    n = 1 / math.sqrt(nx * nx + ny * ny + nz * nz)
    openness = 0.75 + 0.5 * (p.fine - 0.3) if material == ROCK else 1.0
    through = 0.25 if material == GRASS else 0.0
    return material, ground_color(p, material, s), (nx * n, ny * n, nz * n), openness, through


@kernel
def _lit(
    color: Color,
    upward: float,
    towards: float,
    share: float,
    openness: float,
    through: float,
    kind: int,
    s: Scene,
) -> Color:
    """A surface's colour under sun and sky; leaves let some light through."""
    sun = max(0.0, towards)
    if through > 0:
        sun = sun * (1 - through) + through * max(0.0, towards * 0.5 + 0.5) * 0.8
    sun *= share / math.pi
    if kind == CANOPY:
        sun *= 0.35 + 0.75 * min(1.0, openness)
    ambient = (0.55 + 0.45 * upward) * openness / math.pi * 3.14
    bounce = 0.06 * max(0.0, 0.6 - 0.4 * upward)
    return (
        color[0] * (s.sun_r * (sun + bounce * 0.2) + s.ambient_r * ambient),
        color[1] * (s.sun_g * (sun + bounce * 0.2) + s.ambient_g * ambient),
        color[2] * (s.sun_b * (sun + bounce * 0.18) + s.ambient_b * ambient),
    )


@kernel
def _is_mountain(p: Point, material: int, distance: float, s: Scene) -> bool:
    """Whether bare ground is far and high enough for a painter to call it mountains."""
    if distance <= FAR_FOR_A_MOUNTAIN:
        return False
    if material != ROCK and material != GRASS and material != DIRT:
        return False
    least = 80.0 if material == ROCK else 100.0
    return p.h - s.ground_y > least + 40 * (p.broad - 0.5)


@kernel
def _is_forest_floor(p: Point, material: int, s: Scene) -> bool:
    if p.kind != BARE or s.forest_threshold >= 1 or p.distance <= 16:
        return False
    if material != GRASS and material != DIRT and material != SNOW:
        return False
    if p.x * p.x + p.z * p.z >= s.near * s.near:
        return False
    return forest_density(p.x, p.z, p.h, p.steep, s) > 0.0
