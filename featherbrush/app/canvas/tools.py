"""Brush, eraser, line, fill and eyedropper as gestures, and which gesture a press begins.

A gesture is begun with a press, moved with every sample, and gives effects: pixels and a class.
It never touches the document; the `ToolDriver` applies the effects. No widgets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from featherbrush.app.canvas.brush import NO_STAMP, Dab, Stamp, radius_of
from featherbrush.app.canvas.figures import HARD, Capsule
from featherbrush.app.canvas.fill import (
    class_at,
    cropped,
    flood_stamp,
    grown,
    joined_stamp,
    like_color,
    same_stamp,
)
from featherbrush.app.canvas.gesture import Gesture
from featherbrush.app.canvas.input import Device, PointerSample
from featherbrush.app.canvas.line import constrained
from featherbrush.app.canvas.marks import painted, stamped
from featherbrush.app.canvas.pressure import ROUND, felt, footprint_of
from featherbrush.app.canvas.scene import Effects, Guide, Picked, Scene
from featherbrush.app.canvas.select_tools import MoveGesture, SelectGesture
from featherbrush.app.canvas.selecting import how_to_combine
from featherbrush.app.canvas.settings import Region, ToolKind, ToolState
from featherbrush.app.canvas.shape_tools import BoxGesture, LassoGesture, PolygonGesture
from featherbrush.app.canvas.symmetry import copies
from featherbrush.app.texts import mark
from featherbrush.engine.geometry import Point

PENCIL_WIDEST = 3.0
"""Canvas pixels of the pencil at full pressure, at most."""
HARDNESS = {ToolKind.PENCIL: HARD, ToolKind.BRUSH: 0.5, ToolKind.ERASER: 0.8}
"""How hard the edge of each freehand tool is on a sketch."""


def gesture_for(state: ToolState, sample: PointerSample, *, background: int) -> Gesture:
    """The gesture that a press begins: the tool in hand, unless a key or the pen's end says else."""
    tool = state.tool
    if sample.device is Device.ERASER and tool not in (ToolKind.SELECT, ToolKind.MOVE):
        return _freehand(replace(state, tool=ToolKind.ERASER), background)
    if tool is ToolKind.SELECT:
        how = how_to_combine(state.combine, add=sample.constrain, subtract=sample.alternate)
        return SelectGesture(state.region, how, held=sample.constrain)
    if tool is ToolKind.MOVE:
        return MoveGesture()
    if tool is ToolKind.PICKER or sample.pick:
        return PickGesture()
    if tool is ToolKind.ERASER:
        return _freehand(state, background)
    return _painting(state)


def _painting(state: ToolState) -> Gesture:
    """The gesture of a tool that paints with the class or ink in hand."""
    tool, class_id = state.tool, state.class_id
    if tool is ToolKind.FILL:
        return FillGesture(state, class_id)
    if tool is ToolKind.LINE:
        return LineGesture(state, class_id)
    if tool in (ToolKind.RECTANGLE, ToolKind.ELLIPSE):
        elliptic = tool is ToolKind.ELLIPSE
        name = mark("Ellipse") if elliptic else mark("Rectangle")
        return BoxGesture(name, state.symmetry, class_id, Region(tool.value))
    if tool is ToolKind.LASSO:
        return LassoGesture(state.symmetry, class_id)
    if tool is ToolKind.POLYGON:
        return PolygonGesture(state.symmetry, class_id)
    return _freehand(state, class_id)


def _freehand(state: ToolState, class_id: int) -> Gesture:
    names = {ToolKind.PENCIL: mark("Pencil"), ToolKind.ERASER: mark("Erase")}
    return BrushGesture(names.get(state.tool, mark("Brush")), state, class_id)


