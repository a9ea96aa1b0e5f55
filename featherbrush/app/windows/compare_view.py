"""The two pictures against each other: one widget, whose modes are modules of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from featherbrush.app.canvas.canvas_view import NOTCH, ZOOM_PER_NOTCH
from featherbrush.app.canvas.panning import angle_between
from featherbrush.app.canvas.picture_layer import PictureLayer, to_image
from featherbrush.app.looks.tokens import Tokens
from featherbrush.app.synthesis.state import Side
from featherbrush.app.texts import tr
from featherbrush.app.windows.compare_difference import (
    difference_image,
    legend_box,
    next_range,
)
from featherbrush.app.windows.compare_divider import STEP, on_divider
from featherbrush.app.windows.compare_layout import CompareMode, Pane, Staging
from featherbrush.app.windows.compare_lens import touched
from featherbrush.app.windows.compare_paint import DifferenceLayer, Scene, paint_scene
from featherbrush.app.windows.compare_panes import PaneState
from featherbrush.app.windows.framing import Framing, pan, place, turned_about, zoom_at
from featherbrush.engine.geometry import Extent, Point

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CompareView(QWidget):
    """Shows the original's and the compressed model's picture under one framing.

    Wheel zooms at the cursor, dragging pans, with Shift it turns, a double click fits. The
    divider is dragged or moved with the arrow keys; the lens follows the pointer or the arrow
    keys, Ctrl and the wheel set its size.
    """

    framing_changed = Signal(object)
    divider_moved = Signal(float)
    mode_changed = Signal(object)
    painted = Signal(object, int)
    """(Side, revision): a picture of this revision is on the screen now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Pictures: original and compressed"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._scene = Scene(QRectF(self.rect()), Staging(), Extent(256, 256))
        self._held: dict[Side, PictureLayer] | None = None
        self._apart: NDArray[np.uint8] | None = None
        self._painted: dict[Side, int] = {}
        self._drag: QPointF | None = None
        self._dragging_divider = False

    # What it shows

    @property
    def mode(self) -> CompareMode:
        """How the pictures are set against each other."""
        return self._scene.staging.mode

    def set_mode(self, mode: CompareMode) -> None:
        """Set the pictures against each other in another way."""
        if mode is self.mode:
            return
        self._stage(mode=mode, flipped=False)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.mode_changed.emit(mode)

    @property
    def flipped(self) -> bool:
        """Whether the sides are exchanged for the moment."""
        return self._scene.staging.flipped

    def set_flipped(self, flipped: bool) -> None:
        """Exchange the sides, or set them right again."""
        if flipped != self.flipped:
            self._stage(flipped=flipped)

    @property
    def divider(self) -> float:
        """Where the divider stands, as a fraction of the width."""
        return self._scene.staging.divider

    def set_divider(self, fraction: float) -> None:
        """Move the divider (held between 0 and 1)."""
        self._stage(divider=min(max(fraction, 0.0), 1.0))
        self.divider_moved.emit(self.divider)

    @property
    def framing(self) -> Framing:
        """What part of the pictures is shown, the same in both."""
        return self._scene.framing

    def set_framing(self, framing: Framing) -> None:
        """Show a part of the pictures, without telling (the caller knows)."""
        if framing != self.framing:
            self._show(framing=framing)

    def set_extent(self, extent: Extent) -> None:
        """Lay out for pictures of this size."""
        self._show(extent=extent)

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._show(tokens=tokens)

    def set_picture(self, side: Side, picture: NDArray[np.uint8], *, revision: int) -> None:
        """Show a picture, uint8 [H, W, 3], unless a newer one is shown already."""
        layer = PictureLayer(to_image(picture), revision)
        if self._held is not None:
            self._held[side] = layer
        elif revision >= self.revision(side):
            had_one = side in self._scene.layers
            layers = {**self._scene.layers, side: layer}
            self._scene = replace(self._scene, layers=layers)
            self._painted.pop(side, None)
            self._update_side(side, whole=not had_one)

    def hold(self, held: bool) -> None:
        """Keep new pictures back until ``release``; or show them as they come again."""
        if held != (self._held is not None):
            self.release()
            self._held = {} if held else None

    def release(self) -> None:
        """Show the pictures that were kept back, all in one frame."""
        if self._held:
            layers, self._held = {**self._scene.layers, **self._held}, {}
            self._painted.clear()
            self._show(layers=layers)

    def clear(self, side: Side | None = None) -> None:
        """Forget the picture of one side, or both (another document, another model)."""
        gone = tuple(Side) if side is None else (side,)
        for one in gone:
            self._painted.pop(one, None)
            if self._held is not None:
                self._held.pop(one, None)
        layers = {one: layer for one, layer in self._scene.layers.items() if one not in gone}
        self._show(layers=layers)
        self.set_difference(None)

    def set_difference(self, apart: NDArray[np.uint8] | None, *, stale: bool = False) -> None:
        """Show a difference uint8 [H, W] in levels, or none; a stale one is of older pictures."""
        before = self._scene.difference
        if apart is None and self._apart is None:
            return
        if apart is self._apart:
            self._show(difference=replace(before, stale=stale))
            return
        self._apart = apart
        mean = None if apart is None else float(apart.mean())
        self._show(difference=DifferenceLayer(None, before.levels, mean, stale))
        self._color_difference(before.levels)

    def set_names(self, names: Mapping[Side, str]) -> None:
        """Give the sides other names and say nothing else of them; an empty mapping ends that."""
        if names != self._scene.names:
            self._show(names=dict(names))

    def set_titles(self, titles: Mapping[Side, str]) -> None:
        """Call the sides by these titles; an empty mapping calls them original and compressed."""
        if titles != self._scene.titles:
            self._show(titles=dict(titles))

    def set_state(self, side: Side, state: PaneState) -> None:
        """Say how a side's picture stands to the canvas."""
        if state != self._scene.states.get(side):
            self._scene = replace(self._scene, states={**self._scene.states, side: state})
            self._update_side(side, whole=True)

    def revision(self, side: Side) -> int:
        """Return the revision whose picture this side shows, -1 without one."""
        layer = self._scene.layers.get(side)
        return -1 if layer is None else layer.revision

    def picture_rect(self, side: Side) -> QRectF:
        """Return where a side's picture lies in the widget (part of it may be clipped)."""
        pane = next((pane for pane in self._scene.panes if pane.side is side), self._scene.panes[0])
        return place(self.framing, viewport=pane.viewport, extent=self._scene.extent)

    @property
    def scene(self) -> Scene:
        """All that the present frame depends on."""
        return self._scene

    def sizeHint(self) -> QSize:
        """Prefer room for two pictures."""
        return QSize(560, 360)

    def minimumSizeHint(self) -> QSize:
        """Stay large enough to judge a picture."""
        return QSize(240, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the part that the event touches and tell which revisions are now seen."""
        painter = QPainter(self)
        paint_scene(painter, self._scene, touched=QRectF(event.rect()))
        painter.end()
        for pane in self._scene.panes:
            layer = self._scene.layers.get(pane.side) if pane.side else None
            if pane.side and layer and self._painted.get(pane.side) != layer.revision:
                self._painted[pane.side] = layer.revision
                self.painted.emit(pane.side, layer.revision)

    # Moving about

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; with Ctrl the lens grows or shrinks."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        factor = ZOOM_PER_NOTCH ** (turned / NOTCH)
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if turned and held and self.mode is CompareMode.LENS:
            self._stage(lens=self._scene.staging.lens.resized(factor))
        elif turned:
            self.zoom_by(factor, at=event.position())
        event.accept()

    def zoom_by(self, factor: float, *, at: QPointF | None = None) -> None:
        """Enlarge both pictures about a point of the widget (the middle when None)."""
        pane = self._pane_at(at) if at is not None else self._scene.panes[0]
        point = at if at is not None else pane.viewport.center()
        viewport, extent = pane.viewport, self._scene.extent
        self._frame(
            zoom_at(self.framing, factor=factor, point=point, viewport=viewport, extent=extent)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the divider or of the picture; the legend takes its next range."""
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        if self._on_legend(event.position()):
            self._color_difference(next_range(self._scene.difference.levels))
            return
        self._drag = event.position()
        self._dragging_divider = self._on_divider(event.position())
        if not self._dragging_divider:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held; otherwise show what could be."""
        if self.mode is CompareMode.LENS:
            self.move_lens(event.position())
        if self._drag is None:
            self._show_cursor(event.position())
        elif self._dragging_divider:
            self.set_divider(event.position().x() / max(self.width(), 1))
        else:
            self._drag_picture(self._drag, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._drag = None
        self._dragging_divider = False
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Centre the divider, or fit the pictures."""
        if self._on_divider(event.position()):
            self.set_divider(0.5)
        elif not self._on_legend(event.position()):
            self._frame(self.framing.fitted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the divider or the lens with the arrow keys."""
        across, down = ARROWS.get(Qt.Key(event.key()), (0, 0))
        if self.mode is CompareMode.DIVIDER and across:
            self.set_divider(self.divider + across * STEP)
        elif self.mode is CompareMode.LENS and (across or down):
            by = QPointF(across * self.width(), down * self.height()) * STEP
            self.move_lens(self._scene.staging.lens.rect(self._scene.area).center() + by)
        else:
            super().keyPressEvent(event)

    def move_lens(self, to: QPointF) -> None:
        """Move the lens's middle to a point of the widget; only what changes is drawn again."""
        area, staging = self._scene.area, self._scene.staging
        before, lens = staging.lens, staging.lens.at(to, self._scene.area)
        if lens == before:
            return
        self._scene = replace(self._scene, staging=replace(staging, lens=lens))
        for one in (before, lens):
            # The title hangs below the rim, and may be wider than a small lens.
            rect = touched(one.rect(area)).adjusted(-80, 0, 80, 30)
            self.update(rect.toAlignedRect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw everything anew."""
        super().resizeEvent(event)
        self._show(area=QRectF(self.rect()))

    # Inside

    def _show(self, **changes: Any) -> None:
        self._scene = replace(self._scene, **changes)
        self.update()

    def _stage(self, **changes: Any) -> None:
        self._show(staging=replace(self._scene.staging, **changes))

    def _frame(self, framing: Framing) -> None:
        self.set_framing(framing)
        self.framing_changed.emit(framing)

    def _drag_picture(self, start: QPointF, event: QMouseEvent) -> None:
        viewport, extent = self._pane_at(start).viewport, self._scene.extent
        self._drag = to = event.position()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            middle = viewport.center()
            degrees = angle_between(_point(start), _point(to), about=_point(middle))
            self._frame(
                turned_about(self.framing, degrees=degrees, viewport=viewport, extent=extent)
            )
        else:
            self._frame(pan(self.framing, by=to - start, viewport=viewport, extent=extent))

    def _color_difference(self, levels: int) -> None:
        layer = None
        if self._apart is not None:
            layer = PictureLayer(difference_image(self._apart, levels=levels), 0)
        self._show(difference=replace(self._scene.difference, layer=layer, levels=levels))

    def _update_side(self, side: Side, *, whole: bool) -> None:
        for pane in self._scene.panes:
            if pane.side is side or (whole and pane.side is None):
                seen = pane.clip
                if not whole:
                    seen = seen.intersected(self.picture_rect(side).adjusted(-1, -1, 1, 1))
                self.update(seen.toAlignedRect())

    def _pane_at(self, point: QPointF) -> Pane:
        found = [pane for pane in self._scene.panes if pane.clip.contains(point)]
        return found[0] if found else self._scene.panes[0]

    def _on_divider(self, point: QPointF) -> bool:
        near = on_divider(point, area=self._scene.area, fraction=self.divider)
        return self.mode is CompareMode.DIVIDER and near

    def _on_legend(self, point: QPointF) -> bool:
        shown = self.mode is CompareMode.DIFFERENCE and self._scene.difference.layer is not None
        box = legend_box(self._scene.area, QFontMetricsF(self.font()))
        return shown and not self.flipped and box.contains(point)

    def _show_cursor(self, point: QPointF) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._on_divider(point):
            shape = Qt.CursorShape.SplitHCursor
        elif self._on_legend(point):
            shape = Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)


def _point(at: QPointF) -> Point:
    return Point(at.x(), at.y())
