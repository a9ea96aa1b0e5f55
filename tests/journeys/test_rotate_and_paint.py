"""An artist turns and mirrors the view, paints, and traces a photograph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from featherbrush.engine.geometry import Point

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio

NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


def drag(studio: Studio, *places: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
    """Drag the left button over the canvas widget."""
    canvas = studio.window.canvas
    QTest.mousePress(canvas, LEFT, held, places[0])
    for place in places[1:]:
        at = QPointF(place)
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            at,
            QPointF(canvas.mapToGlobal(at)),
            Qt.MouseButton.NoButton,
            LEFT,
            held,
        )
        QApplication.sendEvent(canvas, move)
    QTest.mouseRelease(canvas, LEFT, held, places[-1])


@pytest.mark.parametrize("steps", [("rotate-right",) * 3, ("rotate-left", "mirror")])
def test_a_stroke_lands_under_the_pen_however_the_view_is_turned(
    studio: Studio, steps: tuple[str, ...]
) -> None:
    for step in steps:
        studio.do(step)
    studio.window.tools.set_size(4)
    before = studio.labels

    studio.draw((10, 10), (30, 20), (30, 40))

    changed = np.argwhere(studio.labels != before)
    class_id = studio.window.tools.class_id
    for x, y in ((10, 10), (20, 15), (30, 30)):
        assert studio.labels[y, x] == class_id
    (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
    assert left >= 7
    assert top >= 7
    assert right <= 33
    assert bottom <= 43


def test_what_is_painted_is_seen_where_the_pen_was(studio: Studio) -> None:
    studio.do("rotate-right")
    studio.do("rotate-right")
    studio.do("mirror")
    studio.window.tools.set_size(8)
    studio.draw((20, 20), (40, 20))
    canvas = studio.window.canvas
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    image = canvas.grab().toImage()
    place = canvas.view.to_widget(Point(30, 20))
    ratio = image.devicePixelRatio()
    shown = image.pixelColor(round(place.x * ratio), round(place.y * ratio)).getRgb()[:3]
    wanted = studio.window.document.palette.find(studio.window.tools.class_id)
    assert wanted is not None
    assert shown == wanted.color


def test_keys_turn_by_15_degrees_and_back_upright(studio: Studio) -> None:
    canvas, navigator = studio.window.canvas, studio.window.viewing.navigator
    studio.do("rotate-right")
    studio.do("rotate-right")
    assert canvas.view.rotation == 30
    assert navigator.turn_text == "30°"
    studio.do("rotate-left")
    assert canvas.view.rotation == 15
    studio.do("rotate-reset")
    assert canvas.view.rotation == 0
    assert not studio.window.actions_by_name["rotate-reset"].isEnabled()


def test_turning_a_fitted_view_fits_it_again(studio: Studio) -> None:
    canvas = studio.window.canvas
    fitted = canvas.view.scale
    studio.do("rotate-right")
    assert canvas.view.scale < fitted
    studio.do("rotate-reset")
    assert canvas.view.scale == pytest.approx(fitted)


def test_mirroring_twice_is_as_before_and_leaves_the_map_alone(studio: Studio) -> None:
    canvas, before = studio.window.canvas, studio.labels
    view = canvas.view
    studio.do("mirror")
    assert canvas.view.mirrored
    assert studio.window.actions_by_name["mirror"].isChecked()
    studio.do("mirror")
    assert (canvas.view.x, canvas.view.y) == pytest.approx((view.x, view.y))
    assert not canvas.view.mirrored
    assert np.array_equal(studio.labels, before)
    assert not studio.window.document.history.undo_names


def test_shift_space_and_dragging_turn_freely_and_paint_nothing(studio: Studio) -> None:
    canvas, before = studio.window.canvas, studio.labels
    middle = canvas.rect().center()
    QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, SHIFT))
    around = [middle + QPoint(90, 0), middle + QPoint(80, 40), middle + QPoint(52, 74)]
    drag(studio, *around, held=SHIFT)
    QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Space, SHIFT))

    assert canvas.view.rotation == pytest.approx(54.9, abs=1.5)
    assert np.array_equal(studio.labels, before)


def test_dragging_in_the_navigator_moves_the_view(studio: Studio) -> None:
    canvas, thumbnail = studio.window.canvas, studio.window.viewing.navigator.thumbnail
    canvas.zoom(6)
    target = Point(8, 40)
    place = thumbnail.view.to_widget(target)

    QTest.mouseClick(thumbnail, LEFT, NONE, QPoint(round(place.x), round(place.y)))

    middle = canvas.view.to_canvas(Point(canvas.width() / 2, canvas.height() / 2))
    assert middle.x == pytest.approx(target.x, abs=1.5)
    assert middle.y == pytest.approx(target.y, abs=1.5)


def test_the_navigator_shows_the_map_and_can_be_put_away(studio: Studio) -> None:
    navigator = studio.window.viewing.navigator
    first = navigator.thumbnail.grab().toImage()
    studio.window.tools.set_size(30)
    studio.draw((10, 10), (40, 30))
    assert navigator.thumbnail.grab().toImage() != first
    studio.do("show-navigator")
    assert not navigator.isVisible()


def test_a_photograph_is_traced_and_put_away(studio: Studio, tmp_path: Path) -> None:
    window, viewing = studio.window, studio.window.viewing
    photo = tmp_path / "photo.png"
    Image.fromarray(np.full((60, 90, 3), (250, 0, 250), np.uint8)).save(photo)
    studio.answers.path = photo
    plain = window.canvas.grab().toImage()

    studio.do("underlay-load")
    studio.qtbot.waitUntil(lambda: window.document.underlay is not None)

    assert viewing.underlay_bar.isVisible()
    assert window.canvas.grab().toImage() != plain
    viewing.underlay_bar.opacity.setValue(80)
    assert window.document.underlay.opacity == 0.8
    studio.do("underlay-show")
    assert not window.document.underlay.visible
    assert window.canvas.grab().toImage() == plain
    studio.do("underlay-remove")
    assert window.document.underlay is None
    assert not viewing.underlay_bar.isVisible()


def test_a_photograph_that_cannot_be_read_is_told_in_one_line(
    studio: Studio, tmp_path: Path
) -> None:
    studio.answers.path = tmp_path / "broken.png"
    studio.answers.path.write_bytes(b"no picture")
    studio.do("underlay-load")
    studio.wait_for_message("broken.png")
    assert studio.window.document.underlay is None


def test_patterns_tell_the_classes_apart(studio: Studio) -> None:
    canvas = studio.window.canvas
    plain = canvas.grab().toImage()
    studio.do("patterns")
    assert canvas.grab().toImage() != plain
    studio.do("patterns")
    assert canvas.grab().toImage() == plain
