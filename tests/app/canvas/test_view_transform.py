import pytest

from featherbrush.app.canvas.view import (
    LADDER,
    MAX_SCALE,
    MIN_SCALE,
    ViewTransform,
    actual_size,
    fitted,
    next_stop,
    next_turn,
    wrapped,
)
from featherbrush.engine.geometry import Bounds, Extent, Point

VIEWPORT, EXTENT = Extent(800, 600), Extent(256, 128)


@pytest.mark.parametrize("scale", [0.3, 1 / 1.25, 1 / 1.5, 2.21875, 37.5])
def test_there_and_back_is_the_same_position(scale: float) -> None:
    view = ViewTransform(scale, -31.7, 12.3)
    back = view.to_canvas(view.to_widget(Point(17.125, 200.75)))
    assert (back.x, back.y) == pytest.approx((17.125, 200.75), abs=1e-10)


@pytest.mark.parametrize("factor", [0.1, 1.25, 9, 1e6, 1e-6])
def test_zooming_keeps_what_is_under_the_cursor(factor: float) -> None:
    view, at = ViewTransform(2, 30, 40), Point(123.5, 77.25)
    zoomed = view.zoomed(factor, at=at)
    before, after = view.to_canvas(at), zoomed.to_canvas(at)
    assert (after.x, after.y) == pytest.approx((before.x, before.y))
    assert MIN_SCALE <= zoomed.scale <= MAX_SCALE


def test_steps_by_key_stop_at_100_percent_from_anywhere() -> None:
    assert 1.0 in LADDER
    assert next_stop(0.9, up=True) == 1.0
    assert next_stop(1.2, up=False) == 1.0
    assert next_stop(LADDER[-1], up=True) == LADDER[-1]
    assert next_stop(LADDER[0], up=False) == LADDER[0]


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_steps_by_key_count_device_pixels(ratio: float) -> None:
    view = ViewTransform(1.1 / ratio, 0, 0).stepped(-1, at=Point(0, 0), ratio=ratio)
    assert view.scale * ratio == pytest.approx(1.0)
    view = view.stepped(2, at=Point(0, 0), ratio=ratio)
    assert view.scale * ratio == pytest.approx(2.0)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_at_100_percent_canvas_pixels_are_device_pixels(ratio: float) -> None:
    view = actual_size(viewport=VIEWPORT, extent=EXTENT, ratio=ratio)
    first = view.to_widget(Point(0, 0))
    second = view.to_widget(Point(1, 1))
    assert (second.x - first.x) * ratio == pytest.approx(1)
    assert first.x * ratio == pytest.approx(round(first.x * ratio))
    assert first.y * ratio == pytest.approx(round(first.y * ratio))


@pytest.mark.parametrize("viewport", [VIEWPORT, Extent(300, 900), Extent(64, 64)])
def test_fitting_shows_everything_in_the_middle(viewport: Extent) -> None:
    view = fitted(viewport=viewport, extent=EXTENT)
    span = view.span(Bounds.of(EXTENT))
    assert span.x >= 0
    assert span.y >= 0
    assert span.x * 2 + span.width == pytest.approx(viewport.width)
    assert span.y * 2 + span.height == pytest.approx(viewport.height)
    assert view.visible(viewport=viewport, extent=EXTENT) == Bounds.of(EXTENT)


def test_the_visible_part_holds_every_pixel_that_shows() -> None:
    view = ViewTransform(10, -105, -201)
    assert view.visible(viewport=Extent(100, 50), extent=EXTENT) == Bounds(10, 20, 11, 6)
    far = ViewTransform(1, 5000, 0)
    assert far.visible(viewport=VIEWPORT, extent=EXTENT).empty


def test_the_canvas_cannot_be_lost_out_of_sight() -> None:
    for dx, dy in ((1e6, 0), (-1e6, 3), (0, 1e6), (7, -1e6)):
        view = ViewTransform(2, 10, 10).panned(dx, dy)
        kept = view.kept_visible(viewport=VIEWPORT, extent=EXTENT)
        assert not kept.visible(viewport=VIEWPORT, extent=EXTENT).empty
    inside = ViewTransform(2, 10, 10)
    assert inside.kept_visible(viewport=VIEWPORT, extent=EXTENT) == inside


TURNED = [
    ViewTransform(2.5, 31, -12, rotation=15.0),
    ViewTransform(0.7, 130, 212, rotation=-90.0, mirrored=True),
    ViewTransform(3, 1, 2, mirrored=True),
    ViewTransform(3, 100, 90, rotation=180.0),
]


