"""Layers of which the first k channels can be used alone, and the widths that say which k.

One set of weights then serves every sub-network ("once for all", arXiv 2003.08936, section 3.2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Network = TypeVar("Network", bound=nn.Module)

HEAD_CHANNELS = 12
GRID_DAMPING = 0.12


@dataclass(frozen=True)
class Widths:
    """Channels of a student's blocks; what each number stands for is said by the architecture."""

    blocks: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.blocks or min(self.blocks) < 1:
            raise ValueError(f"widths: expected positive numbers, got {self.blocks}")

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


def cut_from(supernet: Network, widths: Widths, build: Callable[[Widths], Network]) -> Network:
    """A standalone network of the supernet's first channels (its norms still need re-calibration).

    Args:
        build: an untrained network of these widths, of the supernet's architecture.
    """
    network, source = build(widths), supernet.state_dict()
    cut = {
        name: source[name][tuple(slice(0, n) for n in tensor.shape)].clone()
        for name, tensor in network.state_dict().items()
    }
    network.load_state_dict(cut)
    return network


def without_grid(x: Tensor) -> Tensor:
    """Damp what alternates from pixel to pixel in x [N, 3, H, W].

    Depth-to-space leaves a grid: its four pixels come from four kernels (Odena et al. 2016, "Deconvolution and
    Checkerboard Artifacts"). A fixed 3x3 filter costs less than a further convolution at full resolution.
    """
    line = torch.tensor([GRID_DAMPING, 1 - 2 * GRID_DAMPING, GRID_DAMPING], device=x.device)
    kernel = (line[:, None] * line).expand(3, 1, 3, 3)
    return F.conv2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), kernel, groups=3)
