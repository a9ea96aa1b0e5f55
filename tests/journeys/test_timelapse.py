"""The time-lapse: painted, seen again at any moment, kept as a video or as strokes."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from featherbrush.app.canvas.recording import read_recording
from featherbrush.app.timelapse.export import Content, ExportOptions, export
from featherbrush.app.timelapse.film import Film
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


class Held:
    """Stands in for `export`: holds a video back until it may be written, or is called off."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def __call__(self, path: Path, film: Film, **options: Any) -> None:
        """Wait, then write the video."""
        while not self.go.wait(0.01):
            options["cancellation"].check()
        export(path, film, **options)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """Every export waits for `held.go`."""
    made = Held()
    monkeypatch.setattr("featherbrush.app.windows.timelapse.export", made)
    return made


def wait_for(studio: Studio, player: TimelapseWindow, words: str) -> None:
    """Wait for the end of an export, which says these words."""
    studio.qtbot.waitUntil(lambda: "Writing" not in player.words.text(), timeout=PATIENCE_MS)
    assert words in player.words.text()


def test_a_video_is_finished_when_the_models_change_meanwhile(
    studio: Studio, tmp_path: Path, held: Held
) -> None:
    player, models = opened(studio), studio.window.models
    studio.window.timelapse.export(tmp_path / "a.gif", QUICK)
    before = models.live
    models.set_threads(1)
    studio.qtbot.waitUntil(lambda: models.live is not before, timeout=PATIENCE_MS)

    held.go.set()

    wait_for(studio, player, "Saved a.gif")
    with Image.open(tmp_path / "a.gif") as video:
        assert video.size == (128, 48)


def test_a_model_file_that_is_gone_is_said_in_the_window(studio: Studio, tmp_path: Path) -> None:
    player = opened(studio)
    studio.window.models.current.live.path.unlink()
    studio.window.timelapse.export(tmp_path / "a.gif", QUICK)

    wait_for(studio, player, "test-compressed.onnx")
    assert not (tmp_path / "a.gif").exists()


@pytest.mark.parametrize("way", ["button", "escape", "studio"])
def test_closing_in_the_middle_of_a_video_asks_first(
    studio: Studio, tmp_path: Path, held: Held, way: str
) -> None:
    player = opened(studio)
    player.activateWindow()  # else Escape would go to the main window's shortcuts
    studio.qtbot.waitUntil(player.isActiveWindow, timeout=PATIENCE_MS)
    studio.window.document.mark_saved(None)
    close = {
        "button": player.close,
        "escape": lambda: QTest.keyClick(player, Qt.Key.Key_Escape),
        "studio": studio.window.close,
    }[way]
    studio.window.timelapse.export(tmp_path / "a.gif", QUICK)
    studio.answers.confirmed = False

    close()

    assert studio.answers.asked == ["stop a.gif"]
    assert player.isVisible() and studio.window.isVisible()
    held.go.set()
    wait_for(studio, player, "Saved a.gif")

    close()
    assert studio.answers.asked == ["stop a.gif"], "it is written: nothing to ask about"
    assert studio.window.timelapse.window is None


@pytest.mark.parametrize("way", ["window", "studio"])
def test_a_video_that_is_given_up_leaves_nothing(
    studio: Studio, tmp_path: Path, held: Held, way: str
) -> None:
    player = opened(studio)
    studio.window.document.mark_saved(None)
    studio.window.timelapse.export(tmp_path / "a.gif", QUICK)

    assert (player if way == "window" else studio.window).close()

    assert studio.answers.asked == ["stop a.gif"], "asked once"
    assert studio.window.timelapse.window is None
    assert not held.go.is_set() and list(tmp_path.glob("*.gif")) == []


def test_a_video_that_was_called_off_is_not_asked_about(
    studio: Studio, tmp_path: Path, held: Held
) -> None:
    player = opened(studio)
    studio.window.timelapse.export(tmp_path / "a.gif", QUICK)
    player.cancel.click()

    player.reject()

    assert studio.answers.asked == []
    assert studio.window.timelapse.window is None


def test_a_video_that_is_finished_while_the_question_is_open_stays(
    studio: Studio, tmp_path: Path, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = opened(studio)
    studio.window.timelapse.export(tmp_path / "a.gif", QUICK)

    def answer(_name: str) -> bool:
        held.go.set()
        wait_for(studio, player, "Saved a.gif")
        return True

    monkeypatch.setattr(studio.answers, "confirm_stop_video", answer)
    player.reject()

    assert studio.window.timelapse.window is None
    with Image.open(tmp_path / "a.gif") as video:
        assert video.size == (128, 48)


def test_asked_for_again_the_window_goes_on_with_its_video(
    studio: Studio, tmp_path: Path, held: Held
) -> None:
    player = opened(studio)
    studio.window.timelapse.export(tmp_path / "a.gif", QUICK)

    studio.do("timelapse")
    assert studio.window.timelapse.window is player
    held.go.set()
    wait_for(studio, player, "Saved a.gif")

    studio.do("timelapse")
    assert studio.window.timelapse.window is not player
