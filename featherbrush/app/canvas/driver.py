"""Drives the tool in hand over a document: the one path for mouse, pen, replay and tests."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.settings import ToolSettings
from featherbrush.app.canvas.tools import Gesture, Mark, Outcome, Picked, gesture_for
from featherbrush.app.document.document import Document


class Act(StrEnum):
    """What a pointer did, by the name that stroke files use."""

    PRESS = "press"
    MOVE = "move"
    RELEASE = "release"
    CANCEL = "cancel"


class ToolDriver(QObject):
    """Turns pointer samples into edits of a document: press, move, release, cancel.

    Each press to release is one undo step. Calls in any order are safe: a second press ends the
    first stroke, moves without a press do nothing. When the document ends the stroke by itself
    (undo, another map), the rest of the gesture is ignored.
    """

    acted = Signal(object, object)
    """(Act, PointerSample or None) about to be carried out; for recorders."""
    active_changed = Signal(bool)
    """A gesture began or ended."""
    picked = Signal(int)
    """The eyedropper took this class (the settings have it already)."""

    def __init__(
        self, document: Document, settings: ToolSettings, parent: QObject | None = None
    ) -> None:
        """Drive the tools of `settings` over `document`."""
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._gesture: Gesture | None = None
        self._stroke: int | None = None
        document.replaced.connect(self._on_replaced)

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

    def press(self, sample: PointerSample) -> None:
        """Begin a gesture with the tool in hand."""
        if self._gesture is not None:
            self.release()
        self._choose_known_class()
        self.acted.emit(Act.PRESS, sample)
        gesture = gesture_for(
            self._settings.state, sample, background=self._document.palette.background
        )
        self._stroke = self._document.begin_stroke(gesture.name) if gesture.name else None
        gesture, outcome = gesture.press(sample, self._document.labels)
        self._gesture = gesture
        self.active_changed.emit(True)
        self._apply(outcome)

    def move(self, sample: PointerSample) -> None:
        """Go on with the gesture; nothing without one."""
        if not self._alive():
            return
        self.acted.emit(Act.MOVE, sample)
        assert self._gesture is not None
        self._gesture, outcome = self._gesture.move(sample, self._document.labels)
        self._apply(outcome)

    def release(self, sample: PointerSample | None = None) -> None:
        """End the gesture, at `sample` if given; its stroke becomes one undo step."""
        if not self._alive():
            return
        if sample is not None:
            self.move(sample)
        self.acted.emit(Act.RELEASE, None)
        painted = self._stroke is not None
        self._drop()
        if painted:
            self._document.end_stroke()

    def cancel(self) -> None:
        """Take the gesture back, exactly; nothing without one."""
        if not self._alive():
            return
        self.acted.emit(Act.CANCEL, None)
        painted = self._stroke is not None
        self._drop()
        if painted:
            self._document.cancel_stroke()

    def _alive(self) -> bool:
        """Whether the gesture is under way and its stroke still the document's."""
        if self._gesture is None:
            return False
        if self._stroke is not None and self._document.stroke != self._stroke:
            self._drop()
            return False
        return True

    def _apply(self, outcome: Outcome) -> None:
        if isinstance(outcome, Mark) and (outcome.afresh or not outcome.stamp.empty):
            self._document.paint(
                outcome.stamp.bounds,
                mask=outcome.stamp.mask,
                class_id=outcome.class_id,
                afresh=outcome.afresh,
            )
        elif isinstance(outcome, Picked) and outcome.class_id in self._document.palette.ids:
            self._settings.set_class(outcome.class_id)
            self.picked.emit(outcome.class_id)

    def _on_replaced(self) -> None:
        self._drop()
        self._choose_known_class()

    def _choose_known_class(self) -> None:
        """Take the palette's first class in hand when it does not name the present one."""
        palette = self._document.palette
        if self._settings.class_id not in palette.ids:
            self._settings.set_class(palette.classes[0].id)

    def _drop(self) -> None:
        if self._gesture is not None:
            self._gesture = None
            self._stroke = None
            self.active_changed.emit(False)
