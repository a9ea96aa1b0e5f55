"""Where the canvas lies in a widget: scale and offset, with pure functions. No Qt.

Widget coordinates are logical pixels, as Qt's events give them; device pixels appear only as the
`ratio` between the two. Nothing here rounds: label data knows no device pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from featherbrush.engine.geometry import Bounds, Extent, Point

MIN_SCALE = 1 / 32
MAX_SCALE = 128.0
LADDER = tuple(
    step * 2.0**power for power in range(-5, 8) for step in (1.0, 1.5) if step * 2.0**power <= 128
)
"""Scales that zooming by key stops at: every power of two and one between."""


@dataclass(frozen=True, slots=True)
class Span:
    """A rectangle in widget coordinates, not rounded."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """widget = canvas x scale + offset, in logical pixels."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def to_widget(self, point: Point) -> Point:
        """Widget position of a canvas position."""
        return Point(point.x * self.scale + self.x, point.y * self.scale + self.y)

    def to_canvas(self, point: Point) -> Point:
        """Canvas position of a widget position; fractions are kept."""
        return Point((point.x - self.x) / self.scale, (point.y - self.y) / self.scale)

    def span(self, bounds: Bounds) -> Span:
        """The rectangle of the widget that canvas pixels cover."""
        corner = self.to_widget(Point(bounds.x, bounds.y))
        return Span(corner.x, corner.y, bounds.width * self.scale, bounds.height * self.scale)

    def visible(self, *, viewport: Extent, extent: Extent) -> Bounds:
        """The canvas pixels that a widget of size `viewport` shows, at least in part."""
        start = self.to_canvas(Point(0, 0))
        end = self.to_canvas(Point(viewport.width, viewport.height))
        left, top = math.floor(start.x), math.floor(start.y)
        shown = Bounds(left, top, math.ceil(end.x) - left, math.ceil(end.y) - top)
        return shown.intersection(Bounds.of(extent))

    def panned(self, dx: float, dy: float) -> ViewTransform:
        """Moved by so many logical pixels of the widget."""
        return ViewTransform(self.scale, self.x + dx, self.y + dy)

    def zoomed(self, factor: float, *, at: Point) -> ViewTransform:
        """Scaled by `factor` (kept within the limits); the widget position `at` stays in place."""
        return self.with_scale(self.scale * factor, at=at)

    def with_scale(self, scale: float, *, at: Point) -> ViewTransform:
        """At another scale (kept within the limits); the widget position `at` stays in place."""
        wanted = min(max(scale, MIN_SCALE), MAX_SCALE)
        factor = wanted / self.scale
        return ViewTransform(
            wanted, at.x - (at.x - self.x) * factor, at.y - (at.y - self.y) * factor
        )

    def stepped(self, steps: int, *, at: Point, ratio: float = 1.0) -> ViewTransform:
        """So many stops up or down the ladder of scales, counted in device pixels (`ratio`)."""
        scale = self.scale * ratio
        for _ in range(abs(steps)):
            scale = next_stop(scale, up=steps > 0)
        return self.with_scale(scale / ratio, at=at)

    def kept_visible(
        self, *, viewport: Extent, extent: Extent, margin: float = 48.0
    ) -> ViewTransform:
        """Moved as little as needed so that at least `margin` pixels of the canvas show."""

        def kept(offset: float, room: float, length: float) -> float:
            least = min(margin, room / 2, length)
            return min(max(offset, least - length), room - least)

        x = kept(self.x, viewport.width, extent.width * self.scale)
        y = kept(self.y, viewport.height, extent.height * self.scale)
        return ViewTransform(self.scale, x, y)


def next_stop(scale: float, *, up: bool) -> float:
    """The next scale of the ladder above or below `scale`; the last one at the end."""
    if up:
        return next((stop for stop in LADDER if stop > scale * 1.001), LADDER[-1])
    return next((stop for stop in reversed(LADDER) if stop < scale * 0.999), LADDER[0])


def centered(scale: float, *, viewport: Extent, extent: Extent) -> ViewTransform:
    """The canvas in the middle of the widget at `scale`."""
    x = (viewport.width - extent.width * scale) / 2
    y = (viewport.height - extent.height * scale) / 2
    return ViewTransform(scale, x, y)


def fitted(*, viewport: Extent, extent: Extent, margin: float = 16.0) -> ViewTransform:
    """The whole canvas in the middle of the widget, as large as it goes inside `margin`."""
    across = max(viewport.width - 2 * margin, 1.0) / max(extent.width, 1)
    down = max(viewport.height - 2 * margin, 1.0) / max(extent.height, 1)
    scale = min(max(min(across, down), MIN_SCALE), MAX_SCALE)
    return centered(scale, viewport=viewport, extent=extent)


def actual_size(*, viewport: Extent, extent: Extent, ratio: float) -> ViewTransform:
    """100 %: one canvas pixel is one device pixel (`ratio` device pixels per logical pixel).

    The offset lies on whole device pixels, so that every canvas pixel is one device pixel sharp.
    """
    middle = centered(1 / ratio, viewport=viewport, extent=extent)
    return ViewTransform(
        middle.scale, round(middle.x * ratio) / ratio, round(middle.y * ratio) / ratio
    )