@dataclass(frozen=True, slots=True)
class BrushGesture:
    """Brush, pencil and eraser: from every sample to the next, as wide as the pen presses."""

    name: str
    state: ToolState
    class_id: int
    last: Dab | None = None

    def press(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """One dab where the pointer goes down."""
        dab = dab_of(self.state, sample)
        return replace(self, last=dab), self._painted(dab, dab, scene)

    def move(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """The piece from the last sample; nothing when the pointer rests."""
        dab = dab_of(self.state, sample)
        if self.last is None:
            return self.press(sample, scene)
        if dab == self.last:
            return self, ()
        return replace(self, last=dab), self._painted(self.last, dab, scene)

    def release(self, scene: Scene) -> tuple[Gesture | None, Effects]:
        """The stroke is over."""
        return None, ()

    def guide(self) -> Guide | None:
        """The outline at the cursor says it all."""
        return None

    def _painted(self, start: Dab, end: Dab, scene: Scene) -> Effects:
        figure = Capsule(start, end, HARDNESS.get(self.state.tool, HARD))
        symmetry = self.state.symmetry
        return painted(figure, class_id=self.class_id, scene=scene, symmetry=symmetry)


@dataclass(frozen=True, slots=True)
class LineGesture:
    """A straight line from the press to the pointer, redrawn until the release."""

    state: ToolState
    class_id: int
    start: PointerSample | None = None

    @property
    def name(self) -> str:
        """What the undo step is called."""
        return mark("Line")

    def press(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """A line without length."""
        return replace(self, start=sample).move(sample, scene)

    def move(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """The line to the pointer, in steps of 15 degrees while constrained."""
        start = self.start or sample
        end = constrained(start.point, sample.point) if sample.constrain else sample.point
        radius = radius_of(size=self.state.size, pressure=1.0)
        effects = painted(
            Capsule(Dab(start.point, radius), Dab(end, radius)),
            class_id=self.class_id,
            scene=scene,
            symmetry=self.state.symmetry,
            afresh=True,
        )
        return replace(self, start=start), effects

    def release(self, scene: Scene) -> tuple[Gesture | None, Effects]:
        """The line stays as it is."""
        return None, ()

    def guide(self) -> Guide | None:
        """The line itself shows."""
        return None


@dataclass(frozen=True, slots=True)
class FillGesture:
    """Fills the area under the press, joined or everywhere; a drag does nothing more."""

    state: ToolState
    class_id: int

    @property
    def name(self) -> str:
        """What the undo step is called."""
        return mark("Fill")

    def press(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """Fill where the pointer goes down; Shift turns "joined" and "everywhere" around."""
        joined = self.state.contiguous != sample.constrain
        points = [copy.point(sample.point, scene.extent) for copy in copies(self.state.symmetry)]
        stamps = [filled(scene, point, joined=joined) for point in points]
        return self, stamped(stamps, class_id=self.class_id, scene=scene)

    def move(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """Nothing: one press is one fill."""
        return self, ()

    def release(self, scene: Scene) -> tuple[Gesture | None, Effects]:
        """The fill is over."""
        return None, ()

    def guide(self) -> Guide | None:
        """Nothing to show."""
        return None


@dataclass(frozen=True, slots=True)
class PickGesture:
    """The eyedropper: takes the class or ink under the pointer, also while it is dragged."""

    name: str = ""

    def press(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """Take what is under the pointer."""
        found = class_under(scene, sample.point)
        return self, () if found is None else (Picked(found),)

    def move(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """Take what is under the pointer."""
        return self.press(sample, scene)

    def release(self, scene: Scene) -> tuple[Gesture | None, Effects]:
        """The last one stays in hand."""
        return None, ()

    def guide(self) -> Guide | None:
        """Nothing to show."""
        return None


def dab_of(state: ToolState, sample: PointerSample) -> Dab:
    """Where, how wide and in which shape a freehand tool paints for a sample."""
    pressure = felt(sample.pressure, gamma=state.gamma) if state.pressure else 1.0
    size = min(state.size, PENCIL_WIDEST) if state.tool is ToolKind.PENCIL else state.size
    shape = footprint_of(sample.tilt_x, sample.tilt_y) if state.tilt else ROUND
    return Dab(sample.point, radius_of(size=size, pressure=pressure), shape)


def filled(scene: Scene, point: Point, *, joined: bool) -> Stamp:
    """The area that a fill at `point` covers; on a sketch it reaches under the edges of lines."""
    if not scene.sketch:
        return flood_stamp(scene.pixels, point) if joined else same_stamp(scene.pixels, point)
    like = like_color(scene.pixels, point)
    if like is None:
        return NO_STAMP
    if joined:
        area = joined_stamp(like, point)
        like[:] = False
        like[area.bounds.rows, area.bounds.columns] = area.mask
    return cropped(grown(like))


def class_under(scene: Scene, point: Point) -> int | None:
    """The class at a position, or the ink of a sketch that comes nearest; None off the canvas."""
    if not scene.sketch:
        return class_at(scene.pixels, point)
    red = class_at(scene.pixels[..., 0], point)
    if red is None:
        return None
    color = scene.pixels[int(point.y), int(point.x)].astype(int)
    inks = scene.palette.classes
    away = [int(np.square(np.array(ink.color) - color).sum()) for ink in inks]
    return inks[away.index(min(away))].id
