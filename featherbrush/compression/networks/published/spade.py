"""The SPADE generator of GauGAN (Park et al. 2019, arXiv 1903.07291) and its mobile sub-networks (arXiv 2003.08936).

As published, in contrast to the family's own original (`networks.spade`): separate gamma and beta convolutions, a
hidden map per norm, labels sampled by nearest neighbour at each scale. Keys are those of the public releases.
"""

from __future__ import annotations

from functools import partial
from typing import Literal, cast

from torch import Tensor, nn
from torch.nn import functional as F

from featherbrush.compression.networks.published.configurations import SpadeWidths
from featherbrush.compression.networks.published.layers import convolution

Upsampling = Literal["normal", "more", "most"]
DOUBLINGS: dict[Upsampling, int] = {"normal": 5, "more": 6, "most": 7}
"""Doublings between the first map and the picture: it starts at 1/32, 1/64 or 1/128 of it."""


class Modulation(nn.Module):
    """Batch norm without parameters, then a scale and a shift per pixel, convolved from the labels (equation 1)."""

    def __init__(self, channels: int, *, labels: int, hidden: int, separable: bool) -> None:
        super().__init__()
        self.param_free_norm = nn.BatchNorm2d(channels, affine=False)
        self.mlp_shared = nn.Sequential(nn.Conv2d(labels, hidden, 3, padding=1), nn.ReLU())
        self.mlp_gamma = convolution(hidden, channels, kernel=3, padding=1, separable=separable)
        self.mlp_beta = convolution(hidden, channels, kernel=3, padding=1, separable=separable)

    def forward(self, x: Tensor, labels: Tensor) -> Tensor:
        """Features [N, C, h, w] and labels [N, K, h, w] to features [N, C, h, w]."""
        hidden = self.mlp_shared(labels)
        normed: Tensor = self.param_free_norm(x)
        return normed * (1 + self.mlp_gamma(hidden)) + self.mlp_beta(hidden)


class SpadeBlock(nn.Module):
    """Residual block of modulated convolutions; with a learned skip where the channels change (figure 4)."""

    def __init__(
        self,
        fan_in: int,
        inside: int,
        fan_out: int,
        *,
        labels: int,
        hidden: int,
        separable: bool,
        skip: bool,
    ) -> None:
        super().__init__()
        norm = partial(Modulation, labels=labels, hidden=hidden, separable=separable)
        self.conv_0 = nn.Conv2d(fan_in, inside, 3, padding=1)
        self.conv_1 = nn.Conv2d(inside, fan_out, 3, padding=1)
        self.conv_s = nn.Conv2d(fan_in, fan_out, 1, bias=False) if skip else None
        self.norm_0 = norm(fan_in)
        self.norm_1 = norm(inside)
        self.norm_s = norm(fan_in) if skip else None

    def forward(self, x: Tensor, labels: Tensor) -> Tensor:
        """Features [N, C, h, w] and labels [N, K, h, w] to features [N, C', h, w]."""
        y = self.conv_0(F.leaky_relu(self.norm_0(x, labels), 0.2))
        y = self.conv_1(F.leaky_relu(self.norm_1(y, labels), 0.2))
        if self.conv_s is not None and self.norm_s is not None:
            x = self.conv_s(self.norm_s(x, labels))
        return cast("Tensor", x + y)


class SpadeGenerator(nn.Module):
    """One-hot label map to picture; sizes in multiples of 2 to the power of the doublings.

    Args:
        widths: channels of every part; its number of up blocks goes with `upsampling`.
        labels: channels K of the one-hot map, an instance edge channel included.
        separable: gamma and beta from separable convolutions ('mobile').
        upsampling: 'normal', 'more' or 'most'.
    """

    def __init__(
        self, widths: SpadeWidths, *, labels: int, separable: bool, upsampling: Upsampling
    ) -> None:
        super().__init__()
        make = partial(SpadeBlock, labels=labels, separable=separable)
        names = ("head_0", "G_middle_0", "G_middle_1")
        self.doublings = DOUBLINGS[upsampling]
        self.fc = nn.Conv2d(labels, widths.trunk, 3, padding=1)
        for name, inside, hidden in zip(names, widths.inside, widths.hidden[:3], strict=True):
            block = make(widths.trunk, inside, widths.trunk, hidden=hidden, skip=False)
            self.add_module(name, block)
        fan_in = widths.trunk
        for i, (fan_out, hidden) in enumerate(zip(widths.up, widths.hidden[3:], strict=True)):
            block = make(fan_in, fan_out, fan_out, hidden=hidden, skip=True)
            self.add_module(f"up_{i}", block)
            fan_in = fan_out
        self.conv_img = nn.Conv2d(fan_in, 3, 3, padding=1)
        # The 'normal' network does not double between the two middle blocks.
        self._order = (*names, *(f"up_{i}" for i in range(len(widths.up))))
        self._same_size = {"head_0"} | ({"G_middle_1"} if upsampling == "normal" else set())

    def forward(self, labels: Tensor) -> Tensor:
        """One-hot labels [N, K, H, W] to pictures [N, 3, H, W] in -1..1."""
        level = self.doublings
        x = self.fc(_every(labels, 2**level))
        for name in self._order:
            if name not in self._same_size:
                x, level = F.interpolate(x, scale_factor=2.0, mode="nearest"), level - 1
            x = self.get_submodule(name)(x, _every(labels, 2**level))
        return self.conv_img(F.leaky_relu(x, 0.2)).tanh()


def _every(labels: Tensor, step: int) -> Tensor:
    """Nearest-neighbour reduction by a whole factor: the first of every `step` pixels."""
    return labels[:, :, ::step, ::step]
