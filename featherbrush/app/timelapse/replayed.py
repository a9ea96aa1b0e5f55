"""Makes films of stroke files: every record is played on a document of its own, out of sight."""

from __future__ import annotations

from featherbrush.app.canvas.driver import ToolDriver
from featherbrush.app.canvas.recording import Record, Recording
from featherbrush.app.canvas.replay import replay
from featherbrush.app.canvas.settings import ToolSettings
from featherbrush.app.document.document import Document
from featherbrush.app.document.palette import Palette
from featherbrush.app.timelapse.film import Film
from featherbrush.app.timelapse.recorder import FilmRecorder


def film_of(recording: Recording, palette: Palette) -> Film:
    """Return the film of a stroke file, shown in a palette. No widget is needed.

    Raises RecordingError when the palette lacks a class of the recording, or when the strokes
    lead to another map than when they were recorded.
    """
    document = Document(palette, extent=recording.header.extent, kind=recording.header.kind)
    driver = ToolDriver(document, ToolSettings())
    now = 0

    def watch(record: Record) -> None:
        nonlocal now
        now = record.t

    recorder = FilmRecorder(document, clock=lambda: now)
    replay(recording, driver, pace=watch)
    return recorder.film()
