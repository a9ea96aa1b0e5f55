"""Gives each of two compared models a style that it takes, whatever the document's style is."""

from __future__ import annotations

from featherbrush.engine.arrays import Canvas, Picture, Style
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.request import Renderer


class StyleFit:
    """A renderer whose model has styles of `size` numbers; one of another size is left out."""

    def __init__(self, renderer: Renderer, size: int) -> None:
        self._renderer = renderer
        self._size = size

    def render(
        self,
        canvas: Canvas,
        style: Style | None = None,
        *,
        cancellation: Cancellation | None = None,
    ) -> Picture:
        """Render in the style where it fits, else in the model's default one."""
        fits = style is not None and style.shape == (self._size,)
        return self._renderer.render(canvas, style if fits else None, cancellation=cancellation)
