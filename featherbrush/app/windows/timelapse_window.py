"""The time-lapse window: the painting of map and picture again, at any speed, and as a video."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.looks.icons import icon
from featherbrush.app.looks.tokens import METRICS, Tokens
from featherbrush.app.texts import tr
from featherbrush.app.timelapse.export import Content, ExportOptions
from featherbrush.app.timelapse.film import Film
from featherbrush.app.windows.timelapse_player import SPEEDS, FilmPlayer
from featherbrush.engine.arrays import Canvas, Picture

LENGTHS = (5, 10, 20, 40)


class PicturePane(QWidget):
    """One picture, as large as fits, in its own proportions; large pixels stay sharp."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._ground = QColor(0, 0, 0)
        self.setAccessibleName(name)
        self.setMinimumSize(220, 220)

    def show_picture(self, picture: Picture | None) -> None:
        """Show uint8 [H,W,3], or nothing."""
        if picture is None:
            self._image = None
        else:
            pixels = np.ascontiguousarray(picture)
            height, width, _ = pixels.shape
            kind = QImage.Format.Format_RGB888
            self._image = QImage(pixels.data, width, height, 3 * width, kind).copy()
        self.update()

    @property
    def image(self) -> QImage | None:
        """What shows."""
        return self._image

    def set_ground(self, color: str) -> None:
        """Take the colour around the picture."""
        self._ground = QColor(color)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture in the middle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground)
        if self._image is None:
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        shrunk = size.width() < self._image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, shrunk)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)


