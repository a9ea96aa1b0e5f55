"""Moving the view by dragging: pan, turn or zoom, as a frozen state beside the widget."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import Qt

from featherbrush.app.canvas.view import ViewTransform
from featherbrush.engine.geometry import Point

ZOOM_PER_PIXEL = 1.01
NEAREST = 4.0
"""Logical pixels around the middle inside which no angle is taken: it would jump."""


class Drag(Enum):
    """What dragging does to the view."""

    PAN = "pan"
    TURN = "turn"
    ZOOM = "zoom"


@dataclass(frozen=True, slots=True)
class Panning:
    """Whether space is held, and the drag under way: kind, button, first and last position."""

    space: bool = False
    kind: Drag = Drag.PAN
    button: Qt.MouseButton | None = None
    start: Point | None = None
    last: Point | None = None

    @property
    def dragging(self) -> bool:
        """Whether the view follows the pointer now."""
        return self.button is not None

    def starts_with(self, button: Qt.MouseButton) -> bool:
        """Whether pressing this button begins a drag of the view."""
        if self.dragging:
            return False
        held = self.space and button == Qt.MouseButton.LeftButton
        return held or button == Qt.MouseButton.MiddleButton

    def begun(self, button: Qt.MouseButton, at: Point, *, kind: Drag = Drag.PAN) -> Panning:
        """The drag begins."""
        return replace(self, button=button, kind=kind, start=at, last=at)

    def moved(
        self, to: Point, *, view: ViewTransform, middle: Point
    ) -> tuple[Panning, ViewTransform]:
        """The pointer moved: the new state, and the view that follows.

        Turning goes about `middle`, zooming about where the drag began (up is nearer).
        """
        last, start = self.last or to, self.start or to
        state = replace(self, last=to)
        if self.kind is Drag.TURN:
            degrees = angle_between(last, to, about=middle)
            return state, view.with_rotation(view.rotation + degrees, at=middle)
        if self.kind is Drag.ZOOM:
            return state, view.zoomed(ZOOM_PER_PIXEL ** (last.y - to.y), at=start)
        return state, view.panned(to.x - last.x, to.y - last.y)

    def ended(self) -> Panning:
        """The drag ends; space may still be held."""
        return replace(self, button=None, start=None, last=None)

    def cursor(self) -> Qt.CursorShape | None:
        """The cursor that shows while panning, or None."""
        if self.dragging:
            zooming = self.kind is Drag.ZOOM
            return Qt.CursorShape.SizeVerCursor if zooming else Qt.CursorShape.ClosedHandCursor
        return Qt.CursorShape.OpenHandCursor if self.space else None


def drag_kind(modifiers: Qt.KeyboardModifier) -> Drag:
    """What a drag does with these keys held beside space: Shift turns, Ctrl zooms."""
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return Drag.TURN
    return Drag.ZOOM if modifiers & Qt.KeyboardModifier.ControlModifier else Drag.PAN


def angle_between(first: Point, second: Point, *, about: Point) -> float:
    """Degrees clockwise from one position to another as seen from a third; 0 too near to it."""
    dx1, dy1 = first.x - about.x, first.y - about.y
    dx2, dy2 = second.x - about.x, second.y - about.y
    if min(math.hypot(dx1, dy1), math.hypot(dx2, dy2)) < NEAREST:
        return 0.0
    return math.degrees(math.atan2(dx1 * dy2 - dy1 * dx2, dx1 * dx2 + dy1 * dy2))
