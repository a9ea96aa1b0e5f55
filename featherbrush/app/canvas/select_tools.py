"""Select and move as gestures. No widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from featherbrush.app.canvas.figures import Box, Polygon, box_between
from featherbrush.app.canvas.floating import Floating, lifted
from featherbrush.app.canvas.gesture import Gesture
from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.scene import Effects, Guide, Moved, Scene, Selected, mask_of
from featherbrush.app.canvas.selecting import combined
from featherbrush.app.canvas.settings import Combine, Region
from featherbrush.app.canvas.shape_tools import drawn_on
from featherbrush.app.texts import mark
from featherbrush.engine.geometry import Bounds, Point

NOWHERE = Bounds(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class SelectGesture:
    """Draws a selection. A click without a drag drops the one there is.

    `held` says that Shift was held at the press, to add: until it is let go it does not make the
    shape even.
    """

    region: Region
    how: Combine
    held: bool = False
    points: tuple[Point, ...] = ()
    box: Box | None = None
    name: str = ""

    def press(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """The selection begins here."""
        return replace(self, points=(sample.point,)), ()

    def move(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """The outline up to the pointer."""
        held = self.held and sample.constrain
        if self.region is Region.LASSO:
            return replace(self, points=drawn_on(self.points, sample.point), held=held), ()
        start = self.points[0] if self.points else sample.point
        if sample.point == start and self.box is None:
            return replace(self, held=held), ()
        box = box_between(
            start,
            sample.point,
            elliptic=self.region is Region.ELLIPSE,
            even=sample.constrain and not held,
            centred=sample.pick,
        )
        return replace(self, box=box, held=held), ()

    def release(self, scene: Scene) -> tuple[Gesture | None, Effects]:
        """The selection is made."""
        figure = self.box if self.region is not Region.LASSO else Polygon(self.points)
        if figure is None or (len(self.points) < 2 and self.box is None):
            dropped = self.how is Combine.REPLACE and scene.selection is not None
            return None, (Selected(None),) if dropped else ()
        stamp = figure.stamp(scene.extent)
        extent = scene.extent
        return None, (Selected(combined(scene.selection, stamp, how=self.how, extent=extent)),)

    def guide(self) -> Guide | None:
        """The outline so far; that of a rectangle lies on whole pixels, as the selection will."""
        if self.box is None:
            return Guide(self.points, closed=len(self.points) > 2)
        return Guide(self.box.snapped().outline(), closed=True)


@dataclass(frozen=True, slots=True)
class MoveGesture:
    """Moves the selected pixels (all of them without a selection) by whole pixels.

    A piece that was moved or pasted just before is moved on, with what lies under it kept.
    """

    start: Point | None = None
    floating: Floating | None = None
    was: Bounds = NOWHERE
    shift: tuple[int, int] = (0, 0)

    @property
    def name(self) -> str:
        """What the undo step is called."""
        return mark("Move")

    def press(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """Take hold of the piece."""
        floating = scene.floating or lift_selected(scene)
        return replace(self, start=sample.point, floating=floating, was=floating.at), ()

    def move(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """Take the piece along; while constrained, along one axis only."""
        if self.start is None or self.floating is None:
            return self.press(sample, scene)
        dx, dy = round(sample.x - self.start.x), round(sample.y - self.start.y)
        if sample.constrain:
            dx, dy = (dx, 0) if abs(dx) >= abs(dy) else (0, dy)
        if (dx, dy) == self.shift:
            return self, ()
        moved = self.floating.moved(dx, dy)
        return replace(self, shift=(dx, dy)), (Moved(moved, self.was),)

    def release(self, scene: Scene) -> tuple[Gesture | None, Effects]:
        """The piece stays where it is, and still floats."""
        return None, ()

    def guide(self) -> Guide | None:
        """The rectangle of the piece."""
        if self.floating is None:
            return None
        at = self.floating.moved(*self.shift).at
        return Guide(Box(Point(at.x, at.y), Point(at.right, at.bottom)).outline(), closed=True)


def lift_selected(scene: Scene) -> Floating:
    """Lift what is selected (or everything) off the canvas, leaving background or paper."""
    bounds, mask = mask_of(scene.selection, scene.extent)
    under = scene.palette.paper if scene.sketch else scene.palette.background
    return lifted(scene.pixels, bounds=bounds, mask=mask, under=under)
