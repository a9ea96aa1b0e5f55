from itertools import pairwise

import cv2
import numpy as np
import pytest

from featherbrush.app.canvas.brush import Dab, Stamp, dab_stamp, radius_of, segment_stamp
from featherbrush.engine.geometry import Extent, Point

EXTENT = Extent(80, 60)


def on_canvas(stamp: Stamp, extent: Extent = EXTENT) -> np.ndarray:
    out = np.zeros(extent.shape, dtype=np.bool_)
    out[stamp.bounds.rows, stamp.bounds.columns] = stamp.mask
    return out


def by_definition(start: Dab, end: Dab, extent: Extent) -> np.ndarray:
    """The union of very many dabs, pixel by pixel."""
    y, x = np.mgrid[0 : extent.height, 0 : extent.width] + 0.5
    out = np.zeros(extent.shape, dtype=np.bool_)
    for t in np.linspace(0, 1, 1501):
        cx = start.center.x + t * (end.center.x - start.center.x)
        cy = start.center.y + t * (end.center.y - start.center.y)
        radius = start.radius + t * (end.radius - start.radius)
        out |= (x - cx) ** 2 + (y - cy) ** 2 < radius**2
    return out


@pytest.mark.parametrize("at", [(10.0, 10.0), (10.5, 10.5), (10.01, 10.99), (10.5, 10.0)])
def test_size_one_paints_the_one_pixel_that_holds_the_position(at: tuple[float, float]) -> None:
    stamp = dab_stamp(Dab(Point(*at), radius_of(size=1, pressure=1)), extent=EXTENT)
    assert np.argwhere(on_canvas(stamp)).tolist() == [[10, 10]]


@pytest.mark.parametrize("size", [2, 3, 8, 25, 50])
@pytest.mark.parametrize("at", [(40.0, 30.0), (40.5, 30.5), (40.25, 29.875)])
def test_a_dab_holds_exactly_the_pixels_whose_centres_lie_inside(
    size: int, at: tuple[float, float]
) -> None:
    dab = Dab(Point(*at), size / 2)
    painted = on_canvas(dab_stamp(dab, extent=EXTENT))
    assert np.array_equal(painted, by_definition(dab, dab, EXTENT))


def test_a_dab_of_even_size_between_pixels_is_as_wide_as_its_size() -> None:
    painted = on_canvas(dab_stamp(Dab(Point(40, 30), 12), extent=EXTENT))
    assert painted.any(axis=0).sum() == 24
    assert painted.any(axis=1).sum() == 24
    assert np.array_equal(painted, painted[:, ::-1])


def test_pressure_scales_the_size_down_to_one_pixel() -> None:
    assert radius_of(size=20, pressure=0.5) == 5
    assert radius_of(size=20, pressure=0) == 0.5
    assert radius_of(size=1, pressure=0.2) == 0.5


@pytest.mark.parametrize("seed", range(12))
def test_a_piece_is_the_union_of_all_dabs_between_its_ends(seed: int) -> None:
    random = np.random.default_rng(seed)
    x0, x1, y0, y1 = random.uniform(-10, 90, 4)
    start = Dab(Point(x0, y0 * 0.7), random.uniform(0.5, 14))
    end = Dab(Point(x1, y1 * 0.7), random.uniform(0.5, 14))
    painted = on_canvas(segment_stamp(start, end, extent=EXTENT))
    wanted = by_definition(start, end, EXTENT)
    assert not (wanted & ~painted).any()
    grown = by_definition(
        Dab(start.center, start.radius + 0.02), Dab(end.center, end.radius + 0.02), EXTENT
    )
    assert not (painted & ~grown).any()


def test_a_small_dab_inside_a_large_one_adds_nothing() -> None:
    large, small = Dab(Point(40, 30), 20), Dab(Point(43, 31), 4)
    alone = on_canvas(dab_stamp(large, extent=EXTENT))
    for start, end in ((large, small), (small, large)):
        assert np.array_equal(on_canvas(segment_stamp(start, end, extent=EXTENT)), alone)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("size", [1.0, 1.3, 2.0, 7.0])
def test_random_strokes_have_no_gaps(seed: int, size: float) -> None:
    random = np.random.default_rng(seed)
    points = np.cumsum(random.normal(0, 9, (30, 2)), axis=0) + np.array([40, 30])
    if seed % 5 == 0:
        points = np.round(points)  # exactly on the borders of pixels
    pressures = random.uniform(0, 1, len(points))
    dabs = [
        Dab(Point(float(x), float(y)), radius_of(size=size, pressure=float(p)))
        for (x, y), p in zip(points, pressures, strict=True)
    ]
    extent = Extent(400, 400)
    moved = [Dab(Point(d.center.x + 160, d.center.y + 160), d.radius) for d in dabs]
    painted = on_canvas(dab_stamp(moved[0], extent=extent), extent)
    for start, end in pairwise(moved):
        painted |= on_canvas(segment_stamp(start, end, extent=extent), extent)
    parts, _ = cv2.connectedComponents(painted.astype(np.uint8), connectivity=8)
    assert parts == 2


@pytest.mark.parametrize("end", [(70.2, 20.0), (10.0, 50.9), (60.5, 55.5), (3.1, 2.2), (70, 21)])
def test_the_thinnest_line_is_one_pixel_per_step(end: tuple[float, float]) -> None:
    start = Point(10.0, 20.0)
    stamp = segment_stamp(Dab(start, 0.5), Dab(Point(*end), 0.5), extent=EXTENT)
    painted = on_canvas(stamp)
    steep = abs(end[1] - start.y) > abs(end[0] - start.x)
    per_step = painted.sum(axis=1 if steep else 0)
    assert set(per_step.tolist()) <= {0, 1}
    assert painted[20, 10]
    assert painted[int(end[1]), int(end[0])]


def test_a_stamp_never_leaves_the_canvas() -> None:
    stamp = segment_stamp(Dab(Point(-1e5, 30), 9), Dab(Point(1e5, 31), 9), extent=EXTENT)
    assert stamp.bounds.x == 0
    assert stamp.bounds.width == EXTENT.width
    assert on_canvas(stamp).any(axis=0).all()
    assert dab_stamp(Dab(Point(-50, -50), 9), extent=EXTENT).empty


def test_a_long_piece_cut_up_is_the_same_as_in_one() -> None:
    extent = Extent(900, 700)
    start, end = Dab(Point(20.3, 40.1), 3.0), Dab(Point(870.9, 655.2), 6.5)
    painted = on_canvas(segment_stamp(start, end, extent=extent), extent)
    y, x = np.mgrid[0:700, 0:900] + 0.5
    dx, dy, growth = 850.6, 615.1, 3.5
    qx, qy = x - 20.3, y - 40.1
    t = ((qx * dx + qy * dy + 3 * growth) / (dx * dx + dy * dy - growth**2)).clip(0, 1)
    wanted = (qx - t * dx) ** 2 + (qy - t * dy) ** 2 < (3 + t * growth) ** 2
    assert np.array_equal(painted, wanted)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_positions_that_are_no_numbers_are_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="cannot pass through"):
        dab_stamp(Dab(Point(bad, 3), 2), extent=EXTENT)
