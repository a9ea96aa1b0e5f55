"""The painting surface: a widget that shows a document's label map and hands pointers to tools."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPointerEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QApplication, QWidget

from featherbrush.app.canvas.aids import ToolAids
from featherbrush.app.canvas.cursors import fill_cursor, picker_cursor, shown_for
from featherbrush.app.canvas.driver import ToolDriver
from featherbrush.app.canvas.fill import class_at
from featherbrush.app.canvas.input import Device, PointerSample, sample_of
from featherbrush.app.canvas.outline import Outline, outline_of
from featherbrush.app.canvas.panning import Panning, drag_kind
from featherbrush.app.canvas.settings import FREEHAND, ToolSettings
from featherbrush.app.canvas.surface import Surface
from featherbrush.app.canvas.tools import dab_of
from featherbrush.app.document.document import Document
from featherbrush.engine.geometry import Point

NOTCH = 120
ZOOM_PER_NOTCH = 1.25
LEFT = Qt.MouseButton.LeftButton
MIDDLE = Qt.MouseButton.MiddleButton
WITH_SPACE = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
PICKING = (Qt.Key.Key_Control, Qt.Key.Key_Meta)


class CanvasView(Surface):
    """Shows a document and paints on it with mouse or pen.

    Left button or pen tip: the tool in hand; with Ctrl the eyedropper, with Alt a brush is
    resized by dragging sideways. Middle button, or
    space and drag: pan; with Shift turn, with Ctrl zoom. Wheel: zoom at the cursor. Escape: take
    the stroke back. Losing the focus or being hidden ends a stroke and keeps it.
    """

    pointer_moved = Signal(object)
    """Canvas position of the pointer (`Point`), or None when it left the widget."""
    class_hovered = Signal(int)
    """Class id under the pointer changed; -1 off the map."""

    def __init__(
        self, document: Document, settings: ToolSettings, parent: QWidget | None = None
    ) -> None:
        """Show `document` and paint on it with `settings`."""
        super().__init__(document, parent)
        self._driver = ToolDriver(document, settings, self)
        self._aids = ToolAids(self, self._driver)
        self._settings = settings
        self._panning = Panning()
        self._device: Device | None = None
        self._hover: PointerSample | None = None
        self._hovered_class = -1
        self._shown_cursor: tuple[Qt.CursorShape | str, float] | None = None
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)
        self.setAccessibleName(self.tr("Canvas"))
        self.set_grid(settings.grid)
        settings.grid_changed.connect(self.set_grid)
        settings.changed.connect(self._show_tool)
        document.changed.connect(self._tell_class)
        document.replaced.connect(self._tell_class)
        self.view_changed.connect(self._show_tool)
        self._aids.resized.connect(self._show_tool)
        self._show_tool()

    @property
    def driver(self) -> ToolDriver:
        """What carries out strokes; recorders and replays attach here."""
        return self._driver

    @property
    def settings(self) -> ToolSettings:
        """The tool in hand."""
        return self._settings

    @property
    def pointer(self) -> Point | None:
        """Canvas position of the pointer, or None while it is elsewhere."""
        return self._hover.point if self._hover else None

    # Mouse and pen

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke or a pan; another button during either changes nothing."""
        self._press(event, event.button(), Device.MOUSE)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of a double click is a press like any other, and closes a polygon."""
        self._press(event, event.button(), Device.MOUSE)
        if event.button() == LEFT:
            self._driver.complete()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke or the pan; show where the pointer is."""
        self._move(event, Device.MOUSE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke where the button was let go, or the pan."""
        self._release(event, event.button(), Device.MOUSE)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen: as the mouse, with pressure. Accepted, so Qt makes no mouse event of it."""
        sample = sample_of(event, view=self.view)
        if event.type() == QEvent.Type.TabletPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # Qt does so for a mouse only
            self._press(event, event.button(), sample.device)
        elif event.type() == QEvent.Type.TabletRelease:
            self._release(event, event.button(), sample.device)
        else:
            self._move(event, sample.device)
        event.accept()

    def _press(
        self, event: QMouseEvent | QTabletEvent, button: Qt.MouseButton, device: Device
    ) -> None:
        if (self._driver.pressed and not self._driver.lasting) or self._aids.resizing:
            return
        sample = self._hover_at(event)
        if self._panning.starts_with(button):
            kind = drag_kind(event.modifiers())
            self._set_panning(self._panning.begun(button, _widget_point(event), kind=kind))
        elif button == LEFT and not self._panning.dragging:
            self._device = device
            if not self._aids.press(sample, _widget_point(event)):
                self._driver.press(sample)
                self._show_tool()

    def _move(self, event: QMouseEvent | QTabletEvent, device: Device) -> None:
        self._take_unused_focus()
        sample = self._hover_at(event)
        if self._panning.dragging:
            self._pan(event)
        elif self._aids.move(_widget_point(event)):
            return
        elif self._driver.active and (device == self._device or self._driver.lasting):
            if event.buttons() & LEFT or self._driver.lasting:
                self._driver.move(sample)
            else:
                self._driver.release()

    def _release(
        self, event: QMouseEvent | QTabletEvent, button: Qt.MouseButton, device: Device
    ) -> None:
        if self._panning.dragging:
            if button == self._panning.button:
                self._set_panning(self._panning.ended())
        elif button == LEFT and self._aids.release():
            return
        elif self._driver.active and button == LEFT and device == self._device:
            # A pen is lifted with no pressure left: its last position says nothing new.
            self._driver.release(self._hover_at(event) if device is Device.MOUSE else None)
        if not self.rect().contains(event.position().toPoint()):
            self._set_hover(None)

    def _pan(self, event: QMouseEvent | QTabletEvent) -> None:
        if not event.buttons() & (self._panning.button or MIDDLE):
            self._set_panning(self._panning.ended())
            return
        panning, view = self._panning.moved(
            _widget_point(event), view=self.view, middle=self._middle()
        )
        self._set_panning(panning)
        self.set_view(view)

    # Zoom

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor, in proportion to how far the wheel turned."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        if turned and not self._panning.dragging:
            self.zoom(ZOOM_PER_NOTCH ** (turned / NOTCH), at=_widget_point(event))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinching zooms and turns; Escape and space belong to the canvas before any shortcut."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom(max(0.1, 1 + event.value()), at=_widget_point(event))
                return True
            if event.gestureType() == Qt.NativeGestureType.RotateNativeGesture:
                self.rotate(event.value(), at=_widget_point(event))
                return True
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            escaping = event.key() == Qt.Key.Key_Escape and self._busy()
            if escaping or event.key() == Qt.Key.Key_Space or self._aids.wants(event):
                event.accept()
                return True
        return super().event(event)

    # Keys and focus

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape cancels, space pans, Ctrl picks, Shift constrains, the tool has its own keys."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self._busy():
            self._driver.cancel()
            self._set_panning(self._panning.ended())
        elif key == Qt.Key.Key_Space and not event.modifiers() & ~WITH_SPACE:
            if not event.isAutoRepeat():
                self._set_panning(replace(self._panning, space=True))
        elif not self._aids.key(event) and not self._modifier(event, held=True):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space or a modifier was let go."""
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._set_panning(replace(self._panning, space=False))
        elif not self._modifier(event, held=False):
            super().keyReleaseEvent(event)

    def _modifier(self, event: QKeyEvent, *, held: bool) -> bool:
        """Follow a modifier pressed without moving the pointer; whether it was one."""
        if event.key() == Qt.Key.Key_Shift and self._hover:
            self._set_hover(replace(self._hover, constrain=held))
            self._driver.move(self._hover)
        elif event.key() in PICKING and self._hover:
            self._set_hover(replace(self._hover, pick=held))
        elif event.key() == Qt.Key.Key_Alt and self._hover:
            self._set_hover(replace(self._hover, alternate=held))
        else:
            return False
        event.ignore()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Another widget or window takes over: the stroke ends and is kept."""
        self._finish()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hidden: the stroke ends and is kept."""
        self._finish()
        super().hideEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The outline goes with the pointer, unless a stroke goes on outside."""
        if not self._busy():
            self._set_hover(None)
        super().leaveEvent(event)

    def _take_unused_focus(self) -> None:
        """Take the keyboard from a slider that was moved, or from nobody: space pans at once.

        Whatever knows what to do with space or with letters keeps it until the canvas is pressed.
        """
        holder = QApplication.focusWidget()
        unused = holder is None or isinstance(holder, QAbstractSlider)
        if unused and self.isActiveWindow():
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _finish(self) -> None:
        self._aids.release()
        self._driver.finish()
        self._set_panning(Panning())

    def _busy(self) -> bool:
        return self._driver.active or self._panning.dragging

    # What shows at the pointer

    def _hover_at(self, event: QMouseEvent | QTabletEvent) -> PointerSample:
        sample = sample_of(event, view=self.view)
        self._set_hover(sample)
        return sample

    def _set_hover(self, sample: PointerSample | None) -> None:
        self._hover = sample
        self.pointer_moved.emit(sample.point if sample else None)
        self._tell_class()
        self._show_tool()

    def _tell_class(self) -> None:
        found = None
        if self._hover is not None and self.document.kind == "labels":
            found = class_at(self.document.labels, self._hover.point)
        class_id = -1 if found is None else found
        if class_id != self._hovered_class:
            self._hovered_class = class_id
            self.class_hovered.emit(class_id)

    def _set_panning(self, panning: Panning) -> None:
        if panning != self._panning:
            self._panning = panning
            self._show_tool()

    def _show_tool(self) -> None:
        """Outline or cursor for what a press would do now."""
        picking = self._hover is not None and self._hover.pick and not self._driver.active
        shown = self._panning.cursor() or shown_for(self._settings.tool, picking=picking)
        outlined = shown is Qt.CursorShape.BlankCursor
        self.set_outline(self._brush_outline() if outlined else None)
        self._point_with(shown)

    def _point_with(self, cursor: Qt.CursorShape | str) -> None:
        """Set the mouse cursor, only when it changes: this runs at every event of the pointer."""
        ratio = self.devicePixelRatioF()
        if (cursor, ratio) == self._shown_cursor:
            return
        self._shown_cursor = (cursor, ratio)
        if isinstance(cursor, Qt.CursorShape):
            self.setCursor(cursor)
        else:
            self.setCursor(picker_cursor(ratio) if cursor == "pick" else fill_cursor(ratio))

    def _brush_outline(self) -> Outline | None:
        """The brush at the pointer: full size while hovering, the pen's size while painting.

        A steadied brush is where it paints, behind the pointer.
        """
        if self._hover is None:
            return None
        pressed = self._driver.active and self._settings.tool in FREEHAND
        sample = self._hover if pressed else replace(self._hover, pressure=1.0)
        dab = dab_of(self._settings.state, sample)
        at = self._aids.anchor or self.view.to_widget(self._driver.brush_at or sample.point)
        return outline_of(dab, at=at, view=self.view)


def _widget_point(event: QPointerEvent) -> Point:
    position: QPointF = event.points()[0].position()
    return Point(position.x(), position.y())
