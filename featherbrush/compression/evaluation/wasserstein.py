"""Sliced Wasserstein distance between patches of Laplacian pyramids (Karras et al. 2018).

Network features forgive wrong texture; this does not. Each level of the pyramid holds one band of
detail, so a distance per level says *where* pictures differ: the finest level sees blur and
ringing, the coarsest colour and layout. 7x7 patches are drawn from every level; their distribution
is compared along many random directions, in each of which the Wasserstein distance is the mean gap
between sorted projections.

One change from the paper: both sides are normalised per colour channel by the *reference* side's
mean and deviation, not each side by its own. Normalising each by its own hides lost contrast, and
lost contrast is what a distilled model suffers from first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from featherbrush.compression.evaluation.judge import Pictures, batches

PATCH = 7
COARSEST = 16
_WEIGHTS = np.array([1, 4, 6, 4, 1], np.float32) / 16

Floats = NDArray[np.float32]
Patches = dict[int, NDArray[np.float32]]


class SlicedDistance(BaseModel):
    """Distances times 1,000; `levels` by the height in pixels of the pyramid's level."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mean: float
    levels: dict[int, float]


@dataclass(frozen=True)
class Sampling:
    """How much is drawn: patches per picture and level, random directions, and the seed of both."""

    patches: int = 64
    directions: int = 256
    seed: int = 0


def sliced_wasserstein(
    pictures: Pictures, reference: Pictures, *, sampling: Sampling | None = None
) -> SlicedDistance:
    """Distance of pictures uint8 [N, H, W, 3] from as many reference pictures.

    Raises ValueError when the numbers or sizes differ, or no level fits (sides below 16).
    """
    sampling = sampling or Sampling()
    return compare(
        draw_patches(pictures, sampling), draw_patches(reference, sampling), sampling=sampling
    )


def draw_patches(pictures: Pictures, sampling: Sampling) -> Patches:
    """Patches of every level: height of the level -> float32 [N * patches, 7, 7, 3].

    Raises ValueError when no level fits.
    """
    random = np.random.default_rng(sampling.seed)
    found: dict[int, list[Floats]] = {}
    for part in batches(len(pictures), 16):
        for level in laplacian_pyramid(np.asarray(pictures[part], np.float32)):
            found.setdefault(level.shape[1], []).append(_cut(level, sampling.patches, random))
    if not found:
        raise ValueError("there are no pictures, or none of at least 16x16 pixels")
    return {height: np.concatenate(parts) for height, parts in found.items()}


def compare(patches: Patches, reference: Patches, *, sampling: Sampling) -> SlicedDistance:
    """Distance between two drawn sets of patches; ValueError unless they are of equal shape."""
    shapes = [{h: p.shape for h, p in side.items()} for side in (patches, reference)]
    if shapes[0] != shapes[1]:
        raise ValueError(f"sides of unequal number or size: {shapes[0]} and {shapes[1]}")
    levels = {
        height: 1000.0 * _distance(patches[height], reference[height], sampling)
        for height in sorted(patches, reverse=True)
    }
    return SlicedDistance(mean=float(np.mean(list(levels.values()))), levels=levels)


def laplacian_pyramid(pictures: Floats) -> list[Floats]:
    """Float [N, H, W, 3] to bands of detail, finest first; the last is the blurred rest.

    Levels halve while both sides stay even and at least 16.
    """
    levels = []
    while min(pictures.shape[1:3]) >= COARSEST:
        if min(pictures.shape[1:3]) < 2 * COARSEST or any(s % 2 for s in pictures.shape[1:3]):
            levels.append(pictures)
            break
        smaller = _down(pictures)
        levels.append(pictures - _up(smaller))
        pictures = smaller
    return levels


def _distance(patches: Floats, reference: Floats, sampling: Sampling) -> float:
    mean = reference.mean((0, 1, 2))
    deviation = reference.std((0, 1, 2)) + 1e-6
    random = np.random.default_rng((sampling.seed, 1))
    directions = random.standard_normal((PATCH * PATCH * 3, sampling.directions))
    directions /= np.linalg.norm(directions, axis=0)
    along = torch.from_numpy(directions.astype(np.float32))
    sides = [
        torch.from_numpy(((side - mean) / deviation).reshape(len(side), -1))
        for side in (patches, reference)
    ]
    gaps = []
    for part in batches(sampling.directions, 64):
        a, b = ((side @ along[:, part]).T.contiguous().sort(1).values for side in sides)
        gaps.append((a - b).abs().mean(1))
    return float(torch.cat(gaps).double().mean())


def _cut(level: Floats, count: int, random: np.random.Generator) -> Floats:
    """`count` random patches of every picture: [N * count, 7, 7, 3]."""
    number, height, width, _ = level.shape
    windows: Floats = np.lib.stride_tricks.sliding_window_view(
        level,
        (PATCH, PATCH),
        axis=(1, 2),  # type: ignore[call-overload]
    )
    rows = random.integers(height - PATCH + 1, size=(number, count))
    columns = random.integers(width - PATCH + 1, size=(number, count))
    chosen = windows[np.arange(number)[:, None], rows, columns]
    return np.ascontiguousarray(chosen.reshape(-1, 3, PATCH, PATCH).transpose(0, 2, 3, 1))


def _down(x: Floats) -> Floats:
    """Blur by the 5-tap binomial filter (edges mirrored) and keep every second pixel."""
    for axis in (1, 2):
        size = x.shape[axis]
        padded = np.pad(x, [(2, 2) if a == axis else (0, 0) for a in range(4)], mode="reflect")
        taps = [_slice(padded, axis, slice(k, k + size - 1, 2)) for k in range(5)]
        x = sum(w * tap for w, tap in zip(_WEIGHTS, taps, strict=True))
    return x


def _up(x: Floats) -> Floats:
    """Insert zeros between pixels and blur: the inverse companion of `_down`."""
    for axis in (1, 2):
        # The filter over zero-stuffed pixels, split by parity: (1, 6, 1) / 8 and (1, 1) / 2.
        padded = np.pad(x, [(1, 1) if a == axis else (0, 0) for a in range(4)], mode="edge")
        before, here, after = (_slice(padded, axis, slice(k, k + x.shape[axis])) for k in range(3))
        even, odd = (before + 6 * here + after) / 8, (here + after) / 2
        shape = list(x.shape)
        shape[axis] *= 2
        x = np.stack((even, odd), axis + 1).reshape(shape)
    return x


def _slice(x: Floats, axis: int, part: slice) -> Floats:
    return x[:, part] if axis == 1 else x[:, :, part]
