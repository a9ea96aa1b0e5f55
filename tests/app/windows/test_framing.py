import pytest
from PySide6.QtCore import QPointF, QRectF

from featherbrush.app.canvas.view import ViewTransform, fitted
from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.compare_layout import (
    LENS_LEAST,
    LENS_MOST,
    CompareMode,
    Lens,
    Staging,
    arrange,
)
from featherbrush.app.windows.framing import (
    FITTED,
    LARGEST_ZOOM,
    MARGIN,
    Framing,
    framing_of,
    pan,
    place,
    turned_about,
    view_in,
    view_of,
    zoom_at,
)
from featherbrush.engine.geometry import Extent, Point

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
    whole = framing_of(fitted(viewport=viewport, extent=EXTENT), viewport=viewport, extent=EXTENT)
    assert whole.fits

    for rotation, mirrored in ((0.0, False), (90.0, False), (-35.5, True)):
        view = ViewTransform(3.25, -120.5, 40.25, rotation, mirrored)
        framing = framing_of(view, viewport=viewport, extent=EXTENT)
        back = view_of(framing, viewport=viewport, extent=EXTENT)
        assert (back.scale, back.x, back.y) == pytest.approx((view.scale, view.x, view.y))
        assert (back.rotation, back.mirrored) == (rotation, mirrored)


@pytest.mark.parametrize("width", [400, 401, 403])
@pytest.mark.parametrize("height", [300, 700, 701])
def test_both_pictures_have_exactly_one_size(width: int, height: int) -> None:
    original, compressed = arrange(
        Staging(CompareMode.SIDE_BY_SIDE), area=QRectF(0, 0, width, height), extent=Extent(64, 48)
    )

    assert original.viewport.size() == compressed.viewport.size()
    assert not original.clip.intersects(compressed.clip)


def test_side_by_side_goes_the_way_that_shows_more() -> None:
    wide = arrange(Staging(), area=QRectF(0, 0, 800, 400), extent=Extent(256, 256))
    tall = arrange(Staging(), area=QRectF(0, 0, 400, 800), extent=Extent(256, 256))

    assert wide[0].clip.y() == wide[1].clip.y()
    assert tall[0].clip.x() == tall[1].clip.x()
    for first, second in (wide, tall):
        assert first.clip.size() == second.clip.size()
        assert not first.clip.intersects(second.clip)


@pytest.mark.parametrize("divider", [0.0, 0.3, 1.0])
def test_the_divider_splits_one_place_without_a_gap(divider: float) -> None:
    area = QRectF(0, 0, 600, 400)
    staging = Staging(CompareMode.DIVIDER, divider=divider)
    original, compressed = arrange(staging, area=area, extent=Extent(64, 64))

    assert original.viewport == compressed.viewport == area
    assert original.clip.width() == 600 * divider
    assert original.clip.width() + compressed.clip.width() == area.width()


@pytest.mark.parametrize("rotation", [0.0, 90.0, -30.0])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_turned_picture_zooms_and_pans_under_the_cursor(rotation: float, mirrored: bool) -> None:
    framing = Framing(1.5, 0.4, 0.6, rotation, mirrored)
    point = QPointF(190, 140)

    def under(framing: Framing, at: QPointF) -> tuple[float, float]:
        view = view_in(framing, viewport=VIEWPORT, extent=EXTENT)
        found = view.to_canvas(Point(at.x(), at.y()))
        return found.x, found.y

    closer = zoom_at(framing, factor=1.7, point=point, viewport=VIEWPORT, extent=EXTENT)
    assert under(closer, point) == pytest.approx(under(framing, point))
    moved = pan(framing, by=QPointF(9, -4), viewport=VIEWPORT, extent=EXTENT)
    assert under(moved, point + QPointF(9, -4)) == pytest.approx(under(framing, point))


def test_a_turned_picture_fits_whole_and_turning_keeps_its_scale() -> None:
    for rotation in (0.0, 45.0, 90.0, 200.0 - 360):
        fitted_so = Framing(rotation=rotation)
        assert VIEWPORT.contains(place(fitted_so, viewport=VIEWPORT, extent=EXTENT))

    before = Framing(2.0, 0.3, 0.7)
    after = turned_about(before, degrees=30, viewport=VIEWPORT, extent=EXTENT)
    first, second = (view_in(f, viewport=VIEWPORT, extent=EXTENT) for f in (before, after))
    assert second.rotation == 30
    assert second.scale == pytest.approx(first.scale)
    assert (after.x, after.y) == (before.x, before.y)


def test_one_place_shows_the_compressed_picture_and_the_other_while_exchanged() -> None:
    area = QRectF(0, 0, 600, 400)
    for mode in (CompareMode.FLIP, CompareMode.LENS):
        ground = arrange(Staging(mode), area=area, extent=EXTENT)[0]
        other = arrange(Staging(mode, flipped=True), area=area, extent=EXTENT)[0]
        assert (ground.side, other.side) == (Side.COMPRESSED, Side.ORIGINAL)
        assert ground.clip == area
    (map_,) = arrange(Staging(CompareMode.DIFFERENCE), area=area, extent=EXTENT)
    assert map_.side is None


def test_the_lens_shows_the_other_side_in_the_same_place_and_keeps_its_size() -> None:
    area = QRectF(0, 0, 600, 400)
    lens = Lens(radius=50).at(QPointF(120, 90), area)
    ground, circle = arrange(Staging(CompareMode.LENS, lens=lens), area=area, extent=EXTENT)

    assert circle.round
    assert circle.viewport == ground.viewport
    assert {ground.side, circle.side} == set(Side)
    assert circle.clip == QRectF(70, 40, 100, 100)
    assert lens.resized(1e9).radius == LENS_MOST
    assert lens.resized(0).radius == LENS_LEAST
    assert lens.at(QPointF(-50, 900), area).rect(area).center() == QPointF(0, 400)
