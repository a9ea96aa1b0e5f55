"""The student for label maps: class-adaptive, foldable, with a half-resolution head.

CLADE (Tan et al. 2021, arXiv 2012.04644) replaces SPADE's convolved modulation by one learned vector per class. Here
that vector is a shift before a ReLU: a class switches channels on and off, as a scale would, and the whole layer stays
one convolution with a fused sum and activation on the runtime that ships (docs/decisions/0005-class-shift.md).
All widths can be cut to their first channels (one set of weights for every sub-network).
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
    Widths,
    depth_to_space,
)

STRIDES = (32, 16, 16, 8, 4, 2)


class ShiftBlock(nn.Module):
    """Residual block: conv, norm, class shift, ReLU, conv, norm, skip, ReLU. All of it folds into convolutions."""

    def __init__(self, fan_in: int, fan_out: int, *, labels: int, full_resolution: bool) -> None:
        super().__init__()
        kernel = 2 if full_resolution else 1
        self.first, self.second = ConvNorm(fan_in, fan_out), ConvNorm(fan_out, fan_out)
        # At the finest block the full-resolution labels enter by a 2x2 convolution, so that edges stay exact.
        self.shift = ElasticConv(labels, fan_out, kernel, stride=kernel)
        # Always a convolution, also between equal widths: a sub-network may cut the two sides differently.
        self.skip = ElasticConv(fan_in, fan_out, 1, bias=False)

    def forward(self, x: Tensor, labels: Tensor, width: int) -> Tensor:
        """Features [N, C, h, w] and labels to features [N, width, h, w]."""
        y = F.relu(self.first(x, width) + self.shift.cut(labels, width))
        return F.relu(self.second(y, width) + self.skip.cut(x, width))


class ClassAdaptiveGenerator(nn.Module):
    """Label map and style to picture; sizes in multiples of 32.

    Args:
        classes: number of classes K.
        style: length S of the style vector, 0 for none.
        widths: channels after each block, coarse to fine (STRIDES); a supernet has the largest of its space.
    Raises:
        ValueError: another number of widths than blocks.
    """

    def __init__(self, *, classes: int, style: int, widths: Widths) -> None:
        super().__init__()
        labels, blocks = classes + 1, widths.blocks
        if len(blocks) != len(STRIDES):
            raise ValueError(f"widths: expected {len(STRIDES)} numbers, got {widths}")
        self.widths, self.feature_widths = widths, list(blocks)
        self.style_start = nn.Linear(style, blocks[0]) if style else None
        self.start = ElasticConv(labels, blocks[0], 3, padding=1)
        self.blocks = nn.ModuleList(
            ShiftBlock(a, b, labels=labels, full_resolution=stride == 2)
            for a, b, stride in zip((blocks[0], *blocks[:-1]), blocks, STRIDES, strict=True)
        )
        self.head = ElasticConv(blocks[-1], HEAD_CHANNELS, 3, padding=1)
        self.style_mid = nn.Linear(style, blocks[1]) if style else None
        nn.init.xavier_normal_(self.head.weight, 0.3)

    def forward(
        self, pyramid: Sequence[Tensor], style: Tensor, widths: Widths | None = None
    ) -> Tensor:
        """Labels with noise per stride 1..32 and style [N, S] to pictures [N, 3, H, W] in -1..1."""
        return self.with_features(pyramid, style, widths)[0]

    def with_features(
        self, pyramid: Sequence[Tensor], style: Tensor, widths: Widths | None = None
    ) -> tuple[Tensor, list[Tensor]]:
        """The picture and every block's output, at full or cut widths."""
        counts = (widths or self.widths).blocks
        by_stride = {2**i: level for i, level in enumerate(pyramid)}
        x = self.start.cut(by_stride[32], counts[0])
        x = F.relu(styled(x, self.style_start, style))
        stride, features = 32, []
        for index, (block, scale) in enumerate(zip(self.blocks, STRIDES, strict=True)):
            if scale != stride:
                x, stride = F.interpolate(x, scale_factor=2.0, mode="nearest"), scale
            x = block(x, by_stride[1 if scale == 2 else scale], counts[index])
            if index == 1 and self.style_mid is not None:
                x = F.relu(styled(x, self.style_mid, style))
            features.append(x)
        with torch.autocast(x.device.type, enabled=False):
            head = self.head.cut(x.float(), HEAD_CHANNELS)
            return torch.tanh(depth_to_space(head)), features


def styled(x: Tensor, shift: nn.Linear | None, style: Tensor) -> Tensor:
    """Features [N, C, H, W] shifted by the first C numbers that a layer makes of the style [N, S]."""
    return x if shift is None else x + shift(style)[:, : x.shape[1], None, None]
