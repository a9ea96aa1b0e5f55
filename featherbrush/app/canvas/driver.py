"""Drives the tool in hand over a document: the one path for mouse, pen, replay and tests."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from featherbrush.app.canvas.edits import Edit, carry_out
from featherbrush.app.canvas.gesture import Gesture
from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.pieces import Pieces
from featherbrush.app.canvas.scene import Effects, Guide, Ink, Mark, Moved, Picked, Selected
from featherbrush.app.canvas.select_tools import MoveGesture
from featherbrush.app.canvas.settings import ToolSettings
from featherbrush.app.canvas.shape_tools import PolygonGesture
from featherbrush.app.canvas.stabiliser import PulledString
from featherbrush.app.canvas.tools import BrushGesture, gesture_for
from featherbrush.app.document.document import Document
from featherbrush.engine.geometry import Point


class Act(StrEnum):
    """What was done, by the name that stroke files use."""

    PRESS = "press"
    MOVE = "move"
    RELEASE = "release"
    CANCEL = "cancel"
    COMPLETE = "complete"
    BACK = "back"
    EDIT = "edit"


class ToolDriver(QObject):
    """Turns pointer samples into edits of a document: press, move, release, cancel.

    Each press to release is one undo step; a polygon goes on from its first press until it is
    completed. Calls in any order are safe: a second press ends the first stroke, moves without a
    press do nothing. When the document ends the stroke by itself (undo, another map), the rest of
    the gesture is ignored.
    """

    acted = Signal(object, object)
    """(Act, PointerSample or Edit or None) about to be carried out; for recorders."""
    active_changed = Signal(bool)
    """A gesture began or ended."""
    guide_changed = Signal()
    """The line that shows while a gesture goes on is another."""
    picked = Signal(int)
    """The eyedropper took this class (the settings have it already)."""

    def __init__(
        self, document: Document, settings: ToolSettings, parent: QObject | None = None
    ) -> None:
        """Drive the tools of `settings` over `document`."""
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._pieces = Pieces(document, self)
        self._gesture: Gesture | None = None
        self._string: PulledString | None = None
        self._stroke: int | None = None
        self._pressed = False
        self._guided = False
        document.replaced.connect(self._on_replaced)
        settings.tool_changed.connect(self.finish)

    @property
    def document(self) -> Document:
        """The document that is painted on."""
        return self._document

    @property
    def settings(self) -> ToolSettings:
        """Where the tool, its size and class come from."""
        return self._settings

    @property
    def active(self) -> bool:
        """Whether a gesture is under way."""
        return self._gesture is not None

    @property
    def pressed(self) -> bool:
        """Whether the pointer is down for the gesture under way."""
        return self._gesture is not None and self._pressed

    @property
    def lasting(self) -> bool:
        """Whether the gesture goes on without the pointer down: a polygon."""
        return isinstance(self._gesture, PolygonGesture)

    @property
    def step(self) -> str:
        """What the undo step of the gesture under way is called; empty without one."""
        return self._gesture.name if self._gesture else ""

    @property
    def guide(self) -> Guide | None:
        """The line to show for the gesture under way: its outline, or the string of the brush."""
        if self._string is not None and self._string.slack:
            return Guide((self._string.brush.point, self._string.pen.point))
        return self._gesture.guide() if self._gesture else None

    @property
    def brush_at(self) -> Point | None:
        """Where a steadied brush is, behind the pen; None when it is at the pen."""
        return self._string.brush.point if self._string is not None else None

    # The pointer

    def press(self, sample: PointerSample) -> None:
        """Begin a gesture with the tool in hand, or go on with one that lasts."""
        if self._alive() and not self.lasting:
            self.finish()
        self._choose_known_class()
        self.acted.emit(Act.PRESS, sample)
        began = self._gesture is None
        gesture = self._gesture or self._begun(sample)
        self._gesture, effects = gesture.press(sample, self._pieces.scene())
        self._pressed = True
        if began and isinstance(self._gesture, MoveGesture):
            self._pieces.begin()
        if began:
            self.active_changed.emit(True)
        self._apply(effects)

    def move(self, sample: PointerSample) -> None:
        """Go on with the gesture; nothing without one."""
        if not self._alive():
            return
        self.acted.emit(Act.MOVE, sample)
        self._follow(sample)

    def release(self, sample: PointerSample | None = None) -> None:
        """The pointer goes up, at `sample` if given. Unless the gesture lasts, it ends here."""
        if not self._alive() or not self._pressed:
            return
        if sample is not None:
            self.move(sample)
        self.acted.emit(Act.RELEASE, None)
        self._catch_up()
        self._pressed = False
        if self._gesture is None:
            return
        gesture, effects = self._gesture.release(self._pieces.scene())
        if gesture is None:
            self._end(effects)
        else:
            self._gesture = gesture

    def cancel(self) -> None:
        """Take the gesture back, exactly; nothing without one."""
        if not self._alive():
            return
        self.acted.emit(Act.CANCEL, None)
        self._take_back()

    # Without the pointer

    def finish(self) -> None:
        """End whatever is under way and keep it; nothing without a gesture."""
        self.release()
        self.complete()

    def complete(self) -> None:
        """Close a polygon (Enter, a double click); nothing for other gestures."""
        if not self._alive() or not isinstance(self._gesture, PolygonGesture):
            return
        self.acted.emit(Act.COMPLETE, None)
        self._end(self._gesture.completed(self._pieces.scene()))

    def step_back(self) -> None:
        """Take a polygon's last corner back; with the first one the polygon goes."""
        if not self._alive() or not isinstance(self._gesture, PolygonGesture):
            return
        self.acted.emit(Act.BACK, None)
        gesture, effects = self._gesture.without_last(self._pieces.scene())
        if gesture is None:
            self._take_back()
            return
        self._gesture = gesture
        self._apply(effects)

    def undo(self) -> None:
        """Take back what is under way, or else the document's last step; never both.

        Of a polygon the last corner goes. A stroke ends here and can be done again with `redo`.
        """
        if not self._alive():
            self._document.undo()
        elif self.lasting:
            self.step_back()
        elif self._stroke is None:
            self.cancel()
        else:
            before = self._document.history.position
            self.finish()
            if self._document.history.position != before:
                self._document.undo()

    def redo(self) -> None:
        """Do the document's last undone step again; nothing during a gesture, which is newer."""
        if not self._alive():
            self._document.redo()

    def edit(self, edit: Edit) -> None:
        """Do something that needs no pointer; a gesture under way is ended first and kept."""
        self.finish()
        self.acted.emit(Act.EDIT, edit)
        carry_out(edit, self._document, self._pieces)

    # Inside

    def _begun(self, sample: PointerSample) -> Gesture:
        state = self._settings.state
        gesture = gesture_for(state, sample, background=self._document.palette.background)
        self._stroke = self._document.begin_stroke(gesture.name) if gesture.name else None
        if isinstance(gesture, BrushGesture):
            self._string = PulledString.begun(state.stabiliser, sample)
        return gesture

    def _follow(self, sample: PointerSample) -> None:
        assert self._gesture is not None
        if self._string is not None:
            self._string = self._string.pulled(sample)
            sample = self._string.brush
        self._gesture, effects = self._gesture.move(sample, self._pieces.scene())
        self._apply(effects)

    def _catch_up(self) -> None:
        """A steadied stroke ends exactly at the pen."""
        string, self._string = self._string, None
        if string is not None and string.slack and self._gesture is not None:
            self._gesture, effects = self._gesture.move(string.pen, self._pieces.scene())
            self._apply(effects)

    def _end(self, effects: Effects) -> None:
        self._apply(effects)
        moved = isinstance(self._gesture, MoveGesture)
        painted = self._stroke is not None
        self._drop()
        if painted:
            self._document.end_stroke()
        if moved:
            self._pieces.settle()

    def _take_back(self) -> None:
        painted = self._stroke is not None
        self._drop()
        if painted:
            self._document.cancel_stroke()
        self._pieces.take_back()

    def _alive(self) -> bool:
        """Whether the gesture is under way and its stroke still the document's."""
        if self._gesture is None:
            return False
        if self._stroke is not None and self._document.stroke != self._stroke:
            self._drop()
            self._pieces.let_go()
            return False
        return True

    def _apply(self, effects: Effects) -> None:
        document = self._document
        for effect in effects:
            if isinstance(effect, Mark):
                stamp, afresh = effect.stamp, effect.afresh
                document.paint(
                    stamp.bounds, mask=stamp.mask, class_id=effect.class_id, afresh=afresh
                )
            elif isinstance(effect, Ink):
                document.ink(
                    effect.bounds,
                    coverage=effect.coverage,
                    color=effect.color,
                    afresh=effect.afresh,
                )
            elif isinstance(effect, Moved):
                self._pieces.show(effect)
            elif isinstance(effect, Selected):
                document.select(effect.selection)
            elif isinstance(effect, Picked):
                self._take(effect.class_id)
        self._tell_guide()

    def _take(self, class_id: int) -> None:
        if class_id in self._document.palette.ids:
            self._settings.set_class(class_id)
            self.picked.emit(class_id)

    def _tell_guide(self) -> None:
        guided = self.guide is not None
        if guided or self._guided:
            self._guided = guided
            self.guide_changed.emit()

    def _on_replaced(self) -> None:
        self._drop()
        self._choose_known_class()

    def _choose_known_class(self) -> None:
        """Take the palette's first class in hand when it does not name the present one."""
        palette = self._document.palette
        if self._settings.class_id not in palette.ids:
            self._settings.set_class(palette.classes[0].id)

    def _drop(self) -> None:
        self._string = None
        self._pressed = False
        if self._gesture is not None:
            self._gesture = None
            self._stroke = None
            self._tell_guide()
            self.active_changed.emit(False)
