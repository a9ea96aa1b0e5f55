"""What goes into a background render and what comes out: immutable, and safe between threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from featherbrush.engine.arrays import Canvas, Picture, Style, frozen
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.geometry import Bounds


class Renderer(Protocol):
    """What a stream drives: a Generator, or a stand-in in a test."""

    def render(
        self,
        canvas: Canvas,
        style: Style | None = None,
        *,
        cancellation: Cancellation | None = None,
    ) -> Picture:
        """The picture of a canvas; raises Cancelled when `cancellation` was used."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class SynthesisRequest:
    """Everything one picture depends on, fixed at one moment.

    revision: of the document, grows with every change. canvas: uint8 [H, W] or [H, W, 3], which
    nobody writes to any more (the request keeps a read-only view, not a copy). dirty: what changed
    since the revision before, None for everything. style: float32 [S] or None for the average.
    """

    revision: int
    canvas: Canvas
    dirty: Bounds | None = None
    style: Style | None = None

    def __post_init__(self) -> None:
        """Close the arrays for writing through this request."""
        object.__setattr__(self, "canvas", frozen(self.canvas))
        if self.style is not None:
            object.__setattr__(self, "style", frozen(self.style))


@dataclass(frozen=True, slots=True, eq=False)
class SynthesisResult:
    """A picture (read-only uint8 [H, W, 3]), the request it answers, and what it cost in ms."""

    revision: int
    picture: Picture
    milliseconds: float
    request: SynthesisRequest


ResultListener = Callable[[SynthesisResult], None]
ErrorListener = Callable[[int, Exception], None]
