import math

import numpy as np
import pytest

from featherbrush.app.canvas.fill import class_at, flood_stamp
from featherbrush.app.canvas.line import constrained
from featherbrush.engine.geometry import Bounds, Point


def test_fill_stops_at_corners() -> None:
    labels = np.eye(6, dtype=np.uint8)
    stamp = flood_stamp(labels, Point(2.5, 2.5))
    assert stamp.bounds == Bounds(2, 2, 1, 1)
    assert np.count_nonzero(flood_stamp(labels, Point(5.9, 0.1)).mask) == 15


def test_fill_takes_the_connected_class_only_and_leaves_the_map() -> None:
    labels = np.zeros((20, 30), dtype=np.uint8)
    labels[:, 10] = 4
    labels.flags.writeable = False
    stamp = flood_stamp(labels, Point(20.0, 5.0))
    assert stamp.bounds == Bounds(11, 0, 19, 20)
    assert stamp.mask.all()


def test_fill_keeps_islands() -> None:
    labels = np.zeros((9, 9), dtype=np.uint8)
    labels[3:6, 3:6] = 2
    stamp = flood_stamp(labels, Point(0, 0))
    assert stamp.bounds == Bounds(0, 0, 9, 9)
    assert np.array_equal(stamp.mask, labels == 0)


@pytest.mark.parametrize("seed", range(40))
def test_fill_equals_a_pixel_by_pixel_walk(seed: int) -> None:
    random = np.random.default_rng(seed)
    height, width = random.integers(1, 40, 2)
    labels = (random.random((height, width)) < random.uniform(0.2, 0.8)).astype(np.uint8)
    x, y = int(random.integers(width)), int(random.integers(height))
    stamp = flood_stamp(labels, Point(x + 0.5, y + 0.5))
    filled = np.zeros(labels.shape, dtype=np.bool_)
    filled[stamp.bounds.rows, stamp.bounds.columns] = stamp.mask
    assert np.array_equal(filled, _walked(labels, x, y))


def _walked(labels: np.ndarray, x: int, y: int) -> np.ndarray:
    reached, waiting = np.zeros(labels.shape, dtype=np.bool_), [(y, x)]
    while waiting:
        row, column = waiting.pop()
        inside = 0 <= row < labels.shape[0] and 0 <= column < labels.shape[1]
        if not inside or reached[row, column] or labels[row, column] != labels[y, x]:
            continue
        reached[row, column] = True
        steps = ((0, 1), (1, 0), (0, -1), (-1, 0))
        waiting += [(row + down, column + right) for down, right in steps]
    return reached


@pytest.mark.parametrize("at", [(-0.1, 3), (3, -0.1), (9.0, 3), (3, 9.0), (1e9, 3)])
def test_off_the_map_there_is_no_class_and_nothing_to_fill(at: tuple[float, float]) -> None:
    labels = np.zeros((9, 9), dtype=np.uint8)
    assert class_at(labels, Point(*at)) is None
    assert flood_stamp(labels, Point(*at)).empty


@pytest.mark.parametrize("degrees", range(-180, 181, 15))
def test_a_line_near_a_step_goes_to_the_step_at_the_same_length(degrees: int) -> None:
    start, angle = Point(7.25, 9.5), math.radians(degrees + 6)
    end = constrained(start, Point(7.25 + 30 * math.cos(angle), 9.5 + 30 * math.sin(angle)))
    assert math.hypot(end.x - start.x, end.y - start.y) == pytest.approx(30)
    turned = math.degrees(math.atan2(end.y - start.y, end.x - start.x))
    assert (turned - degrees + 180) % 360 - 180 == pytest.approx(0, abs=1e-9)
    if degrees in (0, 180, -180):
        assert end.y == start.y
    if abs(degrees) == 90:
        assert end.x == start.x


def test_a_line_without_length_stays() -> None:
    assert constrained(Point(3, 4), Point(3, 4)) == Point(3, 4)
