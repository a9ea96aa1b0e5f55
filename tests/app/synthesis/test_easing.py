"""On a slow machine pictures wait for the pen; on a fast one nothing is held."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from featherbrush.app.synthesis.easing import FAST_MS, SLOW_MS, Easing
from featherbrush.app.synthesis.state import Timing


def test_nothing_is_held_while_pictures_are_fast(qapp: object) -> None:
    easing = Easing()
    easing.measure(Timing(20, SLOW_MS - 1, 9))
    easing.rendered()
    assert not easing.active
    assert not easing.holds()


def test_slow_pictures_are_held_until_the_pen_slows_down(qtbot: QtBot) -> None:
    easing = Easing()
    easing.measure(Timing(60_000, 60_000, 9))
    easing.rendered()
    with qtbot.waitSignal(easing.due, timeout=20_000):
        assert easing.holds()
    assert easing.active


def test_a_long_stroke_still_gets_a_picture_now_and_then(qtbot: QtBot) -> None:
    easing = Easing()
    easing.measure(Timing(SLOW_MS + 1, SLOW_MS + 1, 9))
    easing.rendered()
    assert easing.holds()
    qtbot.wait(int(3.2 * SLOW_MS))
    assert not easing.holds()


def test_it_does_not_waver_between_the_two(qapp: object) -> None:
    easing = Easing()
    between = (FAST_MS + SLOW_MS) / 2
    easing.measure(Timing(between, between, 9))
    assert not easing.active
    easing.measure(Timing(SLOW_MS + 1, SLOW_MS + 1, 9))
    easing.measure(Timing(between, between, 9))
    assert easing.active
    easing.measure(Timing(FAST_MS - 1, FAST_MS - 1, 9))
    assert not easing.active


def test_the_first_picture_of_a_session_says_nothing(qapp: object) -> None:
    easing = Easing()
    easing.measure(Timing(900, 900, 1))
    assert not easing.active
