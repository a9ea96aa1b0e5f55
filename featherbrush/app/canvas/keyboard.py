"""Painting without a mouse: arrow keys move a cursor over the map, space paints with the tool.

The first arrow key brings the cursor out, a pointer that moves sends it away again; only while
it is out does space paint (otherwise it pans, as ever).
"""

from __future__ import annotations

import time
from math import floor

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from featherbrush.app.canvas.canvas_view import CanvasView
from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.settings import ToolKind
from featherbrush.app.canvas.view import ViewTransform
from featherbrush.engine.geometry import Extent, Point

STEP, STRIDE = 1, 10
"""Canvas pixels that an arrow key moves by, and with Shift."""
MARGIN = 24
"""Logical pixels that stay between the cursor and the widget's edge."""
REACH, GAP = 13, 4
"""Length of the cross from its middle, and of the hole in it, in logical pixels."""

_DIRECTIONS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_POINTING = (
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TabletMove,
    QEvent.Type.TabletPress,
)
_BESIDE = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class KeyboardHand(QObject):
    """Moves and presses on a canvas by keys; strokes go the way of every other pointer."""

    moved = Signal(object)
    """The cursor is at this pixel's middle (`Point` on the canvas), or None: it went away."""

    def __init__(self, canvas: CanvasView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._at: Point | None = None
        self._pressed = False
        self._cross = _Cross(canvas)
        canvas.installEventFilter(self)
        canvas.view_changed.connect(lambda _view: self._place_cross())
        canvas.document.replaced.connect(self.put_away)

    @property
    def position(self) -> Point | None:
        """Where the cursor is on the canvas, or None while it is away."""
        return self._at

    @property
    def cross(self) -> QWidget:
        """The mark that shows the cursor."""
        return self._cross

    def put_away(self) -> None:
        """Take the cursor away; a stroke of its own ends and is kept."""
        self._lift()
        if self._at is not None:
            self._at = None
            self._cross.hide()
            self.moved.emit(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take arrow keys, and space while the cursor is out."""
        kind = event.type()
        if isinstance(event, QKeyEvent) and self._concerns(event):
            if kind == QEvent.Type.ShortcutOverride:
                event.accept()
            elif kind == QEvent.Type.KeyPress:
                self._key_down(event)
            elif kind == QEvent.Type.KeyRelease:
                self._key_up(event)
            return True
        if kind in _POINTING:
            self.put_away()
        elif kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._lift()
        return super().eventFilter(watched, event)

    def _concerns(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~_BESIDE:
            return False
        if event.key() == Qt.Key.Key_Space:
            return self._at is not None and not event.modifiers()
        moving = self._canvas.settings.tool is ToolKind.MOVE  # its arrows move the selection
        return event.key() in _DIRECTIONS and not moving

    def _key_down(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space:
            far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move(*_DIRECTIONS[Qt.Key(event.key())], step=STRIDE if far else STEP)
        elif not event.isAutoRepeat() and self._at is not None and not self._canvas.driver.pressed:
            self._pressed = True
            self._canvas.driver.press(_sample(self._at))

    def _key_up(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._lift()

    def _lift(self) -> None:
        if self._pressed:
            self._pressed = False
            self._canvas.driver.release()

    def _move(self, right: int, down: int, *, step: int) -> None:
        extent = self._canvas.document.extent
        if self._at is None:
            self._at = first_place(self._canvas, extent)
        else:
            across, along = on_canvas(self._canvas.view, right, down)
            self._at = kept_inside(
                Point(self._at.x + across * step, self._at.y + along * step), extent
            )
        self._bring_into_view()
        if self._pressed:
            self._canvas.driver.move(_sample(self._at))
        self._place_cross()
        self.moved.emit(self._at)

    def _bring_into_view(self) -> None:
        if self._at is None:
            return
        at = self._canvas.view.to_widget(self._at)
        dx = _back_inside(at.x, self._canvas.width())
        dy = _back_inside(at.y, self._canvas.height())
        if dx or dy:
            self._canvas.pan(dx, dy)

    def _place_cross(self) -> None:
        if self._at is not None:
            at = self._canvas.view.to_widget(self._at)
            self._cross.show_at(QPointF(at.x, at.y))


class _Cross(QWidget):
    """A cross with a hole, in two tones for every background; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._middle = QPointF()
        self.hide()

    def show_at(self, middle: QPointF) -> None:
        """Show the cross around a position of the parent."""
        side = 2 * REACH + 4
        left, top = floor(middle.x()) - REACH - 2, floor(middle.y()) - REACH - 2
        self._middle = middle - QPointF(left, top)
        self.setGeometry(QRect(left, top, side, side))
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the four arms, dark under light."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for color, width in ((QColor(0, 0, 0), 4.0), (QColor(255, 255, 255), 1.6)):
            painter.setPen(QPen(color, width, c=Qt.PenCapStyle.RoundCap))
            for x, y in _DIRECTIONS.values():
                arm = QPointF(x, y)
                painter.drawLine(self._middle + arm * GAP, self._middle + arm * REACH)


def first_place(canvas: CanvasView, extent: Extent) -> Point:
    """Return the middle of the pixel where the cursor comes out: where the pointer was last, or
    in the middle of what shows."""
    middle = canvas.view.to_canvas(Point(canvas.width() / 2, canvas.height() / 2))
    return kept_inside(canvas.pointer or middle, extent)


def on_canvas(view: ViewTransform, right: int, down: int) -> tuple[int, int]:
    """Return the step on the canvas that leads one way on the screen, also in a turned view."""
    origin, end = view.to_canvas(Point(0, 0)), view.to_canvas(Point(right, down))
    across, along = end.x - origin.x, end.y - origin.y
    if abs(across) >= abs(along):
        return (1 if across > 0 else -1, 0)
    return (0, 1 if along > 0 else -1)


def kept_inside(point: Point, extent: Extent) -> Point:
    """Return the middle of the pixel of the canvas that is nearest to a position."""
    x = min(max(floor(point.x), 0), extent.width - 1)
    y = min(max(floor(point.y), 0), extent.height - 1)
    return Point(x + 0.5, y + 0.5)


def _back_inside(position: float, length: int) -> float:
    margin = min(MARGIN, length / 2)
    return min(max(position, margin), length - margin) - position


def _sample(at: Point) -> PointerSample:
    return PointerSample(at.x, at.y, time=time.monotonic_ns() // 1_000_000)
