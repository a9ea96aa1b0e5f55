"""What stands on the ground far away, as part of its height: canopies of forest, boulders."""

from __future__ import annotations

import math

from featherbrush.compression.data.landscape.kernels import chance, kernel, smoothstep
from featherbrush.compression.data.landscape.noise import noise, octaves
from featherbrush.compression.data.landscape.scene import Scene
from featherbrush.compression.data.landscape.terrain import ground

BARE, CANOPY, BOULDER = 0, 1, 2
Covered = tuple[float, int, float, float]


@kernel
def forest_density(x: float, z: float, h: float, steep: float, s: Scene) -> float:
    """How far the forest's density is above its threshold; forest grows where it is positive."""
    if s.forest_threshold >= 1 or h < 1.5:
        return -1.0
    m = octaves(
        (x + s.origin_x * 0.7) / s.forest_length, (z + s.origin_z * 0.7) / s.forest_length, 4
    )
    m -= 0.22 * smoothstep(s.tree_line - 250, s.tree_line + 60, h)
    m -= 0.5 * smoothstep(s.tree_line - 60, s.tree_line + 100, h)
    m -= 0.10 * smoothstep(s.tree_steepness * 0.6, s.tree_steepness * 1.6, steep)
    m -= 0.1 * (1 - smoothstep(1.5, 5, h))
    if s.clearing > 0:
        squared = x * x + z * z
        if squared < s.clearing * s.clearing * 9:
            m -= 0.3 * (1 - smoothstep(s.clearing, s.clearing * 3, math.sqrt(squared)))
    return m - s.forest_threshold


@kernel
def cover(
    x: float, z: float, h: float, steep: float, footprint: float, drawn_near: int, s: Scene
) -> Covered:
    """What stands at a point.

    Args:
        x: metres from the camera.
        z: metres from the camera.
        h: height of the ground there.
        steep: of the mountains, from `ground`.
        footprint: metres that a pixel covers.
        drawn_near: 1 where trees near the camera are drawn leaf by leaf and must not be here, too.
        s: the landscape.
    Returns:
        Height above the ground, BARE, CANOPY or BOULDER, a random number of its own, relative height.
    """
    if h < 0.0:
        return 0.0, BARE, 0.0, 0.0
    density = forest_density(x, z, h, steep, s)
    if density > -0.05:
        top, own, relative = _canopy(x, z, density, footprint, drawn_near, s)
        if top > 0.3:
            return top, CANOPY, own, relative
    if s.boulder_share > 0 and footprint < s.boulder_cell:
        top, own = _boulders(x, z, s)
        if top > 0.04:
            return top, BOULDER, own, 0.5
    return 0.0, BARE, 0.0, 0.0


@kernel
def _canopy(
    x: float, z: float, density: float, footprint: float, drawn_near: int, s: Scene
) -> tuple[float, float, float]:
    """Crowns in jittered cells; far away, where a cell is a pixel, an even roof."""
    cell = s.tree_cell
    far = smoothstep(0.5, 1.6, footprint / cell)
    best, own, relative = 0.0, 0.0, 0.0
    if far < 1:
        best, own, relative = _crowns(x, z, density, drawn_near, s)
    top = best * (1 - far)
    if density > 0 and x * x + z * z > s.near * s.near:
        top = max(top, 0.12 * s.tree_height) + far * s.tree_height * 0.6
        roof = 0.55 + 0.3 * (noise(x / footprint * 0.7, z / footprint * 0.7) - 0.5)
        relative = relative * (1 - far) + far * roof
        if own == 0:
            own = 0.5
    return top, own, relative


@kernel
def _crowns(
    x: float, z: float, density: float, drawn_near: int, s: Scene
) -> tuple[float, float, float]:
    cell, near = s.tree_cell, s.near * s.near
    column, row = math.floor(x / cell), math.floor(z / cell)
    best, own, relative = 0.0, 0.0, 0.0
    for j in range(row - 1, row + 2):
        for i in range(column - 1, column + 2):
            r1 = chance(i, j, 1)
            if r1 * 0.25 - 0.2 > density:
                continue
            r2, r3 = chance(i, j, 2), chance(i, j, 3)
            px, pz = (i + 0.15 + 0.7 * r2) * cell, (j + 0.15 + 0.7 * r3) * cell
            is_near = px * px + pz * pz < near
            if drawn_near == 1 and is_near:
                continue
            tall = (
                s.tree_height * (0.55 + 0.6 * r1) * (0.6 + 0.4 * smoothstep(-0.05, 0.08, density))
            )
            radius = cell * (0.72 - 0.22 * s.conifer) * (0.75 + 0.4 * r3)
            if drawn_near == 0 and is_near:
                radius *= 0.55
            d = math.sqrt((x - px) ** 2 + (z - pz) ** 2) / radius
            if d >= 1.15:
                continue
            d = max(0.0, d + (noise(x / cell * 4.1 + r1 * 50, z / cell * 4.1) - 0.5) * 0.35)
            if d < 1:
                dome = math.sqrt(1 - d * d) * 0.65 + 0.35 * (1 - d * d * d * d)
                shape = dome + ((1 - d) ** 0.85 - dome) * s.conifer
                top = tall * shape * (0.82 + 0.36 * noise(x * 1.3 + r2 * 20, z * 1.3))
                if top > best:
                    best, own, relative = top, r1 * 0.6 + r2 * 0.4, top / tall
    return best, own, relative


@kernel
def _boulders(x: float, z: float, s: Scene) -> tuple[float, float]:
    cell = s.boulder_cell
    column, row = math.floor(x / cell), math.floor(z / cell)
    best, own = 0.0, 0.0
    for j in range(row - 1, row + 2):
        for i in range(column - 1, column + 2):
            if chance(i, j, 5) > s.boulder_share:
                continue
            r1, r2, r3, r4 = chance(i, j, 5), chance(i, j, 6), chance(i, j, 7), chance(i, j, 8)
            radius = cell * (0.06 + 0.30 * r4 * r4 * r4)
            dx = (x - (i + 0.2 + 0.6 * r2) * cell) * (0.7 + 0.6 * r3)
            dz = (z - (j + 0.2 + 0.6 * r3) * cell) * (0.7 + 0.6 * r2)
            edge = max(max(abs(dx + 0.3 * dz), abs(dz - 0.25 * dx)), abs(dx * 0.7 + dz * 0.7))
            d = (edge * 0.8 + 0.2 * math.sqrt(dx * dx + dz * dz)) / radius
            if d >= 1.3:
                continue
            d += (noise(x / radius * 1.7 + r1 * 90, z / radius * 1.7) - 0.5) * 0.7
            d += (octaves(x / radius * 5 + r1 * 50, z / radius * 5, 3) - 0.5) * 0.35
            if d < 1:
                tilt = (dx * (r2 - 0.5) + dz * (r3 - 0.5)) / radius * 2
                top = radius * s.boulder_height * (1 - max(d, 0.0) ** 2.2)
                top *= 0.75 + 0.5 * noise(x / radius * 2.2 + 7, z / radius * 2.2)
                top *= (0.7 + 0.7 * r2) * (0.72 + 0.28 * (0.5 + 0.5 * tilt))
                if top > best:
                    best, own = top, r2
    return best, own


@kernel
def height(x: float, z: float, footprint: float, drawn_near: int, s: Scene) -> float:
    """Height of the ground with what stands on it."""
    h, steep = ground(x, z, footprint, s)
    return h + cover(x, z, h, steep, footprint, drawn_near, s)[0]
