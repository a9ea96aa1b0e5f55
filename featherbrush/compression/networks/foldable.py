"""The student for sketches and pictures: every norm folds, every layer is a dense convolution of few, large passes.

A ResNet generator of arXiv 2003.08936 works at stride 4 with instance norms and reflection padding, which cost more
time than their MACs (docs/decisions/0010-foldable-student.md). This student enters by a strided 4x4 convolution,
does its residual blocks at stride 8, and ends at half resolution in a 12-channel convolution and depth-to-space.
Sums from the way down keep lines where the artist drew them. Every block but the first may be of separable convolutions
instead, or leave that choice to the search (docs/decisions/0060-published-pipelines.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from featherbrush.compression.networks.conv_norm import ConvNorm
from featherbrush.compression.networks.elastic import (
    HEAD_CHANNELS,
    ElasticConv,
    Kind,
    Widths,
    depth_to_space,
)
from featherbrush.compression.networks.spade import first_channels

ENTRIES = ("half", "quarter", "trunk", "fine_quarter", "fine_half")
TRUNK_BLOCKS = 4
STYLE_WIDTH = 64
STYLE_GAIN = 10.0
"""Codes deviate by tenths and Adam's steps are of one size: layers would take thousands of them to heed plain codes."""


class StyleReader(nn.Module):
    """A style with what a small network makes of it, as all that heeds styles reads it."""

    def __init__(self, style: int) -> None:
        super().__init__()
        self.hidden = nn.Sequential(
            nn.Linear(style, STYLE_WIDTH), nn.ReLU(), nn.Linear(STYLE_WIDTH, STYLE_WIDTH), nn.ReLU()
        )

    def forward(self, style: Tensor) -> Tensor:
        """Styles [N, S] to [N, S + STYLE_WIDTH]."""
        scaled = STYLE_GAIN * style
        return torch.cat((scaled, self.hidden(scaled)), 1)


class Styled(nn.Linear):
    """Scale and shift of features by a style, as AdaIN after its norm (Huang and Belongie 2017); the norm is folded."""

    def __init__(self, style: int, width: int) -> None:
        super().__init__(style + STYLE_WIDTH, 2 * width)

    def apply_to(self, x: Tensor, read: Tensor) -> Tensor:
        """Features [N, width, H, W] and a style as read to features of the same shape."""
        # Scale and shift of a channel lie side by side: what is cut to its first rows keeps the first channels.
        rows = self(read)[:, : 2 * x.shape[1], None, None]
        scale, shift = rows.unflatten(1, (-1, 2)).unbind(2)
        return x * (1 + scale) + shift


class ResidualBlock(nn.Module):
    """Convolution, norm, style, ReLU, convolution, norm, sum, ReLU."""

    def __init__(self, width: int, *, style: int, kind: Kind = "dense") -> None:
        super().__init__()
        self.first = ConvNorm(width, width, kind=kind)
        self.second = ConvNorm(width, width, kind=kind)
        self.style = Styled(style, width) if style else None

    def forward(self, x: Tensor, read: Tensor, width: int, kind: Kind = "dense") -> Tensor:
        """Features [N, width, H, W] and a style as read to features of the same shape."""
        y = self.first(x, width, kind)
        if self.style is not None:
            y = self.style.apply_to(y, read)
        return F.relu(x + self.second(F.relu(y), width, kind))


