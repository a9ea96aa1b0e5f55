"""The ResNet generator of CycleGAN and Pix2pix (Johnson et al. 2016; Zhu et al. 2017, arXiv 1703.10593).

Dense as published there, or with depthwise-separable residual blocks (arXiv 2003.08936). Keys are those of the
public releases: one sequential `model`, residual blocks with a dropout entry (their second convolution is
`conv_block.6`). Half and quarter resolution halve and restore, so sizes come in multiples of 4.
"""

from __future__ import annotations

from typing import Literal

from torch import Tensor, nn

from featherbrush.compression.networks.published.configurations import ResnetWidths
from featherbrush.compression.networks.published.layers import convolution

Norm = Literal["instance", "batch"]


class ResidualBlock(nn.Module):
    """Two reflection-padded 3x3 convolutions with norms around a skip."""

    def __init__(self, channels: int, inside: int, *, separable: bool, norm: Norm) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1),
            convolution(channels, inside, kernel=3, separable=separable),
            *_normed(inside, norm),
            nn.Identity(),  # where the public releases keep their dropout: it sets the keys that follow
            nn.ReflectionPad2d(1),
            convolution(inside, channels, kernel=3, separable=separable),
            _norm(channels, norm),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Float [N, C, H, W] to the same shape."""
        return x + self.conv_block(x)


class ResnetGenerator(nn.Module):
    """Picture to picture: stem, two halvings, nine residual blocks, two doublings, tanh.

    Args:
        widths: channels of every part.
        separable: residual blocks of separable convolutions ('mobile') in place of dense ones.
        channels: of the input; 3 as published.
        norm: instance norms as published; with batch norms (the publication's other option), here with activations
            clipped at 6, a colour that is the same all over a picture is not taken away.
    """

    def __init__(
        self,
        widths: ResnetWidths,
        *,
        separable: bool,
        channels: int = 3,
        norm: Norm = "instance",
    ) -> None:
        super().__init__()
        trunk = widths.down[1]
        self.model = nn.Sequential(
            nn.ReflectionPad2d(3),
            nn.Conv2d(channels, widths.stem, 7),
            *_normed(widths.stem, norm),
            nn.Conv2d(widths.stem, widths.down[0], 3, stride=2, padding=1),
            *_normed(widths.down[0], norm),
            nn.Conv2d(widths.down[0], trunk, 3, stride=2, padding=1),
            *_normed(trunk, norm),
            *(
                ResidualBlock(trunk, inside, separable=separable, norm=norm)
                for inside in widths.inside
            ),
            _doubling(trunk, widths.up[0]),
            *_normed(widths.up[0], norm),
            _doubling(widths.up[0], widths.up[1]),
            *_normed(widths.up[1], norm),
            nn.ReflectionPad2d(3),
            nn.Conv2d(widths.up[1], 3, 7),
            nn.Tanh(),
        )

    def forward(self, pictures: Tensor) -> Tensor:
        """Float pictures [N, 3, H, W] in -1..1 (clamped to it) to the same shape and range."""
        drawn: Tensor = self.model(pictures.clamp(-1, 1))
        return drawn


def _normed(channels: int, norm: Norm) -> tuple[nn.Module, nn.Module]:
    # Instance norms keep every picture within bounds; with batch norms single places may run away.
    return _norm(channels, norm), nn.ReLU() if norm == "instance" else nn.ReLU6()


def _norm(channels: int, norm: Norm) -> nn.Module:
    return nn.InstanceNorm2d(channels) if norm == "instance" else nn.BatchNorm2d(channels)


def _doubling(fan_in: int, fan_out: int) -> nn.Module:
    return nn.ConvTranspose2d(fan_in, fan_out, 3, stride=2, padding=1, output_padding=1)
