"""The sky's light: one table of scattering per scene gives sky, sun, ambient light and haze.

Single scattering after Nishita et al. 1993 (Rayleigh, Mie, ozone), with a cheap term for the light that is
scattered more than once.
"""

from __future__ import annotations

import math

import numpy as np

from featherbrush.compression.data.landscape.kernels import Color, Floats, kernel
from featherbrush.compression.data.landscape.scene import Scene

AZIMUTHS, ELEVATIONS = 24, 32
EARTH = 6371e3
EDGE = EARTH + 70e3
START = EARTH + 200.0
LOWEST = 0.004
BRIGHTNESS = 20.0
RAYLEIGH = (5.8e-6, 13.5e-6, 33.1e-6)
OZONE = (0.65e-6, 1.88e-6, 0.085e-6)


@kernel
def _to_edge(dot: float, radius: float) -> float:
    """Distance to the edge of the air from a point at `radius` with direction . position = `dot`."""
    return -dot + math.sqrt(dot * dot - radius * radius + EDGE * EDGE)


@kernel
def _depths_to_sun(x: float, y: float, z: float, sx: float, sy: float) -> tuple[float, float]:
    """Rayleigh and Mie air (metres at ground density) between a point and the sun."""
    radius = math.sqrt(x * x + y * y + z * z)
    way = _to_edge(x * sx + y * sy, radius)
    rayleigh, mie, last = 0.0, 0.0, 0.0
    for k in range(8):
        end = way * ((k + 1) / 8) ** 2
        step, t = end - last, last + (end - last) * 0.5
        last = end
        px, py = x + sx * t, y + sy * t
        h = max(-500.0, math.sqrt(px * px + py * py + z * z) - EARTH)
        rayleigh += math.exp(-h / 8000) * step
        mie += math.exp(-h / 1200) * step
    return rayleigh, mie


@kernel
def _add_ray(
    light: Floats, dx: float, dy: float, dz: float, sun: float, mie: float, ozone: float
) -> None:
    """Add the light of one direction to `light` [3]."""
    sx, sy, g = math.cos(sun), math.sin(sun), 0.76
    mu = dx * sx + dy * sy
    phase_r = 3 / (16 * math.pi) * (1 + mu * mu)
    phase_m = 3 / (8 * math.pi) * (1 - g * g) * (1 + mu * mu)
    phase_m /= (2 + g * g) * (1 + g * g - 2 * g * mu) ** 1.5
    often = 0.25 / (4 * math.pi) * max(0.05, sy + 0.15) * 1.6
    way, last, air_r, air_m = _to_edge(START * dy, START), 0.0, 0.0, 0.0
    for k in range(24):
        end = way * ((k + 1) / 24) ** 2
        step, t = end - last, last + (end - last) * 0.5
        last = end
        x, y, z = dx * t, START + dy * t, dz * t
        h = math.sqrt(x * x + y * y + z * z) - EARTH
        here_r, here_m = math.exp(-h / 8000) * step, math.exp(-h / 1200) * step
        air_r += here_r
        air_m += here_m
        sun_r, sun_m = _depths_to_sun(x, y, z, sx, sy)
        for c in range(3):
            clear = RAYLEIGH[c] + OZONE[c] * ozone
            once = clear * (air_r + sun_r) + mie * 1.1 * (air_m + sun_m)
            more = clear * (air_r + 0.5 * sun_r) * 0.6 + mie * 1.1 * (air_m + 0.3 * sun_m) * 0.3
            light[c] += BRIGHTNESS * (
                math.exp(-once) * (phase_r * RAYLEIGH[c] * here_r + phase_m * mie * here_m)
                + math.exp(-more) * (RAYLEIGH[c] * here_r + mie * here_m) * often
            )


