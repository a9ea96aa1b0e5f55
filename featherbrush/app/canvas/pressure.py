"""How a pen's pressure and tilt shape the brush. Pure functions.

The curve is `pressure ** gamma`: one number that presets name and a slider edits. The ends stay
fixed, so that no touch is lost and full pressure is always the full size.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeVar

from numpy.typing import NDArray

from featherbrush.engine.geometry import Point

Axis = TypeVar("Axis", float, NDArray[Any])

SOFT, LINEAR, FIRM = 0.55, 1.0, 1.9
"""The presets: a light hand, the pen as it is, a heavy hand."""
MIN_GAMMA, MAX_GAMMA = 0.25, 4.0
FLATTEST = 0.25
"""Least ratio of the short axis of a tilted brush to its long one."""
UPRIGHT = 8.0
"""Tilt in degrees below which a brush stays round: nobody holds a pen perfectly upright."""
STEEPEST = 75.0


@dataclass(frozen=True, slots=True)
class Footprint:
    """An ellipse's shape: short axis over long axis, and the long axis's direction (radians)."""

    aspect: float = 1.0
    angle: float = 0.0

    @property
    def round(self) -> bool:
        """Whether it is a circle."""
        return self.aspect >= 1.0


ROUND = Footprint()


def felt(pressure: float, *, gamma: float) -> float:
    """The pressure 0 to 1 that the brush takes for what the pen reports, by the curve."""
    return math.pow(min(max(pressure, 0.0), 1.0), gamma)


def clamped_gamma(gamma: float) -> float:
    """A curve's exponent within 0.25 to 4; something that is no number becomes linear."""
    return LINEAR if math.isnan(gamma) else min(max(gamma, MIN_GAMMA), MAX_GAMMA)


def footprint_of(tilt_x: float, tilt_y: float) -> Footprint:
    """The brush's ellipse for a pen that leans by so many degrees to the right and downwards.

    A round tip seen along a pen leaning by t is an ellipse whose axes are as cos t to 1; its long
    axis lies where the pen leans to.
    """
    across = math.tan(math.radians(min(max(tilt_x, -STEEPEST), STEEPEST)))
    down = math.tan(math.radians(min(max(tilt_y, -STEEPEST), STEEPEST)))
    lean = math.atan(math.hypot(across, down))
    if math.degrees(lean) < UPRIGHT:
        return ROUND
    return Footprint(max(FLATTEST, math.cos(lean)), math.atan2(down, across))


def stretched(x: Axis, y: Axis, footprint: Footprint) -> tuple[Axis, Axis]:
    """Positions in the plane where the ellipse is a circle: across its long axis, stretched."""
    cos, sin = math.cos(footprint.angle), math.sin(footprint.angle)
    return x * cos + y * sin, (y * cos - x * sin) / footprint.aspect


def turned(footprint: Footprint, along: Point) -> Footprint:
    """The footprint with its long axis along a direction (a vector of any length)."""
    if footprint.round:
        return footprint
    return Footprint(footprint.aspect, math.atan2(along.y, along.x))
