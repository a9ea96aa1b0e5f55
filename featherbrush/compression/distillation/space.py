"""The search space of a student, and how a step samples from it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from featherbrush.compression.networks.elastic import Widths


@dataclass(frozen=True)
class Space:
    """Choices of width per block, each ascending.

    Multiples of 16 only: the runtime's blocked layout works in 16 channels (AVX-512) and rounds everything else up.
    """

    choices: tuple[tuple[int, ...], ...]

    @property
    def largest(self) -> Widths:
        """The supernet's own widths."""
        return Widths(tuple(max(c) for c in self.choices))

    @property
    def smallest(self) -> Widths:
        """The lightest sub-network."""
        return Widths(tuple(min(c) for c in self.choices))

    def sample(self, seed: int) -> Widths:
        """One sub-network at random; a quarter of the draws is the largest or the smallest.

        The extremes bound what every other sub-network can do (sandwich rule, Yu and Huang 2019).
        """
        chance = random.Random(seed)
        kind = chance.random()
        if kind < 0.125:
            return self.largest
        if kind < 0.25:
            return self.smallest
        return Widths(tuple(chance.choice(c) for c in self.choices))

    def all(self) -> list[Widths]:
        """Every sub-network."""
        return [Widths(tuple(blocks)) for blocks in product(*self.choices)]

    @classmethod
    def of(cls, choices: Sequence[Sequence[int]]) -> Space:
        """From lists, as a recipe holds them."""
        return cls(tuple(tuple(sorted(c)) for c in choices))
