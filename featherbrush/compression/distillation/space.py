"""The search space of a student, and how a step samples from it."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from featherbrush.compression.networks.elastic import Entry, Kind, Widths


@dataclass(frozen=True)
class Space:
    """Choices per block, ascending by width: numbers, or texts such as "48s" for separable convolutions.

    Multiples of 16 are best: the runtime's blocked layout works in 16 channels (AVX-512) and rounds everything else up.
    """

    choices: tuple[tuple[Entry, ...], ...]

    @property
    def supernet(self) -> Widths:
        """The supernet's own widths: the largest of every block, and every kind of convolution that it chooses from."""
        parsed = [Widths.of(c) for c in self.choices]
        kinds = [{p.kind(i) for i in range(len(p.blocks))} for p in parsed]
        return Widths(tuple(max(p.blocks) for p in parsed), tuple(_common(k) for k in kinds))

    @property
    def largest(self) -> Widths:
        """The heaviest sub-network."""
        return Widths.of([c[-1] for c in self.choices])

    @property
    def smallest(self) -> Widths:
        """The lightest sub-network."""
        return Widths.of([c[0] for c in self.choices])

    @property
    def size(self) -> int:
        """How many sub-networks there are."""
        return math.prod(len(c) for c in self.choices)

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
        return self.draw(chance)

    def draw(self, chance: random.Random) -> Widths:
        """One sub-network at random, all alike."""
        return Widths.of([chance.choice(c) for c in self.choices])

    def all(self) -> list[Widths]:
        """Every sub-network."""
        return [Widths.of(entries) for entries in product(*self.choices)]

    @classmethod
    def of(cls, choices: Sequence[Sequence[Entry]]) -> Space:
        """From lists, as a recipe holds them."""
        return cls(tuple(tuple(sorted(set(c), key=_weight)) for c in choices))


def _weight(entry: Entry) -> tuple[int, bool]:
    """Sorts by width, at equal widths the separable one first."""
    widths = Widths.of([entry])
    return widths.blocks[0], widths.kind(0) == "dense"


def _common(kinds: set[Kind]) -> Kind:
    return kinds.pop() if len(kinds) == 1 else "either"
