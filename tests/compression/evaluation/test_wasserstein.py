"""Sliced Wasserstein distance: which level differs, and by how much."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.evaluation.wasserstein import (
    Sampling,
    laplacian_pyramid,
    sliced_wasserstein,
)

Scenes = Callable[..., LabelledStore]
Blurred = Callable[[NDArray[np.uint8]], NDArray[np.uint8]]

FEW = Sampling(patches=24, directions=64)


def test_equal_pictures_are_at_distance_zero(scenes: Scenes) -> None:
    pictures = scenes(6).pictures

    assert sliced_wasserstein(pictures, pictures, sampling=FEW).mean == pytest.approx(0, abs=1e-6)


def test_the_same_call_gives_the_same_number(scenes: Scenes) -> None:
    first, second = scenes(6, seed=0).pictures, scenes(6, seed=1).pictures

    found = [sliced_wasserstein(first, second, sampling=FEW) for _ in range(2)]

    assert found[0] == found[1]


def test_blur_shows_and_most_of_all_at_the_finest_level(scenes: Scenes, blurred: Blurred) -> None:
    reference, other = scenes(16, seed=0).pictures, scenes(16, seed=1).pictures

    sharp = sliced_wasserstein(other, reference, sampling=FEW)
    blunt = sliced_wasserstein(blurred(other), reference, sampling=FEW)

    assert list(blunt.levels) == [64, 32, 16]
    assert blunt.levels[64] > 5 * sharp.levels[64]
    assert blunt.levels[64] == max(blunt.levels.values())
    assert blunt.mean > 2 * sharp.mean


def test_a_colour_cast_shows_at_the_coarsest_level(scenes: Scenes) -> None:
    reference = scenes(16, seed=0).pictures
    tinted = np.clip(np.add(reference, [25, 0, 0], dtype=int), 0, 255).astype(np.uint8)

    levels = sliced_wasserstein(tinted, reference, sampling=FEW).levels

    assert levels[16] == max(levels.values())


def test_the_pyramid_holds_the_whole_picture() -> None:
    picture = np.random.default_rng(0).normal(size=(1, 64, 96, 3)).astype(np.float32)

    levels = laplacian_pyramid(picture)

    assert [level.shape[1:3] for level in levels] == [(64, 96), (32, 48), (16, 24)]
    flat = laplacian_pyramid(np.full((1, 64, 64, 3), 7, np.float32))
    assert np.abs(flat[0]).max() < 1e-5 and np.abs(flat[1]).max() < 1e-5
    np.testing.assert_allclose(flat[2], 7, atol=1e-5)


def test_sides_of_unequal_number_or_no_size_are_refused(scenes: Scenes) -> None:
    pictures = scenes(4).pictures

    with pytest.raises(ValueError, match="unequal"):
        sliced_wasserstein(pictures, pictures[:3], sampling=FEW)
    with pytest.raises(ValueError, match="16x16"):
        sliced_wasserstein(pictures[:, :8], pictures[:, :8], sampling=FEW)
