"""Where the canvas lies in a widget: scale, turn, mirror and offset, as pure functions. No Qt.

Widget coordinates are logical pixels, as Qt's events give them; device pixels appear only as the
`ratio` between the two. Nothing here rounds: label data knows no device pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from featherbrush.engine.geometry import Bounds, Extent, Point

MIN_SCALE = 1 / 32
MAX_SCALE = 128.0
LADDER = tuple(
    step * 2.0**power for power in range(-5, 8) for step in (1.0, 1.5) if step * 2.0**power <= 128
)
"""Scales that zooming by key stops at: every power of two and one between."""
TURN_STEP = 15.0
"""Degrees that a key turns the view by."""
_QUARTERS = {0.0: (1.0, 0.0), 90.0: (0.0, 1.0), 180.0: (-1.0, 0.0), -90.0: (0.0, -1.0)}


@dataclass(frozen=True, slots=True)
class Span:
    """A rectangle in widget coordinates, not rounded."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """widget = turned(mirrored(canvas)) x scale + offset, in logical pixels.

    `rotation` is in degrees clockwise on the screen, above -180 and up to 180. `mirrored` turns
    left and right of the canvas around before it is rotated. `x`, `y` is where the canvas's own
    corner (0, 0) lies.
    """

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0
    rotation: float = 0.0
    mirrored: bool = False

    @property
    def turn(self) -> tuple[float, float]:
        """Cosine and sine of the rotation, exact for quarter turns."""
        exact = _QUARTERS.get(self.rotation)
        if exact is not None:
            return exact
        angle = math.radians(self.rotation)
        return math.cos(angle), math.sin(angle)

    @property
    def upright(self) -> bool:
        """Whether rows of the screen are rows or columns of the canvas."""
        return self.rotation in _QUARTERS

    @property
    def plain(self) -> bool:
        """Whether the canvas is neither turned nor mirrored."""
        return self.rotation == 0 and not self.mirrored

    def to_widget(self, point: Point) -> Point:
        """Widget position of a canvas position."""
        cos, sin = self.turn
        across = -point.x if self.mirrored else point.x
        return Point(
            (across * cos - point.y * sin) * self.scale + self.x,
            (across * sin + point.y * cos) * self.scale + self.y,
        )

    def to_canvas(self, point: Point) -> Point:
        """Canvas position of a widget position; fractions are kept."""
        cos, sin = self.turn
        dx, dy = (point.x - self.x) / self.scale, (point.y - self.y) / self.scale
        across = dx * cos + dy * sin
        return Point(-across if self.mirrored else across, dy * cos - dx * sin)

    def span(self, bounds: Bounds) -> Span:
        """The upright rectangle of the widget around what canvas pixels cover."""
        corners = self.outline(bounds)
        left, top = min(p.x for p in corners), min(p.y for p in corners)
        right, bottom = max(p.x for p in corners), max(p.y for p in corners)
        return Span(left, top, right - left, bottom - top)

    def outline(self, bounds: Bounds) -> tuple[Point, Point, Point, Point]:
        """Widget positions of the four corners of canvas pixels, in their order around."""
        return (
            self.to_widget(Point(bounds.x, bounds.y)),
            self.to_widget(Point(bounds.right, bounds.y)),
            self.to_widget(Point(bounds.right, bounds.bottom)),
            self.to_widget(Point(bounds.x, bounds.bottom)),
        )

    def frame(self, viewport: Extent) -> tuple[Point, Point, Point, Point]:
        """Canvas positions of the corners of a widget of size `viewport`, in order around."""
        width, height = viewport.width, viewport.height
        corners = Point(0, 0), Point(width, 0), Point(width, height), Point(0, height)
        first, second, third, fourth = (self.to_canvas(corner) for corner in corners)
        return first, second, third, fourth

    def visible(self, *, viewport: Extent, extent: Extent) -> Bounds:
        """The canvas pixels that a widget of size `viewport` may show, at least in part."""
        corners = self.frame(viewport)
        left, top = min(p.x for p in corners), min(p.y for p in corners)
        right, bottom = max(p.x for p in corners), max(p.y for p in corners)
        x, y = math.floor(left), math.floor(top)
        shown = Bounds(x, y, math.ceil(right) - x, math.ceil(bottom) - y)
        return shown.intersection(Bounds.of(extent))

    def panned(self, dx: float, dy: float) -> ViewTransform:
        """Moved by so many logical pixels of the widget."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def with_point(self, point: Point, *, at: Point) -> ViewTransform:
        """Moved so that the canvas position `point` lies at the widget position `at`."""
        now = self.to_widget(point)
        return self.panned(at.x - now.x, at.y - now.y)

    def zoomed(self, factor: float, *, at: Point) -> ViewTransform:
        """Scaled by `factor` (kept within the limits); the widget position `at` stays in place."""
        return self.with_scale(self.scale * factor, at=at)

    def with_scale(self, scale: float, *, at: Point) -> ViewTransform:
        """At another scale (kept within the limits); the widget position `at` stays in place."""
        wanted = min(max(scale, MIN_SCALE), MAX_SCALE)
        factor = wanted / self.scale
        x, y = at.x - (at.x - self.x) * factor, at.y - (at.y - self.y) * factor
        return replace(self, scale=wanted, x=x, y=y)

    def stepped(self, steps: int, *, at: Point, ratio: float = 1.0) -> ViewTransform:
        """So many stops up or down the ladder of scales, counted in device pixels (`ratio`)."""
        scale = self.scale * ratio
        for _ in range(abs(steps)):
            scale = next_stop(scale, up=steps > 0)
        return self.with_scale(scale / ratio, at=at)

    def with_rotation(self, degrees: float, *, at: Point) -> ViewTransform:
        """Turned to so many degrees; the widget position `at` stays in place."""
        turned = replace(self, rotation=wrapped(degrees))
        return turned.with_point(self.to_canvas(at), at=at)

    def turned(self, steps: int, *, at: Point) -> ViewTransform:
        """Turned to the next multiple of 15 degrees, `steps` times clockwise (or back)."""
        degrees = self.rotation
        for _ in range(abs(steps)):
            degrees = next_turn(degrees, clockwise=steps > 0)
        return self.with_rotation(degrees, at=at)

    def flipped(self, *, at: Point) -> ViewTransform:
        """Left and right of the screen swapped about the widget position `at`."""
        swapped = replace(self, rotation=wrapped(-self.rotation), mirrored=not self.mirrored)
        return swapped.with_point(self.to_canvas(at), at=at)

    def kept_visible(
        self, *, viewport: Extent, extent: Extent, margin: float = 48.0
    ) -> ViewTransform:
        """Moved as little as needed so that the canvas reaches `margin` pixels into the widget.

        The point of the canvas that is nearest to the widget's middle decides: under a rotation
        the box around the canvas could be in sight and the canvas not.
        """
        middle = self.to_canvas(Point(viewport.width / 2, viewport.height / 2))
        near = Point(min(max(middle.x, 0), extent.width), min(max(middle.y, 0), extent.height))
        here, whole = self.to_widget(near), self.span(Bounds.of(extent))
        return self.panned(
            _inset(here.x, room=viewport.width, least=min(margin, whole.width)) - here.x,
            _inset(here.y, room=viewport.height, least=min(margin, whole.height)) - here.y,
        )


