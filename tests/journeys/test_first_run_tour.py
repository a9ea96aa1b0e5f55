"""The tour of the first start: it points, it waits, it never stands in the way, it comes once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, Qt
from PySide6.QtTest import QTest

from featherbrush.app.windows.tour import beside, steps_for

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio


@pytest.fixture
def studio(make_studio: MakeStudio) -> Studio:
    """The studio without a model: nothing here needs pictures."""
    return make_studio()


def test_it_points_at_real_parts_and_ends(studio: Studio) -> None:
    window = studio.window
    window.help.tour.offer()
    tour = window.help.tour.tour
    assert tour is not None
    steps = steps_for(window)
    assert 5 <= len(steps) <= 7

    for number, step in enumerate(steps):
        assert tour.step == number
        target = step.target()
        assert target.isVisible()
        corner = target.mapTo(window, QPoint(0, 0))
        assert tour.ring.geometry().contains(
            QRect(corner, target.size()).intersected(window.rect())
        )
        assert window.rect().contains(tour.bubble.geometry())
        assert tour.bubble.words.text()
        QTest.mouseClick(tour.bubble.next, Qt.MouseButton.LeftButton)

    assert window.help.tour.tour is None


def test_escape_ends_it_and_then_takes_a_message_away(studio: Studio) -> None:
    studio.window.help.tour.start()
    studio.window.messages.notice("The map is larger now.")

    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Escape)
    assert studio.window.help.tour.tour is None
    assert studio.window.messages.isVisible()

    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Escape)
    assert not studio.window.messages.isVisible()


def test_painting_goes_on_under_it(studio: Studio) -> None:
    before = studio.labels
    studio.window.help.tour.start()

    studio.draw((5, 5), (20, 8))

    assert not np.array_equal(studio.labels, before)
    tour = studio.window.help.tour.tour
    assert tour is not None and tour.step == 0
    tour.end()


def test_it_is_shown_once_and_again_from_the_help_menu(
    make_studio: MakeStudio, settings: QSettings
) -> None:
    first = make_studio()
    first.window.help.tour.offer()
    tour = first.window.help.tour.tour
    assert tour is not None
    QTest.mouseClick(tour.bubble.skip, Qt.MouseButton.LeftButton)
    assert first.window.help.tour.tour is None
    first.window.close()

    second = make_studio()
    second.window.help.tour.offer()
    assert second.window.help.tour.tour is None
    second.do("tour")
    again = second.window.help.tour.tour
    assert again is not None
    again.end()


def test_it_can_be_gone_back_and_follows_the_window(studio: Studio) -> None:
    guide = studio.window.help.tour
    guide.start()
    tour = guide.tour
    assert tour is not None
    tour.forward()
    tour.backward()
    assert tour.step == 0

    studio.window.resize(900, 620)
    studio.qtbot.wait(20)

    assert studio.window.rect().contains(tour.bubble.geometry())
    tour.end()


def test_a_part_that_is_hidden_does_not_stop_it(studio: Studio) -> None:
    studio.window.style_panel.hide()
    studio.window.figures_panel.hide()
    studio.do("tour")
    tour = studio.window.help.tour.tour
    assert tour is not None

    for _ in steps_for(studio.window):
        assert studio.window.rect().contains(tour.bubble.geometry())
        tour.forward()

    assert studio.window.help.tour.tour is None


def test_it_speaks_of_what_is_on_the_canvas(
    make_studio: MakeStudio, write_model: Any, tmp_path: Path
) -> None:
    write_model(tmp_path / "sketches.onnx", kind="sketch")
    window = make_studio(tmp_path).window
    window.help.tour.start()
    tour = window.help.tour.tour
    assert tour is not None

    said = []
    while window.help.tour.tour is not None:
        said.append(tour.bubble.words.text())
        assert tour.bubble.place.text() == f"{len(said)} of 5"
        tour.forward()

    assert "sketch" in said[0] and "ink" in said[1]
    assert not any("style" in words for words in said)


ROOM = QRect(0, 0, 1000, 700)


@pytest.mark.parametrize(
    "area",
    [
        QRect(0, 100, 200, 500),
        QRect(700, 100, 300, 500),
        QRect(300, 0, 400, 40),
        QRect(300, 600, 400, 100),
        QRect(0, 0, 1000, 700),
    ],
)
def test_bubbles_lie_beside_what_they_point_at(area: QRect) -> None:
    corner = beside(area, (320, 150), room=ROOM)
    bubble = QRect(corner.x(), corner.y(), 320, 150)

    assert ROOM.contains(bubble)
    assert area == ROOM or not bubble.intersects(area)


def test_the_bubble_leaves_the_pictures_in_sight_where_it_can() -> None:
    canvas, pictures = QRect(0, 0, 400, 600), QRect(400, 0, 600, 400)
    room = QRect(0, 0, 1000, 600)

    corner = beside(canvas, (320, 150), room=room, clear=[canvas, pictures])

    assert not QRect(corner.x(), corner.y(), 320, 150).intersects(pictures)
