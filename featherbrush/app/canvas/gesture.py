"""What every tool in use is to the driver: a frozen value that answers pointer events."""

from __future__ import annotations

from typing import Protocol

from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.scene import Effects, Guide, Scene


class Gesture(Protocol):
    """A tool in use, from press to release. Each event gives the gesture's next value."""

    @property
    def name(self) -> str:
        """What the undo step is called; empty for a gesture that paints nothing."""

    def press(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """The pointer goes down."""

    def move(self, sample: PointerSample, scene: Scene) -> tuple[Gesture, Effects]:
        """The pointer moves."""

    def release(self, scene: Scene) -> tuple[Gesture | None, Effects]:
        """The pointer goes up; None ends the gesture."""

    def guide(self) -> Guide | None:
        """A line to show while it goes on."""
