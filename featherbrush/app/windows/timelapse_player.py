"""Plays a film: where it is now, how fast it goes. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from featherbrush.app.timelapse.film import Film, Projector
from featherbrush.engine.arrays import Canvas

TICK_MS = 40
SPEEDS = (1, 2, 4, 8, 16, 32)


class FilmPlayer(QObject):
    """Goes through a film by a timer; every place that it reaches is told with its canvas."""

    shown = Signal(object)
    """The canvas (uint8 [H,W] or [H,W,3], never written to again) at the time that shows now."""
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film: Film | None = None
        self._projector: Projector | None = None
        self._time = 0
        self._speed = SPEEDS[2]
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def film(self) -> Film | None:
        """The film that plays."""
        return self._film

    @property
    def time(self) -> int:
        """Milliseconds of painting that show now."""
        return self._time

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    def load(self, film: Film) -> None:
        """Take another film and show its end."""
        self.pause()
        self._film = film
        self._projector = Projector(film)
        self.seek(film.duration)

    def set_speed(self, times: int) -> None:
        """Go so many times as fast as the hand did."""
        self._speed = times

    def seek(self, time: int) -> None:
        """Show a time in milliseconds, kept within the film."""
        if self._film is None or self._projector is None:
            return
        self._time = min(max(time, 0), self._film.duration)
        canvas: Canvas = self._projector.go(self._film.place(self._time))
        self.shown.emit(canvas)

    def play(self) -> None:
        """Go on from here; from the beginning when it stands at the end."""
        if self._film is None:
            return
        if self._time >= self._film.duration:
            self.seek(0)
        self._timer.start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stand still."""
        if self._timer.isActive():
            self._timer.stop()
            self.playing_changed.emit(False)

    def _tick(self) -> None:
        self.seek(self._time + TICK_MS * self._speed)
        if self._film is None or self._time >= self._film.duration:
            self.pause()
