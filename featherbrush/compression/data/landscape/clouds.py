"""Clouds: cumulus marched through a slab of noise, cirrus and overcast as warped layers; and the sky behind."""

from __future__ import annotations

import math

import numpy as np

from featherbrush.compression.data.landscape.atmosphere import sky
from featherbrush.compression.data.landscape.kernels import (
    SIDE,
    Color,
    Floats,
    Ids,
    chance,
    kernel,
    smoothstep,
)
from featherbrush.compression.data.landscape.noise import noise3, octaves
from featherbrush.compression.data.landscape.scene import CLOUD, SKY, Scene

GRID = 256
STEPS = 26
Layer = tuple[float, float, float, float]


@kernel
def _density(x: float, y: float, z: float, count: int, s: Scene) -> float:
    level = (y - s.cloud_base) / s.cloud_thickness
    if level < 0 or level > 1:
        return 0.0
    k = 1 / s.cloud_scale
    large = octaves(x * k * 0.35 + 3.1, z * k * 0.35 + s.seed, 3)
    total, weight, weights = 0.0, 0.5, 0.0
    px, py, pz = x * k, y * k * 1.3, z * k
    for _ in range(count):
        total += weight * noise3(px, py, pz)
        weights += weight
        weight *= 0.5
        px, py, pz = px * 2.03 + 1.7, py * 2.03, pz * 2.03 + 5.3
    profile = smoothstep(0, 0.12, level) * (1 - level) ** 0.7
    d = (total / weights - 0.5) * 1.05 + (large - 0.5) * 0.9
    return max(0.0, d + s.cloud_cover - 0.5 - 0.38 * (1 - profile))


@kernel
def _lit(x: float, y: float, z: float, s: Scene) -> float:
    """Share of the sun's light that reaches a point in a cloud."""
    a, b = s.cloud_scale * 0.16, s.cloud_scale * 0.16 * 2.5
    above = _density(x + s.sun_x * a, y + s.sun_y * a + a * 0.2, z + s.sun_z * a, 3, s)
    above += 1.6 * _density(x + s.sun_x * b, y + s.sun_y * b, z + s.sun_z * b, 2, s)
    return math.exp(-above * 11.0) * 0.8 + 0.25 * math.exp(-above * 2.5)


@kernel
def _cumulus(
    ux: float, uy: float, uz: float, slope: float, jitter: float, s: Scene, behind: Color
) -> Layer:
    """Light and transparency of the cumulus along a view; far ones fade into the haze `behind`."""
    start = (s.cloud_base - s.eye_y) / uy
    if start >= 60000:
        return 0.0, 0.0, 0.0, 1.0
    end = min((s.cloud_base + s.cloud_thickness - s.eye_y) / uy, start + s.cloud_thickness * 5)
    step = (end - start) / STEPS
    mu = ux * s.sun_x + uy * s.sun_y + uz * s.sun_z
    phase = 0.35 + 0.65 * (1 - 0.49) / (1 + 0.49 - 1.4 * mu) ** 1.5 * 0.6
    clear, red, green, blue, distance, weights = 1.0, 0.0, 0.0, 0.0, 0.0, 0.0
    t = start + step * jitter
    for _ in range(STEPS):
        x, y, z = ux * t + s.origin_x, s.eye_y + uy * t, uz * t + s.origin_z
        d = _density(x, y, z, 6, s)
        if d > 0:
            sun = _lit(x, y, z, s) * phase * 0.20
            ambient = 0.38 + 0.62 * (y - s.cloud_base) / s.cloud_thickness
            a = clear * (1 - math.exp(-d * s.cloud_density * step / s.cloud_scale))
            red += a * (s.sun_r * sun + s.ambient_r * ambient)
            green += a * (s.sun_g * sun + s.ambient_g * ambient)
            blue += a * (s.sun_b * sun + s.ambient_b * ambient)
            distance += a * t
            weights += a
            clear -= a
            if clear < 0.02:
                break
        t += step
    opaque = 1 - clear
    if opaque <= 0:
        return 0.0, 0.0, 0.0, 1.0
    distance /= max(weights, 1e-6)
    seen = math.exp(-distance / 28000.0)
    seen = seen * seen if distance > 12000 else seen ** (2 * distance / 12000.0)
    low = smoothstep(0.006, 0.05, slope)
    veil = opaque * (1 - seen)
    return (
        (red * seen + veil * behind[0]) * low,
        (green * seen + veil * behind[1]) * low,
        (blue * seen + veil * behind[2]) * low,
        1 - opaque * low,
    )


@kernel
def _cirrus(ux: float, uy: float, uz: float, s: Scene) -> Layer:
    t = 7000.0 / uy
    x, z = (ux * t + s.origin_x) / 5200.0, (uz * t + s.origin_z) / 5200.0
    x, z = x * 0.8 + z * 0.6, (z * 0.8 - x * 0.6) * 0.32
    warp = octaves(x * 0.9 + 5, z * 2.1, 3) * 1.8
    d = octaves(x + warp, z * 2.4 + warp * 0.7, 6)
    d = smoothstep(0.62 - 0.22 * s.cirrus, 0.95 - 0.1 * s.cirrus, d)
    d *= s.cirrus * smoothstep(0.01, 0.12, uy) * 0.85
    mu = max(0.0, ux * s.sun_x + uy * s.sun_y + uz * s.sun_z)
    k = 0.10 * (0.5 + 0.9 * mu**6)
    return (
        d * (s.sun_r * k + s.ambient_r * 0.75),
        d * (s.sun_g * k + s.ambient_g * 0.75),
        d * (s.sun_b * k + s.ambient_b * 0.75),
        1 - d,
    )


