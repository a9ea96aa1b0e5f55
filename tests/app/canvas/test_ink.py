"""Ink is checked against areas that are known, and against counting of many points per pixel."""

import math

import numpy as np
import pytest

from featherbrush.app.canvas.ink import capsule_coverage
from featherbrush.app.canvas.pressure import ROUND, Footprint
from featherbrush.engine.geometry import Bounds, Point

FINE = 16


def counted(
    bounds: Bounds,
    a: Point,
    b: Point,
    radii: tuple[float, float],
    *,
    shape: Footprint = ROUND,
) -> np.ndarray:
    """The hull of two nibs by FINE x FINE points per pixel: the union of nibs between them."""
    steps = (np.arange(bounds.width * FINE) + 0.5) / FINE + bounds.x
    downs = (np.arange(bounds.height * FINE) + 0.5) / FINE + bounds.y
    x, y = np.meshgrid(steps, downs)
    inside = np.zeros(x.shape, dtype=bool)
    for share in np.linspace(0, 1, 400):
        center = (a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
        radius = radii[0] + (radii[1] - radii[0]) * share
        right, down = x - center[0], y - center[1]
        along = right * math.cos(shape.angle) + down * math.sin(shape.angle)
        across = down * math.cos(shape.angle) - right * math.sin(shape.angle)
        inside |= np.hypot(along, across / shape.aspect) <= radius
    return inside.reshape(bounds.height, FINE, bounds.width, FINE).mean(axis=(1, 3))


@pytest.mark.parametrize(
    ("a", "b", "radii"),
    [
        (Point(8.3, 7.6), Point(8.3, 7.6), (5.2, 5.2)),
        (Point(4.0, 4.0), Point(21.7, 13.2), (3.0, 3.0)),
        (Point(6.5, 20.1), Point(18.0, 5.0), (1.2, 4.6)),
        (Point(12.0, 12.0), Point(13.0, 12.4), (7.0, 1.0)),
    ],
)
def test_coverage_is_the_share_of_the_pixel_inside(
    a: Point, b: Point, radii: tuple[float, float]
) -> None:
    bounds, coverage = capsule_coverage(a, b, radius_a=radii[0], radius_b=radii[1])
    exact = counted(bounds, a, b, radii)
    assert np.abs(coverage / 255 - exact).max() < 0.12
    assert coverage.sum() / 255 == pytest.approx(exact.sum(), rel=0.02)


@pytest.mark.parametrize("angle", [0.0, 0.6, 2.3])
@pytest.mark.parametrize("aspect", [0.25, 0.7])
@pytest.mark.parametrize("b", [Point(15.3, 14.6), Point(33.0, 21.5)])
def test_a_leaning_nib_covers_what_its_ellipse_covers(
    angle: float, aspect: float, b: Point
) -> None:
    a, shape = Point(15.3, 14.6), Footprint(aspect, angle)
    bounds, coverage = capsule_coverage(a, b, radius_a=9, radius_b=6, footprint=shape)
    exact = counted(bounds, a, b, (9, 6), shape=shape)
    assert np.abs(coverage / 255 - exact).max() < 0.25
    assert coverage.sum() / 255 == pytest.approx(exact.sum(), rel=0.03)


def test_a_thin_leaning_nib_leaves_a_thin_line_without_gaps() -> None:
    bounds, coverage = capsule_coverage(
        Point(5, 5.5), Point(25, 5.5), radius_a=1.5, radius_b=1.5, footprint=Footprint(0.25, 0.0)
    )
    line = coverage[5 - bounds.y, 6 - bounds.x : 24 - bounds.x] / 255
    assert line.min() > 0.6
    assert coverage.sum() / 255 == pytest.approx(0.75 * 21, rel=0.25)


def test_nothing_inked_lies_outside_the_bounds() -> None:
    bounds, coverage = capsule_coverage(
        Point(10.2, 9.7), Point(30.5, 14.1), radius_a=4.4, radius_b=2.1
    )
    assert coverage.shape == (bounds.height, bounds.width)
    for edge in (coverage[0], coverage[-1], coverage[:, 0], coverage[:, -1]):
        assert edge.max() < 255
    wide = capsule_coverage(Point(10.2, 9.7), Point(30.5, 14.1), radius_a=4.4, radius_b=2.1)[0]
    assert wide == bounds


def test_a_line_of_one_pixel_is_full_and_of_half_a_pixel_half() -> None:
    for radius, expected in ((0.5, 255), (0.25, 128)):
        bounds, coverage = capsule_coverage(
            Point(2.5, 5.5), Point(20.5, 5.5), radius_a=radius, radius_b=radius
        )
        assert coverage[5 - bounds.y, 10 - bounds.x] == expected
        assert coverage[6 - bounds.y, 10 - bounds.x] == 0


def test_pieces_of_a_stroke_join_without_a_seam() -> None:
    whole, full = capsule_coverage(Point(5, 5), Point(25, 11), radius_a=3, radius_b=3)
    joined = np.zeros((40, 40), dtype=np.uint8)
    for start, end in (((5, 5), (12, 7.1)), ((12, 7.1), (25, 11))):
        part, coverage = capsule_coverage(Point(*start), Point(*end), radius_a=3, radius_b=3)
        view = joined[part.rows, part.columns]
        np.maximum(view, coverage, out=view)
    assert np.abs(joined[whole.rows, whole.columns].astype(int) - full).max() <= 3


def test_a_soft_nib_fades_from_the_middle_and_never_beyond_its_radius() -> None:
    bounds, soft = capsule_coverage(
        Point(20, 20), Point(20, 20), radius_a=12, radius_b=12, hardness=0.2
    )
    row = soft[20 - bounds.y].astype(int)
    middle = 20 - bounds.x
    assert row[middle] > 250
    assert (np.diff(row[middle:]) <= 0).all()
    assert 60 < row[middle + 7] < 200
    _, hard = capsule_coverage(Point(20, 20), Point(20, 20), radius_a=12, radius_b=12)
    assert (soft <= hard).all()


def test_a_dab_covers_the_area_of_its_disc() -> None:
    _, coverage = capsule_coverage(Point(0.3, -0.2), Point(0.3, -0.2), radius_a=9, radius_b=9)
    assert coverage.sum() / 255 == pytest.approx(math.pi * 81, rel=0.005)
