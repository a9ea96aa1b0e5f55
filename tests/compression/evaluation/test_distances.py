"""Frechet and kernel distance: zero for equal sets, right for known ones, in the right order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.evaluation.distances import (
    frechet_distance,
    judge_features,
    kernel_distance,
)

Scenes = Callable[..., LabelledStore]
Blurred = Callable[[NDArray[np.uint8]], NDArray[np.uint8]]
Noise = Callable[..., NDArray[np.uint8]]


def test_equal_sets_are_at_distance_zero() -> None:
    features = np.random.default_rng(0).normal(size=(60, 20)).astype(np.float32)

    assert frechet_distance(features, features) == pytest.approx(0, abs=1e-6)
    assert kernel_distance(features, features) <= 0  # unbiased: the diagonal is left out


def test_frechet_distance_of_normal_distributions_is_the_analytic_one() -> None:
    random = np.random.default_rng(1)
    first = random.normal(0, 1, (40_000, 3)).astype(np.float32)
    second = random.normal([2, 0, 0], [1, 3, 1], (40_000, 3)).astype(np.float32)

    # |m1 - m2|^2 + sum (s1 - s2)^2 for diagonal covariances: 4 + 4
    assert frechet_distance(first, second) == pytest.approx(8.0, rel=0.03)


def test_kernel_distance_of_points_is_the_analytic_one() -> None:
    first, second = np.zeros((5, 2), np.float32), np.full((4, 2), 1.0, np.float32)

    # kernel (x.y / 2 + 1)^3: 1 within zeros, 8 within ones, 1 between
    assert kernel_distance(first, second) == pytest.approx(1 + 8 - 2)


def test_fewer_pictures_than_features_do_no_harm() -> None:
    random = np.random.default_rng(2)
    first, second = random.normal(size=(2, 10, 50)).astype(np.float32)

    assert np.isfinite(frechet_distance(first, second))
    assert frechet_distance(first, second) > 0


@pytest.mark.parametrize("shape", [(1, 4), (5, 3), (4,)])
def test_sets_that_cannot_be_compared_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="feature sets"):
        frechet_distance(np.zeros((5, 4), np.float32), np.zeros(shape, np.float32))


def test_pictures_rank_as_eyes_would_rank_them(
    scenes: Scenes, blurred: Blurred, noise: Noise
) -> None:
    reference = judge_features(scenes(24, seed=0).pictures)
    others = [scenes(24, seed=1).pictures, blurred(scenes(24, seed=1).pictures), noise(24)]

    for distance in (frechet_distance, kernel_distance):
        found = [distance(judge_features(pictures), reference) for pictures in others]
        assert found == sorted(found), found
    assert reference.shape == (24, 352) and reference.dtype == np.float32
