"""The projected discriminator (Sauer et al. 2021, "Projected GANs Converge Faster", arXiv 2111.01007)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import spectral_norm

WIDTHS = (64, 64, 96, 128)


class Projection(nn.Module):
    """Fixed random mixing of a feature pyramid: 1x1 across channels, 3x3 from coarse to fine. Nothing here learns."""

    def __init__(self, channels: Sequence[int], widths: Sequence[int] = WIDTHS) -> None:
        super().__init__()
        self.across = nn.ModuleList(
            nn.Conv2d(c, w, 1) for c, w in zip(channels, widths, strict=True)
        )
        self.down = nn.ModuleList(
            nn.Conv2d(coarse, fine, 3, padding=1) for fine, coarse in itertools.pairwise(widths)
        )
        for module in (*self.across, *self.down):
            nn.init.kaiming_normal_(module.weight, nonlinearity="linear")
            nn.init.zeros_(module.bias)
        self.requires_grad_(False)

    def forward(self, features: Sequence[Tensor]) -> list[Tensor]:
        """Feature maps, finest first, to mixed maps of the same sizes and the projection's widths."""
        mixed = [mix(f) for mix, f in zip(self.across, features, strict=True)]
        for level in range(len(mixed) - 2, -1, -1):
            coarse = self.down[level](mixed[level + 1])
            coarse = F.interpolate(coarse, size=mixed[level].shape[-2:], mode="bilinear")
            mixed[level] = (mixed[level] + coarse) * 0.7071
        return mixed


class Head(nn.Module):
    """One scale's critic: two 3x3 convolutions, then one unconditional and one logit per class."""

    def __init__(self, width: int, classes: int) -> None:
        super().__init__()
        self.conv_0 = spectral_norm(nn.Conv2d(width, width, 3, padding=1))
        self.conv_1 = spectral_norm(nn.Conv2d(width, width, 3, padding=1))
        self.logits = spectral_norm(nn.Conv2d(width, 1 + classes, 1))

    def forward(self, mixed: Tensor, one_hot: Tensor) -> Tensor:
        """Mixed features [N, C, h, w], averaged one-hots [N, K, h, w] to logits [N, 1, h, w]."""
        x = F.leaky_relu(self.conv_0(mixed), 0.2)
        x = self.logits(F.leaky_relu(self.conv_1(x), 0.2))
        return x[:, :1] + (x[:, 1:] * one_hot).sum(1, keepdim=True)


class ProjectedDiscriminator(nn.Module):
    """Per-pixel, class-conditional critics on a projected feature pyramid."""

    def __init__(self, *, classes: int, widths: Sequence[int] = WIDTHS) -> None:
        super().__init__()
        self.heads = nn.ModuleList(Head(w, classes) for w in widths)

    def forward(self, mixed: Sequence[Tensor], one_hot: Tensor) -> list[Tensor]:
        """Mixed features and the full-size one-hot map [N, K, H, W] to one logit map per scale."""
        return [
            head(m, F.adaptive_avg_pool2d(one_hot, (m.shape[-2], m.shape[-1])))
            for head, m in zip(self.heads, mixed, strict=True)
        ]


def hinge_discriminator(real: Sequence[Tensor], fake: Sequence[Tensor]) -> Tensor:
    """Hinge loss of the discriminator, averaged over scales (Lim and Ye 2017)."""
    losses = [F.relu(1 - r).mean() + F.relu(1 + f).mean() for r, f in zip(real, fake, strict=True)]
    return torch.stack(losses).mean()


def hinge_generator(fake: Sequence[Tensor]) -> Tensor:
    """Hinge loss of the generator, averaged over scales."""
    return -torch.stack([f.mean() for f in fake]).mean()
