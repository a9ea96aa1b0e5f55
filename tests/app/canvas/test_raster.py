import numpy as np
import pytest

from featherbrush.app.canvas.raster import DeviceGrid, render_area
from featherbrush.app.canvas.view import ViewTransform
from featherbrush.engine.geometry import Bounds

TABLE = np.arange(256, dtype=np.uint32) * 0x010101 + np.uint32(0xFF000000)
LABELS = np.random.default_rng(0).integers(0, 250, (48, 64)).astype(np.uint8)
SCREEN = Bounds(0, 0, 300, 220)
RATIOS = [1.0, 1.25, 1.5, 2.0]
VIEWS = [ViewTransform(1, 10, 20), ViewTransform(3.37, 13.2, -7.9), ViewTransform(0.61, 5.5, 6.1)]


def pixel_by_pixel(view: ViewTransform, device: DeviceGrid) -> np.ndarray:
    out = np.zeros((SCREEN.height, SCREEN.width), dtype=np.uint32)
    for row in range(SCREEN.height):
        for column in range(SCREEN.width):
            x = ((column + 0.5 - device.x) / device.ratio - view.x) / view.scale
            y = ((row + 0.5 - device.y) / device.ratio - view.y) / view.scale
            if 0 <= x < 64 and 0 <= y < 48:
                out[row, column] = TABLE[LABELS[int(y), int(x)]]
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
    assert np.array_equal(drawn(view, device), pixel_by_pixel(view, device))


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("view", VIEWS)
def test_drawing_a_part_gives_what_drawing_all_gives(view: ViewTransform, ratio: float) -> None:
    random = np.random.default_rng(3)
    whole = drawn(view, DeviceGrid(ratio))
    for _ in range(20):
        x, y, w, h = (int(n) for n in random.integers((0, 0, 1, 1), (250, 180, 50, 40)))
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
            grid=True,
        )
        return shown != TABLE[0]

    assert not lines(15.9, 1).any()
    shown = lines(8, 2)
    assert np.flatnonzero(shown[5]).tolist() == list(range(0, 160, 16))
    assert np.flatnonzero(shown[:, 5]).tolist() == list(range(0, 160, 16))
    assert shown[16].all()
