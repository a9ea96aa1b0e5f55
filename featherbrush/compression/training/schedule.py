"""How long a stage trains, at which sizes, and how fast: a pure function of the step."""

from __future__ import annotations

from dataclasses import dataclass

FINAL_RATE = 0.1


@dataclass(frozen=True)
class Phase:
    """A stretch of training at one size.

    Args:
        size: side of the square training pictures in pixels.
        pictures: how many pictures the phase shows.
        batch: pictures per step.
        paired: how many of a batch are drawn from their own map (see BatchSource).
        enlarge: factor by which pictures are scaled up before the feature network looks at them.
    """

    size: int
    pictures: int
    batch: int = 4
    paired: int = 2
    enlarge: float = 1.0

    @property
    def steps(self) -> int:
        """Optimiser steps of this phase."""
        return self.pictures // self.batch


@dataclass(frozen=True)
class Schedule:
    """Phases in order; over the last `decay` of all steps the learning rate falls to a tenth, linearly."""

    phases: tuple[Phase, ...]
    decay: float = 0.3

    @property
    def steps(self) -> int:
        """Steps of all phases."""
        return sum(phase.steps for phase in self.phases)

    def phase_at(self, step: int) -> int:
        """Index of the phase that this step belongs to."""
        for index, phase in enumerate(self.phases):
            if step < phase.steps:
                return index
            step -= phase.steps
        return len(self.phases) - 1

    def rate(self, step: int) -> float:
        """Factor on the learning rates at this step, 1 to 0.1."""
        start = self.steps * (1 - self.decay)
        if step <= start:
            return 1.0
        return max(FINAL_RATE, 1 - (1 - FINAL_RATE) * (step - start) / (self.steps - start))
