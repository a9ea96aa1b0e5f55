from __future__ import annotations

import threading

import numpy as np
from pytestqt.qtbot import QtBot

from featherbrush.app.document import Document
from featherbrush.app.synthesis.previews import StylePreviews
from featherbrush.app.synthesis.styles import StyleShelf
from featherbrush.engine.arrays import Canvas, Picture, Style
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.geometry import Bounds


class Counting:
    """Counts its runs; waits until it may run."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.runs = 0

    def render(
        self,
        canvas: Canvas,
        style: Style | None = None,
        *,
        cancellation: Cancellation | None = None,
    ) -> Picture:
        """Render black."""
        self.runs += 1
        while not self.go.wait(0.005):
            if cancellation is not None:
                cancellation.check()
        return np.zeros((*canvas.shape, 3), np.uint8)


def test_previews_are_made_once_for_each_revision(qtbot: QtBot, document: Document) -> None:
    model, shelf, previews = Counting(), StyleShelf(), StylePreviews(document)
    made: list[str] = []
    previews.made.connect(lambda key, _picture: made.append(key))
    shelf.offer(np.zeros(3, np.float32))
    model.go.set()
    previews.open(model)
    previews.want(shelf.options)
    assert model.runs == 0

    previews.start()
    qtbot.waitUntil(lambda: len(made) == len(shelf.options), timeout=20_000)
    previews.start()
    qtbot.wait(20)
    assert made == [one.key for one in shelf.options]

    document.paint(Bounds(0, 0, 2, 2), class_id=1)
    previews.start()
    qtbot.waitUntil(lambda: len(made) == 2 * len(shelf.options), timeout=20_000)
    previews.close()


def test_stopping_calls_off_what_runs(qtbot: QtBot, document: Document) -> None:
    model, shelf, previews = Counting(), StyleShelf(), StylePreviews(document)
    made: list[str] = []
    previews.made.connect(lambda key, _picture: made.append(key))
    shelf.offer(np.zeros(3, np.float32))
    previews.open(model)
    previews.want(shelf.options)
    previews.start()
    qtbot.waitUntil(lambda: model.runs == 1, timeout=20_000)

    previews.stop()
    previews.close()

    assert made == []
    assert model.runs == 1
