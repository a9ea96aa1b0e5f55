"""The student for label maps: class-adaptive, foldable, with a half-resolution head.

CLADE (Tan et al. 2021, arXiv 2012.04644) replaces SPADE's convolved modulation by one learned vector per class. Here
that vector is a shift before a ReLU: a class switches channels on and off, as a scale would, and the whole layer stays
one convolution with a fused sum and activation on the runtime that ships (docs/decisions/0005-class-shift.md).
All widths can be cut to their first channels (METHOD: one set of weights for every sub-network).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

STRIDES = (32, 16, 16, 8, 4, 2)
HEAD_CHANNELS = 12
GRID_DAMPING = 0.12


@dataclass(frozen=True)
class Widths:
    """Channels after each block, coarse to fine: strides 32, 16, 16, 8, 4, 2."""

    blocks: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.blocks) != len(STRIDES) or min(self.blocks) < 1:
            raise ValueError(f"widths: expected {len(STRIDES)} positive numbers, got {self.blocks}")

    @classmethod
    def parse(cls, text: str) -> Widths:
        """From the field's notation: 128_128_128_64_32_16."""
        return cls(tuple(int(part) for part in text.split("_")))

    def __str__(self) -> str:
        return "_".join(str(w) for w in self.blocks)


class ElasticConv(nn.Conv2d):
    """A convolution of which the first k input and output channels can be used alone."""

    def cut(self, x: Tensor, out_channels: int) -> Tensor:
        """Apply the first [out_channels, x.shape[1]] slice of the weight to x [N, C, H, W]."""
        bias = None if self.bias is None else self.bias[:out_channels]
        weight = self.weight[:out_channels, : x.shape[1]]
        return F.conv2d(x, weight, bias, self.stride, self.padding)


class ElasticNorm(nn.BatchNorm2d):
    """Batch norm of the first k channels; running statistics are only used at full width."""

    def cut(self, x: Tensor) -> Tensor:
        """Normalise x [N, C, H, W] with the first C parameters; batch statistics while C is cut."""
        count = x.shape[1]
        if count == self.num_features:
            return self(x)
        return F.batch_norm(
            x, None, None, self.weight[:count], self.bias[:count], training=True, eps=self.eps
        )


class ShiftBlock(nn.Module):
    """Residual block: conv, norm, class shift, ReLU, conv, norm, skip, ReLU. All of it folds into convolutions."""

    def __init__(self, fan_in: int, fan_out: int, *, labels: int, full_resolution: bool) -> None:
        super().__init__()
        kernel = 2 if full_resolution else 1
        self.conv_0 = ElasticConv(fan_in, fan_out, 3, padding=1, bias=False)
        self.conv_1 = ElasticConv(fan_out, fan_out, 3, padding=1, bias=False)
        self.norm_0, self.norm_1 = ElasticNorm(fan_out), ElasticNorm(fan_out)
        # At the finest block the full-resolution labels enter by a 2x2 convolution, so that edges stay exact.
        self.shift = ElasticConv(labels, fan_out, kernel, stride=kernel)
        # Always a convolution, also between equal widths: a sub-network may cut the two sides differently.
        self.skip = ElasticConv(fan_in, fan_out, 1, bias=False)

    def forward(self, x: Tensor, labels: Tensor, width: int) -> Tensor:
        """Features [N, C, h, w] and labels to features [N, width, h, w]."""
        y = self.norm_0.cut(self.conv_0.cut(x, width)) + self.shift.cut(labels, width)
        y = self.norm_1.cut(self.conv_1.cut(F.relu(y), width)) + self.skip.cut(x, width)
        return F.relu(y)


class ClassAdaptiveGenerator(nn.Module):
    """Label map and style to picture; sizes in multiples of 32.

    Args:
        classes: number of classes K.
        style: length S of the style vector.
        widths: channels after each block; a supernet has the largest of its space.
    """

    def __init__(self, *, classes: int, style: int, widths: Widths) -> None:
        super().__init__()
        labels, blocks = classes + 1, widths.blocks
        self.widths = widths
        self.style_start = nn.Linear(style, blocks[0])
        self.start = ElasticConv(labels, blocks[0], 3, padding=1)
        self.blocks = nn.ModuleList(
            ShiftBlock(a, b, labels=labels, full_resolution=stride == 2)
            for a, b, stride in zip((blocks[0], *blocks[:-1]), blocks, STRIDES, strict=True)
        )
        self.head = ElasticConv(blocks[-1], HEAD_CHANNELS, 3, padding=1)
        self.style_mid = nn.Linear(style, blocks[1])
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
        x = F.relu(x + self.style_start(style)[:, : counts[0], None, None])
        stride, features = 32, []
        for index, (block, scale) in enumerate(zip(self.blocks, STRIDES, strict=True)):
            if scale != stride:
                x, stride = F.interpolate(x, scale_factor=2.0, mode="nearest"), scale
            x = block(x, by_stride[1 if scale == 2 else scale], counts[index])
            if index == 1:
                x = F.relu(x + self.style_mid(style)[:, : counts[1], None, None])
            features.append(x)
        with torch.autocast(x.device.type, enabled=False):
            head = self.head.cut(x.float(), HEAD_CHANNELS)
            return torch.tanh(without_grid(F.pixel_shuffle(head, 2))), features


def without_grid(x: Tensor) -> Tensor:
    """Damp what alternates from pixel to pixel in x [N, 3, H, W].

    Depth-to-space leaves a grid: its four pixels come from four kernels (Odena et al. 2016, "Deconvolution and
    Checkerboard Artifacts"). A fixed 3x3 filter costs less than a further convolution at full resolution.
    """
    line = torch.tensor([GRID_DAMPING, 1 - 2 * GRID_DAMPING, GRID_DAMPING], device=x.device)
    kernel = (line[:, None] * line).expand(3, 1, 3, 3)
    return F.conv2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), kernel, groups=3)


def extract(supernet: ClassAdaptiveGenerator, widths: Widths) -> ClassAdaptiveGenerator:
    """A standalone network of the first channels of the supernet (its norms still need re-calibration)."""
    classes = supernet.start.in_channels - 1
    style = supernet.style_start.in_features
    network = ClassAdaptiveGenerator(classes=classes, style=style, widths=widths)
    source = supernet.state_dict()
    cut = {
        name: source[name][tuple(slice(0, n) for n in tensor.shape)].clone()
        for name, tensor in network.state_dict().items()
    }
    network.load_state_dict(cut)
    return network
