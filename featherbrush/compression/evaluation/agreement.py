"""How closely a compressed model's pictures follow the original's, picture by picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from torch import Tensor
from torch.nn import functional as F

from featherbrush.compression.evaluation.judge import (
    Pictures,
    as_input,
    batches,
    judging_network,
)

WINDOW, DEVIATION = 11, 1.5
"""SSIM's Gaussian window in pixels (Wang et al. 2004)."""

_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_LUMA = (0.299, 0.587, 0.114)


class Agreement(BaseModel):
    """Means over pairs of pictures. `psnr` in dB, `ssim` -1..1 (higher is closer), `perceptual`
    0 or more (lower is closer)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    psnr: float
    ssim: float
    perceptual: float
    pictures: int


def agreement(first: Pictures, second: Pictures, *, device: str = "cpu") -> Agreement:
    """Compare pictures uint8 [N, H, W, 3] pairwise. Raises ValueError for unequal shapes."""
    values = [measure(first, second, device) for measure in (psnr, ssim, perceptual_distance)]
    means = [float(np.mean(value)) for value in values]
    return Agreement(psnr=means[0], ssim=means[1], perceptual=means[2], pictures=len(first))


def psnr(first: Pictures, second: Pictures, device: str = "cpu") -> NDArray[np.float64]:
    """Peak signal-to-noise ratio over the three channels in dB, [N]; equal pictures get 100."""

    def measure(a: Tensor, b: Tensor) -> Tensor:
        error = ((a - b) * 127.5).pow(2).mean((1, 2, 3))
        return 10 * torch.log10(255.0**2 / error.clamp_min(255.0**2 * 1e-10))

    return _pairwise(first, second, device, measure)


def ssim(first: Pictures, second: Pictures, device: str = "cpu") -> NDArray[np.float64]:
    """Structural similarity of the luma, [N], -1..1 (Wang et al. 2004: 11x11 Gaussian window).

    Only windows that lie wholly in the picture count. Raises ValueError below 11x11 pixels.
    """
    if min(first.shape[1:3]) < WINDOW:
        raise ValueError(f"SSIM needs pictures of at least {WINDOW}x{WINDOW} pixels")
    kernel = _gaussian().to(device)

    def blur(x: Tensor) -> Tensor:
        return F.conv2d(F.conv2d(x, kernel.view(1, 1, -1, 1)), kernel.view(1, 1, 1, -1))

    def measure(a: Tensor, b: Tensor) -> Tensor:
        # Stacked as a batch: one convolution call in place of five.
        a, b = _luma(a), _luma(b)
        mean_a, mean_b, aa, bb, ab = blur(torch.cat((a, b, a * a, b * b, a * b))).chunk(5)
        variances = (aa - mean_a**2) + (bb - mean_b**2)
        covariance = ab - mean_a * mean_b
        likeness = (2 * mean_a * mean_b + _C1) * (2 * covariance + _C2)
        return (likeness / ((mean_a**2 + mean_b**2 + _C1) * (variances + _C2))).mean((1, 2, 3))

    return _pairwise(first, second, device, measure)


def perceptual_distance(
    first: Pictures, second: Pictures, device: str = "cpu"
) -> NDArray[np.float64]:
    """Distance between Lite2 features, [N], 0 or more.

    As LPIPS without learned weights (Zhang et al. 2018): at each of five taps the feature vector
    of every position is scaled to length one; squared distances are averaged over positions,
    then over taps. Not comparable with LPIPS numbers.
    """
    network = judging_network(device)

    def measure(a: Tensor, b: Tensor) -> Tensor:
        taps = network(torch.cat((a, b)))
        distances = [_unit_distance(*tap.chunk(2)) for tap in taps]
        return torch.stack(distances).mean(0)

    return _pairwise(first, second, device, measure)


def _pairwise(
    first: Pictures, second: Pictures, device: str, measure: Callable[[Tensor, Tensor], Tensor]
) -> NDArray[np.float64]:
    if first.shape != second.shape or len(first) == 0:
        raise ValueError(f"pictures to compare differ: {first.shape} and {second.shape}")
    where = torch.device(device)
    found: Sequence[NDArray[np.float64]] = []
    with torch.inference_mode():
        found = [
            measure(as_input(first[s], where), as_input(second[s], where)).double().cpu().numpy()
            for s in batches(len(first))
        ]
    return np.concatenate(found)


def _unit_distance(a: Tensor, b: Tensor) -> Tensor:
    difference = F.normalize(a, dim=1) - F.normalize(b, dim=1)
    return difference.pow(2).sum(1).mean((1, 2))


def _luma(x: Tensor) -> Tensor:
    """-1..1 [N, 3, H, W] to 0..255 [N, 1, H, W] (ITU-R BT.601)."""
    weights = torch.tensor(_LUMA, device=x.device).view(1, 3, 1, 1)
    return ((x + 1) * 127.5 * weights).sum(1, keepdim=True)


def _gaussian() -> Tensor:
    offsets = torch.arange(WINDOW, dtype=torch.float32) - WINDOW // 2
    weights = torch.exp(-(offsets**2) / (2 * DEVIATION**2))
    return weights / weights.sum()