@pytest.mark.parametrize("view", TURNED)
def test_a_turned_view_goes_there_and_back(view: ViewTransform) -> None:
    back = view.to_canvas(view.to_widget(Point(17.125, 200.75)))
    assert (back.x, back.y) == pytest.approx((17.125, 200.75), abs=1e-9)


def test_rotation_is_clockwise_and_mirroring_swaps_left_and_right() -> None:
    turned = ViewTransform(rotation=90.0)
    assert turned.to_widget(Point(1, 0)) == Point(0, 1)
    assert turned.to_widget(Point(0, 1)) == Point(-1, 0)
    assert ViewTransform(mirrored=True).to_widget(Point(2, 1)) == Point(-2, 1)


@pytest.mark.parametrize("view", [ViewTransform(2, 30, 40), *TURNED])
def test_turning_mirroring_and_zooming_keep_the_point_they_are_about(view: ViewTransform) -> None:
    at = Point(123.5, 77.25)
    before = view.to_canvas(at)
    for after in (
        view.with_rotation(71.5, at=at),
        view.turned(-2, at=at),
        view.flipped(at=at),
        view.zoomed(1.7, at=at),
    ):
        found = after.to_canvas(at)
        assert (found.x, found.y) == pytest.approx((before.x, before.y))


@pytest.mark.parametrize("view", [ViewTransform(2, 30, 40), *TURNED])
def test_mirroring_swaps_what_is_on_the_screen_whatever_the_turn(view: ViewTransform) -> None:
    at = Point(100, 50)
    flipped = view.flipped(at=at)
    for point in (Point(3, 4), Point(90, 10)):
        before, after = view.to_widget(point), flipped.to_widget(point)
        assert (after.x, after.y) == pytest.approx((200 - before.x, before.y))
    again = flipped.flipped(at=at)
    assert (again.x, again.y, again.rotation) == pytest.approx((view.x, view.y, view.rotation))
    assert again.mirrored is view.mirrored


def test_keys_turn_by_15_degrees_and_straighten_free_turns() -> None:
    assert next_turn(0, clockwise=True) == 15
    assert next_turn(7.3, clockwise=True) == 15
    assert next_turn(7.3, clockwise=False) == 0
    assert next_turn(180, clockwise=True) == -165
    degrees = 0.0
    for _ in range(24):
        degrees = next_turn(degrees, clockwise=False)
    assert degrees == 0
    assert [wrapped(n) for n in (0, 180, -180, 540, 361)] == [0, 180, 180, 180, 1]


@pytest.mark.parametrize("like", TURNED)
def test_fitting_a_turned_view_shows_everything(like: ViewTransform) -> None:
    view = fitted(viewport=VIEWPORT, extent=EXTENT, like=like)
    span = view.span(Bounds.of(EXTENT))
    assert min(span.x, span.y) >= 15.99
    assert span.x * 2 + span.width == pytest.approx(VIEWPORT.width)
    assert span.y * 2 + span.height == pytest.approx(VIEWPORT.height)
    assert (view.rotation, view.mirrored) == (like.rotation, like.mirrored)


@pytest.mark.parametrize("degrees", [45.0, 10.0, 90.0])
@pytest.mark.parametrize("way", [(1e5, 1e5), (-1e5, 1e5), (1e5, -1e5), (-1e5, -1e5)])
def test_a_turned_canvas_cannot_be_lost_behind_a_corner(
    degrees: float, way: tuple[float, float]
) -> None:
    view = ViewTransform(2, 10, 10, rotation=degrees).panned(*way)
    kept = view.kept_visible(viewport=VIEWPORT, extent=EXTENT)
    points = [
        kept.to_widget(Point(x, y))
        for x in range(0, EXTENT.width + 1, 8)
        for y in range(0, EXTENT.height + 1, 8)
    ]
    assert any(0 < p.x < VIEWPORT.width and 0 < p.y < VIEWPORT.height for p in points)


def test_the_frame_on_the_canvas_is_what_the_corners_of_the_widget_show() -> None:
    view = ViewTransform(2, 10, 20, rotation=90.0)
    corners = view.frame(Extent(100, 60))
    assert [view.to_widget(corner) for corner in corners] == [
        Point(0, 0),
        Point(100, 0),
        Point(100, 60),
        Point(0, 60),
    ]