@kernel
def _overcast(ux: float, uy: float, uz: float, slope: float, s: Scene) -> Layer:
    t = 1100.0 / (uy + 0.03)
    x, z = (ux * t + s.origin_x) / 1500.0, (uz * t + s.origin_z) / 1500.0
    w, v = octaves(x * 0.7, z * 0.7, 3) * 0.9, octaves(x * 0.7 + 9, z * 0.7 + 4, 3) * 0.9
    d = octaves(x + w, z + v, 6)
    towards_sun = octaves(x + w + 0.12 * s.sun_x, z + v + 0.12 * s.sun_z, 5)
    mu = max(0.0, ux * s.sun_x + uy * s.sun_y + uz * s.sun_z)
    bright = max(0.25, 0.55 + 1.1 * (d - 0.35) + 1.6 * (d - towards_sun))
    bright *= (0.75 + 0.35 * mu**3) * 1.15
    dense = s.overcast * smoothstep(0.0, 0.10, slope)
    dense *= smoothstep(0.12, 0.36, d + s.overcast * 0.35 - 0.1)
    k = dense * bright
    return k * s.ambient_r, k * s.ambient_g, k * s.ambient_b, 1 - dense


@kernel
def _is_hidden(depth: Floats, r: int, c: int) -> bool:
    """Whether nothing but ground is seen around a cell of the clouds' grid."""
    k = SIDE // GRID
    return (
        depth[r * k, c * k] > 0
        and depth[r * k + k - 1, c * k] > 0
        and depth[r * k, min(c * k + k, SIDE - 1)] > 0
        and depth[r * k, max(0, c * k - 1)] > 0
    )


@kernel
def cloud_layers(s: Scene, table: Floats, depth: Floats) -> Floats:
    """Light and opacity [GRID, GRID, 4] of all clouds.

    Args:
        s: the landscape.
        table: of the sky.
        depth: distance of the ground along the view [SIDE, SIDE], 0 where there is none.
    """
    out, k = np.zeros((GRID, GRID, 4)), SIDE // GRID
    for r in range(GRID):
        slope = (s.horizon - (r + 0.5) * k) / (SIDE / 2) * s.half_width
        if slope < 0.006:
            continue
        for c in range(GRID):
            if _is_hidden(depth, r, c):
                continue
            u = ((c + 0.5) / GRID * 2 - 1) * s.half_width
            dx, dz = s.forward_x + s.right_x * u, s.forward_z + s.right_z * u
            n = 1 / math.sqrt(dx * dx + dz * dz + slope * slope)
            ux, uy, uz = dx * n, slope * n, dz * n
            clear = 1.0
            if s.cumulus == 1:
                behind = sky(dx, 0.03, dz, s, table)
                layer = _cumulus(ux, uy, uz, slope, chance(r, c, 11), s, behind)
                clear = _lay(out, r, c, clear, layer)
            if s.cirrus > 0:
                clear = _lay(out, r, c, clear, _cirrus(ux, uy, uz, s))
            if s.overcast > 0:
                clear = _lay(out, r, c, clear, _overcast(ux, uy, uz, slope, s))
            out[r, c, 3] = 1 - clear
    return out


@kernel
def _lay(out: Floats, r: int, c: int, clear: float, layer: Layer) -> float:
    """Add a layer behind those that are there; what is left of the view."""
    for i in range(3):
        out[r, c, i] += clear * layer[i]
    return clear * layer[3]


@kernel
def paint_sky(
    s: Scene, table: Floats, depth: Floats, light: Floats, labels: Ids, layers: Floats
) -> None:
    """Fill the pixels where no ground is: sky, sun and clouds into `light`, classes into `labels`."""
    k = SIDE / GRID
    for r in range(SIDE):
        slope = (s.horizon - (r + 0.5)) / (SIDE / 2) * s.half_width
        for c in range(SIDE):
            if depth[r, c] > 0:
                continue
            u = ((c + 0.5) / SIDE * 2 - 1) * s.half_width
            dx, dz = s.forward_x + s.right_x * u, s.forward_z + s.right_z * u
            red, green, blue = sky(dx, slope, dz, s, table)
            n = 1 / math.sqrt(dx * dx + dz * dz + slope * slope)
            mu = (dx * s.sun_x + slope * s.sun_y + dz * s.sun_z) * n
            glow = 0.0
            if mu > 0:
                glow = mu**4000 * 6 + mu**600 * 0.25
                if mu > 0.99993:
                    glow += 30
                glow *= 1 - s.overcast
            y, x = (r + 0.5) / k - 0.5, (c + 0.5) / k - 0.5
            i, j = max(0, min(GRID - 2, int(y))), max(0, min(GRID - 2, int(x)))
            v, w = min(1.0, max(0.0, y - i)), min(1.0, max(0.0, x - j))
            blend = layers[i, j] * ((1 - v) * (1 - w)) + layers[i, j + 1] * ((1 - v) * w)
            blend += layers[i + 1, j] * (v * (1 - w)) + layers[i + 1, j + 1] * (v * w)
            light[r, c, 0] = (red + s.sun_r * glow) * (1 - blend[3]) + blend[0]
            light[r, c, 1] = (green + s.sun_g * glow) * (1 - blend[3]) + blend[1]
            light[r, c, 2] = (blue + s.sun_b * glow) * (1 - blend[3]) + blend[2]
            labels[r, c] = CLOUD if blend[3] > 0.45 else SKY
