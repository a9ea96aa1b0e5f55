"""The two pictures against each other: side by side, or one over the other with a divider."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from featherbrush.app.canvas.canvas_view import NOTCH, ZOOM_PER_NOTCH
from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.compare_layout import CompareMode, Pane, arrange
from featherbrush.app.windows.framing import FITTED, Framing, pan, place, zoom_at
from featherbrush.app.windows.picture_layer import PictureLayer, to_image
from featherbrush.app.windows.tokens import DARK, Tokens
from featherbrush.engine.geometry import Extent

GRAB = 7.0
STEP = 0.02
TITLES = {Side.ORIGINAL: "Original", Side.COMPRESSED: "Compressed"}


class CompareView(QWidget):
    """Shows the original's and the compressed model's picture under one framing.

    Wheel zooms at the cursor, dragging pans, a double click fits; the divider is dragged, or
    moved with the arrow keys.
    """

    framing_changed = Signal(object)
    divider_moved = Signal(float)
    painted = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Pictures: original and compressed")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._tokens = DARK
        self._mode = CompareMode.SIDE_BY_SIDE
        self._extent = Extent(256, 256)
        self._framing = FITTED
        self._divider = 0.5
        self._layers: dict[Side, PictureLayer] = {}
        self._notes: dict[Side, str] = {}
        self._painted: dict[Side, int] = {}
        self._drag: QPointF | None = None
        self._dragging_divider = False

    # What it shows

    @property
    def mode(self) -> CompareMode:
        """How the pictures are set against each other."""
        return self._mode

    def set_mode(self, mode: CompareMode) -> None:
        """Set the pictures side by side or over each other."""
        self._mode = mode
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.update()

    @property
    def divider(self) -> float:
        """Where the divider stands, as a fraction of the width."""
        return self._divider

    def set_divider(self, fraction: float) -> None:
        """Move the divider (held between 0 and 1)."""
        self._divider = min(max(fraction, 0.0), 1.0)
        self.update()
        self.divider_moved.emit(self._divider)

    @property
    def framing(self) -> Framing:
        """What part of the pictures is shown, the same in both."""
        return self._framing

    def set_framing(self, framing: Framing) -> None:
        """Show a part of the pictures, without telling (the caller knows)."""
        if framing != self._framing:
            self._framing = framing
            self.update()

    def set_extent(self, extent: Extent) -> None:
        """Lay out for pictures of this size."""
        self._extent = extent
        self.update()

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        self.update()

    def set_picture(self, side: Side, picture: NDArray[np.uint8], *, revision: int) -> None:
        """Show a picture, uint8 [H, W, 3], unless a newer one is shown already."""
        if revision < self.revision(side):
            return
        had_one = side in self._layers
        self._layers[side] = PictureLayer(to_image(picture), revision)
        self._painted.pop(side, None)
        seen = self._pane(side).clip
        if had_one:
            seen = seen.intersected(self.picture_rect(side).adjusted(-1, -1, 1, 1))
        self.update(seen.toAlignedRect())

    def clear(self, side: Side | None = None) -> None:
        """Forget the picture of one side, or both (another document, another model)."""
        for one in Side if side is None else (side,):
            self._layers.pop(one, None)
            self._painted.pop(one, None)
        self.update()

    def set_note(self, side: Side, note: str) -> None:
        """Say something beside a side's title ("catching up"), or nothing."""
        if note != self._notes.get(side, ""):
            self._notes[side] = note
            self.update(self._pane(side).clip.toAlignedRect())

    def revision(self, side: Side) -> int:
        """Return the revision whose picture this side shows, -1 without one."""
        layer = self._layers.get(side)
        return -1 if layer is None else layer.revision

    def picture_rect(self, side: Side) -> QRectF:
        """Return where a side's picture lies in the widget (part of it may be clipped)."""
        return place(self._framing, viewport=self._pane(side).viewport, extent=self._extent)

    def sizeHint(self) -> QSize:
        """Prefer room for two pictures."""
        return QSize(560, 360)

    def minimumSizeHint(self) -> QSize:
        """Stay large enough to judge a picture."""
        return QSize(240, 200)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sides that the event touches and tell which revisions are now seen."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._tokens.surround))
        for pane in self._panes():
            if pane.clip.intersects(QRectF(event.rect())):
                self._paint_pane(painter, pane)
        if self._mode is CompareMode.DIVIDER:
            self._paint_divider(painter)
        else:
            self._paint_gap(painter)
        painter.end()
        self._tell_painted()

    def _paint_pane(self, painter: QPainter, pane: Pane) -> None:
        target = place(self._framing, viewport=pane.viewport, extent=self._extent)
        layer = self._layers.get(pane.side)
        if layer is None:
            painter.save()
            painter.setClipRect(pane.clip, Qt.ClipOperation.IntersectClip)
            painter.fillRect(target, QColor(self._tokens.panel))
            painter.restore()
        else:
            layer.draw(painter, target=target, clip=pane.clip)
        self._paint_title(painter, pane)

    def _paint_title(self, painter: QPainter, pane: Pane) -> None:
        note = self._notes.get(pane.side, "")
        text = TITLES[pane.side] + (f"  ·  {note}" if note else "")
        metrics = QFontMetricsF(self.font())
        size = metrics.size(0, text)
        box = QRectF(0, 0, size.width() + 18, size.height() + 8)
        on_right = self._mode is CompareMode.DIVIDER and pane.side is Side.COMPRESSED
        edge = self._area()
        if on_right:
            box.moveTopRight(edge.topRight() + QPointF(-10, 10))
        elif self._mode is CompareMode.DIVIDER:
            box.moveTopLeft(edge.topLeft() + QPointF(10, 10))
        else:
            box.moveTopLeft(pane.clip.topLeft() + QPointF(10, 10))
        painter.save()
        painter.setClipRect(pane.clip, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 150))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(QColor("#f4f4f4"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _paint_gap(self, painter: QPainter) -> None:
        first, second = self._panes()
        gap = QRectF(first.clip.bottomLeft(), second.clip.topRight())
        if second.clip.x() > first.clip.x():
            gap = QRectF(first.clip.topRight(), second.clip.bottomLeft())
        painter.fillRect(gap, QColor(self._tokens.line))

    def _paint_divider(self, painter: QPainter) -> None:
        x = self._divider_x()
        middle = self._area().center().y()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(0, 0, 0, 110), 4))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(QPen(QColor("#f4f4f4"), 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(QPen(QColor(0, 0, 0, 110), 1))
        painter.setBrush(QColor("#f4f4f4"))
        painter.drawEllipse(QPointF(x, middle), 13, 13)
        painter.setPen(QPen(QColor("#2a2a2a"), 2))
        for way in (-1, 1):
            tip = QPointF(x + way * 8, middle)
            painter.drawLine(tip, tip + QPointF(-way * 4, -4))
            painter.drawLine(tip, tip + QPointF(-way * 4, 4))

    def _tell_painted(self) -> None:
        for side, layer in self._layers.items():
            if self._painted.get(side) != layer.revision:
                self._painted[side] = layer.revision
                self.painted.emit(side, layer.revision)

    # Moving about

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        if turned:
            self.zoom_by(ZOOM_PER_NOTCH ** (turned / NOTCH), at=event.position())
        event.accept()

    def zoom_by(self, factor: float, *, at: QPointF | None = None) -> None:
        """Enlarge both pictures about a point of the widget (the middle when None)."""
        pane = self._pane_at(at) if at is not None else self._panes()[0]
        point = at if at is not None else pane.viewport.center()
        self._frame(
            zoom_at(
                self._framing,
                factor=factor,
                point=point,
                viewport=pane.viewport,
                extent=self._extent,
            )
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the divider, or of the picture."""
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._drag = event.position()
        self._dragging_divider = self._on_divider(event.position())
        if not self._dragging_divider:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held; otherwise show what could be."""
        if self._drag is None:
            over = self._on_divider(event.position())
            self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)
            return
        if self._dragging_divider:
            self.set_divider(event.position().x() / max(self.width(), 1))
            return
        viewport = self._pane_at(self._drag).viewport
        by = event.position() - self._drag
        self._drag = event.position()
        self._frame(pan(self._framing, by=by, viewport=viewport, extent=self._extent))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._drag = None
        self._dragging_divider = False
        over = self._on_divider(event.position())
        self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Centre the divider, or fit the pictures."""
        if self._on_divider(event.position()):
            self.set_divider(0.5)
        else:
            self._frame(FITTED)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the divider with the arrow keys."""
        steps = {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP}
        step = steps.get(Qt.Key(event.key()))
        if step is None or self._mode is not CompareMode.DIVIDER:
            super().keyPressEvent(event)
            return
        self.set_divider(self._divider + step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw everything anew."""
        super().resizeEvent(event)
        self.update()

    # Geometry

    def _frame(self, framing: Framing) -> None:
        self.set_framing(framing)
        self.framing_changed.emit(framing)

    def _area(self) -> QRectF:
        return QRectF(self.rect())

    def _panes(self) -> tuple[Pane, Pane]:
        return arrange(self._mode, area=self._area(), extent=self._extent, divider=self._divider)

    def _pane(self, side: Side) -> Pane:
        return next(pane for pane in self._panes() if pane.side is side)

    def _pane_at(self, point: QPointF) -> Pane:
        first, second = self._panes()
        return second if second.clip.contains(point) else first

    def _divider_x(self) -> float:
        return self._panes()[1].clip.x()

    def _on_divider(self, point: QPointF) -> bool:
        near = abs(point.x() - self._divider_x()) <= GRAB
        return self._mode is CompareMode.DIVIDER and near
