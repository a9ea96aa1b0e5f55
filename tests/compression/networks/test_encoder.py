"""The style encoder: statistics of features in, a normal distribution of styles out."""

from __future__ import annotations

import pytest
import torch

from featherbrush.compression.networks import encoder


def test_codes_have_the_styles_length_and_a_bounded_variance() -> None:
    head = encoder.StyleHead(channels=(2, 3), style=4)
    features = [torch.randn(5, 2, 8, 8) * 1e4, torch.randn(5, 3, 4, 4) * 1e4]

    mean, log_variance = head(features)

    assert mean.shape == log_variance.shape == (5, 4)
    assert log_variance.min() >= -8 and log_variance.max() <= 2


def test_statistics_are_mean_and_deviation_of_every_channel() -> None:
    features = [torch.randn(3, 2, 16, 16) * 2 + 5, torch.randn(3, 1, 8, 8)]

    found = encoder.statistics(features)

    assert found.shape == (3, 6)
    assert torch.allclose(found[:, 2], features[1].mean((1, 2, 3)))
    assert torch.allclose(found[:, 3], features[0][:, 0].std((1, 2)), atol=1e-3)


def test_samples_spread_around_the_mean_by_the_deviation() -> None:
    mean, log_variance = torch.tensor([[2.0, -1.0]]), torch.log(torch.tensor([[4.0, 0.25]]))

    found = encoder.sample(mean, log_variance, torch.tensor([[1.0, -2.0]]))

    assert torch.allclose(found, torch.tensor([[4.0, -2.0]]))


def test_the_divergence_is_zero_at_the_standard_normal_and_nowhere_else() -> None:
    zeros = torch.zeros(4, 3)

    assert encoder.divergence(zeros, zeros).item() == 0
    assert encoder.divergence(zeros + 2, zeros).item() == pytest.approx(3 * 2.0)
    assert encoder.divergence(zeros, zeros + 1) > 0
    assert encoder.divergence(zeros, zeros - 1) > 0


def test_the_offset_pulls_the_common_mean_to_zero() -> None:
    codes = torch.tensor([[1.0, 0.0], [3.0, 0.0]], requires_grad=True)

    encoder.offset(codes, torch.tensor([2.0, 0.0])).backward()

    assert codes.grad is not None
    assert torch.equal(codes.grad, torch.tensor([[1.0, 0.0], [1.0, 0.0]]))
