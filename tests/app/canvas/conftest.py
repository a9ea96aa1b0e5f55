from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication

from featherbrush.app.canvas import CanvasView, ToolSettings, ToolState, ViewTransform
from featherbrush.app.document import Document, Palette
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.geometry import Extent

COLORS = ((200, 220, 255), (90, 60, 30), (20, 90, 40), (30, 60, 180), (250, 240, 90))


@pytest.fixture
def palette() -> Palette:
    return Palette.of(
        [ClassInfo(id=n, name=f"class-{n}", color=color) for n, color in enumerate(COLORS)]
    )


@pytest.fixture
def document(palette: Palette) -> Document:
    return Document(palette, extent=Extent(64, 48))


@pytest.fixture
def settings() -> ToolSettings:
    return ToolSettings(ToolState(size=6, class_id=2))


@pytest.fixture
def canvas(qtbot: Any, document: Document, settings: ToolSettings) -> CanvasView:
    """A shown view of 400x300 at scale 4, its canvas beginning at (20, 10)."""
    view = CanvasView(document, settings)
    qtbot.addWidget(view)
    view.resize(400, 300)
    with qtbot.waitExposed(view):
        view.show()
    view.set_view(ViewTransform(4, 20, 10))
    return view


class Hand:
    """Sends real mouse and pen events at canvas positions."""

    def __init__(self, canvas: CanvasView) -> None:
        self.canvas = canvas
        self.button = Qt.MouseButton.LeftButton

    def mouse(self, kind: str, x: float, y: float, **options: Any) -> None:
        """kind: press, move, release, double; the buttons held are derived unless given."""
        button = options.get("button", self.button)
        held = Qt.MouseButton.NoButton if kind == "release" else button
        types = {
            "press": QEvent.Type.MouseButtonPress,
            "double": QEvent.Type.MouseButtonDblClick,
            "move": QEvent.Type.MouseMove,
            "release": QEvent.Type.MouseButtonRelease,
        }
        scene = self._place(x, y)
        event = QMouseEvent(
            types[kind],
            scene,
            QPointF(self.canvas.mapToGlobal(scene)),
            Qt.MouseButton.NoButton if kind == "move" else button,
            options.get("held", held),
            options.get("modifiers", Qt.KeyboardModifier.NoModifier),
        )
        QApplication.sendEvent(self.canvas, event)

    def pen(self, kind: str, x: float, y: float, *, pressure: float, eraser: bool = False) -> bool:
        """Returns whether the event was accepted."""
        types = {
            "press": QEvent.Type.TabletPress,
            "move": QEvent.Type.TabletMove,
            "release": QEvent.Type.TabletRelease,
        }
        kinds = QPointingDevice.PointerType
        device = QPointingDevice(
            "test pen",
            7,
            QInputDevice.DeviceType.Stylus,
            kinds.Eraser if eraser else kinds.Pen,
            QInputDevice.Capability.Pressure,
            1,
            1,
        )
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        scene = self._place(x, y)
        event = QTabletEvent(
            types[kind],
            device,
            scene,
            QPointF(self.canvas.mapToGlobal(scene)),
            pressure,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            Qt.KeyboardModifier.NoModifier,
            none if kind == "move" else left,
            none if kind == "release" else left,
        )
        event.ignore()
        QApplication.sendEvent(self.canvas, event)
        return event.isAccepted()

    def drag(self, *points: tuple[float, float], **options: Any) -> None:
        self.mouse("press", *points[0], **options)
        for point in points[1:]:
            self.mouse("move", *point, **options)
        self.mouse("release", *points[-1], **options)

    def _place(self, x: float, y: float) -> QPointF:
        view = self.canvas.view
        return QPointF(x * view.scale + view.x, y * view.scale + view.y)


@pytest.fixture
def hand(canvas: CanvasView) -> Hand:
    return Hand(canvas)


Drawn = Callable[[CanvasView], np.ndarray]


@pytest.fixture
def drawn() -> Drawn:
    """Grabs a widget as uint32 [H,W], 0xFFRRGGBB."""

    def grab(view: CanvasView) -> np.ndarray:
        image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
        return pixels.reshape(image.height(), image.bytesPerLine() // 4)[:, : image.width()].copy()

    return grab
