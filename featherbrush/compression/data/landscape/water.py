"""Water: waves, what they reflect, what shines through them, the sun on them, foam."""

from __future__ import annotations

import math

from featherbrush.compression.data.landscape.atmosphere import hazed, sky
from featherbrush.compression.data.landscape.cover import forest_density
from featherbrush.compression.data.landscape.kernels import (
    SIDE,
    Color,
    Floats,
    Ids,
    kernel,
    smoothstep,
)
from featherbrush.compression.data.landscape.noise import noise_with_slope, octaves
from featherbrush.compression.data.landscape.scene import CLOUD, WATER, Scene
from featherbrush.compression.data.landscape.terrain import ground

Vector = tuple[float, float, float]


@kernel
def paint_water(
    s: Scene, table: Floats, depth: Floats, light: Floats, labels: Ids, shore: Color
) -> None:
    """Fill the pixels of water in `light`, once everything else is there to be reflected.

    Args:
        s: the landscape.
        table: of the sky.
        depth: distance along the view's ground direction.
        light: linear colours [SIDE, SIDE, 3].
        labels: class ids.
        shore: what is reflected of land outside the picture.
    """
    scene = light.copy()
    for r in range(SIDE):
        slope = (s.horizon - (r + 0.5)) / (SIDE / 2) * s.half_width
        for c in range(SIDE):
            if labels[r, c] != WATER:
                continue
            t = depth[r, c]
            u = ((c + 0.5) / SIDE * 2 - 1) * s.half_width
            dx, dz = s.forward_x + s.right_x * u, s.forward_z + s.right_z * u
            length = math.sqrt(dx * dx + dz * dz + slope * slope)
            view = (dx / length, slope / length, dz / length)
            x, z, footprint = dx * t, dz * t, t * s.pixel
            nx, nz = _waves(x, z, footprint, view[1], s)
            n = 1 / math.sqrt(1 + nx * nx + nz * nz)
            nx, ny, nz = nx * n, n, nz * n
            mirrored, cosine = _mirrored(view, nx, ny, nz)
            shine = 0.02 + 0.98 * (1 - (cosine + s.waves * 0.5 * (1 - cosine))) ** 5
            above = sky(mirrored[0], mirrored[1], mirrored[2], s, table)
            # Land is traced with a calmer normal, so that its image does not break into dark blobs.
            q = 1 / math.sqrt(1 - 0.82 * min(0.9, nx * nx + nz * nz))
            calm, _ = _mirrored(view, nx * 0.42 * q, ny * q, nz * 0.42 * q)
            seen, hit = _reflection(x, z, calm, footprint, above, shore, s, scene, labels)
            deep = max(0.0, -ground(x, z, footprint, s)[0])
            body = _body(deep, s)
            glint = 0.0
            if hit == 0:
                mu = mirrored[0] * s.sun_x + mirrored[1] * s.sun_y + mirrored[2] * s.sun_z
                mu = max(0.0, mu)
                glint = (mu**260.0 * 1.4 + mu**40 * 0.05) * shine * 6
            red = body[0] * (1 - shine) + seen[0] * shine + s.sun_r * glint
            green = body[1] * (1 - shine) + seen[1] * shine + s.sun_g * glint
            blue = body[2] * (1 - shine) + seen[2] * shine + s.sun_b * glint
            if s.foam > 0:
                a = _foam(x, z, deep, footprint, s)
                red += (s.sun_r * 0.22 * s.sun_y + s.ambient_r * 0.85 - red) * a
                green += (s.sun_g * 0.22 * s.sun_y + s.ambient_g * 0.85 - green) * a
                blue += (s.sun_b * 0.22 * s.sun_y + s.ambient_b * 0.85 - blue) * a
            color = hazed((red, green, blue), dx, dz, t * length, 0.0, s, table)
            light[r, c, 0], light[r, c, 1], light[r, c, 2] = color


@kernel
def _waves(x: float, z: float, footprint: float, down: float, s: Scene) -> tuple[float, float]:
    """Slopes of the water; waves shorter than a pixel, which lies flat on far water, are left out."""
    long = footprint * min(60.0, 1 / max(-down, 0.01))
    calm = smoothstep(0.015, 0.16, footprint)
    calm = (0.28 + 0.72 * calm) if s.waves < 0.05 else (0.55 + 0.45 * calm)
    nx, nz, wavelength, strength = 0.0, 0.0, 14.0, s.waves
    px, pz = x * 0.85 + z * 0.5, z * 0.85 - x * 0.5
    for i in range(6):
        visible = 1 - smoothstep(0.25, 1.2, math.sqrt(footprint * long) / wavelength * 0.6)
        w = strength * calm * visible
        if w > 0.0005:
            _, gx, gz = noise_with_slope(px / wavelength + i * 7.7, pz / wavelength * 1.6)
            nx -= gx * w
            nz -= gz * w * 1.6
        wavelength *= 0.52
        strength *= 0.83
        px, pz = px * 0.9 - pz * 0.43, pz * 0.9 + px * 0.43
    return nx, nz


