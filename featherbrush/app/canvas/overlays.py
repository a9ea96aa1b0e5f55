"""Lines on top of the canvas in canvas coordinates: symmetry axes, outlines in the making."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from featherbrush.app.canvas.view import ViewTransform
from featherbrush.engine.geometry import Bounds, Point

DARK, LIGHT = QColor(0, 0, 0, 150), QColor(255, 255, 255, 220)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A line through canvas positions, which may lie off the canvas; `closed` joins its ends."""

    points: tuple[Point, ...]
    closed: bool = False


def overlay_bounds(overlay: Overlay, *, view: ViewTransform) -> Bounds:
    """The widget pixels that drawing a line may touch; empty for a line without points."""
    if not overlay.points:
        return Bounds(0, 0, 0, 0)
    places = [view.to_widget(point) for point in overlay.points]
    left, top = min(p.x for p in places), min(p.y for p in places)
    right, bottom = max(p.x for p in places), max(p.y for p in places)
    x, y = math.floor(left) - 2, math.floor(top) - 2
    return Bounds(x, y, math.ceil(right) + 2 - x, math.ceil(bottom) + 2 - y)


def draw_overlays(painter: QPainter, overlays: Iterable[Overlay], *, view: ViewTransform) -> None:
    """Draw lines in widget coordinates, in two tones so that they show on every colour.

    Hairlines without smoothing: Qt draws them at once, where it hands larger shapes to a pool
    of threads that a model may keep busy.
    """
    pens = _pen(DARK, dashed=False), _pen(LIGHT, dashed=True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for overlay in overlays:
        places = [view.to_widget(point) for point in overlay.points]
        line = QPolygonF([QPointF(place.x, place.y) for place in places])
        for pen in pens:
            painter.setPen(pen)
            if overlay.closed:
                painter.drawPolygon(line)
            else:
                painter.drawPolyline(line)


def _pen(color: QColor, *, dashed: bool) -> QPen:
    pen = QPen(color, 1)
    pen.setCosmetic(True)
    if dashed:
        pen.setDashPattern([4.0, 4.0])
    return pen
