"""Easing off: on a machine that is slow for a model, pictures wait until the pen does."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from featherbrush.app.synthesis.state import Timing

SLOW_MS = 150.0
"""A picture that takes longer than this is too slow to follow the pen."""
FAST_MS = 120.0
"""Below this it follows again; less than SLOW_MS, so that it does not change its mind all the time."""
PAUSE_MS = 90
"""Without an edit for so long the pen counts as slow."""
SHARE = 3.0
"""While the pen goes on, pictures take at most one part in so many of the time."""


class Easing(QObject):
    """Decides which of a stroke's many changes are worth a picture.

    Eased, a change is held until the pen slows down, or until the last picture lies back three
    times as long as it took; the cores are the pen's in between. Not eased, nothing is held.
    """

    due = Signal()
    """What was held should be rendered now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._milliseconds = 0.0
        self._active = False
        self._rendered = time.monotonic()
        self._slows = QTimer(self)
        self._slows.setSingleShot(True)
        self._slows.setInterval(PAUSE_MS)
        self._slows.timeout.connect(self.due)

    @property
    def active(self) -> bool:
        """Whether pictures take too long to follow the pen."""
        return self._active

    def measure(self, timing: Timing) -> None:
        """Take in how long the model that follows the pen takes at present.

        A session's first picture says nothing: it pays for the session's memory.
        """
        if timing.pictures < 2:
            return
        self._milliseconds = timing.median
        self._active = timing.median > (FAST_MS if self._active else SLOW_MS)

    def holds(self) -> bool:
        """Ask whether a change in mid-stroke waits; then `due` comes without further asking."""
        waited = (time.monotonic() - self._rendered) * 1000.0
        if not self._active or waited >= SHARE * self._milliseconds:
            return False
        self._slows.start()
        return True

    def rendered(self) -> None:
        """A picture was asked for; nothing is held any more."""
        self._rendered = time.monotonic()
        self._slows.stop()

    def reset(self) -> None:
        """Forget the model's times: another one is used, or none."""
        self._active = False
        self._milliseconds = 0.0
        self._slows.stop()
