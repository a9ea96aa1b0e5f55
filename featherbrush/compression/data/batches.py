"""Batches as a pure function of the step: a resumed run sees exactly what an unbroken one would have seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from featherbrush.compression.data.painting import as_painted
from featherbrush.compression.data.store import LabelledStore


@dataclass(frozen=True)
class Batch:
    """Float pictures [N, 3, H, W] in -1..1 with their one-hot maps [N, K, H, W], and maps with no picture.

    `wanted` holds the maps to draw: those of the pictures for the first `paired` samples, free ones after.
    """

    pictures: Tensor
    real: Tensor
    wanted: Tensor
    paired: int
    seed: int

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
        paired: how many of them keep their own map; of the others the first half gets another picture's map,
            the rest a map redrawn as a painter would.
    """

    store: LabelledStore
    size: int
    count: int
    paired: int
    seed: int = 0

    def batch(self, step: int) -> Batch:
        """The batch of this step (epochs are permutations; flips and maps are drawn from the step's own seed)."""
        random = np.random.default_rng((self.seed, step, self.size))
        chosen = [self._index(step * self.count + i) for i in range(self.count)]
        flips = random.random(self.count) < 0.5
        pictures = [_flip(self.store.pictures[i], f) for i, f in zip(chosen, flips, strict=True)]
        maps = [self._map(i, f, random) for i, f in zip(chosen, flips, strict=True)]
        wanted = maps[: self.paired] + [
            self._free_map(j, random) for j in range(self.count - self.paired)
        ]
        return Batch(
            pictures=_shrink(_pictures(np.stack(pictures)), self.size),
            real=_shrink(self._one_hot(maps), self.size),
            wanted=_shrink(self._one_hot(wanted), self.size),
            paired=self.paired,
            seed=int(random.integers(2**31)),
        )

    def _index(self, position: int) -> int:
        epoch, offset = divmod(position, len(self.store))
        order = np.random.default_rng((self.seed, epoch, 1)).permutation(len(self.store))
        return int(order[offset])

    def _map(self, index: int, flip: bool, random: np.random.Generator) -> NDArray[np.uint8]:
        source = self.store.exact if random.random() < 0.5 else self.store.painted
        return _flip(source[index], flip)

    def _free_map(self, position: int, random: np.random.Generator) -> NDArray[np.uint8]:
        index, flip = int(random.integers(len(self.store))), random.random() < 0.5
        if position < (self.count - self.paired + 1) // 2:
            return self._map(index, flip, random)
        return as_painted(
            _flip(self.store.painted[index], flip), classes=len(self.store.classes), random=random
        )

    def _one_hot(self, maps: list[NDArray[np.uint8]]) -> Tensor:
        ids = torch.from_numpy(np.stack(maps).astype(np.int64))
        return one_hot(ids, classes=len(self.store.classes))


def one_hot(ids: Tensor, *, classes: int) -> Tensor:
    """Class ids [N, H, W] to float one-hot maps [N, K, H, W]."""
    return F.one_hot(ids.long(), classes).permute(0, 3, 1, 2).float()


def _pictures(stack: NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(stack.copy()).permute(0, 3, 1, 2).float() / 127.5 - 1


def _shrink(x: Tensor, size: int) -> Tensor:
    factor = x.shape[-1] // size
    return F.avg_pool2d(x, factor) if factor > 1 else x


def _flip(array: NDArray[np.uint8], flip: bool) -> NDArray[np.uint8]:
    return np.ascontiguousarray(array[:, ::-1]) if flip else np.asarray(array)
