"""What the surface lays over the canvas, and that it draws no more than it must."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from featherbrush.app.canvas import CanvasView, ViewTransform
from featherbrush.app.canvas.overlays import Overlay, overlay_bounds
from featherbrush.app.document import Document
from featherbrush.app.document.extras import Selection, Underlay
from featherbrush.engine.geometry import Bounds, Extent, Point

Drawn = Callable[[CanvasView], np.ndarray]
AXIS = Overlay((Point(32, 0), Point(32, 48)))
TURNED = ViewTransform(3.3, 150, 20, rotation=35.0, mirrored=True)


def test_a_line_shows_where_its_points_are_and_leaves_nothing_behind(
    canvas: CanvasView, drawn: Drawn
) -> None:
    plain = drawn(canvas)
    canvas.set_overlays((AXIS,))
    rows, columns = np.nonzero(drawn(canvas) != plain)
    assert set(columns.tolist()) <= {20 + 32 * 4 - 1, 20 + 32 * 4, 20 + 32 * 4 + 1}
    assert rows.min() <= 11
    assert rows.max() >= 10 + 48 * 4 - 2
    canvas.set_overlays(())
    assert np.array_equal(drawn(canvas), plain)


def test_a_closed_line_joins_its_ends(canvas: CanvasView, drawn: Drawn) -> None:
    corners = (Point(10, 10), Point(30, 10), Point(30, 30))
    canvas.set_overlays((Overlay(corners),))
    opened = drawn(canvas)
    canvas.set_overlays((Overlay(corners, closed=True),))
    assert not np.array_equal(drawn(canvas), opened)


@pytest.mark.parametrize("view", [ViewTransform(4, 20, 10), TURNED])
def test_lines_stay_within_what_is_asked_to_be_drawn_again(
    canvas: CanvasView, drawn: Drawn, view: ViewTransform
) -> None:
    canvas.set_view(view)
    plain = drawn(canvas)
    line = Overlay((Point(5, 5), Point(50, 20), Point(20, 40)), closed=True)
    canvas.set_overlays((line,))
    rows, columns = np.nonzero(drawn(canvas) != plain)
    bounds = overlay_bounds(line, view=canvas.view)
    assert bounds.x <= columns.min() <= columns.max() < bounds.right
    assert bounds.y <= rows.min() <= rows.max() < bounds.bottom


def test_a_line_without_points_is_nothing(canvas: CanvasView, drawn: Drawn) -> None:
    plain = drawn(canvas)
    canvas.set_overlays((Overlay(()),))
    assert np.array_equal(drawn(canvas), plain)


def test_the_ants_march_only_while_there_is_a_selection_to_be_seen(
    canvas: CanvasView, document: Document, drawn: Drawn
) -> None:
    plain = drawn(canvas)
    document.set_selection(Selection(Bounds(4, 4, 20, 10), np.ones((10, 20), np.bool_)))
    assert canvas._march.isActive()
    first = drawn(canvas)
    assert not np.array_equal(first, plain)
    canvas._step_ants()
    assert not np.array_equal(drawn(canvas), first)
    canvas.hide()
    assert not canvas._march.isActive()
    canvas.show()
    assert canvas._march.isActive()
    document.set_selection(None)
    assert not canvas._march.isActive()
    assert np.array_equal(drawn(canvas), plain)


def test_an_edit_of_a_turned_view_asks_for_the_box_around_it(
    qtbot: Any, canvas: CanvasView, document: Document
) -> None:
    canvas.set_view(TURNED)
    painted: list[Any] = []
    qtbot.waitUntil(lambda: not canvas.visibleRegion().isEmpty())
    QApplication.processEvents()
    original = canvas.paintEvent
    canvas.paintEvent = lambda event: (painted.append(event.rect()), original(event))  # type: ignore[method-assign]
    document.paint(Bounds(10, 20, 5, 3), class_id=1)
    QApplication.processEvents()
    span = canvas.view.span(Bounds(10, 20, 5, 3))
    assert len(painted) == 1
    assert span.width <= painted[0].width() <= span.width + 4
    assert span.height <= painted[0].height() <= span.height + 4


def test_edits_of_a_turned_view_leave_no_seam(
    canvas: CanvasView, document: Document, drawn: Drawn
) -> None:
    canvas.set_view(TURNED)
    random = np.random.default_rng(4)
    for _ in range(15):
        x, y, w, h = (int(n) for n in random.integers((0, 0, 1, 1), (60, 44, 20, 20)))
        document.paint(Bounds(x, y, w, h), class_id=int(random.integers(0, 5)))
        QApplication.processEvents()
    partial = drawn(canvas)
    canvas.update()
    assert np.array_equal(drawn(canvas), partial)


def test_an_underlay_and_patterns_show_at_once_and_go_at_once(
    canvas: CanvasView, document: Document, drawn: Drawn
) -> None:
    plain = drawn(canvas)
    document.paint(Bounds.of(document.extent), class_id=1)
    document.undo()
    document.set_underlay(Underlay(np.full((2, 2, 3), 255, np.uint8)))
    assert not np.array_equal(drawn(canvas), plain)
    document.set_underlay(None)
    assert np.array_equal(drawn(canvas), plain)


def test_resizing_keeps_a_turned_fit(canvas: CanvasView) -> None:
    canvas.fit()
    canvas.rotate_right()
    canvas.resize(500, 420)
    span = canvas.view.span(Bounds.of(Extent(64, 48)))
    assert canvas.view.rotation == 15
    assert span.x * 2 + span.width == pytest.approx(500)
    assert span.y * 2 + span.height == pytest.approx(420)


def test_an_upright_view_is_at_100_percent_on_whole_device_pixels(canvas: CanvasView) -> None:
    canvas.rotate(90)
    canvas.actual_size()
    assert canvas.zoom_percent == pytest.approx(100)
    assert canvas.view.rotation == 90
