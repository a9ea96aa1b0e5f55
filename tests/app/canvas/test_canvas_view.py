from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QSlider, QWidget

from featherbrush.app.canvas import CanvasView, ToolKind, ToolSettings, ViewTransform
from featherbrush.app.document import Document
from featherbrush.engine.geometry import Bounds, Extent

Drawn = Callable[[CanvasView], np.ndarray]
SPACE, ESCAPE = Qt.Key.Key_Space, Qt.Key.Key_Escape


def key(canvas: CanvasView, code: Qt.Key, *, down: bool = True) -> None:
    kind = QEvent.Type.KeyPress if down else QEvent.Type.KeyRelease
    QApplication.sendEvent(canvas, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier))


def wheel(canvas: CanvasView, at: QPointF, turned: int) -> None:
    event = QWheelEvent(
        at,
        QPointF(canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


# Painting


def test_a_drag_paints_one_step_of_the_class_in_hand(document: Document, hand: Any) -> None:
    hand.drag((10, 10), (30, 10), (30, 30))
    assert document.history.undo_names == ("Brush",)
    assert document.labels[10, 20] == document.labels[20, 30] == 2
    assert document.labels[20, 20] == 0
    document.undo()
    assert not document.labels.any()


def test_positions_between_pixels_reach_the_brush(
    document: Document, settings: ToolSettings, hand: Any
) -> None:
    settings.set_size(2)
    hand.drag((10.0, 10.0))
    assert np.count_nonzero(document.labels) == 4
    document.undo()
    hand.drag((10.5, 10.5))
    assert np.count_nonzero(document.labels) == 1


def test_a_second_button_in_mid_stroke_changes_nothing(document: Document, hand: Any) -> None:
    both = Qt.MouseButton.LeftButton | Qt.MouseButton.RightButton
    hand.mouse("press", 10, 10)
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        hand.mouse("press", 12, 10, button=button, held=both)
        hand.mouse("release", 12, 10, button=button, held=Qt.MouseButton.LeftButton)
    assert document.stroke is not None
    hand.mouse("move", 40, 10)
    hand.mouse("release", 40, 10)
    assert document.history.undo_names == ("Brush",)
    assert document.labels[10, 30] == 2


def test_the_right_button_alone_paints_nothing(document: Document, hand: Any) -> None:
    hand.drag((10, 10), (30, 10), button=Qt.MouseButton.RightButton)
    assert not document.labels.any()


def test_a_double_click_is_two_strokes(document: Document, hand: Any) -> None:
    hand.drag((10, 10))
    hand.mouse("double", 30, 30)
    hand.mouse("release", 30, 30)
    assert len(document.history.undo_names) == 2
    assert document.labels[30, 30] == 2


def test_a_stroke_goes_on_outside_the_widget(
    canvas: CanvasView, document: Document, hand: Any
) -> None:
    hand.mouse("press", 10, 40)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    hand.mouse("move", 10, 900)
    hand.mouse("move", 50, 900)
    hand.mouse("move", 50, 40)
    assert canvas.outline is not None
    hand.mouse("release", 50, 40)
    assert document.history.undo_names == ("Brush",)
    assert document.labels[45, 10] == document.labels[45, 50] == 2
    assert not document.labels[45, 20:40].any()


def test_a_release_that_never_came_ends_the_stroke_at_the_next_move(
    document: Document, hand: Any
) -> None:
    hand.mouse("press", 10, 10)
    hand.mouse("move", 50, 40, held=Qt.MouseButton.NoButton)
    assert document.stroke is None
    assert document.labels[40, 50] == 0
    assert document.history.undo_names


@pytest.mark.parametrize("interruption", ["focus", "hide"])
def test_a_stroke_interrupted_by_another_window_is_kept(
    canvas: CanvasView, document: Document, hand: Any, interruption: str
) -> None:
    hand.mouse("press", 10, 10)
    if interruption == "focus":
        QApplication.sendEvent(canvas, QFocusEvent(QEvent.Type.FocusOut))
    else:
        canvas.hide()
    assert document.stroke is None
    assert document.history.undo_names
    hand.mouse("move", 40, 40)
    assert document.labels[40, 40] == 0


def test_escape_takes_the_stroke_back_and_the_rest_of_the_drag_is_ignored(
    canvas: CanvasView, document: Document, hand: Any
) -> None:
    hand.drag((5, 5))
    before = document.snapshot()
    hand.mouse("press", 20, 20)
    hand.mouse("move", 40, 20)
    key(canvas, ESCAPE)
    assert np.array_equal(document.labels, before)
    hand.mouse("move", 50, 30)
    hand.mouse("release", 50, 30)
    assert np.array_equal(document.labels, before)
    assert len(document.history.undo_names) == 1


def test_escape_without_a_stroke_is_left_to_the_window(canvas: CanvasView) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, ESCAPE, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)
    assert not event.isAccepted()


def test_undo_or_a_new_map_in_mid_stroke_is_safe(document: Document, hand: Any) -> None:
    hand.mouse("press", 10, 10)
    document.undo()
    hand.mouse("move", 40, 10)
    hand.mouse("release", 40, 10)
    assert not document.labels.any()
    hand.mouse("press", 10, 10)
    document.new(extent=Extent(32, 32))
    hand.mouse("move", 20, 10)
    hand.mouse("release", 20, 10)
    assert not document.labels.any()
    assert not document.history.undo_names


# Tools


def test_the_eraser_paints_the_background(
    document: Document, settings: ToolSettings, hand: Any
) -> None:
    document.paint(Bounds(0, 0, 64, 48), class_id=3)
    settings.set_tool(ToolKind.ERASER)
    hand.drag((20, 20))
    assert document.labels[20, 20] == document.palette.background
    assert document.history.undo_names[0] == "Erase"


def test_fill_fills_on_the_press(document: Document, settings: ToolSettings, hand: Any) -> None:
    document.paint(Bounds(20, 0, 1, 48), class_id=3)
    settings.set_tool("fill")
    hand.drag((40, 20), (5, 5))
    assert (document.labels[:, 21:] == 2).all()
    assert not document.labels[:, :20].any()
    document.undo()
    assert not document.labels[:, 21:].any()


def test_a_line_follows_the_pointer_and_leaves_only_the_last_one(
    canvas: CanvasView, document: Document, settings: ToolSettings, hand: Any
) -> None:
    settings.set_tool("line")
    settings.set_size(1)
    hand.mouse("press", 10, 10)
    hand.mouse("move", 60, 40)
    assert document.labels[40, 60] == 2
    hand.mouse("move", 40, 13)
    assert document.labels[40, 60] == 0
    shift = Qt.KeyboardModifier.ShiftModifier
    hand.mouse("move", 40, 13, modifiers=shift)
    assert np.flatnonzero(document.labels.any(axis=1)).tolist() == [10]
    hand.mouse("release", 40, 13, modifiers=shift)
    assert np.flatnonzero(document.labels.any(axis=1)).tolist() == [10]
    assert document.history.undo_names == ("Line",)


def test_shift_alone_turns_the_line_at_once(
    canvas: CanvasView, document: Document, settings: ToolSettings, hand: Any
) -> None:
    settings.set_tool("line")
    settings.set_size(1)
    hand.mouse("press", 10, 10)
    hand.mouse("move", 40, 13)
    assert document.labels[12:].any()
    key(canvas, Qt.Key.Key_Shift)
    assert not document.labels[12:].any()
    key(canvas, Qt.Key.Key_Shift, down=False)
    assert document.labels[12:].any()


def test_ctrl_click_takes_the_class_and_paints_nothing(
    document: Document, settings: ToolSettings, hand: Any
) -> None:
    document.paint(Bounds(0, 0, 10, 10), class_id=4)
    hand.drag((5, 5), modifiers=Qt.KeyboardModifier.ControlModifier)
    assert settings.class_id == 4
    assert settings.tool is ToolKind.BRUSH
    assert len(document.history.undo_names) == 1


def test_the_eyedropper_ignores_what_is_off_the_map(
    document: Document, settings: ToolSettings, hand: Any
) -> None:
    settings.set_tool("picker")
    hand.drag((-3, 5))
    assert settings.class_id == 2
    hand.drag((3, 5))
    assert settings.class_id == 0


def test_a_class_that_a_new_palette_lacks_is_put_down(
    canvas: CanvasView, document: Document, settings: ToolSettings
) -> None:
    from featherbrush.app.document import Palette

    only = document.palette.classes[3]
    document.new(extent=Extent(8, 8), palette=Palette.of([only]))
    assert settings.class_id == 3


# Pen


def test_a_pen_paints_with_its_pressure_and_no_mouse_events_follow(
    document: Document, settings: ToolSettings, hand: Any
) -> None:
    settings.set_size(20)
    assert hand.pen("press", 12, 24, pressure=0.1)
    assert hand.pen("move", 50, 24, pressure=1.0)
    assert hand.pen("release", 50, 24, pressure=0.0)
    widths = np.count_nonzero(document.labels, axis=0)
    assert widths[12] in (2, 3, 4)
    assert widths[50] == 20
    assert (np.diff(widths[12:50]) >= 0).all()
    assert document.history.undo_names == ("Brush",)


def test_pressure_can_be_switched_off(
    document: Document, settings: ToolSettings, hand: Any
) -> None:
    settings.set_size(20)
    settings.set_pressure(False)
    hand.pen("press", 30, 24, pressure=0.1)
    hand.pen("release", 30, 24, pressure=0)
    assert np.count_nonzero(document.labels[:, 30]) == 20


def test_lifting_the_pen_adds_nothing(document: Document, hand: Any) -> None:
    hand.pen("press", 20, 20, pressure=0.5)
    before = document.snapshot()
    hand.pen("release", 40, 20, pressure=0.0)
    assert np.array_equal(document.labels, before)


def test_the_pens_other_end_erases(document: Document, hand: Any) -> None:
    document.paint(Bounds(0, 0, 64, 48), class_id=3)
    hand.pen("press", 20, 20, pressure=1, eraser=True)
    hand.pen("release", 20, 20, pressure=0, eraser=True)
    assert document.labels[20, 20] == 0


def test_a_mouse_moved_during_a_pen_stroke_is_ignored(document: Document, hand: Any) -> None:
    hand.pen("press", 10, 10, pressure=1)
    hand.mouse("move", 50, 40)
    hand.mouse("release", 50, 40)
    assert document.stroke is not None
    hand.pen("move", 20, 10, pressure=1)
    hand.pen("release", 20, 10, pressure=0)
    assert document.labels[40, 50] == 0
    assert document.labels[10, 15] == 2


# Who has the keyboard


@pytest.fixture
def slider(canvas: CanvasView, qtbot: Any) -> Iterator[QSlider]:
    """A slider beside the canvas in one window, which has the focus; a line for text, too."""
    window = QWidget()
    qtbot.addWidget(window)
    row, slider = QHBoxLayout(window), QSlider()
    for part in (canvas, slider, QLineEdit()):
        row.addWidget(part)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    slider.setFocus()
    assert slider.hasFocus()
    yield slider
    canvas.setParent(None)


def test_a_pen_that_presses_takes_the_keyboard_as_a_mouse_does(
    canvas: CanvasView, slider: QSlider, document: Document, hand: Any
) -> None:
    slider.window().findChild(QLineEdit).setFocus()
    hand.pen("press", 20, 20, pressure=1)
    assert canvas.hasFocus()
    hand.pen("release", 20, 20, pressure=0)
    assert document.history.undo_names == ("Brush",)
    QTest.keyPress(QApplication.focusWidget(), SPACE)
    before, where = document.snapshot(), canvas.view
    hand.pen("press", 20, 20, pressure=1)
    hand.pen("move", 30, 25, pressure=1)
    hand.pen("release", 30, 25, pressure=0)
    assert np.array_equal(document.labels, before), "space and the pen pan"
    assert canvas.view != where


@pytest.mark.parametrize("holder", ["slider", "nobody"])
def test_a_pointer_that_comes_back_from_a_slider_takes_the_keyboard(
    canvas: CanvasView, slider: QSlider, document: Document, hand: Any, holder: str
) -> None:
    if holder == "nobody":
        slider.clearFocus()
    hand.mouse("move", 20, 20, held=Qt.MouseButton.NoButton)
    QTest.keyPress(QApplication.focusWidget(), SPACE)
    where = canvas.view
    hand.drag((20, 20), (30, 25))
    assert not document.labels.any()
    assert canvas.view != where


def test_a_pointer_over_the_canvas_leaves_the_keyboard_to_a_text(
    canvas: CanvasView, slider: QSlider, hand: Any
) -> None:
    text = slider.window().findChild(QLineEdit)
    text.setFocus()
    hand.mouse("move", 20, 20, held=Qt.MouseButton.NoButton)
    assert text.hasFocus()


# View


def test_the_wheel_zooms_at_the_cursor(canvas: CanvasView) -> None:
    at = QPointF(131.5, 87.25)
    before = (at.x() - canvas.view.x) / canvas.view.scale
    wheel(canvas, at, 120)
    assert canvas.view.scale == pytest.approx(5)
    assert (at.x() - canvas.view.x) / canvas.view.scale == pytest.approx(before)
    wheel(canvas, at, -60)
    wheel(canvas, at, -60)
    assert canvas.view.scale == pytest.approx(4)


def test_the_middle_button_pans(canvas: CanvasView, document: Document, hand: Any) -> None:
    start = canvas.view
    middle = Qt.MouseButton.MiddleButton
    hand.mouse("press", 10, 10, button=middle)
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    hand.mouse("move", 15, 12, button=middle)
    hand.mouse("release", 10, 10, button=middle)
    assert (canvas.view.x - start.x, canvas.view.y - start.y) == (20, 8)
    assert not document.labels.any()


def test_space_and_drag_pans_and_paints_nothing(
    canvas: CanvasView, document: Document, hand: Any
) -> None:
    start = canvas.view
    key(canvas, SPACE)
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    hand.mouse("press", 10, 10)
    hand.mouse("move", 15, 10)
    key(canvas, SPACE, down=False)
    hand.mouse("move", 15, 10)
    hand.mouse("release", 15, 10)
    assert canvas.view.x - start.x == 40
    assert not document.labels.any()
    hand.drag((10, 10))
    assert document.labels[10, 10] == 2


def test_fit_lasts_until_the_artist_zooms(canvas: CanvasView, qtbot: Any) -> None:
    canvas.fit()
    canvas.resize(600, 500)
    fitted = canvas.view
    assert fitted.x * 2 + 64 * fitted.scale == pytest.approx(600)
    canvas.zoom_in()
    scale = canvas.view.scale
    middle = canvas.view.to_canvas(canvas._middle())
    canvas.resize(500, 400)
    assert canvas.view.scale == scale
    assert canvas.view.to_canvas(canvas._middle()) == middle


def test_100_percent_and_the_stops_around_it(canvas: CanvasView) -> None:
    canvas.actual_size()
    assert canvas.zoom_percent == pytest.approx(100)
    canvas.zoom_in()
    assert canvas.zoom_percent == pytest.approx(150)
    canvas.zoom_out()
    canvas.zoom_out()
    assert canvas.zoom_percent == pytest.approx(75)


def test_view_changes_are_told_once(canvas: CanvasView) -> None:
    told: list[ViewTransform] = []
    canvas.view_changed.connect(told.append)
    view = ViewTransform(3, 40, 50)
    canvas.set_view(view)
    canvas.set_view(view)
    assert told == [view]


# What shows


def test_the_map_is_drawn_label_by_label(
    canvas: CanvasView, document: Document, drawn: Drawn
) -> None:
    random = np.random.default_rng(2)
    document.replace(random.integers(0, 5, (48, 64)).astype(np.uint8))
    canvas.set_view(ViewTransform(4, 20, 10))
    table = np.array(document.palette.color_table, dtype=np.uint32)
    shown = drawn(canvas)
    wanted = table[document.labels].repeat(4, axis=0).repeat(4, axis=1)
    assert np.array_equal(shown[10 : 10 + 192, 20 : 20 + 256], wanted)
    assert len(np.unique(shown[:9])) == 1


def test_after_a_stroke_and_its_undo_the_picture_is_that_of_a_new_view(
    qtbot: Any, canvas: CanvasView, document: Document, hand: Any, drawn: Drawn
) -> None:
    canvas.set_view(ViewTransform(3.37, -13.2, 7.9))
    first = drawn(canvas)
    hand.drag((10, 10), (30, 20), (40, 8))
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    qtbot.wait(1)
    painted = drawn(canvas)
    assert not np.array_equal(painted, first)
    document.undo()
    assert np.array_equal(drawn(canvas), first)


def test_an_edit_asks_for_its_own_rectangle_only(
    qtbot: Any, canvas: CanvasView, document: Document
) -> None:
    painted: list[Any] = []
    qtbot.waitUntil(lambda: not canvas.visibleRegion().isEmpty())
    QApplication.processEvents()
    original = canvas.paintEvent
    canvas.paintEvent = lambda event: (painted.append(event.rect()), original(event))  # type: ignore[method-assign]
    document.paint(Bounds(10, 20, 5, 3), class_id=1)
    QApplication.processEvents()
    assert len(painted) == 1
    rect = painted[0]
    assert (rect.width(), rect.height()) == (5 * 4 + 2, 3 * 4 + 2)
    assert (rect.x(), rect.y()) == (10 * 4 + 20 - 1, 20 * 4 + 10 - 1)


def test_a_drawn_frame_names_its_revision(
    canvas: CanvasView, document: Document, qtbot: Any
) -> None:
    with qtbot.waitSignal(canvas.frame_drawn) as drawn_frame:
        document.paint(Bounds(10, 20, 5, 3), class_id=1)
    assert drawn_frame.args == [document.revision]


@pytest.mark.parametrize("class_id", range(5))
def test_the_outline_shows_on_every_colour_in_its_true_size(
    canvas: CanvasView,
    document: Document,
    settings: ToolSettings,
    hand: Any,
    drawn: Drawn,
    class_id: int,
) -> None:
    document.paint(Bounds.of(document.extent), class_id=class_id)
    settings.set_size(20)
    plain = drawn(canvas)
    hand.mouse("move", 30, 24, held=Qt.MouseButton.NoButton)
    touched = np.argwhere(drawn(canvas) != plain)
    (top, left), (bottom, right) = touched.min(axis=0), touched.max(axis=0)
    assert abs((right - left + 1) - 20 * 4) <= 4
    assert abs((bottom - top + 1) - 20 * 4) <= 4
    assert abs((left + right) / 2 - (30 * 4 + 20)) <= 1
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert np.array_equal(drawn(canvas), plain)


def test_a_small_brush_gets_a_crosshair(
    canvas: CanvasView, settings: ToolSettings, hand: Any
) -> None:
    settings.set_size(1)
    hand.mouse("move", 30, 24, held=Qt.MouseButton.NoButton)
    assert canvas.outline is not None
    assert canvas.outline.crosshair
    settings.set_size(20)
    assert canvas.outline is not None
    assert not canvas.outline.crosshair


def test_tools_without_a_brush_show_a_cursor_instead(
    canvas: CanvasView, settings: ToolSettings, hand: Any
) -> None:
    hand.mouse("move", 30, 24, held=Qt.MouseButton.NoButton)
    assert canvas.cursor().shape() == Qt.CursorShape.BlankCursor
    for tool in ("fill", "picker"):
        settings.set_tool(tool)
        assert canvas.outline is None
        assert canvas.cursor().shape() == Qt.CursorShape.BitmapCursor
    settings.set_tool("brush")
    assert canvas.outline is not None
    key(canvas, Qt.Key.Key_Control)
    assert canvas.outline is None


def test_the_class_under_the_pointer_is_told_when_it_changes(
    canvas: CanvasView, document: Document, hand: Any
) -> None:
    told: list[int] = []
    canvas.class_hovered.connect(told.append)
    none = Qt.MouseButton.NoButton
    hand.mouse("move", 30, 24, held=none)
    hand.mouse("move", 31, 24, held=none)
    document.paint(Bounds(31, 24, 1, 1), class_id=3)
    hand.mouse("move", -2, 24, held=none)
    assert told == [0, 3, -1]
