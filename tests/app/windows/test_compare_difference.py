import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QImage, QPainter

from featherbrush.app.windows.compare_difference import (
    RANGES,
    difference_image,
    legend_box,
    next_range,
    paint_legend,
    ramp,
)


@pytest.mark.parametrize("levels", RANGES)
def test_the_scale_gets_lighter_at_every_level_and_then_stays(levels: int) -> None:
    colors = ramp(levels)
    parts = [(colors >> np.uint32(shift)) & np.uint32(255) for shift in (16, 8, 0)]
    light = np.dot([0.299, 0.587, 0.114], np.array(parts, dtype=float))
    assert (np.diff(light[: levels + 1]) > -0.6).all()
    assert light[levels] - light[0] > 200
    assert (colors[levels:] == colors[-1]).all()


def test_every_pixel_has_the_colour_of_its_difference() -> None:
    apart = np.array([[0, 3], [64, 255]], np.uint8)
    image = difference_image(apart, levels=64)
    apart[:] = 0
    wanted = ramp(64)[[[0, 3], [64, 255]]]
    shown = [[image.pixel(x, y) for x in range(2)] for y in range(2)]
    assert shown == wanted.tolist()


def test_pressing_the_legend_goes_through_all_ranges() -> None:
    seen = [RANGES[0]]
    for _ in RANGES:
        seen.append(next_range(seen[-1]))
    assert seen == [*RANGES, RANGES[0]]


@pytest.mark.parametrize("height", [150, 400])
def test_the_legend_stands_inside_the_view_and_is_drawn(qapp: QGuiApplication, height: int) -> None:
    area = QRectF(0, 0, 320, height)
    image = QImage(320, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    paint_legend(painter, area=area, levels=16, mean=1.25)
    box = legend_box(area, QFontMetricsF(painter.font()))
    painter.end()
    assert area.contains(box)
    assert image.pixel(box.center().toPoint()) != 0xFFFFFFFF
    assert image.pixel(2, 2) == 0xFFFFFFFF
