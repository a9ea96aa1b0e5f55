"""Distances between two sets of pictures, as distributions of EfficientNet-Lite2 features.

The features are the last block's 352 channels averaged over space: what a picture shows rather
than how its pixels look (that is the sliced Wasserstein distance's part). The distance between two
samples of one distribution falls as 1/N and is only sampling: between two halves of real
landscapes it was 60, 32 and 17 at N = 250, 500 and 1,000, where a blur of 0.8 pixels came out as
164, 136 and 118. So from 1,000 pictures on, a difference that can hardly be seen is seven times
the sampling error, and the distance moves little with N. The 208 channels before it carry nearly
twice the sampling error, the 120 channels at stride 16 a quarter of it, but they mostly see
texture; the 1,280 channels after it would need over 1,280 pictures for a covariance of full rank.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from featherbrush.compression.evaluation.judge import (
    Pictures,
    as_input,
    batches,
    judging_network,
)

Features = NDArray[np.float32]


def judge_features(pictures: Pictures, *, device: str = "cpu") -> Features:
    """Pictures uint8 [N, H, W, 3] to float32 [N, D]: the judging block, averaged over space."""
    network, where = judging_network(device), torch.device(device)
    with torch.inference_mode():
        found = [
            pooled(network(as_input(pictures[part], where))[-1]) for part in batches(len(pictures))
        ]
    return np.concatenate(found)


def pooled(tap: Tensor) -> Features:
    """The judging network's last feature map [N, D, H, W] averaged over space, float32 [N, D]."""
    found: Features = tap.mean((2, 3)).float().cpu().numpy()
    return found


def frechet_distance(first: Features, second: Features) -> float:
    """Frechet distance between normal distributions fitted to [N, D] and [M, D]; 0 or more.

    Heusel et al. 2017, on EfficientNet-Lite2 features: not an FID, and not comparable with one.
    |m1 - m2|^2 + tr C1 + tr C2 - 2 tr (C1^1/2 C2 C1^1/2)^1/2: the product is kept symmetric, so
    that its eigenvalues are real and rounding cannot make the root fail or turn complex.
    Raises ValueError for fewer than two rows or unequal D.
    """
    (mean_a, cov_a), (mean_b, cov_b) = _moments(first, second)
    root = _root(cov_a)
    values = np.linalg.eigvalsh(root @ cov_b @ root)
    overlap = np.sqrt(np.clip(values, 0, None)).sum()
    gap = mean_a - mean_b
    distance = gap @ gap + np.trace(cov_a) + np.trace(cov_b) - 2 * overlap
    return max(float(distance), 0.0)


def kernel_distance(first: Features, second: Features) -> float:
    """Squared maximum mean discrepancy with the kernel (x.y / D + 1)^3, between [N, D] and [M, D].

    Binkowski et al. 2018; the unbiased estimate over all pairs, so it does not depend on N and
    may be slightly below 0 for equal distributions. Raises ValueError as `frechet_distance`.
    """
    a, b = _checked(first, second)
    within = sum(_mean_off_diagonal(_kernel(side, side)) for side in (a, b))
    return float(within - 2 * _kernel(a, b).mean())


def _moments(
    first: Features, second: Features
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    sides = _checked(first, second)
    return [(side.mean(0), np.atleast_2d(np.cov(side, rowvar=False))) for side in sides]


def _checked(first: Features, second: Features) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    shapes = first.shape, second.shape
    if any(len(s) != 2 or s[0] < 2 for s in shapes) or shapes[0][1] != shapes[1][1]:
        raise ValueError(f"feature sets are [N >= 2, D] with equal D, these are {shapes}")
    return first.astype(np.float64), second.astype(np.float64)


def _root(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The symmetric square root of a positive semi-definite matrix."""
    values, vectors = np.linalg.eigh(matrix)
    root: NDArray[np.float64] = (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T
    return root


def _kernel(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    kernel: NDArray[np.float64] = (a @ b.T / a.shape[1] + 1) ** 3
    return kernel


def _mean_off_diagonal(kernel: NDArray[np.float64]) -> float:
    count = len(kernel)
    return float((kernel.sum() - np.trace(kernel)) / (count * (count - 1)))
