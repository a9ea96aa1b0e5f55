"""What the tools need of a canvas widget beside strokes: keys, resizing by drag, lines to show."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from featherbrush.app.canvas.driver import ToolDriver
from featherbrush.app.canvas.edits import Nudge
from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.overlays import Overlay
from featherbrush.app.canvas.scene import Guide
from featherbrush.app.canvas.settings import SIZED, ToolKind
from featherbrush.app.canvas.size_drag import SizeDrag
from featherbrush.app.canvas.surface import Surface
from featherbrush.app.canvas.symmetry import axes
from featherbrush.engine.geometry import Point

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
FAR = 10
"""Pixels that an arrow key moves with Shift."""
ASYMMETRIC = (ToolKind.SELECT, ToolKind.MOVE, ToolKind.PICKER)
"""Tools that paint no copies: the axes are not shown for them."""
ENDING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NEAR = 9.0
"""Logical pixels from a polygon's first corner within which a click closes it."""
HANDLE = 4.5


class ToolAids(QObject):
    """Helps a canvas widget with its tools. Its calls say whether they took the event."""

    resized = Signal()
    """A drag that resizes the brush began, went on or ended."""

    def __init__(self, surface: Surface, driver: ToolDriver) -> None:
        """Help `surface`, whose strokes `driver` carries out."""
        super().__init__(surface)
        self._surface = surface
        self._driver = driver
        self._drag: SizeDrag | None = None
        driver.guide_changed.connect(self._show_lines)
        driver.settings.symmetry_changed.connect(self._show_lines)
        driver.settings.tool_changed.connect(self._show_lines)
        driver.document.replaced.connect(self._show_lines)
        surface.view_changed.connect(self._show_lines)
        self._show_lines()

    @property
    def resizing(self) -> bool:
        """Whether the pointer resizes the brush now."""
        return self._drag is not None

    @property
    def anchor(self) -> Point | None:
        """Where the brush is shown while it is resized, in widget coordinates."""
        return self._drag.start if self._drag else None

    # The pointer

    def press(self, sample: PointerSample, at: Point) -> bool:
        """Begin to resize with Alt held, or close a polygon at its first corner."""
        driver = self._driver
        if sample.alternate and driver.settings.tool in SIZED:
            self._drag = SizeDrag(at, driver.settings.size, self._surface.view.scale)
            self.resized.emit()
            return True
        if driver.lasting and self._closes(at):
            driver.complete()
            return True
        return False

    def move(self, at: Point) -> bool:
        """Go on resizing."""
        if self._drag is None:
            return False
        self._driver.settings.set_size(self._drag.size_at(at))
        self.resized.emit()
        return True

    def release(self) -> bool:
        """The brush has its size."""
        if self._drag is None:
            return False
        self._drag = None
        self.resized.emit()
        return True

    # Keys

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to the tool in hand before any shortcut of the window."""
        if self._driver.lasting and event.key() in (*ENDING, Qt.Key.Key_Backspace):
            return True
        return self._step(event) is not None

    def key(self, event: QKeyEvent) -> bool:
        """Enter closes a polygon, Backspace takes its last corner; arrows move the selection."""
        step = self._step(event)
        if step is not None:
            self._driver.edit(Nudge(*step))
        elif not self._driver.lasting:
            return False
        elif event.key() in ENDING:
            self._driver.complete()
        elif event.key() == Qt.Key.Key_Backspace:
            self._driver.step_back()
        else:
            return False
        return True

    def _step(self, event: QKeyEvent) -> tuple[int, int] | None:
        if self._driver.settings.tool is not ToolKind.MOVE or self._driver.pressed:
            return None
        arrow = ARROWS.get(Qt.Key(event.key()))
        ignored = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        if arrow is None or event.modifiers() & ~ignored:
            return None
        length = FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        return arrow[0] * length, arrow[1] * length

    def _closes(self, at: Point) -> bool:
        guide = self._driver.guide
        if guide is None or len(guide.handles) < 3:
            return False
        first = self._surface.view.to_widget(guide.handles[0])
        return math.hypot(first.x - at.x, first.y - at.y) <= NEAR

    # Lines

    def _show_lines(self) -> None:
        extent = self._driver.document.extent
        symmetry = self._driver.settings.state.symmetry
        mirrored = self._driver.settings.tool not in ASYMMETRIC
        lines = [Overlay(line) for line in axes(symmetry, extent)] if mirrored else []
        guide = self._driver.guide
        if guide is not None:
            lines += _overlays(guide, handle=HANDLE / self._surface.view.scale)
        self._surface.set_overlays(tuple(lines))


def _overlays(guide: Guide, *, handle: float) -> list[Overlay]:
    """A guide's line and the squares at its corners, `handle` canvas pixels around each."""
    lines = [Overlay(guide.points, closed=guide.closed)] if len(guide.points) > 1 else []
    for at in guide.handles:
        corners = ((-handle, -handle), (handle, -handle), (handle, handle), (-handle, handle))
        square = tuple(Point(at.x + dx, at.y + dy) for dx, dy in corners)
        lines.append(Overlay(square, closed=True))
    return lines
