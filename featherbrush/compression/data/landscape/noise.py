"""Value noise from a table of 256x256 random numbers, plain, in octaves, eroded by its own slopes."""

from __future__ import annotations

import math

import numpy as np

from featherbrush.compression.data.landscape.kernels import kernel

TABLE = np.random.default_rng(12345).random((256, 256)).astype(np.float32)


@kernel
def noise(x: float, z: float) -> float:
    """Smooth noise in 0..1 with features of one unit."""
    fx, fz = math.floor(x), math.floor(z)
    i, j, u, v = int(fx), int(fz), x - fx, z - fz
    a, b = TABLE[j & 255, i & 255], TABLE[j & 255, (i + 1) & 255]
    c, d = TABLE[(j + 1) & 255, i & 255], TABLE[(j + 1) & 255, (i + 1) & 255]
    su, sv = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    return a + (b - a) * su + (c - a) * sv + (a - b - c + d) * su * sv


@kernel
def noise_with_slope(x: float, z: float) -> tuple[float, float, float]:
    """Noise in 0..1 and its derivatives by x and z (quintic interpolation)."""
    fx, fz = math.floor(x), math.floor(z)
    i, j, u, v = int(fx), int(fz), x - fx, z - fz
    a, b = TABLE[j & 255, i & 255], TABLE[j & 255, (i + 1) & 255]
    c, d = TABLE[(j + 1) & 255, i & 255], TABLE[(j + 1) & 255, (i + 1) & 255]
    su = u * u * u * (u * (u * 6 - 15) + 10)
    sv = v * v * v * (v * (v * 6 - 15) + 10)
    du = 30 * u * u * (u * (u - 2) + 1)
    dv = 30 * v * v * (v * (v - 2) + 1)
    k = a - b - c + d
    value = a + (b - a) * su + (c - a) * sv + k * su * sv
    return value, du * (b - a + k * sv), dv * (c - a + k * su)


@kernel
def noise3(x: float, y: float, z: float) -> float:
    """Noise of three dimensions, 0..1: planes of noise, blended."""
    floor = math.floor(y)
    k, w = int(floor), y - floor
    w = w * w * (3 - 2 * w)
    a = noise(x + 37.0 * k, z + 17.0 * k)
    b = noise(x + 37.0 * (k + 1), z + 17.0 * (k + 1))
    return a + (b - a) * w


@kernel
def octaves(x: float, z: float, count: int) -> float:
    """Noise in 0..1 of `count` octaves, each turned against the last."""
    total, weight, weights = 0.0, 0.5, 0.0
    for _ in range(count):
        total += weight * noise(x, z)
        weights += weight
        weight *= 0.5
        x, z = 1.6 * x - 1.2 * z + 17.3, 1.2 * x + 1.6 * z + 9.1
    return total / weights


@kernel
def eroded(x: float, z: float, count: float, ridge: float) -> tuple[float, float]:
    """Mountains: octaves damped where the coarser ones are steep (Quilez), and how steep they are.

    Args:
        x: position in wavelengths.
        z: position in wavelengths.
        count: octaves; the last is weighted by the fraction, so that detail fades in without a seam.
        ridge: 0..1, how much the first five octaves are folded into ridges.
    Returns:
        Height, about 0..1.5, and the squared slope of the first five octaves.
    """
    height, weight, dx, dz, steep = 0.0, 1.0, 0.0, 0.0, 0.0
    whole = int(count)
    for i in range(whole + 1):
        value, gx, gz = noise_with_slope(x, z)
        share = weight * (count - whole) if i == whole else weight
        if i < 5:
            fold = 1 - abs(2 * value - 1)
            value += (fold * fold - value) * ridge
        if i < 6:
            dx += gx
            dz += gz
        height += share * value / (1 + dx * dx + dz * dz)
        if i == 4:
            steep = dx * dx + dz * dz
        weight *= 0.5
        x, z = 1.6 * x - 1.2 * z, 1.2 * x + 1.6 * z
    return height, steep