class TimelapseWindow(QDialog):
    """A player over a row to export with. It asks; who opened it answers."""

    export_wanted = Signal(object)
    """(ExportOptions)."""
    cancel_wanted = Signal()
    open_wanted = Signal()
    save_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Time-lapse"))
        self.resize(860, 600)
        self._tokens: Tokens | None = None
        self.may_close: Callable[[], bool] = lambda: True
        """Asked before the artist closes the window: whether nothing is lost by that."""
        self.player = FilmPlayer(self)
        self.map = PicturePane(tr("Map"))
        self.picture = PicturePane(tr("Picture"))
        self._build_player()
        self._build_export()
        self._lay_out()
        self._connect()

    def load(self, film: Film) -> None:
        """Show another film from its end."""
        self.slider.setRange(0, max(film.duration, 1))
        for control in (self.play, self.slider, self.export):
            control.setEnabled(bool(film.frames))
        self.say("" if film.frames else tr("Nothing has been painted yet."))
        self.player.load(film)

    def show_picture(self, picture: Picture | None) -> None:
        """Show the picture of the canvas; None while there is no model."""
        self.picture.show_picture(picture)

    def say(self, words: str) -> None:
        """Say something in one line."""
        self.words.setText(words)

    def show_progress(self, done: int, count: int) -> None:
        """Show how far an export is; it is over when done equals count."""
        self.progress.setRange(0, count)
        self.progress.setValue(done)
        self._set_exporting(done < count)

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        for pane in (self.map, self.picture):
            pane.set_ground(tokens.surround)
        self._show_playing(self.player.playing)

    def _build_player(self) -> None:
        self.play = QToolButton()
        self.play.setIconSize(QSize(METRICS.icon, METRICS.icon))
        self.play.setAutoRaise(True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Time of painting"))
        self.slider.setToolTip(tr("Drag to any moment of the painting."))
        self.time = QLabel()
        self.time.setProperty("kind", "muted")
        self.speed = QComboBox()
        self.speed.setAccessibleName(tr("Speed"))
        self.speed.setToolTip(tr("How many times as fast as the hand was."))
        for times in SPEEDS:
            self.speed.addItem(f"{times}×", times)
        self.speed.setCurrentIndex(2)

    def _build_export(self) -> None:
        self.open_button = QPushButton(tr("Open strokes..."))
        self.open_button.setToolTip(tr("Show the painting that a stroke file holds."))
        self.save_button = QPushButton(tr("Save strokes..."))
        self.save_button.setToolTip(
            tr("Write a stroke file: it plays again here, and drives the speed measurement.")
        )
        self.content = QComboBox()
        self.content.setAccessibleName(tr("What the video shows"))
        self.content.addItem(tr("Map and picture"), Content.BOTH)
        self.content.addItem(tr("Picture"), Content.PICTURE)
        self.content.addItem(tr("Map"), Content.MAP)
        self.length = QComboBox()
        self.length.setAccessibleName(tr("Length of the video"))
        for seconds in LENGTHS:
            self.length.addItem(tr("{n} seconds", n=seconds), seconds)
        self.length.setCurrentIndex(1)
        self.export = QPushButton(tr("Export video..."))
        self.export.setToolTip(tr("Write the painting as MP4 or GIF."))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress of the export"))
        self.cancel = QPushButton(tr("Cancel"))
        self.words = QLabel()
        self.words.setProperty("kind", "muted")
        self.words.setWordWrap(True)
        for button in (self.open_button, self.save_button, self.export, self.cancel):
            button.setAutoDefault(False)
        self._set_exporting(False)

    def _lay_out(self) -> None:
        panes = _row(self.map, self.picture)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(10)
        column.addLayout(panes, 1)
        column.addLayout(_row(self.play, self.slider, self.time, self.speed, wide=self.slider))
        column.addLayout(
            _row(self.open_button, self.save_button, None, self.content, self.length, self.export)
        )
        column.addLayout(_row(self.words, self.progress, self.cancel, wide=self.words))

    def _connect(self) -> None:
        self.play.clicked.connect(self._play_or_pause)
        self.slider.valueChanged.connect(self._scrub)
        self.speed.currentIndexChanged.connect(
            lambda _place: self.player.set_speed(self.speed.currentData())
        )
        self.player.shown.connect(self._show)
        self.player.playing_changed.connect(self._show_playing)
        self.export.clicked.connect(self._ask_export)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.open_button.clicked.connect(self.open_wanted)
        self.save_button.clicked.connect(self.save_wanted)
        self._show_playing(False)

    def _play_or_pause(self) -> None:
        if self.player.playing:
            self.player.pause()
        else:
            self.player.play()

    def _scrub(self, time: int) -> None:
        self.player.pause()
        self.player.seek(time)

    def _show(self, canvas: Canvas) -> None:
        film = self.player.film
        if film is None:
            return
        self.map.show_picture(film.picture(canvas))
        with QSignalBlocker(self.slider):
            self.slider.setValue(self.player.time)
        self.time.setText(f"{_clock(self.player.time)} / {_clock(film.duration)}")

    def _show_playing(self, playing: bool) -> None:
        words = tr("Pause") if playing else tr("Play")
        self.play.setAccessibleName(words)
        self.play.setToolTip(words)
        if self._tokens is not None:
            self.play.setIcon(icon("pause" if playing else "resume", self._tokens))

    def _set_exporting(self, exporting: bool) -> None:
        for part in (self.progress, self.cancel):
            part.setVisible(exporting)
        self.export.setEnabled(not exporting)

    def _ask_export(self) -> None:
        options = ExportOptions(Content(self.content.currentData()), self.length.currentData())
        self.export_wanted.emit(options)

    def reject(self) -> None:
        """Close by Escape, unless the artist would rather stay."""
        if self.may_close():
            super().reject()

    def done(self, result: int) -> None:
        """Stand still and tell that the window goes."""
        self.player.pause()
        super().done(result)
        self.closed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing by the window's own button is the same as Escape."""
        if not self.may_close():
            event.ignore()
            return
        event.accept()
        super().reject()


def _row(*parts: QWidget | None, wide: QWidget | None = None) -> QHBoxLayout:
    """Return the parts side by side; None takes up the room that is left, as `wide` does."""
    row = QHBoxLayout()
    row.setSpacing(METRICS.gap)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part, 1 if part is wide else 0)
    return row


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02}"
