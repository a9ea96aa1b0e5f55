"""The time-lapse: painted, seen again at any moment, kept as a video or as strokes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage

from featherbrush.app.canvas.recording import read_recording
from featherbrush.app.timelapse.export import Content, ExportOptions
from featherbrush.app.windows.timelapse_window import TimelapseWindow

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio

QUICK = ExportOptions(Content.BOTH, seconds=1)
PATIENCE_MS = 30_000


def opened(studio: Studio) -> TimelapseWindow:
    """The time-lapse window after three strokes."""
    window = studio.window
    window.tools.set_class(3)
    for row in (6, 20, 34):
        studio.draw((4, row), (40, row))
        studio.qtbot.wait(130)
    studio.do("timelapse")
    assert window.timelapse.window is not None
    return window.timelapse.window


def pixels(image: QImage | None) -> bytes:
    assert image is not None
    return bytes(image.convertToFormat(QImage.Format.Format_RGB888).constBits())


def test_the_slider_goes_to_any_moment(studio: Studio) -> None:
    first = studio.labels
    player = opened(studio)
    end = pixels(player.map.image)

    player.slider.setValue(0)
    begin = pixels(player.map.image)
    player.slider.setValue(player.slider.maximum())

    film = studio.window.timelapse.film
    assert film is not None
    assert np.array_equal(film.start, first)
    assert begin != end
    assert pixels(player.map.image) == end


def test_it_plays_by_itself_to_the_end_and_makes_the_pictures(studio: Studio) -> None:
    player = opened(studio)
    player.player.set_speed(32)
    player.play.click()
    assert player.player.playing

    studio.qtbot.waitUntil(lambda: not player.player.playing, timeout=PATIENCE_MS)
    studio.qtbot.waitUntil(lambda: player.picture.image is not None, timeout=PATIENCE_MS)

    film = studio.window.timelapse.film
    assert film is not None and player.player.time == film.duration
    assert np.array_equal(film.start.shape, studio.labels.shape)


def test_a_video_is_written_in_the_background(studio: Studio, tmp_path: Path) -> None:
    player = opened(studio)
    studio.window.timelapse.export(tmp_path / "a.gif", QUICK)
    assert not player.export.isEnabled()

    studio.qtbot.waitUntil(lambda: "Saved" in player.words.text(), timeout=PATIENCE_MS)

    with Image.open(tmp_path / "a.gif") as video:
        assert video.size == (128, 48)
        assert video.n_frames >= 3
    assert player.export.isEnabled()
    assert player.cancel.isHidden()


def test_an_export_can_be_called_off(studio: Studio, tmp_path: Path) -> None:
    player = opened(studio)
    studio.window.timelapse.export(tmp_path / "a.gif", ExportOptions(Content.BOTH, seconds=40))
    player.cancel.click()

    studio.qtbot.waitUntil(lambda: player.export.isEnabled(), timeout=PATIENCE_MS)

    assert "called off" in player.words.text()
    assert list(tmp_path.glob("*.gif")) == []


def test_a_problem_is_said_in_the_window(studio: Studio, tmp_path: Path) -> None:
    player = opened(studio)
    studio.window.timelapse.export(tmp_path / "none" / "a.gif", QUICK)

    studio.qtbot.waitUntil(lambda: "no folder" in player.words.text(), timeout=PATIENCE_MS)


def test_strokes_are_saved_and_shown_again(studio: Studio, tmp_path: Path) -> None:
    player = opened(studio)
    timelapse = studio.window.timelapse
    timelapse.save_strokes(tmp_path / "mine.jsonl")
    assert read_recording(tmp_path / "mine.jsonl").records
    end = pixels(player.map.image)

    before = timelapse.film
    timelapse.open_strokes(tmp_path / "mine.jsonl")
    studio.qtbot.waitUntil(lambda: timelapse.film is not before, timeout=PATIENCE_MS)

    assert pixels(player.map.image) == end


def test_a_damaged_stroke_file_is_refused_in_one_line(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{}\n")
    player = opened(studio)
    studio.window.timelapse.open_strokes(tmp_path / "bad.jsonl")

    studio.qtbot.waitUntil(lambda: "bad.jsonl: line 1" in player.words.text(), timeout=PATIENCE_MS)


def test_closing_in_the_middle_of_everything_leaves_nothing(studio: Studio, tmp_path: Path) -> None:
    player = opened(studio)
    player.slider.setValue(0)
    player.play.click()
    studio.window.timelapse.export(tmp_path / "a.gif", ExportOptions(Content.BOTH, seconds=40))
    player.reject()

    assert studio.window.timelapse.window is None
    assert list(tmp_path.glob("*.gif")) == []
    assert list(tmp_path.glob(".*")) == []


def test_without_strokes_it_says_so(studio: Studio) -> None:
    studio.do("timelapse")
    player = studio.window.timelapse.window

    assert player is not None
    assert "Nothing has been painted" in player.words.text()
    assert not player.export.isEnabled()
    player.reject()
