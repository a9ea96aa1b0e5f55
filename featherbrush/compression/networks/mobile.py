"""The published student of the ResNet family as a supernet (arXiv 2003.08936, sections 3.2 and 4.1).

The original's plan with fewer channels: stem, two strided convolutions down, nine residual blocks whose two
convolutions are separable (depthwise 3x3, norm, pointwise 1x1), two transposed convolutions up. Instance norms and
reflection padding stay, and cost the time that docs/decisions/0010-foldable-student.md tells of: this student is here
to be compared with, and for those who want the publication's own networks.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from featherbrush.compression.networks.elastic import (
    ElasticConv,
    ElasticDepthwise,
    ElasticDoubling,
    Widths,
)
from featherbrush.compression.networks.published.configurations import ResnetWidths
from featherbrush.compression.networks.spade import first_channels

ENTRIES = ("stem", "down_0", "down_1", "blocks_0", "blocks_1", "blocks_2", "up_0", "up_1")
BLOCKS = 9
# Features are taken before the first block and after every third, as in the original.
MAPPED_BLOCKS = (0, 3, 6, 9)

Joint = tuple[str, str]


class SeparableConv(nn.Module):
    """Depthwise 3x3 over a reflected border, instance norm, pointwise."""

    def __init__(self, fan_in: int, fan_out: int) -> None:
        super().__init__()
        self.depthwise = ElasticDepthwise(fan_in, 3)
        self.pointwise = ElasticConv(fan_in, fan_out, 1)

    def forward(self, x: Tensor, width: int) -> Tensor:
        """Features [N, C, H, W] to [N, width, H, W]."""
        y = F.instance_norm(self.depthwise.cut(_reflected(x, 1)))
        return self.pointwise.cut(y, width)


class MobileBlock(nn.Module):
    """Two separable convolutions with instance norms, added to their input."""

    def __init__(self, width: int, inside: int) -> None:
        super().__init__()
        self.first, self.second = SeparableConv(width, inside), SeparableConv(inside, width)

    def forward(self, x: Tensor, width: int, inside: int) -> Tensor:
        """Features [N, width, H, W] to features of the same shape; `inside` channels between the two."""
        y = F.relu(F.instance_norm(self.first(x, inside)))
        return x + F.instance_norm(self.second(y, width))


class MobileResnetGenerator(nn.Module):
    """Picture, sketch or one-hot map to picture; sizes in multiples of 4.

    Args:
        channels: of the input, its noise channel included; of inputs with more the first are read, and the noise.
        widths: one number for each of ENTRIES, in the publication's units: down_0 and up_0 count double, down_1 and
            blocks fourfold. A supernet has the largest of its space.
    Raises:
        ValueError: another number of widths than ENTRIES.
    """

    def __init__(self, *, channels: int, widths: Widths) -> None:
        super().__init__()
        if len(widths.blocks) != len(ENTRIES):
            raise ValueError(f"widths: expected {len(ENTRIES)} numbers, got {widths}")
        w = ResnetWidths.of(widths.blocks)
        trunk = w.down[1]
        self.widths, self.feature_widths = widths, [trunk] * len(MAPPED_BLOCKS)
        self.channels = channels
        self.stem = ElasticConv(channels, w.stem, 7)
        self.down_0 = ElasticConv(w.stem, w.down[0], 3, stride=2, padding=1)
        self.down_1 = ElasticConv(w.down[0], trunk, 3, stride=2, padding=1)
        self.blocks = nn.ModuleList(MobileBlock(trunk, inside) for inside in w.inside)
        self.up_0 = ElasticDoubling(trunk, w.up[0])
        self.up_1 = ElasticDoubling(w.up[0], w.up[1])
        self.head = ElasticConv(w.up[1], 3, 7)
        self.apply(_initialise)

    def forward(
        self, pyramid: Sequence[Tensor], style: Tensor, widths: Widths | None = None
    ) -> Tensor:
        """Input pyramid (only its finest level, [N, C, H, W], is read) to pictures [N, 3, H, W] in -1..1."""
        return self.with_features(pyramid, style, widths)[0]

    def with_features(
        self, pyramid: Sequence[Tensor], style: Tensor, widths: Widths | None = None
    ) -> tuple[Tensor, list[Tensor]]:
        """The picture, and the features at stride 4 after MAPPED_BLOCKS. The style is of length 0."""
        w = ResnetWidths.of((widths or self.widths).blocks)
        trunk = w.down[1]
        seen = first_channels(pyramid[0], self.channels)
        x = _activated(self.stem.cut(_reflected(seen, 3), w.stem))
        x = _activated(self.down_0.cut(x, w.down[0]))
        x = _activated(self.down_1.cut(x, trunk))
        features = [x]
        for number, (block, inside) in enumerate(zip(self.blocks, w.inside, strict=True), 1):
            x = block(x, trunk, inside)
            if number in MAPPED_BLOCKS:
                features.append(x)
        x = _activated(self.up_0.cut(x, w.up[0]))
        x = _activated(self.up_1.cut(x, w.up[1]))
        return torch.tanh(self.head.cut(_reflected(x, 3), 3).float()), features

    def joints(self) -> dict[str, Joint]:
        """By a convolution's name: which set of channels it reads and which it writes.

        Convolutions that share a set must keep the same channels of it when channels are left out.
        """
        joints = {"stem": ("input", "stem"), "down_0": ("stem", "down_0")}
        joints["down_1"] = ("down_0", "trunk")
        for i in range(BLOCKS):
            joints |= {
                f"blocks.{i}.first.depthwise": ("trunk", "trunk"),
                f"blocks.{i}.first.pointwise": ("trunk", f"inside_{i}"),
                f"blocks.{i}.second.depthwise": (f"inside_{i}", f"inside_{i}"),
                f"blocks.{i}.second.pointwise": (f"inside_{i}", "trunk"),
            }
        return joints | {
            "up_0": ("trunk", "up_0"),
            "up_1": ("up_0", "up_1"),
            "head": ("up_1", "picture"),
        }


def _activated(x: Tensor) -> Tensor:
    return F.relu(F.instance_norm(x))


def _reflected(x: Tensor, border: int) -> Tensor:
    return F.pad(x, (border,) * 4, mode="reflect")


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, std=0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
