"""How closely two pictures agree: PSNR, SSIM, and the difference pixel by pixel. Only numpy.

The definitions are those that the pipeline's reports use, so a number on the screen and one in a
model card mean the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from featherbrush.engine.arrays import Picture

WINDOW, DEVIATION = 11, 1.5
"""SSIM's Gaussian window in pixels (Wang et al. 2004)."""
EQUAL_DB = 100.0
"""PSNR that equal pictures get, in place of infinity."""

_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_LUMA = np.array((0.299, 0.587, 0.114), dtype=np.float32)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`psnr` in dB, up to 100; `ssim` -1 to 1, None for pictures below 11x11. Higher is closer."""

    psnr: float
    ssim: float | None


def agreement(first: Picture, second: Picture) -> Agreement:
    """Compare two pictures uint8 [H, W, 3]. Raises ValueError for unequal shapes."""
    small = min(first.shape[:2]) < WINDOW
    return Agreement(psnr(first, second), None if small else ssim(first, second))


def psnr(first: Picture, second: Picture) -> float:
    """Peak signal-to-noise ratio over the three channels in dB; equal pictures get 100.

    Raises ValueError for unequal shapes.
    """
    _check(first, second)
    gap = first.astype(np.int16) - second
    error = float(np.mean(np.square(gap.astype(np.int32)), dtype=np.float64))
    return min(EQUAL_DB, 10 * float(np.log10(255.0**2 / max(error, 255.0**2 * 1e-10))))


def ssim(first: Picture, second: Picture) -> float:
    """Structural similarity of the luma, -1 to 1 (Wang et al. 2004, equation 13).

    An 11x11 Gaussian window; only windows that lie wholly in the picture count. Raises ValueError
    for unequal shapes and below 11x11 pixels.
    """
    _check(first, second)
    if min(first.shape[:2]) < WINDOW:
        raise ValueError(f"SSIM needs pictures of at least {WINDOW}x{WINDOW} pixels")
    # About a middle grey: squares of large numbers would lose the small differences.
    a, b = _luma(first) - 128, _luma(second) - 128
    mean_a, mean_b = _blurred(a), _blurred(b)
    variances = _blurred(a * a) - mean_a * mean_a + _blurred(b * b) - mean_b * mean_b
    covariance = _blurred(a * b) - mean_a * mean_b
    mean_a += 128
    mean_b += 128
    likeness = (2 * mean_a * mean_b + _C1) * (2 * covariance + _C2)
    likeness /= (mean_a**2 + mean_b**2 + _C1) * (variances + _C2)
    return float(likeness.mean(dtype=np.float64))


def difference(first: Picture, second: Picture) -> NDArray[np.uint8]:
    """The largest difference of the three channels at every pixel, uint8 [H, W], in levels.

    Raises ValueError for unequal shapes.
    """
    _check(first, second)
    gap = np.maximum(first, second) - np.minimum(first, second)
    largest: NDArray[np.uint8] = gap.max(axis=2)
    return largest


def _check(first: Picture, second: Picture) -> None:
    if first.shape != second.shape or first.ndim != 3 or first.size == 0:
        raise ValueError(f"pictures to compare differ: {first.shape} and {second.shape}")


def _luma(picture: Picture) -> Floats:
    """0 to 255 [H, W] (ITU-R BT.601)."""
    luma: Floats = picture.astype(np.float32) @ _LUMA
    return luma


def _blurred(values: Floats) -> Floats:
    """[H, W] seen through the window, [H - 10, W - 10]: down, then across."""
    return _blurred_down(_blurred_down(values).T).T


def _blurred_down(values: Floats) -> Floats:
    height = values.shape[0] - WINDOW + 1
    total = np.zeros((height, values.shape[1]), dtype=np.float32)
    for offset, weight in enumerate(_WEIGHTS):
        total += values[offset : offset + height] * weight
    return total


def _gaussian() -> Floats:
    offsets = np.arange(WINDOW, dtype=np.float64) - WINDOW // 2
    weights = np.exp(-(offsets**2) / (2 * DEVIATION**2))
    normal: Floats = (weights / weights.sum()).astype(np.float32)
    return normal


_WEIGHTS = _gaussian()
