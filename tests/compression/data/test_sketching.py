"""Sketches look like drawings of their picture: ink where the shapes are, paper elsewhere."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from featherbrush.compression.data.sketching import NEAT, draw_sketch, on_white, random_hand


@pytest.fixture
def picture() -> NDArray[np.uint8]:
    """A red ball with a blue square in it on nothing, uint8 [128, 128, 4]."""
    rgba = np.zeros((128, 128, 4), np.uint8)
    cv2.circle(rgba, (64, 64), 50, (220, 40, 30, 255), -1)
    rgba[50:78, 50:78] = (20, 30, 200, 255)
    return rgba


def _ink(sketch: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return sketch < 128


def test_the_outline_and_the_inner_shape_are_drawn(picture: NDArray[np.uint8]) -> None:
    sketch = draw_sketch(picture, np.random.default_rng(0), NEAT)

    assert sketch.shape == (128, 128) and sketch.dtype == np.uint8
    assert _ink(sketch)[62:66, 10:20].any()
    assert _ink(sketch)[60:68, 46:54].any()
    assert not _ink(sketch)[58:70, 58:70].any()
    assert not _ink(sketch)[:10].any()


def test_a_white_picture_on_white_still_has_its_outline(picture: NDArray[np.uint8]) -> None:
    picture[..., :3] = 255

    assert _ink(draw_sketch(picture, np.random.default_rng(0), NEAT)).sum() > 200


@pytest.mark.parametrize("seed", range(40))
def test_every_hand_draws_lines_and_not_areas(picture: NDArray[np.uint8], seed: int) -> None:
    sketch = draw_sketch(picture, np.random.default_rng(seed))

    assert 0.002 < _ink(sketch).mean() < 0.25


def test_the_same_state_draws_the_same_and_another_something_else(
    picture: NDArray[np.uint8],
) -> None:
    first, again, other = (draw_sketch(picture, np.random.default_rng(s)) for s in (3, 3, 4))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_thicker_pen_leaves_more_ink(picture: NDArray[np.uint8]) -> None:
    ink = [
        _ink(
            draw_sketch(
                picture, np.random.default_rng(0), replace(NEAT, thickness=t, traced=traced)
            )
        ).sum()
        for traced in (True, False)
        for t in (1, 4)
    ]

    assert ink[1] > 1.5 * ink[0]
    assert ink[3] > 1.5 * ink[2]


def test_gaps_and_dropped_lines_leave_less_ink(picture: NDArray[np.uint8]) -> None:
    whole = _ink(draw_sketch(picture, np.random.default_rng(0), NEAT))
    gaps = _ink(draw_sketch(picture, np.random.default_rng(0), replace(NEAT, gaps=0.1)))
    dropped = _ink(draw_sketch(picture, np.random.default_rng(0), replace(NEAT, dropped=1.0)))

    assert gaps.sum() < whole.sum()
    assert not dropped[45:83, 45:83].any() and dropped[62:66, 10:20].any()


def test_wobble_moves_lines_by_a_few_pixels_at_most(picture: NDArray[np.uint8]) -> None:
    straight = draw_sketch(picture, np.random.default_rng(0), NEAT)
    shaky = draw_sketch(picture, np.random.default_rng(0), replace(NEAT, wobble=3.0))
    near = cv2.dilate(_ink(straight).astype(np.uint8), np.ones((15, 15), np.uint8)) > 0

    assert not np.array_equal(straight, shaky)
    assert near[_ink(shaky)].all()


def test_an_empty_picture_is_blank_paper() -> None:
    for seed in range(5):
        sketch = draw_sketch(np.zeros((64, 64, 4), np.uint8), np.random.default_rng(seed))

        assert (sketch == 255).all()


def test_random_hands_differ() -> None:
    random = np.random.default_rng(0)

    hands = [random_hand(random) for _ in range(60)]

    assert {hand.inner for hand in hands} == {"canny", "dog", "none"}
    assert {hand.thickness for hand in hands} == {1, 2, 3, 4}
    assert {hand.traced for hand in hands} == {True, False}


def test_transparency_becomes_white() -> None:
    rgba = np.array([[[10, 20, 30, 255], [10, 20, 30, 0], [0, 0, 0, 128]]], np.uint8)

    assert on_white(rgba).tolist() == [[[10, 20, 30], [255, 255, 255], [127, 127, 127]]]
