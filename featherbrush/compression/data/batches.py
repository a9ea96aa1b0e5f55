"""Batches as a pure function of the step: a resumed run sees exactly what an unbroken one would have seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from featherbrush.compression.data.pixels import from_pixels
from featherbrush.compression.data.store import Store


@dataclass(frozen=True)
class Batch:
    """Float pictures [N, 3, H, W] in -1..1 with their encoded conditions [N, K, H, W], and conditions to draw.

    `wanted` holds what is to be drawn: the pictures' own conditions for the first `paired` samples, free ones after.
    """

    pictures: Tensor
    real: Tensor
    wanted: Tensor
    paired: int
    seed: int
    share: int = 0

    def random(self) -> torch.Generator:
        """What a step draws its noise and styles from: another stream in every process."""
        return torch.Generator().manual_seed(self.seed + self.share)

    def part(self, share: int, shares: int) -> Batch:
        """One of several equal parts of the batch, with the same proportion of pairs.

        Raises:
            ValueError: the batch does not divide so.
        """
        count = len(self.pictures)
        if self.paired % shares or count % shares:
            raise ValueError(
                f"a batch of {count}, {self.paired} of them paired, cannot be split over {shares} processes"
            )
        rows = [*range(share, self.paired, shares), *range(self.paired + share, count, shares)]
        return replace(
            self,
            pictures=self.pictures[rows],
            real=self.real[rows],
            wanted=self.wanted[rows],
            paired=self.paired // shares,
            share=share,
        )

    def to(self, device: torch.device) -> Batch:
        """The same batch on another device."""
        return replace(
            self,
            pictures=self.pictures.to(device),
            real=self.real.to(device),
            wanted=self.wanted.to(device),
        )


@dataclass(frozen=True)
class BatchSource:
    """Draws batches from a store.

    Args:
        size: side of the square training pictures (the store's side or an integer fraction of it).
        count: pictures per batch.
        paired: how many of them keep their own condition; of the others the first half gets another picture's,
            the rest one redrawn as a painter would.
    """

    store: Store
    size: int
    count: int
    paired: int
    seed: int = 0

    def batch(self, step: int) -> Batch:
        """The batch of this step (epochs are permutations; flips and conditions are drawn from the step's own seed)."""
        random = np.random.default_rng((self.seed, step, self.size))
        chosen = [self._index(step * self.count + i) for i in range(self.count)]
        flips = random.random(self.count) < 0.5
        pictures = [_flip(self.store.pictures[i], f) for i, f in zip(chosen, flips, strict=True)]
        own = [
            _flip(self.store.condition(i, random), f) for i, f in zip(chosen, flips, strict=True)
        ]
        wanted = own[: self.paired] + [
            self._free(j, random) for j in range(self.count - self.paired)
        ]
        return Batch(
            pictures=_shrink(from_pixels(torch.from_numpy(np.stack(pictures))), self.size),
            real=_shrink(self.store.encode(own), self.size),
            wanted=_shrink(self.store.encode(wanted), self.size),
            paired=self.paired,
            seed=int(random.integers(2**31)),
        )

    def _index(self, position: int) -> int:
        epoch, offset = divmod(position, len(self.store))
        order = np.random.default_rng((self.seed, epoch, 1)).permutation(len(self.store))
        return int(order[offset])

    def _free(self, position: int, random: np.random.Generator) -> NDArray[np.uint8]:
        redrawn = position >= (self.count - self.paired + 1) // 2
        return _flip(self.store.free(random, redrawn=redrawn), bool(random.random() < 0.5))


def _shrink(x: Tensor, size: int) -> Tensor:
    factor = x.shape[-1] // size
    return F.avg_pool2d(x, factor) if factor > 1 else x


def _flip(array: NDArray[np.uint8], flip: bool) -> NDArray[np.uint8]:
    return np.ascontiguousarray(array[:, ::-1]) if flip else np.asarray(array)
