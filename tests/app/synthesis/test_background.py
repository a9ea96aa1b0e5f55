from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from featherbrush.app.synthesis.background import Background
from featherbrush.engine.errors import PictureError


def test_work_is_done_elsewhere_and_answered_here(qtbot: QtBot) -> None:
    background = Background()
    seen: list[tuple[int, int]] = []

    background.run(
        threading.get_ident,
        done=lambda ident: seen.append((ident, threading.get_ident())),
        failed=lambda problem: None,
    )
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    background.close()

    (worker, answered) = seen[0]
    assert worker != answered == threading.get_ident()


def test_a_problem_is_answered_in_one_line(qtbot: QtBot) -> None:
    background = Background()
    told: list[str] = []

    def fail_ours() -> None:
        raise PictureError("dusk.png: no such file")

    def fail_other() -> None:
        raise ValueError("two\nlines")

    for work in (fail_ours, fail_other):
        background.run(work, done=lambda _: None, failed=told.append)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=20_000)
    background.close()

    assert told == ["dusk.png: no such file", "ValueError: two lines"]


def test_after_closing_nothing_is_answered(qtbot: QtBot) -> None:
    background = Background()
    seen: list[int] = []
    background.run(lambda: 1, done=seen.append, failed=lambda _: None)

    background.close()
    background.run(lambda: 2, done=seen.append, failed=lambda _: None)
    qtbot.wait(20)

    assert seen == []
