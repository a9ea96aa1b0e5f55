"""Steadies a freehand stroke by a pulled string. Pure functions.

The brush hangs on a string behind the pen and moves only when the string is taut, straight
towards the pen. That depends on positions alone, never on time: a recorded stroke replays to
exactly the same pixels, and a fast mouse draws what a slow one does. When the pen is lifted the
brush goes to where the pen was, so a stroke ends exactly there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from featherbrush.app.canvas.input import PointerSample


class Stabiliser(StrEnum):
    """How much a stroke is steadied, by the name that stroke files use."""

    OFF = "off"
    WEAK = "weak"
    STRONG = "strong"


LENGTHS = {Stabiliser.OFF: 0.0, Stabiliser.WEAK: 6.0, Stabiliser.STRONG: 20.0}
"""Length of the string in canvas pixels."""


@dataclass(frozen=True, slots=True)
class PulledString:
    """A brush on a string: where the brush is (with the pen's pressure) and where the pen is."""

    length: float
    brush: PointerSample
    pen: PointerSample

    @classmethod
    def begun(cls, kind: Stabiliser, sample: PointerSample) -> PulledString:
        """The string at a press: brush and pen are in one place."""
        return cls(LENGTHS[kind], sample, sample)

    def pulled(self, sample: PointerSample) -> PulledString:
        """The pen moved to `sample`: the brush follows if the string became taut."""
        dx, dy = sample.x - self.brush.x, sample.y - self.brush.y
        distance = math.hypot(dx, dy)
        if distance <= self.length:
            return replace(self, pen=sample)
        share = (distance - self.length) / distance
        brush = replace(sample, x=self.brush.x + dx * share, y=self.brush.y + dy * share)
        return replace(self, brush=brush, pen=sample)

    @property
    def slack(self) -> bool:
        """Whether the brush has not reached the pen."""
        return (self.brush.x, self.brush.y) != (self.pen.x, self.pen.y)
