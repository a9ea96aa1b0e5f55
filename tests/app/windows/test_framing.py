import pytest
from PySide6.QtCore import QPointF, QRectF

from featherbrush.app.canvas.view import ViewTransform, fitted
from featherbrush.app.windows.compare_layout import CompareMode, arrange
from featherbrush.app.windows.framing import (
    FITTED,
    LARGEST_ZOOM,
    MARGIN,
    Framing,
    framing_of,
    pan,
    place,
    view_of,
    zoom_at,
)
from featherbrush.engine.geometry import Extent

VIEWPORT = QRectF(10, 20, 400, 300)
EXTENT = Extent(256, 128)


def test_fitted_means_whole_and_in_the_middle() -> None:
    rect = place(FITTED, viewport=VIEWPORT, extent=EXTENT)

    assert rect.center() == VIEWPORT.center()
    assert rect.width() == pytest.approx(VIEWPORT.width() - 2 * MARGIN)
    assert VIEWPORT.contains(rect)


def test_zooming_keeps_what_is_under_the_cursor() -> None:
    point = QPointF(150, 120)
    before = place(FITTED, viewport=VIEWPORT, extent=EXTENT)
    share = (point.x() - before.x()) / before.width()

    closer = zoom_at(FITTED, factor=3, point=point, viewport=VIEWPORT, extent=EXTENT)

    after = place(closer, viewport=VIEWPORT, extent=EXTENT)
    assert after.width() == pytest.approx(3 * before.width())
    assert (point.x() - after.x()) / after.width() == pytest.approx(share)


def test_zoom_has_an_end() -> None:
    framing = FITTED
    for _ in range(30):
        framing = zoom_at(
            framing, factor=2, point=QPointF(100, 100), viewport=VIEWPORT, extent=EXTENT
        )
    assert framing.zoom == LARGEST_ZOOM


def test_dragging_moves_the_picture_but_not_out_of_sight() -> None:
    moved = pan(FITTED, by=QPointF(30, 0), viewport=VIEWPORT, extent=EXTENT)
    before = place(FITTED, viewport=VIEWPORT, extent=EXTENT)
    assert place(moved, viewport=VIEWPORT, extent=EXTENT).x() == pytest.approx(before.x() + 30)

    gone = pan(FITTED, by=QPointF(1e6, -1e6), viewport=VIEWPORT, extent=EXTENT)
    assert place(gone, viewport=VIEWPORT, extent=EXTENT).intersects(VIEWPORT)


def test_canvas_and_pictures_translate_into_each_other() -> None:
    viewport = Extent(500, 640)
    assert framing_of(
        fitted(viewport=viewport, extent=EXTENT), viewport=viewport, extent=EXTENT
    ) == Framing(pytest.approx(1.0), pytest.approx(0.5), pytest.approx(0.5))

    view = ViewTransform(3.25, -120.5, 40.25)
    back = view_of(
        framing_of(view, viewport=viewport, extent=EXTENT), viewport=viewport, extent=EXTENT
    )
    assert (back.scale, back.x, back.y) == pytest.approx((view.scale, view.x, view.y))


@pytest.mark.parametrize("width", [400, 401, 403])
@pytest.mark.parametrize("height", [300, 700, 701])
def test_both_pictures_have_exactly_one_size(width: int, height: int) -> None:
    original, compressed = arrange(
        CompareMode.SIDE_BY_SIDE,
        area=QRectF(0, 0, width, height),
        extent=Extent(64, 48),
        divider=0.5,
    )

    assert original.viewport.size() == compressed.viewport.size()
    assert not original.clip.intersects(compressed.clip)


def test_side_by_side_goes_the_way_that_shows_more() -> None:
    wide = arrange(
        CompareMode.SIDE_BY_SIDE, area=QRectF(0, 0, 800, 400), extent=Extent(256, 256), divider=0.5
    )
    tall = arrange(
        CompareMode.SIDE_BY_SIDE, area=QRectF(0, 0, 400, 800), extent=Extent(256, 256), divider=0.5
    )

    assert wide[0].clip.y() == wide[1].clip.y()
    assert tall[0].clip.x() == tall[1].clip.x()
    for first, second in (wide, tall):
        assert first.clip.size() == second.clip.size()
        assert not first.clip.intersects(second.clip)


@pytest.mark.parametrize("divider", [0.0, 0.3, 1.0])
def test_the_divider_splits_one_place_without_a_gap(divider: float) -> None:
    area = QRectF(0, 0, 600, 400)
    original, compressed = arrange(
        CompareMode.DIVIDER, area=area, extent=Extent(64, 64), divider=divider
    )

    assert original.viewport == compressed.viewport == area
    assert original.clip.width() == 600 * divider
    assert original.clip.width() + compressed.clip.width() == area.width()
