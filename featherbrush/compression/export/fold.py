"""Fold a trained student into plain convolutions: what the runtime then fuses needs no norm."""

from __future__ import annotations

import copy
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
    styled,
)
from featherbrush.compression.networks.elastic import (
    ElasticConv,
    ElasticDepthwise,
    ElasticDoubling,
    Kind,
    without_grid,
)
from featherbrush.compression.networks.foldable import ConvNorm


def fold(network: nn.Module) -> nn.Module:
    """A copy of a student, in evaluation mode, that computes the same pictures without batch norms.

    Instance norms stay: they depend on the picture, and fold into nothing. Elastic layers become plain ones, so that
    no file slices its weights while it draws.

    Raises:
        ValueError: the network is in training mode, its statistics are not final; or a supernet that still holds
            both dense and separable convolutions.
    """
    if network.training:
        raise ValueError("fold a network in evaluation mode: its statistics must be final")
    if isinstance(network, ClassAdaptiveGenerator):
        return FoldedGenerator(network)
    folded = copy.deepcopy(network)
    _replace(folded)
    return folded


class Fused(nn.Module):
    """What a convolution, with or without norm, becomes; called as what it stands for."""

    def __init__(self, plain: nn.Module) -> None:
        super().__init__()
        self.plain = plain

    def forward(self, x: Tensor, width: int | None = None, kind: Kind | None = None) -> Tensor:
        """Features [N, C, H, W] to [N, width, h, w]; `width` and `kind` are all that there is."""
        out: Tensor = self.plain(x)
        return out

    cut = forward


def _replace(module: nn.Module) -> None:
    for name, child in module.named_children():
        if isinstance(child, ConvNorm):
            setattr(module, name, Fused(_folded_block(child)))
        elif isinstance(child, ElasticConv | ElasticDepthwise):
            setattr(module, name, Fused(_plain(child)))
        elif isinstance(child, ElasticDoubling):
            setattr(module, name, Fused(_plain_doubling(child)))
        else:
            _replace(child)


def _folded_block(block: ConvNorm) -> nn.Module:
    if block.kind == "either":
        raise ValueError("fold a sub-network: a supernet holds convolutions that it does not use")
    if block.kind == "dense":
        return _folded(block.conv, block.norm)
    parts = block.separable
    return nn.Sequential(
        _folded(parts.depthwise, parts.inner), _folded(parts.pointwise, parts.norm)
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
        self.style_start, self.style_mid = network.style_start, network.style_mid
        self.start, self.head = _plain(network.start), _plain(network.head)
        self.blocks = nn.ModuleList(
            FoldedBlock(cast("ShiftBlock", block)) for block in network.blocks
        )

    def forward(self, pyramid: Sequence[Tensor], style: Tensor) -> Tensor:
        """Labels with noise per stride 1..32 and style [N, S] to pictures [N, 3, H, W] in -1..1."""
        by_stride = {2**i: level for i, level in enumerate(pyramid)}
        x = F.relu(styled(self.start(by_stride[32]), self.style_start, style))
        stride = 32
        for index, (block, scale) in enumerate(zip(self.blocks, STRIDES, strict=True)):
            if scale != stride:
                x, stride = F.interpolate(x, scale_factor=2.0, mode="nearest"), scale
            x = block(x, by_stride[1 if scale == 2 else scale])
            if index == 1 and self.style_mid is not None:
                x = F.relu(styled(x, self.style_mid, style))
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
        groups=convolution.groups,
        bias=convolution.bias is not None,
    )
    copy.load_state_dict(convolution.state_dict())
    return copy


def _plain_doubling(doubling: ElasticDoubling) -> nn.ConvTranspose2d:
    copy = nn.ConvTranspose2d(
        doubling.in_channels, doubling.out_channels, 3, stride=2, padding=1, output_padding=1
    )
    copy.load_state_dict(doubling.state_dict())
    return copy
