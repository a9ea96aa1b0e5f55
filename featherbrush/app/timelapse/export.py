"""Turns a film into the frames of a video: the map, its picture, or both side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from featherbrush.app.timelapse.film import Film, Projector
from featherbrush.app.timelapse.video import VideoError, write_video
from featherbrush.engine.arrays import Canvas, Picture
from featherbrush.engine.cancellation import Cancellation

GIF_FPS, MP4_FPS = 12, 24
HOLD_S = 1.5
"""How long the finished work stands at the end, in seconds."""

Render = Callable[[Canvas, Cancellation], Picture]
"""Makes the picture of a canvas, uint8 [H,W,3]; raises Cancelled, or RenderError."""
Progress = Callable[[int, int], None]
"""Called with frames done and frames in all, on the thread that exports."""


class Content(StrEnum):
    """What a video shows."""

    MAP = "map"
    PICTURE = "picture"
    BOTH = "both"


@dataclass(frozen=True)
class ExportOptions:
    """What to show, and how many seconds the painting is to take."""

    content: Content = Content.BOTH
    seconds: int = 20


def export(
    path: Path,
    film: Film,
    *,
    options: ExportOptions,
    render: Render | None,
    progress: Progress,
    cancellation: Cancellation,
) -> None:
    """Write a film as a .gif or .mp4. Takes long: not on Qt's thread.

    Raises VideoError in one line (nothing painted, no model for pictures, not writable), Cancelled
    when it was called off; the file is then as it was before.
    """
    if not film.frames:
        raise VideoError("nothing has been painted yet; paint a stroke first")
    if render is None and options.content is not Content.MAP:
        raise VideoError("there is no model to make pictures; open one, or export the map alone")
    fps = GIF_FPS if path.suffix.lower() == ".gif" else MP4_FPS
    places = schedule(film, seconds=options.seconds, fps=fps)
    frames = _frames(film, places, options.content, render=render, cancellation=cancellation)
    write_video(path, _counted(frames, len(places), progress), fps=fps)


def schedule(film: Film, *, seconds: int, fps: int) -> tuple[int, ...]:
    """Return the place in the film for every frame of a video; the end is held for a moment."""
    count = max(seconds * fps, 2)
    times = np.linspace(0, film.duration, count)
    held = (len(film.frames),) * round(HOLD_S * fps)
    return (*(film.place(int(time)) for time in times), *held)


def _frames(
    film: Film,
    places: tuple[int, ...],
    content: Content,
    *,
    render: Render | None,
    cancellation: Cancellation,
) -> Iterator[Picture]:
    projector = Projector(film)
    shown: tuple[int, Picture] | None = None
    for place in places:
        cancellation.check()
        if shown is None or shown[0] != place:
            canvas = projector.go(place)
            parts = [] if content is Content.PICTURE else [film.picture(canvas)]
            if content is not Content.MAP and render is not None:
                parts.append(render(canvas, cancellation))
            shown = place, np.ascontiguousarray(np.hstack(parts))
        yield shown[1]


def _counted(frames: Iterator[Picture], count: int, progress: Progress) -> Iterator[Picture]:
    for done, frame in enumerate(frames, start=1):
        yield frame
        progress(done, count)
