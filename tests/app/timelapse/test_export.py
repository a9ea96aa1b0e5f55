"""Videos: what is in them, and that nothing half-written is left behind."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from featherbrush.app.document import Document, Palette
from featherbrush.app.timelapse import video
from featherbrush.app.timelapse.export import GIF_FPS, Content, ExportOptions, export, schedule
from featherbrush.app.timelapse.film import Film
from featherbrush.app.timelapse.recorder import FilmRecorder
from featherbrush.app.timelapse.video import VideoError, ffmpeg_program
from featherbrush.engine.arrays import Canvas, Picture
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.errors import Cancelled
from featherbrush.engine.geometry import Bounds, Extent


@pytest.fixture
def film(palette: Palette) -> Film:
    """Two seconds: a hill grows over the sky."""
    now = 0
    document = Document(palette, extent=Extent(64, 48))
    recorder = FilmRecorder(document, clock=lambda: now)
    for column in range(8):
        now += 250
        document.paint(Bounds(column * 8, 24, 8, 24), class_id=1)
    return recorder.film()


def negative(canvas: Canvas, _cancellation: Cancellation) -> Picture:
    """Stands in for a model: class 0 becomes white, others dark."""
    return np.repeat(np.where(canvas[..., None] == 0, 255, 20).astype(np.uint8), 3, axis=2)


def write(
    path: Path,
    film: Film,
    *,
    content: Content = Content.BOTH,
    cancellation: Cancellation | None = None,
    render: object = negative,
) -> list[tuple[int, int]]:
    """Export one second of video; returns the progress that was told."""
    told: list[tuple[int, int]] = []
    export(
        path,
        film,
        options=ExportOptions(content, seconds=1),
        render=render,
        progress=lambda done, count: told.append((done, count)),
        cancellation=cancellation or Cancellation(),
    )
    return told


def frames_of(path: Path) -> list[np.ndarray]:
    with Image.open(path) as image:
        found = []
        for number in range(image.n_frames):
            image.seek(number)
            found.append(np.asarray(image.convert("RGB")))
    return found


def test_a_gif_shows_the_painting_of_map_and_picture(film: Film, tmp_path: Path) -> None:
    told = write(tmp_path / "both.gif", film)
    frames = frames_of(tmp_path / "both.gif")

    assert frames[0].shape == (48, 128, 3)
    assert tuple(frames[0][40, 2]) == (110, 170, 230)
    assert tuple(frames[-1][40, 60]) == (120, 110, 100)
    assert frames[-1][40, 64 + 60].max() < 40
    assert 5 <= len(frames) <= len(film.frames) + 2
    assert told[-1] == (len(told), len(told))


@pytest.mark.parametrize(("content", "width"), [(Content.MAP, 64), (Content.PICTURE, 64)])
def test_map_or_picture_alone(film: Film, tmp_path: Path, content: Content, width: int) -> None:
    write(tmp_path / "one.gif", film, content=content)

    assert frames_of(tmp_path / "one.gif")[0].shape[1] == width


def test_the_schedule_begins_empty_ends_complete_and_holds(film: Film) -> None:
    places = schedule(film, seconds=2, fps=GIF_FPS)

    assert places[0] == 0
    assert list(places) == sorted(places)
    assert set(places) == set(range(len(film.frames) + 1))
    assert places[-GIF_FPS:] == (len(film.frames),) * GIF_FPS


def test_calling_off_leaves_the_old_file_and_nothing_else(film: Film, tmp_path: Path) -> None:
    path = tmp_path / "old.gif"
    path.write_bytes(b"precious")
    cancellation = Cancellation()

    def late(canvas: Canvas, token: Cancellation) -> Picture:
        if canvas.any():
            cancellation.cancel()
        return negative(canvas, token)

    with pytest.raises(Cancelled):
        write(path, film, cancellation=cancellation, render=late)

    assert path.read_bytes() == b"precious"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_said_in_one_line(film: Film, tmp_path: Path) -> None:
    empty = Film(film.start, film.palette, ())
    for path, painting, render, words in (
        (tmp_path / "a.avi", film, negative, "written as .gif or .mp4"),
        (tmp_path / "no" / "a.gif", film, negative, "there is no folder"),
        (tmp_path / "a.gif", empty, negative, "nothing has been painted"),
        (tmp_path / "a.gif", film, None, "no model"),
    ):
        with pytest.raises(VideoError, match=words) as problem:
            write(path, painting, render=render)
        assert "\n" not in str(problem.value)
    assert list(tmp_path.iterdir()) == []


def test_without_ffmpeg_mp4_says_what_to_do(
    film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(video, "ffmpeg_program", lambda: None)

    with pytest.raises(VideoError, match="install ffmpeg"):
        write(tmp_path / "a.mp4", film)


def test_ffmpeg_that_fails_is_quoted_and_leaves_nothing(
    film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "ffmpeg"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'first line' >&2\necho 'the disk is on fire' >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(video, "ffmpeg_program", lambda: program)

    with pytest.raises(VideoError, match="the disk is on fire"):
        write(tmp_path / "a.mp4", film)

    assert list(tmp_path.iterdir()) == [program.parent]


@pytest.mark.skipif(ffmpeg_program() is None, reason="no ffmpeg here")
def test_an_mp4_is_written(film: Film, tmp_path: Path) -> None:
    write(tmp_path / "a.mp4", film)

    data = (tmp_path / "a.mp4").read_bytes()
    assert data[4:8] == b"ftyp"
    assert len(data) > 1000
