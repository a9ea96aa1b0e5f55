"""A recorded hand paints: the map and the last picture are those of the last revision."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from featherbrush.app.canvas.recorder import Recorder
from featherbrush.app.canvas.recording import read_recording, write_recording
from featherbrush.app.canvas.replay import EventPlayer
from featherbrush.app.synthesis.state import Side
from featherbrush.engine.labels import colorize

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio

HILLS = Path(__file__).parent / "strokes" / "hills.jsonl"


def test_the_replayed_strokes_end_in_the_recorded_map_and_its_picture(studio: Studio) -> None:
    window = studio.window
    recording = read_recording(HILLS)
    painted: list[tuple[Side, int]] = []
    window.compare.painted.connect(lambda side, revision: painted.append((side, revision)))

    EventPlayer(window.canvas).replay(recording, pace=lambda _: studio.qtbot.wait(1))
    studio.settle()
    last = window.document.revision
    studio.qtbot.waitUntil(lambda: (Side.ORIGINAL, last) in painted, timeout=30_000)

    for side in Side:
        revisions = [revision for shown, revision in painted if shown is side]
        assert revisions == sorted(revisions)
        assert revisions[-1] == last
        assert np.array_equal(
            studio.picture(side), colorize(studio.labels, window.document.palette.classes)
        )


def test_a_hand_is_recorded_and_leads_to_the_same_map_again(studio: Studio, tmp_path: Path) -> None:
    window = studio.window
    recorder = Recorder(window.canvas.driver)
    window.palette_panel.button(2).click()
    studio.draw((5, 5), (30, 12), (50, 8))
    studio.do("fill")
    studio.draw((60, 2))
    studio.do("undo")
    drawn = studio.labels
    write_recording(tmp_path / "hand.jsonl", recorder.stop())
    recorder.deleteLater()

    EventPlayer(window.canvas).replay(read_recording(tmp_path / "hand.jsonl"))

    assert np.array_equal(studio.labels, drawn)
    studio.settle()
