"""What is measured while the studio runs: from the pen to the screen, and how long events take."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication


class Latencies:
    """Times from pen events to the screen, in milliseconds.

    Qt paints widgets and then brings the window's pixels to the screen within one event, so what
    was painted counts as shown when that event is over (`settle`).
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[int, float]] = []
        self._painted = -1
        self.found: list[float] = []

    def sent(self, revision: int, when: float) -> None:
        """An event that was due at `when` (seconds) brought the map to a revision."""
        self._waiting.append((revision, when))

    def painted(self, revision: int) -> None:
        """A revision was painted: it answers every event up to it."""
        self._painted = max(self._painted, revision)

    def settle(self) -> None:
        """The event that painted is over."""
        if not self._waiting or self._waiting[0][0] > self._painted:
            return
        now = time.perf_counter()
        answered = [when for wanted, when in self._waiting if wanted <= self._painted]
        self._waiting = self._waiting[len(answered) :]
        self.found += [(now - when) * 1000 for when in answered]


@dataclass(frozen=True)
class Event:
    """One event that held the loop: what it was, how long, and the painting within it, in seconds."""

    kind: str
    seconds: float
    painting: tuple[tuple[str, float], ...]

    def __str__(self) -> str:
        """Name it, with the two widgets that took longest to paint."""
        longest = sorted(self.painting, key=lambda part: part[1], reverse=True)[:2]
        parts = ", ".join(f"{name} {seconds * 1000:.1f}" for name, seconds in longest)
        within = f" ({parts})" if parts else ""
        return f"{self.seconds * 1000:.1f} ms {self.kind}{within}"


class Held:
    """How long single events held the event loop, while it is told to look."""

    def __init__(self) -> None:
        self.looking = False
        self.events: list[Event] = []
        self.after: list[Callable[[], None]] = []
        """Called after every event."""

    @property
    def found(self) -> list[float]:
        """How long each event took, in milliseconds."""
        return [event.seconds * 1000 for event in self.events]

    @property
    def worst(self) -> list[str]:
        """The three longest, with what they were."""
        order = sorted(self.events, key=lambda event: event.seconds, reverse=True)
        return [str(event) for event in order[:3]]

    def note(self, event: Event) -> None:
        """An event is over."""
        self.events.append(event)
        for call in self.after:
            call()

    def timed_application(self) -> type[QApplication]:
        """Return an application that times every event from delivery to return.

        An event delivered while another is handled counts as part of that one.
        """
        from PySide6.QtCore import QEvent
        from PySide6.QtWidgets import QApplication

        held, interface, paint = self, threading.get_ident(), QEvent.Type.Paint

        class TimedApplication(QApplication):
            inside = False
            painting: list[tuple[str, float]] = []  # noqa: RUF012 - there is one application

            def notify(self, receiver: QObject, event: QEvent) -> bool:
                if not held.looking or threading.get_ident() != interface:
                    return bool(super().notify(receiver, event))
                if self.inside and event.type() is not paint:
                    return bool(super().notify(receiver, event))
                return self.timed(receiver, event)

            def timed(self, receiver: QObject, event: QEvent) -> bool:
                outer, self.inside = not self.inside, True
                kind, name = event.type().name, type(receiver).__name__
                began = time.perf_counter()
                try:
                    return bool(super().notify(receiver, event))
                finally:
                    seconds = time.perf_counter() - began
                    if outer:
                        self.inside = False
                        parts, self.painting = tuple(self.painting), []
                        held.note(Event(f"{kind} of {name}", seconds, parts))
                    else:
                        self.painting.append((name, seconds))

        return TimedApplication
