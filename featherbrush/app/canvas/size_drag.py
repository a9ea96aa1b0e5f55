"""Resizing the brush by dragging sideways, as a frozen state. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from featherbrush.app.canvas.settings import clamped
from featherbrush.engine.geometry import Point


@dataclass(frozen=True, slots=True)
class SizeDrag:
    """Where the drag began (widget coordinates), the brush's diameter then, and the view's scale.

    The outline's edge follows the pointer: a logical pixel sideways is one of the radius.
    """

    start: Point
    size: float
    scale: float

    def size_at(self, pointer: Point) -> float:
        """Diameter in canvas pixels for a pointer position in the widget, within the limits."""
        return clamped(self.size + 2 * (pointer.x - self.start.x) / self.scale)
