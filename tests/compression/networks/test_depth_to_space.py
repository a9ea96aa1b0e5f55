"""Depth-to-space that leaves no grid, as one transposed convolution."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from featherbrush.compression.networks.elastic import GRID_DAMPING, depth_to_space


def test_it_is_depth_to_space_and_a_smoothing_filter_in_one() -> None:
    head = torch.randn(2, 12, 9, 7, generator=torch.Generator().manual_seed(0))
    line = torch.tensor([GRID_DAMPING, 1 - 2 * GRID_DAMPING, GRID_DAMPING])
    kernel = (line[:, None] * line).expand(3, 1, 3, 3)

    pixels = depth_to_space(head)

    expected = F.conv2d(F.pixel_shuffle(head, 2), kernel, groups=3)
    assert pixels.shape == (2, 3, 18, 14)
    assert torch.allclose(pixels[:, :, 1:-1, 1:-1], expected, atol=1e-6)


def test_plain_areas_stay_what_they_are_up_to_the_edge() -> None:
    head = torch.tensor([0.2, -0.4, 0.7]).repeat_interleave(4).view(1, 12, 1, 1).expand(1, 12, 5, 5)

    pixels = depth_to_space(head)

    for channel, value in enumerate((0.2, -0.4, 0.7)):
        assert pixels[0, channel].numpy() == pytest.approx(value, abs=1e-6)


def test_what_alternates_from_pixel_to_pixel_is_damped() -> None:
    head = torch.tensor([1.0, -1.0, -1.0, 1.0]).repeat(3).view(1, 12, 1, 1).expand(1, 12, 6, 6)

    inner = depth_to_space(head)[:, :, 2:-2, 2:-2]

    assert inner.abs().max() == pytest.approx((1 - 4 * GRID_DAMPING) ** 2, abs=1e-6)
