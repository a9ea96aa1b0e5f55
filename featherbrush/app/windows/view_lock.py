"""Canvas and pictures always show the same part, whichever of them is zoomed or dragged."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from featherbrush.app.canvas import CanvasView, ViewTransform
from featherbrush.app.windows.compare_view import CompareView
from featherbrush.app.windows.framing import Framing, framing_of, view_of
from featherbrush.engine.geometry import Extent


class ViewLock(QObject):
    """Passes every change of view on to the other widget."""

    zoomed = Signal(float)
    """Screen pixels per map pixel, in percent."""

    def __init__(
        self, canvas: CanvasView, compare: CompareView, *, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._compare = compare
        canvas.view_changed.connect(self.follow_canvas)
        compare.framing_changed.connect(self._follow_compare)

    def follow_canvas(self) -> None:
        """Frame the pictures as the canvas is."""
        self._compare.set_framing(
            framing_of(self._canvas.view, viewport=self._viewport(), extent=self._extent())
        )
        self.zoomed.emit(self._canvas.zoom_percent)

    def _follow_compare(self, framing: Framing) -> None:
        if framing.fits and framing.turn == self._turn():
            self._canvas.fit()
        else:
            self._canvas.set_view(
                view_of(framing, viewport=self._viewport(), extent=self._extent())
            )

    def _turn(self) -> ViewTransform:
        view = self._canvas.view
        return ViewTransform(rotation=view.rotation, mirrored=view.mirrored)

    def _viewport(self) -> Extent:
        return Extent(max(self._canvas.width(), 1), max(self._canvas.height(), 1))

    def _extent(self) -> Extent:
        return self._canvas.document.extent
