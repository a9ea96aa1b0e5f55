import pytest

from featherbrush.app.canvas.view import (
    LADDER,
    MAX_SCALE,
    MIN_SCALE,
    ViewTransform,
    actual_size,
    fitted,
    next_stop,
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