def _inset(position: float, *, room: float, least: float) -> float:
    """A position brought `least` inside `room`, or to its middle where that is nearer."""
    edge = min(least, room / 2)
    return min(max(position, edge), room - edge)


def wrapped(degrees: float) -> float:
    """The same direction in degrees above -180 and up to 180."""
    return 180.0 - (180.0 - degrees) % 360.0


def next_turn(degrees: float, *, clockwise: bool) -> float:
    """The next multiple of 15 degrees clockwise or back; one that is nearly reached is passed."""
    steps = degrees / TURN_STEP
    count = math.floor(steps + 1.001) if clockwise else math.ceil(steps - 1.001)
    return wrapped(count * TURN_STEP)


def next_stop(scale: float, *, up: bool) -> float:
    """The next scale of the ladder above or below `scale`; the last one at the end."""
    if up:
        return next((stop for stop in LADDER if stop > scale * 1.001), LADDER[-1])
    return next((stop for stop in reversed(LADDER) if stop < scale * 0.999), LADDER[0])


def centered(
    scale: float, *, viewport: Extent, extent: Extent, like: ViewTransform | None = None
) -> ViewTransform:
    """The canvas in the middle of the widget at `scale`, turned and mirrored as `like` is."""
    base = like or ViewTransform()
    return replace(base, scale=scale).with_point(
        Point(extent.width / 2, extent.height / 2),
        at=Point(viewport.width / 2, viewport.height / 2),
    )


def fit_scale(
    width: float,
    height: float,
    *,
    extent: Extent,
    margin: float,
    like: ViewTransform | None = None,
) -> float:
    """Scale at which the whole canvas, turned as `like`, fits a place inside `margin`; no limits."""
    cos, sin = (like or ViewTransform()).turn
    wide = extent.width * abs(cos) + extent.height * abs(sin)
    tall = extent.width * abs(sin) + extent.height * abs(cos)
    across = max(width - 2 * margin, 1.0) / max(wide, 1)
    return min(across, max(height - 2 * margin, 1.0) / max(tall, 1))


def fitted(
    *,
    viewport: Extent,
    extent: Extent,
    margin: float = 16.0,
    like: ViewTransform | None = None,
) -> ViewTransform:
    """The whole canvas in the middle of the widget, as large as it goes inside `margin`.

    It is turned and mirrored as `like` is.
    """
    wanted = fit_scale(viewport.width, viewport.height, extent=extent, margin=margin, like=like)
    scale = min(max(wanted, MIN_SCALE), MAX_SCALE)
    return centered(scale, viewport=viewport, extent=extent, like=like)


def actual_size(
    *, viewport: Extent, extent: Extent, ratio: float, like: ViewTransform | None = None
) -> ViewTransform:
    """100 %: one canvas pixel is one device pixel (`ratio` device pixels per logical pixel).

    The offset lies on whole device pixels, so that every canvas pixel is one device pixel sharp.
    """
    middle = centered(1 / ratio, viewport=viewport, extent=extent, like=like)
    return replace(middle, x=round(middle.x * ratio) / ratio, y=round(middle.y * ratio) / ratio)
