"""Filled shapes as gestures: rectangle, ellipse, freehand lasso, polygon. No widgets.

Each paints afresh with every sample, so the shape itself is the preview, on the canvas and in the
pictures. Shift makes it even, Ctrl (after the press) draws it around its middle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from featherbrush.app.canvas.figures import Polygon, box_between, next_corner
from featherbrush.app.canvas.gesture import Gesture
from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.marks import painted
from featherbrush.app.canvas.scene import Effects, Guide, Scene
from featherbrush.app.canvas.settings import Region
from featherbrush.app.canvas.symmetry import Symmetry
from featherbrush.app.texts import mark
from featherbrush.engine.geometry import Point

FINEST = 0.5
"""Canvas pixels between two corners of a freehand line: closer ones change no pixel."""


@dataclass(frozen=True, slots=True)
class BoxGesture:
    """A filled rectangle or ellipse from the press to the pointer."""

    name: str
    symmetry: Symmetry
    class_id: int
    region: Region
    start: Point | None = None

    def press(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """The first corner; nothing is painted before the pointer moves."""
        return replace(self, start=sample.point), ()

    def move(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """The shape up to the pointer."""
        start = self.start or sample.point
        box = box_between(
            start,
            sample.point,
            elliptic=self.region is Region.ELLIPSE,
            even=sample.constrain,
            centred=sample.pick,
        )
        effects = painted(
            box, class_id=self.class_id, scene=scene, symmetry=self.symmetry, afresh=True
        )
        return replace(self, start=start), () if sample.point == start else effects

    def release(self, scene: Scene) -> tuple[Gesture | None, Effects]:
        """The shape stays as it is."""
        return None, ()

    def guide(self) -> Guide | None:
        """The shape itself shows."""
        return None


@dataclass(frozen=True, slots=True)
class LassoGesture:
    """A freehand area: what the pointer circles is filled, its ends joined."""

    symmetry: Symmetry
    class_id: int
    points: tuple[Point, ...] = ()

    @property
    def name(self) -> str:
        """What the undo step is called."""
        return mark("Lasso")

    def press(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """The line begins."""
        return replace(self, points=(sample.point,)), ()

    def move(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """The line goes on; what it circles so far is filled."""
        points = drawn_on(self.points, sample.point)
        if points is self.points:
            return self, ()
        effects = painted(
            Polygon(points),
            class_id=self.class_id,
            scene=scene,
            symmetry=self.symmetry,
            afresh=True,
        )
        return replace(self, points=points), effects

    def release(self, scene: Scene) -> tuple[Gesture | None, Effects]:
        """The area stays as it is."""
        return None, ()

    def guide(self) -> Guide | None:
        """The line so far."""
        return Guide(self.points)


@dataclass(frozen=True, slots=True)
class PolygonGesture:
    """A polygon of clicks: it goes on after a release, until it is completed or cancelled.

    `points` are the corners set, `pointer` is where the next one would go.
    """

    symmetry: Symmetry
    class_id: int
    points: tuple[Point, ...] = ()
    pointer: Point | None = None

    @property
    def name(self) -> str:
        """What the undo step is called."""
        return mark("Polygon")

    def press(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """Another corner; a second press in one place adds none."""
        corner = self._corner(sample)
        points = drawn_on(self.points, corner)
        return replace(self, points=points, pointer=corner)._shown(scene)

    def move(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """Show where the next corner would go."""
        return replace(self, pointer=self._corner(sample))._shown(scene)

    def release(self, scene: Scene) -> tuple[Gesture | None, Effects]:
        """The corner is set; the polygon goes on."""
        return self, ()

    def guide(self) -> Guide | None:
        """The edges, with the corners that are set."""
        reaching = (*self.points, self.pointer) if self.pointer else self.points
        return Guide(reaching, closed=len(reaching) > 2, handles=self.points)

    def without_last(self, scene: Scene) -> tuple[PolygonGesture | None, Effects]:
        """Take the last corner back; None when it was the only one."""
        if len(self.points) < 2:
            return None, ()
        return replace(self, points=self.points[:-1])._shown(scene)

    def completed(self, scene: Scene) -> Effects:
        """The polygon of the corners that are set; nothing for fewer than three."""
        return replace(self, pointer=None)._shown(scene)[1]

    def _corner(self, sample: PointerSample) -> Point:
        if not self.points:
            return sample.point
        return next_corner(self.points[-1], sample.point, constrain=sample.constrain)

    def _shown(self, scene: Scene) -> tuple[PolygonGesture, Effects]:
        points = self.points if self.pointer is None else drawn_on(self.points, self.pointer)
        return self, painted(
            Polygon(points if len(points) > 2 else ()),
            class_id=self.class_id,
            scene=scene,
            symmetry=self.symmetry,
            afresh=True,
        )


def drawn_on(points: tuple[Point, ...], point: Point) -> tuple[Point, ...]:
    """A line with one more point; the same line when the point is hardly another."""
    if points and math.hypot(point.x - points[-1].x, point.y - points[-1].y) < FINEST:
        return points
    return (*points, point)
