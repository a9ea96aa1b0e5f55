"""The MUNIT generator (Huang et al. 2018, arXiv 1804.04732) and its mobile sub-networks (arXiv 2003.08936).

A picture's content is encoded, a style turned into the affine parameters of the decoder's adaptive instance norms.
Keys are those of the public releases. Sizes come in multiples of 4.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Literal, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from featherbrush.compression.networks.published.configurations import MunitWidths
from featherbrush.compression.networks.published.layers import convolution

EPSILON = 1e-5
MLP_WIDTH = 256
STYLE_SIZE = 8

Norm = Literal["none", "instance", "layer"]
Activation = Literal["none", "relu", "tanh"]


class LayerNorm(nn.Module):
    """Norm over channels, height and width by the *sample* deviation, epsilon added to that (not to the variance)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(channels))
        self.beta = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        """Float [N, C, H, W] to the same shape."""
        centred = x - x.mean((1, 2, 3), keepdim=True)
        freedom = x.shape[1] * x.shape[2] * x.shape[3] - 1
        deviation = (centred.square().sum((1, 2, 3), keepdim=True) / freedom).sqrt()
        return (
            centred / (deviation + EPSILON) * self.gamma[:, None, None] + self.beta[:, None, None]
        )


class ConvolutionBlock(nn.Module):
    """Reflection padding, convolution, norm, activation."""

    def __init__(
        self,
        fan_in: int,
        fan_out: int,
        kernel: int,
        *,
        stride: int = 1,
        norm: Norm = "none",
        activation: Activation = "relu",
        separable: bool = False,
    ) -> None:
        super().__init__()
        self.padding = (kernel - 1) // 2
        self.conv: nn.Module = (
            nn.Conv2d(fan_in, fan_out, kernel, stride)
            if stride > 1
            else convolution(fan_in, fan_out, kernel=kernel, separable=separable)
        )
        self.norm = _norm(norm, fan_out)
        self.activation = {"none": nn.Identity(), "relu": nn.ReLU(), "tanh": nn.Tanh()}[activation]

    def forward(self, x: Tensor) -> Tensor:
        """Float [N, C, H, W] to [N, C', H / stride, W / stride]."""
        return cast("Tensor", self.activation(self.normed(x)))

    def normed(self, x: Tensor) -> Tensor:
        """The same without its activation."""
        padded = F.pad(x, (self.padding,) * 4, mode="reflect")
        return cast("Tensor", self.norm(self.conv(padded)))


class ResidualBlock(nn.Module):
    """Two instance-normed blocks around a skip; affine parameters may come from outside (AdaIN)."""

    def __init__(self, channels: int, inside: int, *, separable: bool) -> None:
        super().__init__()
        first = ConvolutionBlock(channels, inside, 3, norm="instance", separable=separable)
        second = ConvolutionBlock(
            inside, channels, 3, norm="instance", activation="none", separable=separable
        )
        self.model = nn.Sequential(first, second)

    def forward(self, x: Tensor) -> Tensor:
        """Float [N, C, H, W] to the same shape."""
        return x + cast("Tensor", self.model(x))

    def styled(self, x: Tensor, affine: Sequence[Tensor]) -> Tensor:
        """The same with adaptive instance norms; affine: shift and scale [N, C] of the first, then the second."""
        first, second = cast("Sequence[ConvolutionBlock]", list(self.model))
        y = F.relu(_adapted(first.normed(x), shift=affine[0], scale=affine[1]))
        return x + _adapted(second.normed(y), shift=affine[2], scale=affine[3])


class Stack(nn.Module):
    """Modules in a row under the key `model`."""

    def __init__(self, *modules: nn.Module) -> None:
        super().__init__()
        self.model = nn.Sequential(*modules)

    def forward(self, x: Tensor) -> Tensor:
        """Whatever its modules do, in order."""
        return cast("Tensor", self.model(x))


class Layer(nn.Module):
    """A linear layer of the MLP, under the key `fc`."""

    def __init__(self, fan_in: int, fan_out: int, *, last: bool = False) -> None:
        super().__init__()
        self.fc = nn.Linear(fan_in, fan_out)
        self.last = last

    def forward(self, x: Tensor) -> Tensor:
        """Float [N, A] to [N, B]."""
        return cast("Tensor", self.fc(x)) if self.last else F.relu(self.fc(x))