@kernel
def _mirrored(view: Vector, nx: float, ny: float, nz: float) -> tuple[Vector, float]:
    """The view after the mirror, never downward, and the cosine of its angle to the normal."""
    cosine = max(0.02, -(view[0] * nx + view[1] * ny + view[2] * nz))
    up = max(0.01, view[1] + 2 * cosine * ny)
    return (view[0] + 2 * cosine * nx, up, view[2] + 2 * cosine * nz), cosine


@kernel
def _reflection(
    x: float,
    z: float,
    ray: Vector,
    footprint: float,
    above: Color,
    shore: Color,
    s: Scene,
    scene: Floats,
    labels: Ids,
) -> tuple[Color, int]:
    """What a ray from the water meets, looked up in the picture; and 1 if that is land."""
    d, hit = _trace(x, z, ray, footprint, s)
    if hit == 0:
        d = 40000.0
    px, py, pz = x + ray[0] * d, ray[1] * d, z + ray[2] * d
    ahead = px * s.forward_x + pz * s.forward_z
    if ahead > 0.1:
        across = (px * s.right_x + pz * s.right_z) / ahead
        column = int((across / s.half_width + 1) * 0.5 * SIDE)
        row = int(s.horizon - (py - s.eye_y) / ahead / s.half_width * (SIDE / 2))
        column = min(SIDE - 1, max(0, column))
        if hit == 0 and row < 0:
            row = -row // 3
        if 0 <= row < SIDE:
            for _ in range(12):
                if labels[row, column] != WATER:
                    break
                if row > 0:
                    row -= 1
            found = labels[row, column]
            if found != WATER and (hit == 1 or found <= CLOUD):
                q = 0.82 if hit == 1 else 1.0
                image = scene[row, column]
                return (
                    image[0] * q + above[0] * (1 - q),
                    image[1] * q + above[1] * (1 - q),
                    image[2] * q + above[2] * (1 - q),
                ), hit
    if hit == 1:
        return (
            above[0] * 0.25 + shore[0] * 0.75,
            above[1] * 0.25 + shore[1] * 0.75,
            above[2] * 0.25 + shore[2] * 0.75,
        ), hit
    return above, hit


@kernel
def _trace(x: float, z: float, ray: Vector, footprint: float, s: Scene) -> tuple[float, int]:
    """How far a ray goes from the water over coarse ground and forest, and 1 if it ends there."""
    d = max(1.0, footprint * 2)
    for _ in range(44):
        px, pz = x + ray[0] * d, z + ray[2] * d
        h, steep = ground(px, pz, max(footprint, d * 0.05), s)
        gap = ray[1] * d - h
        if gap < s.tree_height and h > 1 and forest_density(px, pz, h, steep, s) > 0:
            gap -= s.tree_height * 0.75
        if gap < 0:
            return d, 1
        d += max(d * 0.08, gap * 0.6)
        if d > 16000 or ray[1] * d > s.highest:
            break
    return d, 0


@kernel
def _body(deep: float, s: Scene) -> Color:
    """Light from the water itself: its own colour where it is deep, the bottom where it is not."""
    k = math.exp(-deep * 0.45)
    red = s.water_r * (1 - k) + s.sand_r * 0.55 * k * math.exp(-deep * 1.2) + 0.02 * k
    green = s.water_g * (1 - k) + s.sand_g * 0.62 * k * math.exp(-deep * 0.35) + 0.03 * k
    blue = s.water_b * (1 - k) + s.sand_b * 0.65 * k * math.exp(-deep * 0.3) + 0.03 * k
    sun = s.sun_y * 0.32
    return (
        red * (s.sun_r * sun + s.ambient_r * 0.9),
        green * (s.sun_g * sun + s.ambient_g * 0.9),
        blue * (s.sun_b * sun + s.ambient_b * 0.9),
    )


@kernel
def _foam(x: float, z: float, deep: float, footprint: float, s: Scene) -> float:
    """Cover of foam 0..0.9: bands along the shore, crests on rough water."""
    band = math.sin(deep * 4.2 + octaves(x * 0.06, z * 0.06, 3) * 9) * 0.5
    band += octaves(x * 0.7, z * 0.7, 4) * 1.1 - 0.2
    a = s.foam * (1 - smoothstep(0.0, 1.0, deep / 0.55)) * smoothstep(0.1, 0.8, band)
    a = max(a, s.foam * (1 - smoothstep(0.02, 0.16, deep)))
    if s.waves > 0.09:
        crest = smoothstep(0.66, 0.80, octaves(x * 0.05, z * 0.11, 5))
        a = max(a, crest * (1 - smoothstep(0.5, 4.0, footprint)) * 0.8 * s.foam)
    return min(1.0, a) * 0.9
