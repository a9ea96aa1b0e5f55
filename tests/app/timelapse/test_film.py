"""Films: every moment comes back exactly, forwards and backwards, in bounded memory."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from featherbrush.app.document import Document, Palette
from featherbrush.app.timelapse.film import Projector, joined
from featherbrush.app.timelapse.recorder import LONGEST_PAUSE, FilmRecorder
from featherbrush.app.timelapse.reel import JOINS
from featherbrush.engine.geometry import Bounds, Extent


class Hand:
    """Paints random rectangles on a document, a stroke every 200 ms of its own clock."""

    def __init__(self, document: Document, *, max_bytes: int = 8 << 20) -> None:
        self.now = 0
        self.document = document
        self.random = np.random.default_rng(7)
        self.recorder = FilmRecorder(document, clock=lambda: self.now, max_bytes=max_bytes)
        self.moments = [document.snapshot()]

    def stroke(self, *, after: int = 200) -> None:
        """Wait, then paint one rectangle of another class."""
        self.now += after
        x, y = self.random.integers(0, 40, 2).tolist()
        width, height = self.random.integers(4, 24, 2).tolist()
        bounds = Bounds(x, y, width, height)
        if self.document.kind == "labels":
            self.document.paint(bounds, class_id=int(self.random.integers(0, 3)))
        else:
            ink = self.random.integers(0, 255, (height, width), dtype=np.uint8)
            self.document.ink(bounds, coverage=ink, color=(200, 30, 60))
        self.moments.append(self.document.snapshot())


@pytest.fixture(params=["labels", "sketch"])
def hand(request: pytest.FixtureRequest, palette: Palette) -> Hand:
    return Hand(Document(palette, extent=Extent(64, 64), kind=request.param))


def unique(moments: list[NDArray[np.uint8]]) -> list[bytes]:
    """The moments without those that look like the one before."""
    looks = [moment.tobytes() for moment in moments]
    return [look for place, look in enumerate(looks) if place == 0 or look != looks[place - 1]]


def test_every_moment_comes_back_forwards_and_backwards(hand: Hand) -> None:
    for _ in range(20):
        hand.stroke()
    film = hand.recorder.film()
    projector = Projector(film)

    forwards = [projector.go(place).tobytes() for place in range(len(film.frames) + 1)]
    backwards = [projector.go(place).tobytes() for place in range(len(film.frames), -1, -1)]

    assert forwards == unique(hand.moments)
    assert backwards == forwards[::-1]
    assert np.array_equal(projector.go(len(film.frames)), hand.document.pixels)


def test_a_film_may_be_taken_at_any_time_and_goes_on(hand: Hand) -> None:
    hand.stroke()
    early = hand.recorder.film()
    hand.stroke()
    late = hand.recorder.film()

    assert len(late.frames) > len(early.frames)
    assert np.array_equal(Projector(late).go(len(late.frames)), hand.document.pixels)


def test_long_pauses_are_cut(hand: Hand) -> None:
    hand.stroke(after=3_600_000)
    hand.stroke(after=3_600_000)

    assert hand.recorder.film().duration <= 2 * LONGEST_PAUSE


def test_undo_and_redo_are_filmed(hand: Hand) -> None:
    hand.stroke()
    before = hand.document.snapshot()
    hand.stroke()
    hand.now += 300
    hand.document.undo()

    film = hand.recorder.film()
    assert np.array_equal(Projector(film).go(len(film.frames)), before)


def test_a_new_map_begins_a_new_film(hand: Hand) -> None:
    hand.stroke()
    hand.document.new(extent=Extent(32, 16))

    film = hand.recorder.film()
    assert film.frames == ()
    assert film.extent == Extent(32, 16)


def test_memory_is_bounded_and_the_end_stays_exact(palette: Palette) -> None:
    hand = Hand(Document(palette, extent=Extent(64, 64)), max_bytes=20_000)
    for _ in range(300):
        hand.stroke()
    film = hand.recorder.film()
    projector = Projector(film)

    assert hand.recorder.stored_bytes <= 20_000
    assert len(film.frames) > 10
    assert np.array_equal(projector.go(len(film.frames)), hand.document.pixels)
    assert np.array_equal(projector.go(0), hand.moments[0])
    looks = set(unique(hand.moments))
    assert all(projector.go(place).tobytes() in looks for place in range(len(film.frames)))
    assert film.duration == 300 * 200


def test_joining_two_frames_that_cancel_each_other_leaves_nothing(palette: Palette) -> None:
    hand = Hand(Document(palette, extent=Extent(64, 64)))
    hand.stroke()
    hand.now += 500
    hand.document.paint(Bounds(0, 0, 64, 64), class_id=2)
    hand.now += 500
    hand.document.undo()
    *_, first, second = hand.recorder.film().frames

    both = joined(first, second, channels=1)

    assert both.patch.bounds.empty
    assert both.time == second.time


def test_places_are_found_by_time(hand: Hand) -> None:
    for _ in range(5):
        hand.stroke()
    film = hand.recorder.film()

    assert film.place(-1) == 0
    assert film.place(film.duration) == len(film.frames)
    assert film.place(film.frames[0].time) == 1


def test_a_worker_films_the_same_moments(palette: Palette) -> None:
    document = Document(palette, extent=Extent(64, 64))
    with ThreadPoolExecutor(max_workers=1) as worker:
        now = 0
        recorder = FilmRecorder(document, clock=lambda: now, worker=worker)
        for step in range(12):
            now += 200
            document.paint(Bounds(4 * step, 8, 6, 6), class_id=1)
        film = recorder.film()
        recorder.release()

    assert film.frames
    assert np.array_equal(Projector(film).go(len(film.frames)), document.pixels)


def test_a_full_film_joins_only_a_few_moments_at_a_time(palette: Palette) -> None:
    hand = Hand(Document(palette, extent=Extent(64, 64), kind="sketch"), max_bytes=60_000)
    for _ in range(100):
        hand.stroke()
    before = len(hand.recorder.film().frames)
    hand.now += 500
    noise = hand.random.integers(0, 255, (64, 64, 3), dtype=np.uint8)
    hand.document.put(Bounds(0, 0, 64, 64), noise)

    assert len(hand.recorder.film().frames) >= before - JOINS
