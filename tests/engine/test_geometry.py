"""Rectangles of pixels: union, intersection, and arrays indexed with them."""

from __future__ import annotations

import numpy as np
import pytest

from featherbrush.engine.geometry import Bounds, Extent, Point


def test_a_union_holds_both_and_an_empty_one_adds_nothing() -> None:
    a, b = Bounds(2, 3, 4, 5), Bounds(10, 0, 1, 1)
    assert a.union(b) == b.union(a) == Bounds(2, 0, 9, 8)
    assert a.union(Bounds(100, 100, 0, 7)) == a
    assert Bounds(100, 100, 0, 0).union(a) == a


def test_an_intersection_is_what_both_hold() -> None:
    a = Bounds(0, 0, 10, 10)
    assert a.intersection(Bounds(-5, 8, 10, 10)) == Bounds(0, 8, 5, 2)
    assert a.intersection(Bounds(10, 0, 5, 5)).empty
    assert not a.intersection(Bounds(9, 9, 5, 5)).empty


def test_bounds_index_the_pixels_that_they_name() -> None:
    array = np.zeros((6, 8), int)
    bounds = Bounds(1, 2, 3, 4)
    array[bounds.rows, bounds.columns] = 1
    assert array.sum() == bounds.extent.area == 12
    assert array[2, 1] == array[5, 3] == 1


def test_padding_that_leaves_the_canvas_is_cut_by_intersecting() -> None:
    canvas = Bounds.of(Extent(8, 6))
    assert Bounds(0, 0, 1, 1).padded(2) == Bounds(-2, -2, 5, 5)
    assert Bounds(0, 0, 1, 1).padded(2).intersection(canvas) == Bounds(0, 0, 3, 3)


@pytest.mark.parametrize(("x", "inside"), [(0, False), (1, True), (3.99, True), (4, False)])
def test_a_point_on_the_right_edge_is_outside(x: float, inside: bool) -> None:
    assert Bounds(1, 0, 3, 1).contains(Point(x, 0.5)) is inside


def test_an_extent_is_width_first_and_a_shape_height_first() -> None:
    extent = Extent.of(np.zeros((3, 5, 3)))
    assert extent == Extent(5, 3)
    assert extent.shape == (3, 5)
    assert str(extent) == "5x3"