@kernel
def sky_table(sun: float, mie: float, ozone: float) -> Floats:
    """Light of the sky [AZIMUTHS, ELEVATIONS, 3] by azimuth from the sun and (root of) elevation.

    Args:
        sun: elevation of the sun, radians.
        mie: scattering of haze, per metre.
        ozone: amount of ozone, 1 is usual.
    """
    table = np.zeros((AZIMUTHS, ELEVATIONS, 3))
    for i in range(AZIMUTHS):
        azimuth = math.pi * i / (AZIMUTHS - 1)
        for j in range(ELEVATIONS):
            q = j / (ELEVATIONS - 1)
            up = q * q * math.pi / 2 + LOWEST
            dx, dz = math.cos(up) * math.cos(azimuth), math.cos(up) * math.sin(azimuth)
            light = table[i, j]
            _add_ray(light, dx, math.sin(up), dz, sun, mie, ozone)
            grey = (light[0] + light[1] + light[2]) / 3
            for c in range(3):
                light[c] = (light[c] * 0.90 + grey * 0.10) * 1.3
    return table


@kernel
def sunlight(sun: float, mie: float, ozone: float) -> Floats:
    """Colour [3] of the sun at this elevation (radians) after its way through the air."""
    up, along = math.sin(sun), math.cos(sun)
    way, last, air_r, air_m = _to_edge(START * up, START), 0.0, 0.0, 0.0
    for k in range(40):
        end = way * ((k + 1) / 40) ** 2
        step, t = end - last, last + (end - last) * 0.5
        last = end
        h = math.sqrt((along * t) ** 2 + (START + up * t) ** 2) - EARTH
        air_r += math.exp(-h / 8000) * step
        air_m += math.exp(-h / 1200) * step
    light = np.zeros(3)
    light[0] = math.exp(-(6.45e-6 + 0.65e-6 * (ozone - 1)) * air_r - 1.1 * mie * air_m)
    light[1] = math.exp(-(15.4e-6 + 1.88e-6 * (ozone - 1)) * air_r - 1.1 * mie * air_m)
    light[2] = math.exp(-33.2e-6 * air_r - 1.1 * mie * air_m)
    return BRIGHTNESS * light


@kernel
def sky(dx: float, dy: float, dz: float, s: Scene, table: Floats) -> Color:
    """Light of the sky in a direction of any length; below the horizon that of the horizon."""
    n = 1 / math.sqrt(dx * dx + dy * dy + dz * dz)
    up = math.asin(min(1.0, max(dy * n, 0.0)))
    q = math.sqrt(max(up - LOWEST, 0.0) / (math.pi / 2)) * (ELEVATIONS - 1)
    turn = abs(math.atan2(dz, dx) - s.sun_azimuth)
    if turn > math.pi:
        turn = 2 * math.pi - turn
    a = abs(turn) / math.pi * (AZIMUTHS - 1)
    i, j = min(int(a), AZIMUTHS - 2), min(int(q), ELEVATIONS - 2)
    u, v = a - i, q - j
    w0, w1, w2, w3 = (1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v
    t0, t1, t2, t3 = table[i, j], table[i + 1, j], table[i, j + 1], table[i + 1, j + 1]
    return (
        t0[0] * w0 + t1[0] * w1 + t2[0] * w2 + t3[0] * w3,
        t0[1] * w0 + t1[1] * w1 + t2[1] * w2 + t3[1] * w3,
        t0[2] * w0 + t1[2] * w1 + t2[2] * w2 + t3[2] * w3,
    )


@kernel
def hazed(
    color: Color, dx: float, dz: float, distance: float, y: float, s: Scene, table: Floats
) -> Color:
    """A colour seen through `distance` metres of air: haze near the ground, and blue air.

    Args:
        color: without air.
        dx: direction of the view on the ground.
        dz: direction of the view on the ground.
        distance: metres.
        y: height of what is seen.
        s: the landscape.
        table: of the sky.
    """
    middle = max(0.0, 0.5 * (y + s.eye_y))
    clear = math.exp(-distance * s.haze_density * math.exp(-middle / s.haze_height))
    air = distance * 5.0e-6 * 2.2
    red, green, blue = sky(dx, 0.035, dz, s, table)
    tr, tg, tb = clear * math.exp(-air), clear * math.exp(-air * 1.7), clear * math.exp(-air * 3.0)
    return (
        color[0] * tr + red * 0.88 * (1 - tr),
        color[1] * tg + green * 0.88 * (1 - tg),
        color[2] * tb + blue * 0.88 * (1 - tb),
    )
