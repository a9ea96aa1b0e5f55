"""A renderer that arrives later: the original is loaded while the first picture is looked at."""

from __future__ import annotations

from featherbrush.engine.arrays import Canvas, Picture, Style
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.errors import Cancelled
from featherbrush.engine.request import Renderer


class Deferred:
    """Stands in a duet for a renderer that is not loaded yet."""

    def __init__(self) -> None:
        self._renderer: Renderer | None = None

    @property
    def ready(self) -> bool:
        """Whether the renderer is there."""
        return self._renderer is not None

    def provide(self, renderer: Renderer) -> None:
        """Put the loaded renderer in."""
        self._renderer = renderer

    def render(
        self,
        canvas: Canvas,
        style: Style | None = None,
        *,
        cancellation: Cancellation | None = None,
    ) -> Picture:
        """Render as the renderer does; Cancelled while there is none."""
        if self._renderer is None:
            raise Cancelled("the model is not loaded yet")
        return self._renderer.render(canvas, style, cancellation=cancellation)
