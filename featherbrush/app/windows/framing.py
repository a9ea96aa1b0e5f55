"""What part of a picture a viewport shows, so that several viewports can show the same part.

A framing is relative to "the whole picture fits", so viewports of different sizes stay locked to
one another: the same point in the middle, the same enlargement over fitting, the same turn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

from featherbrush.app.canvas.view import ViewTransform, centered, fitted
from featherbrush.app.canvas.view import fit_scale as scale_to_fit
from featherbrush.engine.geometry import Bounds, Extent, Point

SMALLEST_ZOOM = 0.25
LARGEST_ZOOM = 32.0
MARGIN = 8.0
_ALMOST = 1e-9


@dataclass(frozen=True)
class Framing:
    """The point at the middle (fractions of width and height), the zoom (1.0 = fits), the turn.

    `rotation` is in degrees clockwise, `mirrored` swaps left and right before it, as in a
    ViewTransform.
    """

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5
    rotation: float = 0.0
    mirrored: bool = False

    @property
    def fits(self) -> bool:
        """Whether the whole picture is shown in the middle, turned or not."""
        off = (self.zoom - 1.0, self.x - 0.5, self.y - 0.5)
        return max(abs(value) for value in off) < _ALMOST

    @property
    def turn(self) -> ViewTransform:
        """A view that is turned and mirrored as this framing."""
        return ViewTransform(rotation=self.rotation, mirrored=self.mirrored)

    @property
    def fitted(self) -> Framing:
        """The whole picture, turned and mirrored as it is."""
        return Framing(rotation=self.rotation, mirrored=self.mirrored)


FITTED = Framing()


def fit_scale(viewport: QRectF, extent: Extent, turn: ViewTransform | None = None) -> float:
    """Return screen units per picture pixel at which the whole picture fits the viewport."""
    return scale_to_fit(
        viewport.width(), viewport.height(), extent=extent, margin=MARGIN, like=turn
    )


def view_in(framing: Framing, *, viewport: QRectF, extent: Extent) -> ViewTransform:
    """Return the transform from picture pixels to the widget that the viewport lies in."""
    scale = fit_scale(viewport, extent, framing.turn) * framing.zoom
    middle = viewport.center()
    return replace(framing.turn, scale=scale).with_point(
        Point(framing.x * extent.width, framing.y * extent.height),
        at=Point(middle.x(), middle.y()),
    )


def place(framing: Framing, *, viewport: QRectF, extent: Extent) -> QRectF:
    """Return where the picture lies on the screen: the upright rectangle around it."""
    span = view_in(framing, viewport=viewport, extent=extent).span(Bounds.of(extent))
    return QRectF(span.x, span.y, span.width, span.height)


def zoom_at(
    framing: Framing, *, factor: float, point: QPointF, viewport: QRectF, extent: Extent
) -> Framing:
    """Return the framing enlarged by ``factor`` with the picture still under ``point``."""
    zoom = min(max(framing.zoom * factor, SMALLEST_ZOOM), LARGEST_ZOOM)
    view = view_in(framing, viewport=viewport, extent=extent)
    grown = view.with_scale(view.scale * zoom / framing.zoom, at=Point(point.x(), point.y()))
    return _seen(replace(framing, zoom=zoom), grown, viewport=viewport, extent=extent)


def pan(framing: Framing, *, by: QPointF, viewport: QRectF, extent: Extent) -> Framing:
    """Return the framing after the picture was dragged ``by`` screen units."""
    view = view_in(framing, viewport=viewport, extent=extent).panned(by.x(), by.y())
    return _seen(framing, view, viewport=viewport, extent=extent)


def turned_about(framing: Framing, *, degrees: float, viewport: QRectF, extent: Extent) -> Framing:
    """Return the framing turned by degrees about the viewport's middle, at the same scale."""
    middle = viewport.center()
    view = view_in(framing, viewport=viewport, extent=extent)
    turned = view.with_rotation(view.rotation + degrees, at=Point(middle.x(), middle.y()))
    after = replace(framing, rotation=turned.rotation)
    return replace(after, zoom=view.scale / fit_scale(viewport, extent, after.turn))


def _seen(framing: Framing, view: ViewTransform, *, viewport: QRectF, extent: Extent) -> Framing:
    """The framing with the point that a view shows at the viewport's middle."""
    middle = viewport.center()
    at = view.to_canvas(Point(middle.x(), middle.y()))
    return replace(framing, x=_held(at.x / extent.width), y=_held(at.y / extent.height))


def _held(fraction: float) -> float:
    """Keep some of the picture in sight: its edge may reach the middle, not pass it."""
    return min(max(fraction, 0.0), 1.0)


def framing_of(view: ViewTransform, *, viewport: Extent, extent: Extent) -> Framing:
    """Return the framing that a canvas widget of size ``viewport`` has under a transform."""
    fit = fitted(viewport=viewport, extent=extent, like=view).scale
    middle = view.to_canvas(Point(viewport.width / 2, viewport.height / 2))
    return Framing(
        zoom=view.scale / fit,
        x=middle.x / extent.width,
        y=middle.y / extent.height,
        rotation=view.rotation,
        mirrored=view.mirrored,
    )


def view_of(framing: Framing, *, viewport: Extent, extent: Extent) -> ViewTransform:
    """Return the transform that gives a canvas widget of size ``viewport`` this framing."""
    scale = fitted(viewport=viewport, extent=extent, like=framing.turn).scale * framing.zoom
    middle = centered(scale, viewport=viewport, extent=extent, like=framing.turn)
    return middle.with_point(
        Point(framing.x * extent.width, framing.y * extent.height),
        at=Point(viewport.width / 2, viewport.height / 2),
    )
