"""The straight line's end point. Pure functions."""

from __future__ import annotations

import math

from featherbrush.engine.geometry import Point

STEP_DEGREES = 15


def constrained(start: Point, end: Point, *, step: int = STEP_DEGREES) -> Point:
    """`end` turned about `start` to the nearest multiple of `step` degrees, at the same distance.

    Along the axes the result is exact: a level line stays on one height. `step` divides 90.
    """
    dx, dy = end.x - start.x, end.y - start.y
    length = math.hypot(dx, dy)
    if length == 0:
        return end
    degrees = round(math.degrees(math.atan2(dy, dx)) / step) * step
    angle = math.radians(degrees)
    across = 0.0 if degrees % 180 == 90 else math.cos(angle)
    down = 0.0 if degrees % 180 == 0 else math.sin(angle)
    return Point(start.x + length * across, start.y + length * down)
