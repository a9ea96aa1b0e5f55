"""Plays stroke files: straight into a document, or as pointer events through a canvas widget."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QKeyEvent, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication

from featherbrush.app.canvas.canvas_view import CanvasView
from featherbrush.app.canvas.driver import ToolDriver
from featherbrush.app.canvas.input import Device, PointerSample
from featherbrush.app.canvas.recording import (
    PlainRecord,
    PointerRecord,
    Record,
    Recording,
    RecordingError,
    ToolRecord,
    checksum,
    start_of,
)
from featherbrush.app.document.document import Document
from featherbrush.engine.geometry import Point

Pace = Callable[[Record], None]
"""Called after each record was played: to wait, to process events, to take times."""


def prepare(document: Document, recording: Recording) -> None:
    """Put the map that the recording starts from into the document (the history is forgotten).

    Raises RecordingError when the document's palette lacks classes, or has another background.
    """
    missing = sorted(set(recording.header.classes) - document.palette.ids)
    if missing:
        raise RecordingError(f"the strokes use classes that the palette lacks: {missing}")
    if recording.header.background != document.palette.background:
        raise RecordingError(
            f"the strokes erase to class {recording.header.background}, "
            f"the document to class {document.palette.background}"
        )
    if (recording.header.kind == "sketch") != (document.kind == "sketch"):
        raise RecordingError(
            f"the strokes were painted on a {recording.header.kind} canvas, "
            f"the document is a {document.kind} canvas"
        )
    document.replace(start_of(recording.header))


def verify(document: Document, recording: Recording) -> None:
    """Raise RecordingError unless the map is the one that the recording ended with (if known)."""
    if recording.sha256 and checksum(document.pixels) != recording.sha256:
        raise RecordingError("the strokes led to another map than when they were recorded")


def replay(recording: Recording, driver: ToolDriver, *, pace: Pace | None = None) -> None:
    """Play everything through a driver, without a widget. Ends with `verify`.

    Raises RecordingError as `prepare` and `verify` do.
    """
    prepare(driver.document, recording)
    for record in recording.records:
        play(record, driver)
        if pace:
            pace(record)
    driver.finish()
    verify(driver.document, recording)


def play(record: Record, driver: ToolDriver) -> None:
    """Do one record's thing on a driver."""
    if isinstance(record, ToolRecord):
        driver.settings.apply(record.state)
    elif isinstance(record, PointerRecord):
        {"press": driver.press, "move": driver.move}[record.do](record.sample)
    elif isinstance(record, PlainRecord):
        _plain(record, driver)
    else:
        driver.edit(record.value)


def _plain(record: PlainRecord, driver: ToolDriver) -> None:
    actions: dict[str, Callable[[], object]] = {
        "release": driver.release,
        "cancel": driver.cancel,
        "complete": driver.complete,
        "back": driver.step_back,
        "undo": driver.document.undo,
        "redo": driver.document.redo,
    }
    actions[record.do]()


class EventPlayer:
    """Plays records as synthetic mouse, pen and key events of a canvas widget."""

    def __init__(self, canvas: CanvasView) -> None:
        """Play on `canvas`, at whatever zoom it has."""
        self._canvas = canvas
        self._last = PointerSample(0, 0)
        self._pens = {
            Device.PEN: _pen(1, QPointingDevice.PointerType.Pen),
            Device.ERASER: _pen(2, QPointingDevice.PointerType.Eraser),
        }

    def replay(self, recording: Recording, *, pace: Pace | None = None) -> None:
        """Play everything. Ends with `verify`; raises RecordingError as `prepare` and it do."""
        prepare(self._canvas.document, recording)
        for record in recording.records:
            self.play(record)
            if pace:
                pace(record)
        self._canvas.driver.finish()
        verify(self._canvas.document, recording)

    def play(self, record: Record) -> None:
        """Do one record's thing: pointer actions and Escape as events, the rest directly."""
        if isinstance(record, PointerRecord):
            self._last = record.sample
            self._point(record.do, record.sample)
        elif isinstance(record, PlainRecord) and record.do == "release":
            self._point("release", self._last)
        elif isinstance(record, PlainRecord) and record.do == "cancel":
            self._escape()
        else:
            play(record, self._canvas.driver)

    def _point(self, do: str, sample: PointerSample) -> None:
        at = self._canvas.view.to_widget(sample.point)
        position = QPointF(at.x, at.y)
        across = QPointF(self._canvas.mapToGlobal(position))
        send = _mouse_event if sample.device is Device.MOUSE else self._pen_event
        QApplication.sendEvent(self._canvas, send(do, sample, position, across))

    def _escape(self) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(self._canvas, event)

    def _pen_event(
        self, do: str, sample: PointerSample, position: QPointF, across: QPointF
    ) -> QTabletEvent:
        kinds = {
            "press": QEvent.Type.TabletPress,
            "move": QEvent.Type.TabletMove,
            "release": QEvent.Type.TabletRelease,
        }
        button, buttons = _buttons(do)
        pressure = 0.0 if do == "release" else sample.pressure
        tilt = self._canvas.view.to_widget(Point(sample.tilt_x, sample.tilt_y))
        upright, scale = self._canvas.view.to_widget(Point(0, 0)), self._canvas.view.scale
        return QTabletEvent(
            kinds[do],
            self._pens[sample.device],
            position,
            across,
            pressure,
            (tilt.x - upright.x) / scale,
            (tilt.y - upright.y) / scale,
            0.0,
            0.0,
            0.0,
            _modifiers(sample),
            button,
            buttons,
        )


def _mouse_event(do: str, sample: PointerSample, position: QPointF, across: QPointF) -> QMouseEvent:
    kinds = {
        "press": QEvent.Type.MouseButtonPress,
        "move": QEvent.Type.MouseMove,
        "release": QEvent.Type.MouseButtonRelease,
    }
    button, buttons = _buttons(do)
    return QMouseEvent(kinds[do], position, across, button, buttons, _modifiers(sample))


def _buttons(do: str) -> tuple[Qt.MouseButton, Qt.MouseButton]:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    return {"press": (left, left), "move": (none, left), "release": (left, none)}[do]


def _modifiers(sample: PointerSample) -> Qt.KeyboardModifier:
    held = Qt.KeyboardModifier.NoModifier
    if sample.pick:
        held |= Qt.KeyboardModifier.ControlModifier
    if sample.constrain:
        held |= Qt.KeyboardModifier.ShiftModifier
    if sample.alternate:
        held |= Qt.KeyboardModifier.AltModifier
    return held


def _pen(number: int, kind: QPointingDevice.PointerType) -> QPointingDevice:
    able = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
    stylus = QInputDevice.DeviceType.Stylus
    return QPointingDevice(f"replayed pen {number}", number, stylus, kind, able, 1, 1)
