"""What a mouse or a pen reports, as one value in canvas coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice, QTabletEvent

from featherbrush.app.canvas.view import ViewTransform
from featherbrush.engine.geometry import Point

GRID = 1024
"""Positions are kept to 1/1024 of a canvas pixel: far finer than any hand, and the same number
comes back when a recorded position goes through a zoomed widget again."""
PRESSURES = 65536
FLAT = 90.0
"""Degrees of a pen that lies on the tablet."""


class Device(StrEnum):
    """What the artist points with."""

    MOUSE = "mouse"
    PEN = "pen"
    ERASER = "eraser"


@dataclass(frozen=True, slots=True)
class PointerSample:
    """One report of the pointer: canvas position, pressure 0 to 1, time, keys held.

    `time` is in milliseconds of the event's own clock; only differences mean something.
    `pick` (Ctrl) asks for the eyedropper or for a shape around its middle, `constrain` (Shift)
    for even shapes and whole steps of angle, `alternate` (Alt) for the opposite of the tool.
    `tilt_x`, `tilt_y` say how far a pen leans to the right and downwards, in degrees.
    """

    x: float
    y: float
    pressure: float = 1.0
    time: int = 0
    device: Device = Device.MOUSE
    pick: bool = False
    constrain: bool = False
    alternate: bool = False
    tilt_x: float = 0.0
    tilt_y: float = 0.0

    @property
    def point(self) -> Point:
        """Its position on the canvas; fractions are kept, and it may lie off the canvas."""
        return Point(self.x, self.y)


def sample_of(event: QMouseEvent | QTabletEvent, *, view: ViewTransform) -> PointerSample:
    """The sample that a mouse or tablet event of the canvas widget means; a mouse presses fully."""
    position = event.position()
    point = view.to_canvas(Point(position.x(), position.y()))
    modifiers = event.modifiers()
    tilt_x, tilt_y = _tilt(event, view)
    return PointerSample(
        x=round(point.x * GRID) / GRID,
        y=round(point.y * GRID) / GRID,
        pressure=_pressure(event),
        time=int(event.timestamp()),
        device=_device(event),
        pick=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
        constrain=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        alternate=bool(modifiers & Qt.KeyboardModifier.AltModifier),
        tilt_x=tilt_x,
        tilt_y=tilt_y,
    )


def _pressure(event: QMouseEvent | QTabletEvent) -> float:
    if not isinstance(event, QTabletEvent):
        return 1.0
    return round(min(max(event.pressure(), 0.0), 1.0) * PRESSURES) / PRESSURES


def _tilt(event: QMouseEvent | QTabletEvent, view: ViewTransform) -> tuple[float, float]:
    """Where a pen leans to on the canvas, which may be turned and mirrored under it."""
    if not isinstance(event, QTabletEvent):
        return 0.0, 0.0
    lean = view.to_canvas(Point(float(event.xTilt()), float(event.yTilt())))
    upright = view.to_canvas(Point(0, 0))
    across, down = (lean.x - upright.x) * view.scale, (lean.y - upright.y) * view.scale
    return round(min(max(across, -FLAT), FLAT), 2), round(min(max(down, -FLAT), FLAT), 2)


def _device(event: QMouseEvent | QTabletEvent) -> Device:
    if not isinstance(event, QTabletEvent):
        return Device.MOUSE
    if event.pointerType() == QPointingDevice.PointerType.Eraser:
        return Device.ERASER
    return Device.PEN
