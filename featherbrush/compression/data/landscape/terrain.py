"""The height of the ground: mountains, hills, coast, lake, dunes, terraces and a river, added up."""

from __future__ import annotations

import math

from featherbrush.compression.data.landscape.kernels import kernel, smoothstep
from featherbrush.compression.data.landscape.noise import eroded, noise, octaves
from featherbrush.compression.data.landscape.scene import Scene


@kernel
def ground(x: float, z: float, footprint: float, s: Scene) -> tuple[float, float]:
    """Height of the ground and how steep the mountains are there.

    Args:
        x: metres from the camera.
        z: metres from the camera.
        footprint: metres that a pixel covers; finer detail is left out.
        s: the landscape.
    """
    h, steep = s.base, 0.0
    if s.coast_height > 0:
        h += _coast(x, z, s)
    if s.lake_depth > 0:
        h -= _lake(x, z, s)
    if s.mountain_height > 0:
        rise, steep = _mountains(x, z, footprint, s)
        h += rise
    if s.hill_height > 0:
        h += _hills(x, z, footprint, s)
    if s.dune_height > 0:
        h += _dunes(x, z, s)
    if s.terrace > 0 and h > 2:
        h = _terraced(x, z, h, s)
    if s.river_width > 0:
        h = _with_river(x, z, h, s)
    return h, steep


@kernel
def _coast(x: float, z: float, s: Scene) -> float:
    scale = s.coast_length
    ragged = octaves((x + s.origin_x) / scale * 1.7, (z + s.origin_z) / scale * 1.7, 4)
    q = (x * s.coast_x + z * s.coast_z + s.coast_offset) / scale + (ragged - 0.5) * 0.8
    h = s.coast_height * max(-1.2, min(1.2, q))
    if s.cliff > 0 and q > 0.05:
        where = octaves((x - s.origin_z) / scale * 0.9 + 3.7, (z + s.origin_x) / scale * 0.9, 3)
        steps = 0.75 * smoothstep(0.085, 0.14, q) + 0.25 * smoothstep(0.16, 0.20, q)
        h += s.cliff * smoothstep(0.44, 0.56, where) * steps
    return h


@kernel
def _lake(x: float, z: float, s: Scene) -> float:
    scale = s.lake_radius
    ragged = octaves((x + s.origin_x) / scale * 2.2, (z + s.origin_z) / scale * 2.2, 4)
    q = ((x - s.lake_x) ** 2 + (z - s.lake_z) ** 2) / (scale * scale) + (ragged - 0.5) * 1.3
    return s.lake_depth * (1 - smoothstep(0.0, 2.0, q))


@kernel
def _mountains(x: float, z: float, footprint: float, s: Scene) -> tuple[float, float]:
    count = min(11.0, max(3.0, math.log2(s.mountain_length / max(footprint, 0.05))))
    shape, steep = eroded(
        (x + s.origin_x) / s.mountain_length,
        (z + s.origin_z) / s.mountain_length,
        count,
        s.mountain_ridge,
    )
    away = smoothstep(s.mountain_near, s.mountain_far, math.sqrt(x * x + z * z))
    envelope = s.mountain_floor + (1 - s.mountain_floor) * away
    return s.mountain_height * envelope * shape, steep * envelope


@kernel
def _hills(x: float, z: float, footprint: float, s: Scene) -> float:
    count = min(8.0, max(3.0, math.log2(s.hill_length / max(footprint, 0.05))))
    whole = int(count)
    total, weight = 0.0, 0.5
    px, pz = (x + s.origin_z) / s.hill_length, (z - s.origin_x) / s.hill_length
    for i in range(whole + 1):
        share = weight * (count - whole) if i == whole else weight
        total += share * (noise(px, pz) - 0.5)
        weight *= 0.42
        px, pz = 1.6 * px - 1.2 * pz, 1.2 * px + 1.6 * pz
    return s.hill_height * total * 2


@kernel
def _dunes(x: float, z: float, s: Scene) -> float:
    """A warped sawtooth: a long slope to windward, a short one in the lee."""
    scale = s.dune_length
    warp = octaves((x + s.origin_x) / scale * 0.35, (z + s.origin_z) / scale * 0.35, 3)
    phase = (x * s.dune_x + z * s.dune_z) / scale + warp * 4.0
    f = phase - math.floor(phase)
    if f < 0.72:
        rise = f / 0.72
        profile = rise * rise * (3 - 2 * rise) * 0.55 + rise * 0.45
    else:
        fall = 1 - (f - 0.72) / 0.28
        profile = fall * fall * 0.5 + fall * 0.5
    strength = 0.25 + 1.1 * noise((x - z * 0.3) / scale * 0.4 + 7, z / scale * 0.4)
    swell = 0.25 * noise(x / scale * 1.7, z / scale * 1.7 + 3)
    return s.dune_height * (profile * strength + swell)


@kernel
def _terraced(x: float, z: float, h: float, s: Scene) -> float:
    q = h / s.terrace + 0.35 * noise(x * 0.004, z * 0.004)
    step = math.floor(q)
    f = q - step
    level = s.terrace * (step + 0.3 * f + 0.7 * smoothstep(0.62, 0.9, f))
    return max(2.0, h + 0.85 * (level - s.terrace * q))


@kernel
def _with_river(x: float, z: float, h: float, s: Scene) -> float:
    """Cut a river and its valley into the ground; it winds away from the camera and fades out far off."""
    along, across = x * s.forward_x + z * s.forward_z, x * s.right_x + z * s.right_z
    first = along / s.river_length + s.river_phase
    second = along / s.river_length * 0.43 + s.river_phase * 2.1
    middle = s.river_offset + s.river_swing * (math.sin(first) + 1.2 * math.sin(second))
    bend = s.river_swing / s.river_length * (math.cos(first) + 0.516 * math.cos(second))
    off = abs(across - middle) / math.sqrt(1 + bend * bend)
    valley = s.river_valley * (1.0 + 1.6 * (noise(along * 0.006 + 5, across * 0.006) - 0.3))
    valley *= 1.0 + min(7.0, max(0.0, h - 12.0) / 30.0)
    fade = 1 - smoothstep(1800.0, 3200.0, along)
    if off >= s.river_width + valley or fade <= 0:
        return h
    width = s.river_width * (0.75 + 0.5 * noise(along * 0.011 + 9, across * 0.004))
    off += (noise(x * 0.09, z * 0.09) - 0.5) * width * 0.35
    bank = max(0.25, 0.7 + 0.018 * off + 0.9 * (noise(x * 0.03 + 4, z * 0.03) - 0.4))
    if h > bank:
        slope = smoothstep(width * 1.3, width * 1.3 + valley, off) * fade + (1 - fade)
        h = bank + (h - bank) * slope
    bed = 1 - smoothstep(0.65 * width, 1.25 * width, off)
    return h - (max(h, 0.0) + s.river_depth) * bed * fade
