"""What part of a picture a viewport shows, so that several viewports can show the same part.

A framing is relative to "the whole picture fits", so viewports of different sizes stay locked to
one another: the same point in the middle, the same enlargement over fitting.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from featherbrush.app.canvas.view import ViewTransform, fitted
from featherbrush.engine.geometry import Extent

SMALLEST_ZOOM = 0.25
LARGEST_ZOOM = 32.0
MARGIN = 8.0


@dataclass(frozen=True)
class Framing:
    """The point at the middle (fractions of width and height) and the zoom (1.0 = fits)."""

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5


FITTED = Framing()


def fit_scale(viewport: QRectF, extent: Extent) -> float:
    """Return screen units per picture pixel at which the whole picture fits the viewport."""
    across = max(viewport.width() - 2 * MARGIN, 1.0) / max(extent.width, 1)
    down = max(viewport.height() - 2 * MARGIN, 1.0) / max(extent.height, 1)
    return min(across, down)


def place(framing: Framing, *, viewport: QRectF, extent: Extent) -> QRectF:
    """Return where the picture lies on the screen."""
    scale = fit_scale(viewport, extent) * framing.zoom
    width, height = extent.width * scale, extent.height * scale
    middle = viewport.center()
    return QRectF(middle.x() - framing.x * width, middle.y() - framing.y * height, width, height)


def zoom_at(
    framing: Framing, *, factor: float, point: QPointF, viewport: QRectF, extent: Extent
) -> Framing:
    """Return the framing enlarged by ``factor`` with the picture still under ``point``."""
    zoom = min(max(framing.zoom * factor, SMALLEST_ZOOM), LARGEST_ZOOM)
    here = place(framing, viewport=viewport, extent=extent)
    grown = zoom / framing.zoom
    from_middle = point - viewport.center()
    return Framing(
        zoom=zoom,
        x=_held(framing.x + from_middle.x() / here.width() * (1 - 1 / grown)),
        y=_held(framing.y + from_middle.y() / here.height() * (1 - 1 / grown)),
    )


def pan(framing: Framing, *, by: QPointF, viewport: QRectF, extent: Extent) -> Framing:
    """Return the framing after the picture was dragged ``by`` screen units."""
    here = place(framing, viewport=viewport, extent=extent)
    return Framing(
        zoom=framing.zoom,
        x=_held(framing.x - by.x() / here.width()),
        y=_held(framing.y - by.y() / here.height()),
    )


def _held(fraction: float) -> float:
    """Keep some of the picture in sight: its edge may reach the middle, not pass it."""
    return min(max(fraction, 0.0), 1.0)


def framing_of(view: ViewTransform, *, viewport: Extent, extent: Extent) -> Framing:
    """Return the framing that a canvas widget of size ``viewport`` has under a transform."""
    fit = fitted(viewport=viewport, extent=extent).scale
    return Framing(
        zoom=view.scale / fit,
        x=(viewport.width / 2 - view.x) / (extent.width * view.scale),
        y=(viewport.height / 2 - view.y) / (extent.height * view.scale),
    )


def view_of(framing: Framing, *, viewport: Extent, extent: Extent) -> ViewTransform:
    """Return the transform that gives a canvas widget of size ``viewport`` this framing."""
    scale = fitted(viewport=viewport, extent=extent).scale * framing.zoom
    return ViewTransform(
        scale,
        viewport.width / 2 - framing.x * extent.width * scale,
        viewport.height / 2 - framing.y * extent.height * scale,
    )
