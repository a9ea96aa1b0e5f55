"""A convolution with its batch norm: what the students are made of, and what folds to one plain convolution."""

from __future__ import annotations

from torch import Tensor, nn

from featherbrush.compression.networks.elastic import (
    ElasticConv,
    ElasticDepthwise,
    ElasticNorm,
    Kind,
)


class ConvNorm(nn.Module):
    """Convolution and batch norm, or the one convolution that they fold to; dense, separable, or either at a time."""

    def __init__(
        self,
        fan_in: int,
        fan_out: int,
        *,
        kernel: int = 3,
        stride: int = 1,
        kind: Kind = "dense",
    ) -> None:
        super().__init__()
        self.kind = kind
        if kind != "separable":
            self.conv = ElasticConv(fan_in, fan_out, kernel, stride=stride, padding=1, bias=False)
            self.norm = ElasticNorm(fan_out)
        if kind != "dense":
            self.separable = SeparableNorm(fan_in, fan_out, stride=stride)

    def forward(self, x: Tensor, width: int, kind: Kind = "dense") -> Tensor:
        """Features [N, C, H, W] to [N, width, h, w]; `kind` chooses where there are both."""
        if "separable" in (self.kind, kind):
            y: Tensor = self.separable(x, width)
            return y
        return self.norm.cut(self.conv.cut(x, width))


class SeparableNorm(nn.Module):
    """Depthwise convolution, batch norm, pointwise convolution, batch norm: folds into two convolutions."""

    def __init__(self, fan_in: int, fan_out: int, *, stride: int) -> None:
        super().__init__()
        self.depthwise = ElasticDepthwise(fan_in, 3, stride=stride, padding=1, bias=False)
        self.inner = ElasticNorm(fan_in)
        self.pointwise = ElasticConv(fan_in, fan_out, 1, bias=False)
        self.norm = ElasticNorm(fan_out)

    def forward(self, x: Tensor, width: int) -> Tensor:
        """Features [N, C, H, W] to [N, width, h, w]."""
        y = self.inner.cut(self.depthwise.cut(x))
        return self.norm.cut(self.pointwise.cut(y, width))
