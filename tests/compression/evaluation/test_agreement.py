"""Agreement of two models' pictures, picture by picture."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.evaluation.agreement import agreement, psnr, ssim

Scenes = Callable[..., LabelledStore]
Blurred = Callable[[NDArray[np.uint8]], NDArray[np.uint8]]
Noise = Callable[..., NDArray[np.uint8]]


def test_equal_pictures_agree_wholly(scenes: Scenes) -> None:
    pictures = scenes(3).pictures

    found = agreement(pictures, pictures)

    assert found.ssim == pytest.approx(1, abs=1e-5)
    assert found.perceptual == pytest.approx(0, abs=1e-6)
    assert found.psnr == pytest.approx(100)
    assert found.pictures == 3


def test_psnr_of_a_constant_error_is_the_analytic_one() -> None:
    grey = np.full((2, 16, 16, 3), 100, np.uint8)

    assert psnr(grey, grey + 10) == pytest.approx([10 * np.log10(255**2 / 100)] * 2, rel=1e-4)


def test_ssim_of_flat_pictures_is_the_analytic_one() -> None:
    dark, light = np.full((1, 16, 16, 3), 50, np.uint8), np.full((1, 16, 16, 3), 100, np.uint8)
    c1 = (0.01 * 255) ** 2

    expected = (2 * 50 * 100 + c1) / (50**2 + 100**2 + c1)
    assert ssim(dark, light) == pytest.approx([expected], rel=1e-3)


def test_a_blurred_picture_is_nearer_than_another_scene_than_noise(
    scenes: Scenes, blurred: Blurred, noise: Noise
) -> None:
    pictures = scenes(4).pictures
    others = [blurred(pictures), scenes(4, seed=3).pictures, noise(4)]

    found = [agreement(other, pictures) for other in others]

    assert [f.ssim for f in found] == sorted((f.ssim for f in found), reverse=True)
    assert [f.perceptual for f in found] == sorted(f.perceptual for f in found)


def test_pictures_that_do_not_pair_up_are_refused(scenes: Scenes) -> None:
    pictures = scenes(3).pictures

    with pytest.raises(ValueError, match="differ"):
        agreement(pictures, pictures[:2])
    with pytest.raises(ValueError, match="11x11"):
        ssim(pictures[:, :8], pictures[:, :8])
