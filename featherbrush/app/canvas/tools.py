"""What each tool paints: gestures as frozen values, one function per pointer event. No widgets.

A gesture is begun with a press, moved with every sample, and gives marks: pixels and a class.
It never touches the document; the `ToolDriver` applies the marks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from featherbrush.app.canvas.brush import Dab, Stamp, dab_stamp, radius_of, segment_stamp
from featherbrush.app.canvas.fill import class_at, flood_stamp
from featherbrush.app.canvas.input import Device, PointerSample
from featherbrush.app.canvas.line import constrained
from featherbrush.app.canvas.settings import ToolKind, ToolState
from featherbrush.engine.arrays import Labels
from featherbrush.engine.geometry import Extent


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """Pixels to paint with a class. `afresh` replaces what the gesture has painted so far."""

    stamp: Stamp
    class_id: int
    afresh: bool = False


@dataclass(frozen=True, slots=True)
class Picked:
    """The class that the eyedropper found."""

    class_id: int


Outcome = Mark | Picked | None


class Gesture(Protocol):
    """A tool in use, from press to release. `labels` is the map [H,W] as it is now."""

    @property
    def name(self) -> str:
        """What the undo step is called; empty for a gesture that paints nothing."""

    def press(self, sample: PointerSample, labels: Labels) -> tuple[Gesture, Outcome]:
        """The pointer goes down."""

    def move(self, sample: PointerSample, labels: Labels) -> tuple[Gesture, Outcome]:
        """The pointer moves while down."""


def gesture_for(state: ToolState, sample: PointerSample, *, background: int) -> Gesture:
    """The gesture that a press begins: the tool in hand, unless a key or the pen's end says else."""
    if state.tool is ToolKind.PICKER or sample.pick:
        return PickGesture()
    if state.tool is ToolKind.ERASER or sample.device is Device.ERASER:
        return BrushGesture("Erase", state, background)
    if state.tool is ToolKind.FILL:
        return FillGesture(state.class_id)
    if state.tool is ToolKind.LINE:
        return LineGesture(state, state.class_id)
    return BrushGesture("Brush", state, state.class_id)


@dataclass(frozen=True, slots=True)
class BrushGesture:
    """Brush and eraser: from every sample to the next, with the pressure's radius."""

    name: str
    state: ToolState
    class_id: int
    last: Dab | None = None

    def press(self, sample: PointerSample, labels: Labels) -> tuple[Gesture, Outcome]:
        """One dab where the pointer goes down."""
        dab = dab_of(self.state, sample)
        mark = Mark(dab_stamp(dab, extent=Extent.of(labels)), self.class_id)
        return replace(self, last=dab), mark

    def move(self, sample: PointerSample, labels: Labels) -> tuple[Gesture, Outcome]:
        """The piece from the last sample; nothing when the pointer rests."""
        dab = dab_of(self.state, sample)
        if self.last is None:
            return self.press(sample, labels)
        if dab == self.last:
            return self, None
        mark = Mark(segment_stamp(self.last, dab, extent=Extent.of(labels)), self.class_id)
        return replace(self, last=dab), mark


@dataclass(frozen=True, slots=True)
class LineGesture:
    """A straight line from the press to the pointer, redrawn until the release."""

    state: ToolState
    class_id: int
    start: PointerSample | None = None
    name: str = "Line"

    def press(self, sample: PointerSample, labels: Labels) -> tuple[Gesture, Outcome]:
        """A line without length."""
        return self._drawn(replace(self, start=sample), sample, labels)

    def move(self, sample: PointerSample, labels: Labels) -> tuple[Gesture, Outcome]:
        """The line to the pointer, in steps of 15 degrees while constrained."""
        return self._drawn(self if self.start else replace(self, start=sample), sample, labels)

    @staticmethod
    def _drawn(
        gesture: LineGesture, sample: PointerSample, labels: Labels
    ) -> tuple[Gesture, Outcome]:
        start = gesture.start or sample
        end = constrained(start.point, sample.point) if sample.constrain else sample.point
        radius = radius_of(size=gesture.state.size, pressure=1.0)
        stamp = segment_stamp(Dab(start.point, radius), Dab(end, radius), extent=Extent.of(labels))
        return gesture, Mark(stamp, gesture.class_id, afresh=True)


@dataclass(frozen=True, slots=True)
class FillGesture:
    """Fills the connected area under the press; a drag does nothing more."""

    class_id: int
    name: str = "Fill"

    def press(self, sample: PointerSample, labels: Labels) -> tuple[Gesture, Outcome]:
        """Fill where the pointer goes down."""
        return self, Mark(flood_stamp(labels, sample.point), self.class_id)

    def move(self, sample: PointerSample, labels: Labels) -> tuple[Gesture, Outcome]:
        """Nothing: one press is one fill."""
        return self, None


@dataclass(frozen=True, slots=True)
class PickGesture:
    """The eyedropper: takes the class under the pointer, also while it is dragged."""

    name: str = ""

    def press(self, sample: PointerSample, labels: Labels) -> tuple[Gesture, Outcome]:
        """Take the class under the pointer."""
        found = class_at(labels, sample.point)
        return self, None if found is None else Picked(found)

    def move(self, sample: PointerSample, labels: Labels) -> tuple[Gesture, Outcome]:
        """Take the class under the pointer."""
        return self.press(sample, labels)


def dab_of(state: ToolState, sample: PointerSample) -> Dab:
    """Where and how wide the brush paints for a sample."""
    pressure = sample.pressure if state.pressure else 1.0
    return Dab(sample.point, radius_of(size=state.size, pressure=pressure))
