"""The published ways to pick the next sub-network (arXiv 2003.08936, section 3.3): all of them, or evolution.

Both read what they need from what the study holds: they resume where they were and may run in several workers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from featherbrush.compression.distillation.space import Space
from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.search.front import BudgetError, Candidate
from featherbrush.engine.errors import FeatherbrushError

Fits = Callable[[Widths], bool]

LARGEST_EXHAUSTIVE = 20_000
ATTEMPTS = 400
"""Draws after which evolution is taken to have nothing new left within the budget."""
TOO_SLOW = 10
"""An evolution ends when so many times more sub-networks than it should measure were over the time budget."""


class SpaceError(FeatherbrushError):
    """A search space cannot be searched as asked; the message says what to change."""


@dataclass(frozen=True)
class Found:
    """What a study holds.

    measured: in the order of their trials.
    slow: widths that were timed, over the budget, and left.
    begun: widths that a worker measures now, or that one died of.
    trials: how many there are, of any kind.
    """

    measured: Sequence[Candidate]
    slow: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    trials: int = 0

    @property
    def done(self) -> frozenset[str]:
        """Widths that need no more measuring."""
        return self.slow | {candidate.widths for candidate in self.measured}


class Method(Protocol):
    """Picks sub-networks one by one."""

    def next(self, found: Found, /) -> Widths | None:
        """The sub-network to measure now; None when the search is over."""


@dataclass(frozen=True)
class Exhaustive:
    """Every sub-network of a list."""

    wanted: Sequence[Widths]

    def next(self, found: Found) -> Widths | None:
        """One that nobody measures yet; at last those that a worker began and did not end."""
        chance = random.Random(found.trials)  # several workers begin at different ends
        for taken in (found.done | found.begun, found.done):
            left = [widths for widths in self.wanted if str(widths) not in taken]
            if left:
                return chance.choice(left)
        return None


@dataclass(frozen=True)
class Evolution:
    """Generations of sub-networks within a budget; settings by default as published (section 4.1).

    trials: how many are measured in all.
    fits: whether a sub-network is within the budget.
    population: sub-networks of one generation.
    parent_ratio: share of the population, the best found so far, that the next generation comes from.
    mutation_ratio: share of a generation that is mutated; the rest is crossed.
    mutation_probability: of every entry of a mutated sub-network, to be drawn anew.
    """

    space: Space
    trials: int
    fits: Fits
    population: int = 100
    parent_ratio: float = 0.25
    mutation_ratio: float = 0.5
    mutation_probability: float = 0.2

    def next(self, found: Found) -> Widths | None:
        """A child that is new and within the budget; a random one where parents have no new children left."""
        if len(found.measured) >= self.trials or len(found.slow) >= TOO_SLOW * self.trials:
            return None
        chance, taken = random.Random(found.trials), found.done | found.begun
        for attempt in range(2 * ATTEMPTS):
            drawn = self._child(found, chance) if attempt < ATTEMPTS else self.space.draw(chance)
            if str(drawn) not in taken and self.fits(drawn):
                return drawn
        return None

    def _child(self, found: Found, chance: random.Random) -> Widths:
        """Of the generation that is next to be measured.

        Its parents are the best of all generations before it: who is among them stays until better ones come.
        """
        generation, place = divmod(len(found.measured), self.population)
        if generation == 0:
            return self.space.draw(chance)
        before = found.measured[: generation * self.population]
        best = sorted(before, key=lambda c: c.distance)
        parents = best[: max(2, round(self.parent_ratio * self.population))]
        one, other = (Widths.parse(chance.choice(parents).widths).entries for _ in range(2))
        if place >= self.mutation_ratio * self.population:
            return Widths.of([chance.choice(pair) for pair in zip(one, other, strict=True)])
        fresh, rate = self.space.draw(chance).entries, self.mutation_probability
        return Widths.of(
            [new if chance.random() < rate else old for old, new in zip(one, fresh, strict=True)]
        )


def listed(space: Space, fits: Fits) -> list[Widths]:
    """Every sub-network of a space within the budget.

    Raises:
        SpaceError: they are too many to list.
        BudgetError: there is none.
    """
    if space.size > LARGEST_EXHAUSTIVE:
        raise SpaceError(
            f"supernet.choices: {space.size} sub-networks, an exhaustive search takes at most "
            f'{LARGEST_EXHAUSTIVE}; give fewer choices, or search.method = "evolution"'
        )
    found = [widths for widths in space.all() if fits(widths)]
    if not found:
        raise BudgetError(f"no sub-network fits the budget, not even {space.smallest}")
    return found
