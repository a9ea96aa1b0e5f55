import numpy as np
import pytest

from featherbrush.app.canvas.polygon import corners, polygon_coverage, polygon_mask
from featherbrush.engine.geometry import Bounds, Point

AREA = Bounds(0, 0, 40, 30)


@pytest.mark.parametrize("seed", range(12))
def test_coverage_is_that_of_a_much_finer_raster(seed: int) -> None:
    points = np.random.default_rng(seed).uniform((-30, -30), (70, 60), (3, 2))
    fine = polygon_mask(points * 16, area=Bounds(0, 0, 640, 480))
    expected = fine.reshape(30, 16, 40, 16).mean(axis=(1, 3)) * 255
    assert np.abs(polygon_coverage(points, area=AREA) - expected).max() < 9


def test_a_pixel_belongs_to_the_polygon_that_holds_its_centre() -> None:
    triangle = corners([Point(0, 0), Point(4, 0), Point(0, 4)])
    rows = polygon_mask(triangle, area=Bounds(0, 0, 5, 5)).sum(axis=1).tolist()
    assert rows == [3, 2, 1, 0, 0] or rows == [4, 3, 2, 1, 0]


def test_neighbours_share_no_pixel_and_leave_no_gap() -> None:
    middle = Point(13.3, 11.7)
    ring = [Point(2.1, 3.3), Point(30.2, 5.9), Point(25.5, 27.1), Point(4.4, 22.8)]
    parts = [
        polygon_mask(corners([middle, a, b]), area=AREA)
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
    ]
    assert np.array_equal(sum(part.astype(int) for part in parts) == 1, np.any(parts, axis=0))
    assert np.array_equal(np.any(parts, axis=0), polygon_mask(corners(ring), area=AREA))


def test_what_is_circled_twice_is_filled() -> None:
    once = [Point(5, 5), Point(20, 5), Point(20, 20), Point(5, 20)]
    mask = polygon_mask(corners(once + once), area=AREA)
    assert mask[10, 10] and mask.sum() == 225


def test_a_position_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no position"):
        corners([Point(0, 0), Point(float("nan"), 3)])


def test_far_corners_cost_nothing_and_fill_what_they_surround() -> None:
    far = [Point(-1e9, -1e9), Point(1e9, -1e9), Point(1e9, 1e9), Point(-1e9, 1e9)]
    assert polygon_mask(corners(far), area=AREA).all()
    assert (polygon_coverage(corners(far), area=AREA) == 255).all()
