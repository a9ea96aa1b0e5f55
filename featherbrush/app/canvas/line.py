"""The straight line's end point. Pure functions."""

from __future__ import annotations

import math

from featherbrush.engine.geometry import Point

STEP_DEGREES = 15


def constrained(start: Point, end: Point) -> Point:
    """`end` turned about `start` to the nearest multiple of 15 degrees, at the same distance.

    Along the axes the result is exact: a level line stays on one height.
    """
    dx, dy = end.x - start.x, end.y - start.y
    length = math.hypot(dx, dy)
    if length == 0:
        return end
    step = round(math.degrees(math.atan2(dy, dx)) / STEP_DEGREES) % (360 // STEP_DEGREES)
    angle = math.radians(step * STEP_DEGREES)
    across = 0.0 if step % 12 == 6 else math.cos(angle)
    down = 0.0 if step % 12 == 0 else math.sin(angle)
    return Point(start.x + length * across, start.y + length * down)
