"""Pressure, tilt and steadying: what a hand feels."""

import math
from dataclasses import replace

import numpy as np
import pytest

from featherbrush.app.canvas import ToolDriver, ToolSettings, ToolState
from featherbrush.app.canvas.brush import Dab, dab_stamp, segment_stamp
from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.pressure import FIRM, SOFT, Footprint, felt, footprint_of
from featherbrush.app.canvas.size_drag import SizeDrag
from featherbrush.app.canvas.stabiliser import LENGTHS, Stabiliser
from featherbrush.app.document import Document
from featherbrush.engine.geometry import Extent, Point


def test_a_soft_curve_needs_less_pressure_and_the_ends_stay() -> None:
    for gamma in (SOFT, 1.0, FIRM):
        assert felt(0, gamma=gamma) == 0
        assert felt(1, gamma=gamma) == 1
    assert felt(0.4, gamma=SOFT) > 0.4 > felt(0.4, gamma=FIRM)


def test_the_curve_sets_the_width_of_a_pen(document: Document) -> None:
    widths = {}
    for gamma in (SOFT, 1.0, FIRM):
        driver = ToolDriver(document, ToolSettings(ToolState(size=40, class_id=2, gamma=gamma)))
        driver.press(PointerSample(32, 24, pressure=0.5))
        widths[gamma] = int((document.labels[24] == 2).sum())
        driver.cancel()
    assert widths[SOFT] > widths[1.0] == 20 > widths[FIRM]


def test_an_upright_pen_is_round_and_a_leaning_one_flat_along_its_lean() -> None:
    assert footprint_of(3, -4).round
    leaning = footprint_of(60, 0)
    assert leaning.aspect == pytest.approx(0.5)
    assert leaning.angle == pytest.approx(0)
    assert footprint_of(0, -50).angle == pytest.approx(-math.pi / 2)


@pytest.mark.parametrize("degrees", [0, 90])
def test_a_tilted_dab_is_an_ellipse(degrees: int) -> None:
    shape = Footprint(0.5, math.radians(degrees))
    stamp = dab_stamp(Dab(Point(30, 30), 12, shape), extent=Extent(60, 60))
    across, down = stamp.mask.any(axis=0).sum(), stamp.mask.any(axis=1).sum()
    assert sorted((across, down)) == [12, 24]
    assert (across > down) == (degrees == 0)


def test_a_tilted_stroke_has_the_long_axis_across_its_way() -> None:
    shape = Footprint(0.25, math.pi / 2)
    start, end = Dab(Point(10, 30), 12, shape), Dab(Point(50, 30), 12, shape)
    stamp = segment_stamp(start, end, extent=Extent(60, 60))
    assert stamp.mask[:, stamp.mask.shape[1] // 2].sum() == 24
    assert stamp.mask.any(axis=0).sum() == 46


@pytest.mark.parametrize("kind", [Stabiliser.WEAK, Stabiliser.STRONG])
def test_a_steadied_stroke_is_smoother_and_ends_exactly_at_the_pen(
    document: Document, kind: Stabiliser
) -> None:
    shaking = [
        PointerSample(4 + step * 0.5, 24 + 3 * math.sin(step * 1.9), time=step)
        for step in range(100)
    ]
    heights = {}
    for used in (Stabiliser.OFF, kind):
        settings = ToolSettings(ToolState(size=1, class_id=2, stabiliser=used))
        driver = ToolDriver(document, settings)
        driver.press(shaking[0])
        for sample in shaking[1:]:
            driver.move(sample)
        driver.release()
        rows = np.argwhere(document.labels == 2)[:, 0]
        heights[used] = int(rows.max() - rows.min())
        assert document.labels[int(shaking[-1].y), int(shaking[-1].x)] == 2
        document.undo()
    assert heights[kind] < heights[Stabiliser.OFF]


def test_the_string_follows_only_when_taut(document: Document) -> None:
    state = ToolState(size=3, class_id=2, stabiliser=Stabiliser.STRONG)
    driver = ToolDriver(document, ToolSettings(state))
    start = PointerSample(10, 24)
    driver.press(start)
    driver.move(replace(start, x=10 + LENGTHS[Stabiliser.STRONG] - 1))
    assert driver.brush_at == Point(10, 24)
    assert driver.guide is not None
    driver.move(replace(start, x=10 + LENGTHS[Stabiliser.STRONG] + 5))
    assert driver.brush_at == Point(15, 24)
    driver.cancel()
    assert not document.labels.any()


def test_dragging_sideways_resizes_within_the_limits() -> None:
    drag = SizeDrag(Point(100, 50), size=20, scale=2)
    assert drag.size_at(Point(110, 90)) == 30
    assert drag.size_at(Point(-500, 50)) == 1
    assert drag.size_at(Point(5000, 50)) == 256