class MunitGenerator(nn.Module):
    """Picture and style to picture; pictures in multiples of 4.

    Args:
        widths: channels of every part.
        separable: residual and upward convolutions separable ('mobile').
        style: length S of the style vector.
        channels: of what content is encoded from; 3 as published.
    """

    def __init__(
        self, widths: MunitWidths, *, separable: bool, style: int = STYLE_SIZE, channels: int = 3
    ) -> None:
        super().__init__()
        trunk = widths.content[2]
        self.style_size = style
        self.enc_style = _style_encoder(widths.style, style)
        self.enc_content = _content_encoder(widths, separable=separable, channels=channels)
        self.dec = _decoder(widths, separable=separable)
        self.counts = [n for inside in widths.decoding for n in (inside, inside, trunk, trunk)]
        self.mlp = Stack(
            Layer(style, MLP_WIDTH),
            Layer(MLP_WIDTH, MLP_WIDTH),
            Layer(MLP_WIDTH, sum(self.counts), last=True),
        )

    def forward(self, pictures: Tensor, style: Tensor) -> Tensor:
        """Pictures [N, 3, H, W] in -1..1 and styles [N, S, 1, 1] to pictures [N, 3, H, W] in -1..1."""
        return self.decode(self.encode_content(pictures), style)[0]

    def encode_content(self, pictures: Tensor) -> Tensor:
        """The content [N, C, H/4, W/4] of pictures [N, 3, H, W] in -1..1."""
        return cast("Tensor", self.enc_content(pictures))

    def decode(self, content: Tensor, style: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Pictures [N, 3, H, W] of contents in styles [N, S, ...], and the features after every residual block."""
        x, features = content, []
        affine = self.mlp(style.flatten(1)).split(self.counts, 1)
        residual, *rest = self.dec.model
        for index, block in enumerate(cast("Stack", residual).model):
            x = cast("ResidualBlock", block).styled(x, affine[4 * index : 4 * index + 4])
            features.append(x)
        for module in rest:
            x = module(x)
        return x, features

    def encode_style(self, pictures: Tensor) -> Tensor:
        """The styles [N, S, 1, 1] of pictures [N, 3, H, W] in -1..1."""
        return cast("Tensor", self.enc_style(pictures))


def _norm(kind: Norm, channels: int) -> nn.Module:
    if kind == "layer":
        return LayerNorm(channels)
    return nn.InstanceNorm2d(channels) if kind == "instance" else nn.Identity()


def _adapted(normed: Tensor, *, shift: Tensor, scale: Tensor) -> Tensor:
    """The affine half of adaptive instance norm (Huang and Belongie 2017, equation 8)."""
    return normed * scale[:, :, None, None] + shift[:, :, None, None]


def _style_encoder(widths: Sequence[int], style: int) -> Stack:
    halvings = [ConvolutionBlock(a, b, 4, stride=2) for a, b in itertools.pairwise(widths)]
    pool = nn.AdaptiveAvgPool2d(1)
    return Stack(
        ConvolutionBlock(3, widths[0], 7), *halvings, pool, nn.Conv2d(widths[-1], style, 1)
    )


def _content_encoder(widths: MunitWidths, *, separable: bool, channels: int) -> Stack:
    stem, half, trunk = widths.content
    blocks = (ResidualBlock(trunk, inside, separable=separable) for inside in widths.encoding)
    return Stack(
        ConvolutionBlock(channels, stem, 7, norm="instance"),
        ConvolutionBlock(stem, half, 4, stride=2, norm="instance"),
        ConvolutionBlock(half, trunk, 4, stride=2, norm="instance"),
        Stack(*blocks),
    )


def _decoder(widths: MunitWidths, *, separable: bool) -> Stack:
    trunk, (half, full) = widths.content[2], widths.up
    blocks = (ResidualBlock(trunk, inside, separable=separable) for inside in widths.decoding)
    return Stack(
        Stack(*blocks),
        nn.Upsample(scale_factor=2),
        ConvolutionBlock(trunk, half, 5, norm="layer", separable=separable),
        nn.Upsample(scale_factor=2),
        ConvolutionBlock(half, full, 5, norm="layer", separable=separable),
        ConvolutionBlock(full, 3, 7, activation="tanh"),
    )
