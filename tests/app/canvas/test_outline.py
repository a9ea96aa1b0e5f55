import numpy as np
import pytest

from featherbrush.app.canvas.outline import Outline, draw_outline, outline_bounds
from featherbrush.engine.geometry import Bounds, Point

AREA = Bounds(0, 0, 200, 160)
LIGHT, DARK = 0xFFFFFFFF, 0xFF000000


def drawn(outline: Outline, *, on: int, ratio: float = 1.0, area: Bounds = AREA) -> np.ndarray:
    colors = np.full((area.height, area.width), on, dtype=np.uint32)
    center = Point(outline.center.x * ratio, outline.center.y * ratio)
    draw_outline(colors, area=area, center=center, ratio=ratio, outline=outline)
    return colors


@pytest.mark.parametrize("on", [LIGHT, DARK, 0xFF808080, 0xFF2068B0])
@pytest.mark.parametrize("radius", [0.5, 2.0, 40.0])
def test_the_outline_stands_out_on_every_colour(on: int, radius: float) -> None:
    colors = drawn(Outline(Point(70.3, 60.8), radius), on=on)
    green = (colors >> 8 & 0xFF).astype(int)
    assert np.abs(green - (on >> 8 & 0xFF)).max() > 60
    assert (colors >> 24 == 0xFF).all()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_the_middle_of_the_line_lies_on_the_true_circle(ratio: float) -> None:
    colors = drawn(Outline(Point(40.0, 40.0), 30.0), on=DARK, ratio=ratio)
    rows, columns = np.nonzero(colors & 0xFF)
    distance = np.hypot(columns + 0.5 - 40 * ratio, rows + 0.5 - 40 * ratio)
    assert distance.mean() == pytest.approx(30 * ratio, abs=0.3)
    assert distance.max() - distance.min() < 3 * ratio


def test_drawing_in_parts_gives_the_same_and_stays_within_the_bounds() -> None:
    outline = Outline(Point(70.3, 60.8), 33.3)
    whole = drawn(outline, on=LIGHT)
    bounds = outline_bounds(outline)
    beyond = whole.copy()
    beyond[bounds.rows, bounds.columns] = LIGHT
    assert (beyond == LIGHT).all()
    for area in (Bounds(50, 20, 30, 40), Bounds(100, 60, 11, 7), Bounds(190, 150, 5, 5)):
        part = drawn(outline, on=LIGHT, area=area)
        assert np.array_equal(part, whole[area.rows, area.columns])
