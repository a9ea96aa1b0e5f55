"""What the artist has in hand: tool, brush size, class. Shared by canvas, panels and shortcuts."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

from featherbrush.app.canvas.pressure import LINEAR, clamped_gamma
from featherbrush.app.canvas.stabiliser import Stabiliser
from featherbrush.app.canvas.symmetry import MAX_RADIAL, Symmetry

ASYMMETRIC = Symmetry()
MIN_SIZE = 1.0
MAX_SIZE = 256.0


class ToolKind(StrEnum):
    """The tools, by the name that stroke files and settings files use."""

    BRUSH = "brush"
    PENCIL = "pencil"
    ERASER = "eraser"
    LINE = "line"
    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"
    LASSO = "lasso"
    FILL = "fill"
    PICKER = "picker"
    SELECT = "select"
    MOVE = "move"


FREEHAND = frozenset({ToolKind.BRUSH, ToolKind.PENCIL, ToolKind.ERASER})
"""Tools that follow the hand: these are steadied, and feel the pen."""
SIZED = FREEHAND | {ToolKind.LINE}
"""Tools with a size, whose outline shows at the cursor."""
PAINTING = frozenset(ToolKind) - {
    ToolKind.ERASER,
    ToolKind.PICKER,
    ToolKind.SELECT,
    ToolKind.MOVE,
}
"""Tools that paint with the class or the ink in hand."""


class Region(StrEnum):
    """What the selection tool draws."""

    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    LASSO = "lasso"


class Combine(StrEnum):
    """What a new selection does to the one that is there."""

    REPLACE = "replace"
    ADD = "add"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"


@dataclass(frozen=True, slots=True)
class ToolState:
    """One moment of the settings: what a stroke begun now paints with.

    `size` is the brush's diameter in canvas pixels, `class_id` the class (or the ink of a sketch)
    that it paints, `gamma` the pen's pressure curve.
    """

    tool: ToolKind = ToolKind.BRUSH
    size: float = 24.0
    class_id: int = 0
    pressure: bool = True
    gamma: float = LINEAR
    tilt: bool = False
    stabiliser: Stabiliser = Stabiliser.OFF
    symmetry: Symmetry = ASYMMETRIC
    contiguous: bool = True
    region: Region = Region.RECTANGLE
    combine: Combine = Combine.REPLACE


class ToolSettings(QObject):
    """The present tool state with a signal for every part of it."""

    tool_changed = Signal(str)
    size_changed = Signal(float)
    class_changed = Signal(int)
    pressure_changed = Signal(bool)
    symmetry_changed = Signal(object)
    grid_changed = Signal(bool)
    changed = Signal()
    """Something in `state` changed (after the signal of that part)."""

    def __init__(self, state: ToolState | None = None, parent: QObject | None = None) -> None:
        """Start with `state`: the brush, 24 pixels, class 0, pressure on."""
        super().__init__(parent)
        self._state = state or ToolState()
        self._painting_tool = self._state.tool if self._state.tool in PAINTING else ToolKind.BRUSH
        self._grid = True

    @property
    def state(self) -> ToolState:
        """Everything that decides what a stroke paints, as one value."""
        return self._state

    @property
    def tool(self) -> ToolKind:
        """The tool in hand."""
        return self._state.tool

    @property
    def painting_tool(self) -> ToolKind:
        """The tool in hand, or the last one before it, that paints with the class in hand."""
        return self._painting_tool

    @property
    def size(self) -> float:
        """Diameter of brush, eraser and line in canvas pixels, 1 to 256."""
        return self._state.size

    @property
    def class_id(self) -> int:
        """The class that is painted."""
        return self._state.class_id

    @property
    def pressure(self) -> bool:
        """Whether a pen's pressure decides the size."""
        return self._state.pressure

    @property
    def grid(self) -> bool:
        """Whether lines between the pixels show when they are large enough."""
        return self._grid

    def set_tool(self, tool: ToolKind | str) -> None:
        """Take another tool in hand. Raises ValueError for a name that is no tool."""
        self.apply(replace(self._state, tool=ToolKind(tool)))

    def set_size(self, size: float) -> None:
        """Set the diameter in canvas pixels, kept within 1 to 256."""
        self.apply(replace(self._state, size=size))

    def set_class(self, class_id: int) -> None:
        """Choose the class to paint with."""
        self.apply(replace(self._state, class_id=class_id))

    def set_pressure(self, enabled: bool) -> None:
        """Let a pen's pressure decide the size, or not."""
        self.apply(replace(self._state, pressure=enabled))

    def set_symmetry(self, symmetry: Symmetry) -> None:
        """Choose which copies of every mark are painted."""
        self.apply(replace(self._state, symmetry=symmetry))

    def set_option(self, **parts: Any) -> None:
        """Change parts of the state by name: gamma, tilt, stabiliser, contiguous, region, combine.

        Raises TypeError for a part that there is not.
        """
        self.apply(replace(self._state, **parts))

    def set_grid(self, shown: bool) -> None:
        """Show lines between the pixels at high zoom, or not."""
        if shown != self._grid:
            self._grid = shown
            self.grid_changed.emit(shown)

    def grow(self) -> None:
        """Next larger brush, as the key `]` does."""
        self.set_size(larger(self.size))

    def shrink(self) -> None:
        """Next smaller brush, as the key `[` does."""
        self.set_size(smaller(self.size))

    def apply(self, state: ToolState) -> None:
        """Take over a whole state; emits the signals of the parts that differ."""
        before, self._state = self._state, _within_limits(state)
        after = self._state
        if after == before:
            return
        if after.tool in PAINTING:
            self._painting_tool = after.tool
        if after.tool != before.tool:
            self.tool_changed.emit(after.tool.value)
        if after.size != before.size:
            self.size_changed.emit(after.size)
        if after.class_id != before.class_id:
            self.class_changed.emit(after.class_id)
        if after.pressure != before.pressure:
            self.pressure_changed.emit(after.pressure)
        if after.symmetry != before.symmetry:
            self.symmetry_changed.emit(after.symmetry)
        self.changed.emit()


def _within_limits(state: ToolState) -> ToolState:
    radial = min(max(state.symmetry.radial, 1), MAX_RADIAL)
    return replace(
        state,
        size=clamped(state.size),
        gamma=clamped_gamma(state.gamma),
        symmetry=replace(state.symmetry, radial=radial),
    )


def clamped(size: float) -> float:
    """A brush size within the limits; something that is no number becomes the smallest."""
    return MIN_SIZE if math.isnan(size) else min(max(float(size), MIN_SIZE), MAX_SIZE)


def larger(size: float) -> float:
    """The next whole size up: by one while small, by about a tenth when large."""
    return clamped(_up(int(size)))


def smaller(size: float) -> float:
    """The next whole size down, the one from which `larger` leads back (or just short of it)."""
    below = int(size)
    while below > MIN_SIZE and _up(below) > size:
        below -= 1
    return clamped(below)


def _up(whole: int) -> int:
    return whole + max(1, whole // 10)