class FoldableGenerator(nn.Module):
    """Sketch or picture (and style) to picture; sizes in multiples of 8.

    Args:
        channels: of the input, its noise channel included; of inputs with more the first are read, and the noise.
        style: length S of the style vector, 0 for none.
        widths: one number for each of ENTRIES; a supernet has the largest of its space.
    Raises:
        ValueError: another number of widths than ENTRIES, or a first block that is not dense (its 4x4 kernels read
            few channels: nothing to separate).
    """

    def __init__(self, *, channels: int, style: int, widths: Widths) -> None:
        super().__init__()
        if len(widths.blocks) != len(ENTRIES):
            raise ValueError(f"widths: expected {len(ENTRIES)} numbers, got {widths}")
        if widths.kind(0) != "dense":
            raise ValueError(f"widths: the first block is always dense, got {widths}")
        half, quarter, trunk, fine_quarter, fine_half = widths.blocks
        _, to_quarter, inside, to_fine_quarter, to_fine_half = map(widths.kind, range(len(ENTRIES)))
        self.widths, self.channels = widths, channels
        self.feature_widths = [trunk] * TRUNK_BLOCKS + [fine_quarter, fine_half]
        self.to_half = ConvNorm(channels, half, kernel=4, stride=2)
        self.to_quarter = ConvNorm(half, quarter, stride=2, kind=to_quarter)
        self.to_eighth = ConvNorm(quarter, trunk, stride=2, kind=inside)
        self.trunk = nn.ModuleList(
            ResidualBlock(trunk, style=style, kind=inside) for _ in range(TRUNK_BLOCKS)
        )
        self.fine_quarter = ConvNorm(trunk, fine_quarter, kind=to_fine_quarter)
        self.skip_quarter = ElasticConv(quarter, fine_quarter, 1, bias=False)
        self.fine_half = ConvNorm(fine_quarter, fine_half, kind=to_fine_half)
        self.skip_half = ElasticConv(half, fine_half, 1, bias=False)
        self.head = ElasticConv(fine_half, HEAD_CHANNELS, 3, padding=1)
        # In the trunk a style says what is drawn, near the head in which colours.
        self.reader = StyleReader(style) if style else None
        self.style_quarter = Styled(style, fine_quarter) if style else None
        self.style_half = Styled(style, fine_half) if style else None
        self.apply(_initialise)
        _alike(self.head)

    def forward(
        self, pyramid: Sequence[Tensor], style: Tensor, widths: Widths | None = None
    ) -> Tensor:
        """Input pyramid (only its finest level, [N, C, H, W], is read) and style [N, S] to pictures [N, 3, H, W]."""
        return self.with_features(pyramid, style, widths)[0]

    def with_features(
        self, pyramid: Sequence[Tensor], style: Tensor, widths: Widths | None = None
    ) -> tuple[Tensor, list[Tensor]]:
        """The picture in -1..1, and the features after every trunk block (stride 8) and at strides 4 and 2."""
        chosen = widths or self.widths
        half, quarter, trunk, fine_quarter, fine_half = chosen.blocks
        at_half = F.relu(self.to_half(first_channels(pyramid[0], self.channels), half))
        at_quarter = F.relu(self.to_quarter(at_half, quarter, chosen.kind(1)))
        x, features = F.relu(self.to_eighth(at_quarter, trunk, chosen.kind(2))), []
        read = style if self.reader is None else self.reader(style)
        for block in self.trunk:
            x = block(x, read, trunk, chosen.kind(2))
            features.append(x)
        x = self.fine_quarter(_doubled(x), fine_quarter, chosen.kind(3))
        x = x + self.skip_quarter.cut(at_quarter, fine_quarter)
        x = F.relu(x if self.style_quarter is None else self.style_quarter.apply_to(x, read))
        features.append(x)
        x = self.fine_half(_doubled(x), fine_half, chosen.kind(4))
        x = x + self.skip_half.cut(at_half, fine_half)
        x = F.relu(x if self.style_half is None else self.style_half.apply_to(x, read))
        features.append(x)
        with torch.autocast(x.device.type, enabled=False):
            head = self.head.cut(x.float(), HEAD_CHANNELS)
            return torch.tanh(depth_to_space(head)), features


def _doubled(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="nearest")


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
    elif isinstance(module, nn.Linear):
        if isinstance(module, Styled):
            nn.init.normal_(module.weight, std=0.02)
        else:
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        nn.init.zeros_(module.bias)


def _alike(head: nn.Conv2d) -> None:
    """Begin with four equal kernels per colour: no grid to unlearn (ICNR, Aitken et al. 2017, arXiv 1707.02937)."""
    first = torch.empty(HEAD_CHANNELS // 4, *head.weight.shape[1:])
    nn.init.xavier_normal_(first, 0.3)
    with torch.no_grad():
        head.weight.copy_(first.repeat_interleave(4, 0))
    if head.bias is not None:
        nn.init.zeros_(head.bias)
