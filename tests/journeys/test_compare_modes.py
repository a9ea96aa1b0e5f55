"""An artist looks at the two pictures in every way there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.compare_layout import CompareMode
from featherbrush.app.windows.compare_panes import Status

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio

NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
SHOWING = [mode for mode in CompareMode if mode is not CompareMode.BLIND]


def color_at(studio: Studio, x: float, y: float) -> tuple[int, ...]:
    """The colour of the compare view at fractions of its size."""
    compare = studio.window.compare
    image = compare.grab().toImage()
    return image.pixelColor(int(x * image.width()), int(y * image.height())).getRgb()[:3]


def paint_red(studio: Studio) -> None:
    """Make the original's picture red, so that it can be told from the other."""
    red = np.zeros_like(studio.picture(Side.ORIGINAL))
    red[:] = (255, 0, 0)
    revision = studio.window.document.revision
    studio.window.compare.set_picture(Side.ORIGINAL, red, revision=revision)


def hold(studio: Studio, kind: QEvent.Type) -> None:
    """Press or let go of the key that exchanges the pictures."""
    if kind is QEvent.Type.KeyPress:
        QTest.keyPress(studio.window.canvas, Qt.Key.Key_C)
    else:
        QTest.keyRelease(studio.window.canvas, Qt.Key.Key_C)


RED = (255, 0, 0)


@pytest.mark.parametrize("mode", list(CompareMode))
def test_every_mode_has_a_menu_entry_a_key_and_a_segment(studio: Studio, mode: CompareMode) -> None:
    action = studio.window.actions_by_name[mode.value]
    assert action.shortcuts()
    assert any(
        action in button.actions()
        for button in studio.window.viewing.compare_bar.findChildren(object)
        if hasattr(button, "defaultAction")
    )

    action.trigger()

    assert studio.window.compare.mode is mode
    assert action.isChecked()


def test_one_picture_shows_the_other_while_the_key_is_held(studio: Studio) -> None:
    studio.do("flip")
    paint_red(studio)
    assert color_at(studio, 0.5, 0.5) != RED

    hold(studio, QEvent.Type.KeyPress)
    assert color_at(studio, 0.5, 0.5) == RED

    hold(studio, QEvent.Type.KeyRelease)
    assert color_at(studio, 0.5, 0.5) != RED


def test_the_key_let_go_in_another_window_does_not_leave_the_sides_exchanged(
    studio: Studio,
) -> None:
    studio.do("divider")
    hold(studio, QEvent.Type.KeyPress)
    assert studio.window.compare.flipped

    QApplication.sendEvent(studio.window, QEvent(QEvent.Type.WindowDeactivate))

    assert not studio.window.compare.flipped


def test_a_key_that_repeats_keeps_the_pictures_exchanged(studio: Studio) -> None:
    studio.do("flip")
    hold(studio, QEvent.Type.KeyPress)
    repeated = QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_C, NONE, "c", True)
    QApplication.sendEvent(studio.window.canvas, repeated)
    assert studio.window.compare.flipped
    hold(studio, QEvent.Type.KeyRelease)


def test_the_lens_follows_the_pointer_and_shows_the_other_side(studio: Studio) -> None:
    compare = studio.window.compare
    studio.do("lens")
    paint_red(studio)

    for x, y in ((0.4, 0.5), (0.6, 0.55)):
        at = QPointF(compare.width() * x, compare.height() * y)
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            at,
            QPointF(compare.mapToGlobal(at)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            NONE,
        )
        QApplication.sendEvent(compare, move)
        assert color_at(studio, x, y) == RED
        assert compare.scene.staging.lens.x == pytest.approx(x, abs=0.01)


