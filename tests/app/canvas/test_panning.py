import pytest
from PySide6.QtCore import Qt

from featherbrush.app.canvas.panning import Drag, Panning, angle_between, drag_kind
from featherbrush.app.canvas.view import ViewTransform
from featherbrush.engine.geometry import Point

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
VIEW, CENTER = ViewTransform(2, 10, 20), Point(100, 100)


def dragged(kind: Drag, *points: Point) -> ViewTransform:
    panning, view = Panning(space=True).begun(LEFT, points[0], kind=kind), VIEW
    for point in points[1:]:
        panning, view = panning.moved(point, view=view, middle=CENTER)
    return view


def test_space_and_left_or_the_middle_button_begin_a_drag() -> None:
    assert Panning(space=True).starts_with(LEFT)
    assert Panning().starts_with(MIDDLE)
    assert not Panning().starts_with(LEFT)
    assert not Panning(space=True).begun(LEFT, CENTER).starts_with(MIDDLE)


def test_keys_held_beside_space_say_what_the_drag_does() -> None:
    keys = Qt.KeyboardModifier
    assert drag_kind(keys.NoModifier) is Drag.PAN
    assert drag_kind(keys.ShiftModifier) is Drag.TURN
    assert drag_kind(keys.ControlModifier) is Drag.ZOOM


def test_panning_follows_the_pointer() -> None:
    view = dragged(Drag.PAN, Point(5, 5), Point(8, 5), Point(12, 1))
    assert (view.x, view.y) == (17, 16)


def test_turning_follows_the_pointer_around_the_middle() -> None:
    view = dragged(Drag.TURN, Point(150, 100), Point(140, 140), Point(100, 150))
    assert view.rotation == pytest.approx(90)
    before, after = VIEW.to_canvas(CENTER), view.to_canvas(CENTER)
    assert (after.x, after.y) == pytest.approx((before.x, before.y))


def test_zooming_is_about_where_the_drag_began() -> None:
    start = Point(40, 60)
    view = dragged(Drag.ZOOM, start, Point(40, 30), Point(40, 20))
    assert view.scale > VIEW.scale
    before, after = VIEW.to_canvas(start), view.to_canvas(start)
    assert (after.x, after.y) == pytest.approx((before.x, before.y))


def test_an_angle_is_clockwise_the_short_way_and_none_at_the_middle() -> None:
    origin = Point(0, 0)
    assert angle_between(Point(10, 0), Point(0, 10), about=origin) == pytest.approx(90)
    assert angle_between(Point(-10, 1), Point(-10, -1), about=origin) == pytest.approx(
        11.42, abs=0.01
    )
    assert angle_between(Point(1, 1), Point(0, 90), about=origin) == 0
