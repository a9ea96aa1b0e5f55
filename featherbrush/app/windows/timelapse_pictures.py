"""Makes the pictures of a film that plays: one at a time, always of the newest canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from featherbrush.app.synthesis.background import Background
from featherbrush.engine.arrays import Canvas, Picture

RenderCanvas = Callable[[Canvas], Picture]


class FilmPictures(QObject):
    """Follows the canvases it is given on a thread of its own; what is stale is never begun."""

    made = Signal(object)
    """A picture, uint8 [H,W,3]."""
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._render: RenderCanvas | None = None
        self._wanted: Canvas | None = None
        self._busy = False

    def use(self, render: RenderCanvas | None) -> None:
        """Make pictures with this from now on; None for no pictures."""
        self._render = render

    def want(self, canvas: Canvas) -> None:
        """Ask for the picture of a canvas; what was asked for before and not begun is dropped."""
        self._wanted = canvas
        self._begin()

    def close(self) -> None:
        """End the thread; nothing is told any more."""
        self._background.close()

    def _begin(self) -> None:
        render, canvas = self._render, self._wanted
        if self._busy or render is None or canvas is None:
            return
        self._busy, self._wanted = True, None
        self._background.run(lambda: render(canvas), done=self._take, failed=self._give_up)

    def _take(self, picture: Picture) -> None:
        self._busy = False
        self.made.emit(picture)
        self._begin()

    def _give_up(self, problem: str) -> None:
        self._busy, self._wanted = False, None
        self.failed.emit(problem)
