"""The brush at the cursor: its true outline, and a crosshair where that would be too small.

Drawn into the pixels by distance, not with QPainter: Qt hands larger shapes to a pool of threads,
and a brush must not wait behind a model that has every core. Pure functions; no Qt.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.canvas.brush import Dab
from featherbrush.app.canvas.view import ViewTransform
from featherbrush.engine.geometry import Bounds, Point

SMALL = 3.5
"""Outline radius in logical pixels below which a crosshair is drawn beside it."""
ARM_FROM = 5.0
ARM_TO = 11.0
_DARK_WIDTH, _DARK = 2.8, 0.6
_LIGHT_WIDTH, _LIGHT = 1.1, 0.95

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outline:
    """A circle or an ellipse in widget coordinates (logical pixels).

    `radius` is half its long axis, which lies at `angle` (radians); `aspect` is short over long.
    """

    center: Point
    radius: float
    aspect: float = 1.0
    angle: float = 0.0

    @property
    def crosshair(self) -> bool:
        """Whether the circle alone would be too small to find."""
        return self.radius < SMALL

    @property
    def reach(self) -> float:
        """How far from the centre anything is drawn."""
        return max(self.radius, ARM_TO if self.crosshair else 0.0) + 2


def outline_of(dab: Dab, *, at: Point, view: ViewTransform) -> Outline:
    """The outline of a dab with its middle at a widget position, as the view shows it."""
    shape = dab.footprint
    if shape.round:
        return Outline(at, dab.radius * view.scale)
    start = view.to_widget(Point(0, 0))
    end = view.to_widget(Point(math.cos(shape.angle), math.sin(shape.angle)))
    angle = math.atan2(end.y - start.y, end.x - start.x)
    return Outline(at, dab.radius * view.scale, shape.aspect, angle)


def outline_bounds(outline: Outline) -> Bounds:
    """The whole widget pixels that drawing the outline may touch."""
    left, top = outline.center.x - outline.reach, outline.center.y - outline.reach
    right, bottom = outline.center.x + outline.reach, outline.center.y + outline.reach
    x, y = math.floor(left), math.floor(top)
    return Bounds(x, y, math.ceil(right) - x, math.ceil(bottom) - y)


def draw_outline(
    colors: NDArray[np.uint32], *, area: Bounds, center: Point, ratio: float, outline: Outline
) -> None:
    """Draw the outline into device pixels, in two tones so that it shows on every colour.

    `colors` uint32 [h,w] (0xFFRRGGBB) are the pixels of `area` of the device; `center` is the
    outline's in device pixels, and `ratio` how many of them make a logical one.
    """
    reach = outline.reach * ratio
    left, top = math.floor(center.x - reach), math.floor(center.y - reach)
    side = math.ceil(2 * reach) + 1
    near = Bounds(left, top, side, side).intersection(area)
    if near.empty:
        return
    local = Bounds(near.x - area.x, near.y - area.y, near.width, near.height)
    part = colors[local.rows, local.columns]
    x: Floats = np.arange(near.x, near.right, dtype=np.float64) + (0.5 - center.x)
    y: Floats = np.arange(near.y, near.bottom, dtype=np.float64)[:, None] + (0.5 - center.y)
    inner = max(0.0, outline.radius * outline.aspect * ratio - 2 * ratio)
    square = x * x + y * y
    rows, columns = np.nonzero((square >= inner * inner) & (square <= reach * reach))
    across: Floats = x[columns] / ratio
    down: Floats = y[rows, 0] / ratio
    away = _distance(across, down, outline) * ratio
    part[rows, columns] = _blended(part[rows, columns], away, ratio=ratio)


def _distance(x: Floats, y: Floats, outline: Outline) -> Floats:
    """Distance of positions relative to the centre to the nearest line of the drawing."""
    ring = _ring(x, y, outline)
    if not outline.crosshair:
        return ring
    across, down = np.abs(x), np.abs(y)
    level = np.hypot(_beyond(across), down)
    upright = np.hypot(_beyond(down), across)
    arms: Floats = np.minimum(level, upright)
    return np.minimum(ring, arms) if outline.radius >= 1 else arms


def _ring(x: Floats, y: Floats, outline: Outline) -> Floats:
    """Distance to the circle; to an ellipse to first order (value over gradient), as Taubin 1991."""
    if outline.aspect >= 1:
        circle: Floats = np.abs(np.hypot(x, y) - outline.radius)
        return circle
    cos, sin = math.cos(outline.angle), math.sin(outline.angle)
    along = (x * cos + y * sin) / outline.radius
    across = (y * cos - x * sin) / (outline.radius * outline.aspect)
    value = np.hypot(along, across)
    slope = np.hypot(along / outline.radius, across / (outline.radius * outline.aspect))
    ellipse: Floats = np.abs(value - 1) * value / np.maximum(slope, 1e-9)
    return ellipse


def _beyond(along: Floats) -> Floats:
    """How far positions lie before or after an arm of the crosshair."""
    outside: Floats = np.maximum(np.maximum(ARM_FROM - along, along - ARM_TO), 0.0)
    return outside


def _blended(colors: NDArray[np.uint32], away: Floats, *, ratio: float) -> NDArray[np.uint32]:
    """Colours with the dark line and the light one on top, by distance in device pixels."""
    dark = _DARK * np.clip((_DARK_WIDTH * ratio + 1) / 2 - away, 0, 1)
    light = _LIGHT * np.clip((_LIGHT_WIDTH * ratio + 1) / 2 - away, 0, 1)
    mixed = np.full(colors.shape, 0xFF000000, dtype=np.uint32)
    for shift in (0, 8, 16):
        channel = (colors >> np.uint32(shift)) & np.uint32(0xFF)
        value = channel * (1 - dark) * (1 - light) + 255 * light
        mixed |= np.rint(value).astype(np.uint32) << np.uint32(shift)
    return mixed