def test_the_difference_map_and_the_agreement_are_of_the_newest_pictures(studio: Studio) -> None:
    viewing = studio.window.viewing
    studio.do("difference")
    studio.qtbot.waitUntil(lambda: viewing.meter.fresh)
    assert viewing.compare_bar.agreement_text == "The same pixels"
    assert studio.window.compare.scene.difference.mean == 0

    studio.draw((10, 10), (40, 20))
    studio.settle()
    studio.qtbot.waitUntil(lambda: viewing.meter.fresh)

    comparison = viewing.meter.comparison
    assert comparison is not None
    assert comparison.request.revision == studio.window.document.revision
    assert studio.window.compare.scene.difference.layer is not None


def test_a_press_on_the_legend_takes_the_next_range(studio: Studio) -> None:
    compare = studio.window.compare
    studio.do("difference")
    studio.qtbot.waitUntil(lambda: studio.window.viewing.meter.fresh)
    before = compare.scene.difference.levels

    QTest.mouseClick(compare, LEFT, NONE, QPoint(compare.width() // 2, compare.height() - 30))

    assert compare.scene.difference.levels != before


@pytest.mark.parametrize("mode", SHOWING)
def test_view_and_pictures_stay_locked_in_every_mode(studio: Studio, mode: CompareMode) -> None:
    window = studio.window
    studio.do(mode.value)

    window.canvas.rotate(37)
    window.canvas.mirror()
    window.canvas.zoom(1.7)

    assert window.compare.framing.rotation == pytest.approx(window.canvas.view.rotation)
    assert window.compare.framing.mirrored
    before = window.canvas.view
    window.compare.zoom_by(1.5, at=QPointF(60, 60))
    assert window.canvas.view.scale == pytest.approx(before.scale * 1.5)
    assert window.canvas.view.rotation == pytest.approx(before.rotation)


def test_dragging_a_picture_with_shift_turns_the_canvas(studio: Studio) -> None:
    window, shift = studio.window, Qt.KeyboardModifier.ShiftModifier
    studio.do("flip")
    middle = window.compare.rect().center()
    QTest.mousePress(window.compare, LEFT, shift, middle + QPoint(80, 0))
    for to in (QPoint(70, 40), QPoint(0, 80)):
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(middle + to),
            QPointF(window.compare.mapToGlobal(middle + to)),
            Qt.MouseButton.NoButton,
            LEFT,
            shift,
        )
        QApplication.sendEvent(window.compare, move)
    QTest.mouseRelease(window.compare, LEFT, shift, middle + QPoint(0, 80))

    assert window.canvas.view.rotation == pytest.approx(90, abs=2)


def test_a_side_without_a_model_says_so(make_studio: MakeStudio, tmp_path, write_model) -> None:
    write_model(tmp_path / "alone" / "test-compressed.onnx")
    studio = make_studio(tmp_path / "alone")
    studio.settle()
    states = studio.window.compare.scene.states
    assert states[Side.ORIGINAL].status is Status.EMPTY
    assert states[Side.COMPRESSED].status is Status.CURRENT


def test_a_model_that_fails_says_why_in_its_place(
    make_studio: MakeStudio, tmp_path, write_model
) -> None:
    write_model(tmp_path / "bad" / "test-compressed.onnx", kind="broken")
    studio = make_studio(tmp_path / "bad")
    compare = studio.window.compare

    def failed() -> bool:
        state = compare.scene.states.get(Side.COMPRESSED)
        return state is not None and state.status is Status.FAILED

    studio.qtbot.waitUntil(failed, timeout=30_000)
    assert compare.scene.states[Side.COMPRESSED].detail


def test_paused_pictures_say_so_beside_their_names(studio: Studio) -> None:
    studio.do("pause")
    studio.draw((10, 10), (40, 20))
    states = studio.window.compare.scene.states
    assert {state.status for state in states.values()} == {Status.PAUSED}
    studio.do("pause")
    studio.settle()
    assert {state.status for state in states.values()} != {Status.CURRENT}
    states = studio.window.compare.scene.states
    assert {state.status for state in states.values()} == {Status.CURRENT}
