"""The style encoder: a small VAE head on statistics of frozen features (Kingma and Welling 2014)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class StyleHead(nn.Module):
    """Mean and deviation of every feature channel to the mean and log-variance of a style vector."""

    def __init__(self, *, channels: Sequence[int], style: int, hidden: int = 128) -> None:
        super().__init__()
        self.network = nn.Sequential(
            nn.Linear(2 * sum(channels), hidden),
            nn.LeakyReLU(0.2),
            nn.Linear(hidden, hidden),
            nn.LeakyReLU(0.2),
            nn.Linear(hidden, 2 * style),
        )

    def forward(self, features: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        """Normalised feature maps to (mean [N, S], log-variance [N, S] clipped to -8..2)."""
        mean, log_variance = self.network(statistics(features)).chunk(2, 1)
        return mean, log_variance.clamp(-8, 2)


def statistics(features: Sequence[Tensor]) -> Tensor:
    """Mean and deviation over space of every channel: [N, 2 x sum of channels]."""
    means = [f.mean((2, 3)) for f in features]
    deviations = [torch.sqrt(f.var((2, 3)) + 1e-5) for f in features]
    return torch.cat((*means, *deviations), 1)


def sample(mean: Tensor, log_variance: Tensor, noise: Tensor) -> Tensor:
    """Reparameterised sample of the posterior: mean + deviation x noise, all [N, S]."""
    return mean + torch.exp(0.5 * log_variance) * noise


def divergence(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL divergence to the standard normal, summed over the style, averaged over the batch.

    Measured against a fixed prior on purpose: against one that follows the codes, scale costs nothing and grows.
    """
    return 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum(1).mean()


def offset(mean: Tensor, common: Tensor) -> Tensor:
    """What pulls the codes' common mean [S] to zero: linear in this batch's codes [N, S], so one picture's own
    deviation is not punished."""
    return (common.detach() * mean.mean(0)).sum()
