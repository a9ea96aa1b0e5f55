"""Fold a trained class-adaptive student into plain convolutions: what the runtime then fuses needs no norm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

from featherbrush.compression.networks.class_adaptive import (
    STRIDES,
    ClassAdaptiveGenerator,
    ShiftBlock,
    without_grid,
)


class FoldedBlock(nn.Module):
    """A ShiftBlock without norms; the class shift's and the skip's sums fuse into the convolutions."""

    def __init__(self, block: ShiftBlock) -> None:
        super().__init__()
        self.conv_0 = _folded(block.conv_0, block.norm_0)
        self.conv_1 = _folded(block.conv_1, block.norm_1)
        self.shift = _plain(block.shift)
        self.skip = _plain(block.skip)

    def forward(self, x: Tensor, labels: Tensor) -> Tensor:
        """Features [N, C, h, w] and labels to features [N, C', h, w]."""
        y = F.relu(self.conv_0(x) + self.shift(labels))
        return F.relu(self.conv_1(y) + self.skip(x))


class FoldedGenerator(nn.Module):
    """A ClassAdaptiveGenerator in evaluation mode with every norm folded; computes the same pictures."""

    def __init__(self, network: ClassAdaptiveGenerator) -> None:
        super().__init__()
        if network.training:
            raise ValueError("fold a network in evaluation mode: its statistics must be final")
        self.style_start, self.style_mid = network.style_start, network.style_mid
        self.start, self.head = _plain(network.start), _plain(network.head)
        self.blocks = nn.ModuleList(
            FoldedBlock(cast("ShiftBlock", block)) for block in network.blocks
        )

    def forward(self, pyramid: Sequence[Tensor], style: Tensor) -> Tensor:
        """Labels with noise per stride 1..32 and style [N, S] to pictures [N, 3, H, W] in -1..1."""
        by_stride = {2**i: level for i, level in enumerate(pyramid)}
        x = F.relu(self.start(by_stride[32]) + self.style_start(style)[:, :, None, None])
        stride = 32
        for index, (block, scale) in enumerate(zip(self.blocks, STRIDES, strict=True)):
            if scale != stride:
                x, stride = F.interpolate(x, scale_factor=2.0, mode="nearest"), scale
            x = block(x, by_stride[1 if scale == 2 else scale])
            if index == 1:
                x = F.relu(x + self.style_mid(style)[:, :, None, None])
        return torch.tanh(without_grid(F.pixel_shuffle(self.head(x), 2)))


def _folded(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> nn.Conv2d:
    plain = _plain(convolution).eval()
    return fuse_conv_bn_eval(plain, norm.eval())


def _plain(convolution: nn.Conv2d) -> nn.Conv2d:
    """An ordinary convolution with a copy of the weights (fusing replaces parameters of what it is given)."""
    copy = nn.Conv2d(
        convolution.in_channels,
        convolution.out_channels,
        cast("tuple[int, int]", convolution.kernel_size),
        cast("tuple[int, int]", convolution.stride),
        cast("tuple[int, int]", convolution.padding),
        bias=convolution.bias is not None,
    )
    copy.load_state_dict(convolution.state_dict())
    return copy
