"""Panning by space-drag or middle button, as a frozen state beside the widget."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt

from featherbrush.engine.geometry import Point


@dataclass(frozen=True, slots=True)
class Panning:
    """Whether space is held, and the drag under way: its button and last widget position."""

    space: bool = False
    button: Qt.MouseButton | None = None
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

    def begun(self, button: Qt.MouseButton, at: Point) -> Panning:
        """The drag begins."""
        return replace(self, button=button, last=at)

    def moved(self, to: Point) -> tuple[Panning, float, float]:
        """The pointer moved: the new state, and how far the view goes."""
        last = self.last or to
        return replace(self, last=to), to.x - last.x, to.y - last.y

    def ended(self) -> Panning:
        """The drag ends; space may still be held."""
        return replace(self, button=None, last=None)

    def cursor(self) -> Qt.CursorShape | None:
        """The hand that shows while panning, or None."""
        if self.dragging:
            return Qt.CursorShape.ClosedHandCursor
        return Qt.CursorShape.OpenHandCursor if self.space else None
