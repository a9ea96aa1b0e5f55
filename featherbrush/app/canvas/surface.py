"""Draws a document's canvas at any zoom, turn and device pixel ratio, only where it changed."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from featherbrush.app.canvas import view as views
from featherbrush.app.canvas.ants import CYCLE
from featherbrush.app.canvas.outline import Outline, draw_outline, outline_bounds
from featherbrush.app.canvas.overlays import Overlay, draw_overlays, overlay_bounds
from featherbrush.app.canvas.patterns import pattern_table
from featherbrush.app.canvas.raster import Dressing, render_area
from featherbrush.app.canvas.sampling import DeviceGrid
from featherbrush.app.canvas.view import ViewTransform
from featherbrush.app.document.document import Document
from featherbrush.engine.geometry import Bounds, Extent, Point

SURROUND = QColor(0x3C, 0x3C, 0x3C)
MARCH_MS = 160
"""Time between two steps of the marching ants."""


class Surface(QWidget):
    """A view of a document that zooms, pans, turns and mirrors, with lines and brush on top.

    The view fits the widget until the artist zooms or pans, and again after `fit()`.
    """

    view_changed = Signal(object)
    """The new `ViewTransform`, by the user or by `set_view`."""
    frame_drawn = Signal(int)
    """Everything up to this revision of the document has been drawn. Do not repaint from here."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        """Show `document`, fitted."""
        super().__init__(parent)
        self._document = document
        self._view = ViewTransform()
        self._fitting = True
        self._dressing = Dressing()
        self._overlays: tuple[Overlay, ...] = ()
        self._march = QTimer(self)
        self._march.setInterval(MARCH_MS)
        self._march.timeout.connect(self._step_ants)
        self._surround = SURROUND
        self._outline: Outline | None = None
        self._pending = QRect()
        self._table = np.array(document.palette.color_table, dtype=np.uint32)
        self._shown_extent = document.extent
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(64, 64)
        document.changed.connect(self._update_bounds)
        document.replaced.connect(self._on_replaced)
        document.selection_changed.connect(self._take_selection)
        document.palette_changed.connect(self._take_palette)
        document.underlay_changed.connect(self._take_underlay)
        self._take_underlay()
        self._take_selection()

    @property
    def document(self) -> Document:
        """What is shown."""
        return self._document

    # View

    @property
    def view(self) -> ViewTransform:
        """Where the canvas lies in the widget."""
        return self._view

    @property
    def zoom_percent(self) -> float:
        """Device pixels per canvas pixel, times 100."""
        return self._view.scale * self.devicePixelRatioF() * 100

    def set_view(self, view: ViewTransform) -> None:
        """Show this part of the canvas; kept such that some of the canvas stays in sight."""
        self._fitting = False
        self._apply_view(view)

    def pan(self, dx: float, dy: float) -> None:
        """Move the canvas by so many logical pixels."""
        self.set_view(self._view.panned(dx, dy))

    def zoom(self, factor: float, *, at: Point | None = None) -> None:
        """Zoom by a factor; the widget position `at` (the middle unless told) stays in place."""
        self.set_view(self._view.zoomed(factor, at=at or self._middle()))

    def zoom_in(self, *, at: Point | None = None) -> None:
        """Zoom to the next stop (Ctrl and +)."""
        ratio = self.devicePixelRatioF()
        self.set_view(self._view.stepped(1, at=at or self._middle(), ratio=ratio))

    def zoom_out(self, *, at: Point | None = None) -> None:
        """Zoom to the stop before (Ctrl and -)."""
        ratio = self.devicePixelRatioF()
        self.set_view(self._view.stepped(-1, at=at or self._middle(), ratio=ratio))

    def rotate(self, degrees: float, *, at: Point | None = None) -> None:
        """Turn by degrees clockwise about a widget position (the middle unless told)."""
        wanted = self._view.rotation + degrees
        self.set_view(self._view.with_rotation(wanted, at=at or self._middle()))

    def rotate_right(self) -> None:
        """Turn clockwise to the next multiple of 15 degrees."""
        self._turn(self._view.turned(1, at=self._middle()))

    def rotate_left(self) -> None:
        """Turn counter-clockwise to the next multiple of 15 degrees."""
        self._turn(self._view.turned(-1, at=self._middle()))

    def reset_rotation(self) -> None:
        """Stand upright again, mirrored or not."""
        self._turn(self._view.with_rotation(0, at=self._middle()))

    def mirror(self) -> None:
        """Swap left and right of what is seen; the canvas itself stays as it is."""
        self._turn(self._view.flipped(at=self._middle()))

    def show_at_middle(self, point: Point) -> None:
        """Move a canvas position to the middle of the widget."""
        self.set_view(self._view.with_point(point, at=self._middle()))

    def fit(self) -> None:
        """Show the whole canvas, and go on doing so when the widget is resized."""
        self._fitting = True
        self._apply_view(self._fitted())

    def actual_size(self) -> None:
        """100 %: one canvas pixel is one device pixel."""
        ratio = self.devicePixelRatioF()
        extent = self._document.extent
        self.set_view(
            views.actual_size(
                viewport=self._viewport(), extent=extent, ratio=ratio, like=self._view
            )
        )

    # Look

    def set_grid(self, shown: bool) -> None:
        """Draw lines between the pixels where they are large enough, or not."""
        self._dress(grid=shown)

    def set_patterns(self, shown: bool) -> None:
        """Draw every class with a pattern of its own, or in plain colours."""
        classes = self._document.palette.classes
        self._dress(patterns=pattern_table(classes) if shown else None)

    @property
    def patterns(self) -> bool:
        """Whether classes are drawn with patterns."""
        return self._dressing.patterns is not None

    def set_overlays(self, overlays: tuple[Overlay, ...]) -> None:
        """Show these lines (symmetry axes, an outline in the making) and no others."""
        if overlays == self._overlays:
            return
        for overlay in set(self._overlays) ^ set(overlays):
            self._request(overlay_bounds(overlay, view=self._view))
        self._overlays = overlays

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        """The lines that show on top of the canvas."""
        return self._overlays

    def set_surround(self, color: QColor) -> None:
        """Colour around the canvas; keep it neutral, it is judged against."""
        self._surround = QColor(color)
        self.update()

    def set_outline(self, outline: Outline | None) -> None:
        """Show the brush here, or not at all; only what changes is drawn again."""
        if outline == self._outline:
            return
        for shown in (self._outline, outline):
            if shown is not None:
                self._request(outline_bounds(shown))
        self._outline = outline

    @property
    def outline(self) -> Outline | None:
        """The brush outline that shows, if any."""
        return self._outline

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what Qt asks for: the canvas by index, what is around it, lines, the outline."""
        self._pending = QRect()
        painter = QPainter(self)
        to_device = painter.deviceTransform()
        painter.setWorldTransform(to_device.inverted()[0])
        rects: list[QRect] = list(event.region())  # type: ignore[call-overload]  # stubs lack it
        for rect in rects:
            area = to_device.mapRect(QRectF(rect)).toAlignedRect()
            colors = self._render(area, to_device)
            height, width = colors.shape
            image = QImage(colors.data, width, height, 4 * width, QImage.Format.Format_RGB32)
            painter.drawImage(area.topLeft(), image)
        if self._overlays:
            painter.setWorldTransform(QTransform())
            draw_overlays(painter, self._overlays, view=self._view)
        painter.end()
        self.frame_drawn.emit(self._document.revision)

    def _render(self, rect: QRect, to_device: QTransform) -> NDArray[np.uint32]:
        """The device pixels of `rect`, as uint32 [h,w]."""
        area = Bounds(rect.x(), rect.y(), rect.width(), rect.height())
        device = DeviceGrid(to_device.m11(), to_device.dx(), to_device.dy())
        colors = render_area(
            self._document.pixels,
            table=self._table,
            view=self._view,
            device=device,
            area=area,
            surround=self._surround.rgb(),
            dressing=self._dressing,
        )
        if self._outline is not None:
            at = self._outline.center
            center = Point(at.x * device.ratio + device.x, at.y * device.ratio + device.y)
            draw_outline(
                colors, area=area, center=center, ratio=device.ratio, outline=self._outline
            )
        return colors

    def _request(self, bounds: Bounds) -> None:
        """Ask for a repaint of widget pixels, in one rectangle with all that waits already.

        Under a clip of several rectangles Qt leaves its fast path and waits for its threads.
        """
        rect = QRect(bounds.x, bounds.y, bounds.width, bounds.height).intersected(self.rect())
        if not rect.isEmpty():
            self._pending = self._pending.united(rect)
            self.update(self._pending)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep fitting; or keep the middle of the view in the middle."""
        if self._fitting or not event.oldSize().isValid():
            self._apply_view(self._fitted())
        else:
            grown = event.size() - event.oldSize()
            self._apply_view(self._view.panned(grown.width() / 2, grown.height() / 2))
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The ants of a selection march on."""
        super().showEvent(event)
        self._set_marching()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees the ants: they rest."""
        super().hideEvent(event)
        self._march.stop()

    def _turn(self, view: ViewTransform) -> None:
        """Take a view that is turned otherwise; what was fitted is fitted again."""
        if self._fitting:
            self._apply_view(self._fitted(like=view))
        else:
            self._apply_view(view)

    def _apply_view(self, view: ViewTransform) -> None:
        kept = view.kept_visible(viewport=self._viewport(), extent=self._document.extent)
        if kept == self._view:
            return
        self._view = kept
        self.update()
        self.view_changed.emit(kept)

    def _update_bounds(self, bounds: Bounds) -> None:
        span = self._view.span(bounds)
        left, top = math.floor(span.x) - 1, math.floor(span.y) - 1
        right = math.ceil(span.x + span.width) + 1
        bottom = math.ceil(span.y + span.height) + 1
        self._request(Bounds(left, top, right - left, bottom - top))

    def _dress(self, **changes: Any) -> None:
        self._dressing = replace(self._dressing, **changes)
        self.update()

    def _take_underlay(self) -> None:
        self._dress(underlay=self._document.underlay)

    def _take_selection(self) -> None:
        before, after = self._dressing.selection, self._document.selection
        self._dressing = replace(self._dressing, selection=after)
        for selection in (before, after):
            if selection is not None:
                self._update_bounds(selection.bounds)
        self._set_marching()

    def _set_marching(self) -> None:
        if self._dressing.selection is not None and self.isVisible():
            self._march.start()
        else:
            self._march.stop()

    def _step_ants(self) -> None:
        """Let the ants go one step on; while a stroke goes on they wait for it."""
        selection = self._dressing.selection
        if selection is None or self._document.stroke is not None:
            return
        self._dressing = replace(self._dressing, phase=(self._dressing.phase + 1) % CYCLE)
        self._update_bounds(selection.bounds)

    def _take_palette(self) -> None:
        self._table = np.array(self._document.palette.color_table, dtype=np.uint32)
        self.set_patterns(self.patterns)

    def _on_replaced(self) -> None:
        self._take_palette()
        if self._document.extent != self._shown_extent:
            self._shown_extent = self._document.extent
            self.fit()
        self.update()

    def _fitted(self, like: ViewTransform | None = None) -> ViewTransform:
        return views.fitted(
            viewport=self._viewport(), extent=self._document.extent, like=like or self._view
        )

    def _viewport(self) -> Extent:
        return Extent(self.width(), self.height())

    def _middle(self) -> Point:
        return Point(self.width() / 2, self.height() / 2)
