"""Fold a trained student into plain convolutions: what the runtime then fuses needs no norm."""

from __future__ import annotations

import copy
from typing import cast

from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from featherbrush.compression.networks.conv_norm import ConvNorm
from featherbrush.compression.networks.elastic import (
    ElasticConv,
    ElasticDepthwise,
    ElasticDoubling,
    Kind,
)


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
