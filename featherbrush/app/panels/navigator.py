"""The whole canvas in small, with a frame around what the view shows; dragging moves the view."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from featherbrush.app.canvas.canvas_view import NOTCH, ZOOM_PER_NOTCH
from featherbrush.app.canvas.raster import packed
from featherbrush.app.canvas.surface import Surface
from featherbrush.app.canvas.view import ViewTransform, fitted
from featherbrush.app.looks.tokens import DARK, METRICS, Tokens
from featherbrush.app.panels.steady_label import SteadyLabel
from featherbrush.app.texts import tr
from featherbrush.engine.geometry import Extent, Point

TALL = 112
MARGIN = 3.0
WAIT_MS = 120


class Thumbnail(QWidget):
    """Draws the canvas upright and the frame of a view over it."""

    def __init__(self, surface: Surface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surface = surface
        self._tokens = DARK
        self._image: QImage | None = None
        self.setFixedHeight(TALL)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Navigator: drag to move the view"))
        document = surface.document
        # In mid-stroke a sketch would be made small as a whole at every move of the pen.
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self._renew)
        document.changed.connect(self._later)
        for signal in (document.history_changed, document.replaced, document.palette_changed):
            signal.connect(self._renew)
        surface.view_changed.connect(self.update)

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        self.update()

    @property
    def view(self) -> ViewTransform:
        """Where the canvas lies in the thumbnail."""
        viewport = Extent(self.width(), self.height())
        extent = self._surface.document.extent
        return fitted(viewport=viewport, extent=extent, margin=MARGIN)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw canvas and frame."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._tokens.surround))
        if self._image is None:
            self._image = self._drawn()
        view = self.view
        size = self._surface.document.extent
        target = QRectF(view.x, view.y, size.width * view.scale, size.height * view.scale)
        sketch = self._surface.document.kind == "sketch"
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, sketch)
        painter.drawImage(target, self._image)
        self._paint_frame(painter, view)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the place to the middle of the view."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The view follows the drag."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the middle of the view."""
        self._surface.zoom(ZOOM_PER_NOTCH ** (event.angleDelta().y() / NOTCH))
        event.accept()

    def sizeHint(self) -> QSize:
        """As wide as the panel."""
        return QSize(METRICS.palette, TALL)

    def _go(self, at: QPointF) -> None:
        self._surface.show_at_middle(self.view.to_canvas(Point(at.x(), at.y())))

    def _later(self) -> None:
        if not self._wait.isActive():
            self._wait.start()

    def _renew(self) -> None:
        self._wait.stop()
        self._image = None
        if self.isVisible():
            self.update()

    def _drawn(self) -> QImage:
        """The canvas pixel by pixel; Qt makes it small."""
        document = self._surface.document
        pixels = document.pixels
        if pixels.ndim == 2:
            table = np.array(document.palette.color_table, dtype=np.uint32)
            colors = table.take(self._reduced(pixels))
        else:
            colors = packed(pixels)
        height, width = colors.shape
        image = QImage(colors.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        return image.copy()

    def _reduced(self, labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Every n-th label: as many as the thumbnail can show, and a quick copy of a large map."""
        step = max(1, int(1 / (self.view.scale * self.devicePixelRatioF())))
        return np.ascontiguousarray(labels[::step, ::step])

    def _paint_frame(self, painter: QPainter, view: ViewTransform) -> None:
        surface = self._surface
        corners = surface.view.frame(Extent(surface.width(), surface.height()))
        places = [view.to_widget(corner) for corner in corners]
        around = QPolygonF(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        frame = QPolygonF([QPointF(place.x, place.y) for place in places]).intersected(around)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor(0, 0, 0, 150), 3), QPen(QColor("#f4f4f4"), 1.5)):
            painter.setPen(pen)
            painter.drawPolygon(frame)


class Navigator(QWidget):
    """The thumbnail, and buttons that turn and mirror the view."""

    def __init__(
        self, surface: Surface, actions: Sequence[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("navigator")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(METRICS.palette)
        self._surface = surface
        self.thumbnail = Thumbnail(surface)
        self._turn = SteadyLabel(widest="-165°")
        self._turn.setAccessibleName(tr("Rotation of the view"))
        heading = QLabel(tr("Navigator"))
        heading.setProperty("kind", "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, METRICS.gap, 8, METRICS.gap)
        column.setSpacing(METRICS.unit + 2)
        column.addWidget(heading)
        column.addWidget(self.thumbnail)
        row = QHBoxLayout()
        row.setSpacing(0)
        for place, action in enumerate(actions):
            row.addWidget(_button(action))
            if place == 0:
                row.addWidget(self._turn, 1)
        column.addLayout(row)
        surface.view_changed.connect(self._show_turn)
        self._show_turn()

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self.thumbnail.set_tokens(tokens)

    @property
    def turn_text(self) -> str:
        """The rotation as shown."""
        return self._turn.text()

    def _show_turn(self) -> None:
        degrees = round(self._surface.view.rotation)
        self._turn.setText(tr("{degrees}°", degrees=degrees))


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setProperty("flat", True)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setIconSize(QSize(METRICS.icon - 2, METRICS.icon - 2))
    button.setFixedSize(28, 28)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text().replace("&", ""))
    return button
