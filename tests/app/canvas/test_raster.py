import numpy as np
import pytest

from featherbrush.app.canvas.patterns import TILES, pattern_table
from featherbrush.app.canvas.raster import Dressing, render_area
from featherbrush.app.canvas.sampling import DeviceGrid
from featherbrush.app.canvas.view import ViewTransform, fitted
from featherbrush.app.document.extras import Selection, Underlay
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.geometry import Bounds, Extent, Point

TABLE = np.arange(256, dtype=np.uint32) * 0x010101 + np.uint32(0xFF000000)
LABELS = np.random.default_rng(0).integers(0, 250, (48, 64)).astype(np.uint8)
SCREEN = Bounds(0, 0, 220, 160)
EVERY = 7
RATIOS = [1.0, 1.25, 1.5, 2.0]
VIEWS = [
    ViewTransform(1, 10, 20),
    ViewTransform(3.37, 13.2, -7.9),
    ViewTransform(0.61, 5.5, 6.1),
    ViewTransform(2.3, 190.2, 11.7, mirrored=True),
    ViewTransform(2.5, 160.4, 20.3, rotation=90.0),
    ViewTransform(1.7, 150.1, 130.6, rotation=180.0, mirrored=True),
    ViewTransform(2.1, 40.2, 160.9, rotation=-90.0, mirrored=True),
    ViewTransform(2.37, 90.3, 15.1, rotation=30.0),
    ViewTransform(1.9, 130.9, 150.2, rotation=-137.5, mirrored=True),
]


def pixel_by_pixel(view: ViewTransform, device: DeviceGrid) -> np.ndarray:
    out = np.zeros((SCREEN.height, SCREEN.width), dtype=np.uint32)
    for row in range(0, SCREEN.height, EVERY):
        for column in range(SCREEN.width):
            x = (column + 0.5 - device.x) / device.ratio
            y = (row + 0.5 - device.y) / device.ratio
            at = view.to_canvas(Point(x, y))
            if 0 <= at.x < 64 and 0 <= at.y < 48:
                out[row, column] = TABLE[LABELS[int(at.y), int(at.x)]]
    return out


def drawn(view: ViewTransform, device: DeviceGrid, area: Bounds = SCREEN) -> np.ndarray:
    out = np.zeros((SCREEN.height, SCREEN.width), dtype=np.uint32)
    out[area.rows, area.columns] = render_area(
        LABELS, table=TABLE, view=view, device=device, area=area, surround=0
    )
    return out


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("view", VIEWS)
def test_every_device_pixel_shows_the_label_under_its_centre(
    view: ViewTransform, ratio: float
) -> None:
    device = DeviceGrid(ratio, 16.25, 0.5)
    wanted = pixel_by_pixel(view, device)
    assert np.array_equal(drawn(view, device)[::EVERY], wanted[::EVERY])


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("view", VIEWS)
def test_drawing_a_part_gives_what_drawing_all_gives(view: ViewTransform, ratio: float) -> None:
    random = np.random.default_rng(3)
    whole = drawn(view, DeviceGrid(ratio))
    for _ in range(20):
        x, y, w, h = (int(n) for n in random.integers((0, 0, 1, 1), (170, 120, 50, 40)))
        part = drawn(view, DeviceGrid(ratio), Bounds(x, y, w, h))
        assert np.array_equal(part[y : y + h, x : x + w], whole[y : y + h, x : x + w])
        part[y : y + h, x : x + w] = 0
        assert not part.any()


def test_beside_the_canvas_there_is_only_the_surround() -> None:
    area, view = Bounds(0, 0, 9, 300), ViewTransform(1, 10, 20)
    shown = render_area(
        LABELS, table=TABLE, view=view, device=DeviceGrid(), area=area, surround=0xFF123456
    )
    assert shown.shape == (300, 9)
    assert (shown == 0xFF123456).all()


def test_lines_between_pixels_show_from_16_device_pixels_on() -> None:
    plain = np.zeros((48, 64), dtype=np.uint8)

    def lines(scale: float, ratio: float) -> np.ndarray:
        shown = render_area(
            plain,
            table=TABLE,
            view=ViewTransform(scale, 0, 0),
            device=DeviceGrid(ratio),
            area=Bounds(0, 0, 160, 160),
            surround=0,
            dressing=Dressing(grid=True),
        )
        return shown != TABLE[0]

    assert not lines(15.9, 1).any()
    shown = lines(8, 2)
    assert np.flatnonzero(shown[5]).tolist() == list(range(0, 160, 16))
    assert np.flatnonzero(shown[:, 5]).tolist() == list(range(0, 160, 16))
    assert shown[16].all()


def render(
    pixels: np.ndarray, view: ViewTransform, area: Bounds = SCREEN, **dressing
) -> np.ndarray:
    return render_area(
        pixels,
        table=TABLE,
        view=view,
        device=DeviceGrid(),
        area=area,
        surround=0,
        dressing=Dressing(**dressing),
    )


@pytest.mark.parametrize("view", VIEWS)
def test_a_sketch_shows_its_own_colours(view: ViewTransform) -> None:
    """A grey picture of the labels looks as the labels do in greys."""
    picture = np.repeat(LABELS[:, :, None], 3, axis=2)
    assert np.array_equal(render(picture, view), render(LABELS, view))


def test_red_green_and_blue_of_a_sketch_are_where_they_belong() -> None:
    picture = np.zeros((2, 2, 3), np.uint8)
    picture[0, 1] = (1, 2, 3)
    shown = render(picture, ViewTransform(), Bounds(0, 0, 2, 2))
    assert shown.tolist() == [[0xFF000000, 0xFF010203], [0xFF000000, 0xFF000000]]


@pytest.mark.parametrize("view", VIEWS[1:])
def test_an_underlay_shows_by_its_opacity(view: ViewTransform) -> None:
    photo = np.full((5, 7, 3), (200, 100, 40), np.uint8)
    black = np.zeros((48, 64), np.uint8)
    canvas = render(black, view) != 0
    for opacity, wanted in ((0.0, 0xFF000000), (0.5, 0xFF643214), (1.0, 0xFFC86428)):
        shown = render(black, view, underlay=Underlay(photo, opacity=opacity))
        assert (shown[canvas] == wanted).all()
        assert not shown[~canvas].any()
    hidden = Underlay(photo, visible=False)
    assert np.array_equal(render(LABELS, view, underlay=hidden), render(LABELS, view))


def test_an_underlay_is_stretched_over_the_canvas() -> None:
    photo = np.zeros((1, 2, 3), np.uint8)
    photo[0, 1] = 255
    shown = render(
        np.zeros((4, 8), np.uint8),
        ViewTransform(),
        Bounds(0, 0, 8, 4),
        underlay=Underlay(photo, opacity=1.0),
    )
    assert (shown[:, :4] == 0xFF000000).all()
    assert (shown[:, 4:] == 0xFFFFFFFF).all()


@pytest.mark.parametrize("view", VIEWS)
def test_everything_drawn_with_the_canvas_joins_without_a_seam(view: ViewTransform) -> None:
    random = np.random.default_rng(5)
    classes = [ClassInfo(id=n, name=f"c{n}", color=(n, n, n)) for n in range(250)]
    dressing = {
        "grid": True,
        "patterns": pattern_table(classes),
        "underlay": Underlay(random.integers(0, 255, (31, 45, 3)).astype(np.uint8)),
        "selection": Selection(Bounds(8, 4, 40, 30), random.random((30, 40)) < 0.6),
        "phase": 3,
    }
    whole = render(LABELS, view, **dressing)
    for _ in range(10):
        x, y, w, h = (int(n) for n in random.integers((0, 0, 1, 1), (170, 120, 50, 40)))
        part = render(LABELS, view, Bounds(x, y, w, h), **dressing)
        assert np.array_equal(part, whole[y : y + h, x : x + w])


def test_the_ants_march_around_the_selection_and_nowhere_else() -> None:
    selection = Selection(Bounds(2, 1, 4, 3), np.ones((3, 4), np.bool_))
    grey = np.full((8, 10), 128, np.uint8)
    view, area = ViewTransform(4), Bounds(0, 0, 40, 32)
    first, second = (render(grey, view, area, selection=selection, phase=n) for n in (0, 4))
    drawn = first != TABLE[128]
    inside = np.zeros((32, 40), np.bool_)
    inside[4:16, 8:24] = True
    border = inside.copy()
    border[5:15, 9:23] = False
    assert np.array_equal(drawn, border)
    assert set(first[border].tolist()) == {0xFF000000, 0xFFFFFFFF}
    assert (first[border] != second[border]).all()


@pytest.mark.parametrize("view", [ViewTransform(0.2, 3, 3), ViewTransform(8, 5, 6, 45.0)])
def test_a_selection_of_one_pixel_is_not_lost_at_any_turn(view: ViewTransform) -> None:
    one = Selection(Bounds(0, 0, 5, 5), np.ones((5, 5), np.bool_))
    assert (render(LABELS, view, selection=one) != render(LABELS, view)).any()


def test_patterns_keep_their_size_at_every_zoom_and_move_with_the_canvas() -> None:
    classes = [ClassInfo(id=n, name=f"c{n}", color=(200, 200, 200)) for n in range(4)]
    table = pattern_table(classes)
    plain = np.ones((64, 64), np.uint8)
    area = Bounds(0, 0, 64, 64)
    near = render(plain, ViewTransform(9), area, patterns=table)
    far = render(plain, ViewTransform(1), area, patterns=table)
    assert np.array_equal(near, far)
    assert len(np.unique(near)) == 2
    panned = render(plain, ViewTransform(9, 3, 0), area, patterns=table)
    assert np.array_equal(panned[:, 3:], near[:, :-3])


def test_no_two_patterns_look_alike() -> None:
    assert len({tile.tobytes() for tile in TILES}) == len(TILES)
    assert not TILES[0].any()
    assert all(0.05 < tile.mean() < 0.6 for tile in TILES[1:])


def test_the_picture_of_an_extent_matches_what_the_view_says() -> None:
    view = fitted(
        viewport=Extent(220, 160), extent=Extent(64, 48), like=ViewTransform(rotation=45.0)
    )
    shown = render(LABELS, view) != 0
    rows, columns = np.nonzero(shown)
    span = view.span(Bounds(0, 0, 64, 48))
    assert abs(columns.min() - span.x) <= 1.5
    assert abs(columns.max() + 1 - span.x - span.width) <= 1.5
    assert abs(rows.min() - span.y) <= 1.5
