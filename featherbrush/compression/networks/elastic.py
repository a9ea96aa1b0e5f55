"""Layers of which the first k channels can be used alone, and the widths that say which k.

One set of weights then serves every sub-network ("once for all", arXiv 2003.08936, section 3.2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Network = TypeVar("Network", bound=nn.Module)

HEAD_CHANNELS = 12
GRID_DAMPING = 0.12

Kind = Literal["dense", "separable", "either"]
Entry = int | str
_SUFFIXES: dict[Kind, str] = {"dense": "", "separable": "s", "either": "*"}


@dataclass(frozen=True)
class Widths:
    """Channels of a student's blocks; what each number stands for is said by the architecture.

    kinds: of every block's convolutions; () if all are dense. Only a supernet has "either": it holds both, and its
        sub-networks choose.
    """

    blocks: tuple[int, ...]
    kinds: tuple[Kind, ...] = ()

    def __post_init__(self) -> None:
        if not self.blocks or min(self.blocks) < 1:
            raise ValueError(f"widths: expected positive numbers, got {self.blocks}")
        if self.kinds and len(self.kinds) != len(self.blocks):
            raise ValueError(f"widths: {len(self.kinds)} kinds for {len(self.blocks)} numbers")
        if all(kind == "dense" for kind in self.kinds):
            object.__setattr__(self, "kinds", ())

    @classmethod
    def parse(cls, text: str) -> Widths:
        """From the field's notation: 128_128_128_64_32_16; 64s is a block of separable convolutions."""
        return cls.of(text.split("_"))

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Widths:
        """From one entry per block, such as 64 or "64s"."""
        texts = [str(entry) for entry in entries]
        return cls(
            tuple(int(text.removesuffix("s")) for text in texts),
            tuple("separable" if text.endswith("s") else "dense" for text in texts),
        )

    @property
    def entries(self) -> tuple[Entry, ...]:
        """One entry per block: a number, or a text such as "64s"."""
        suffixes = [_SUFFIXES[self.kind(i)] for i in range(len(self.blocks))]
        suffixed = zip(self.blocks, suffixes, strict=True)
        return tuple(f"{width}{suffix}" if suffix else width for width, suffix in suffixed)

    def kind(self, block: int) -> Kind:
        """Of the convolutions of a block."""
        return self.kinds[block] if self.kinds else "dense"

    def __str__(self) -> str:
        return "_".join(str(entry) for entry in self.entries)


class ElasticConv(nn.Conv2d):
    """A convolution of which the first k input and output channels can be used alone."""

    def cut(self, x: Tensor, out_channels: int) -> Tensor:
        """Apply the first [out_channels, x.shape[1]] slice of the weight to x [N, C, H, W]."""
        bias = None if self.bias is None else self.bias[:out_channels]
        weight = self.weight[:out_channels, : x.shape[1]]
        return F.conv2d(x, weight, bias, self.stride, self.padding)


class ElasticDepthwise(nn.Conv2d):
    """One kernel per channel, of which the first k can be used alone."""

    def __init__(
        self, channels: int, kernel: int, *, stride: int = 1, padding: int = 0, bias: bool = True
    ) -> None:
        super().__init__(
            channels, channels, kernel, stride=stride, padding=padding, groups=channels, bias=bias
        )

    def cut(self, x: Tensor) -> Tensor:
        """Apply the first C kernels to x [N, C, H, W]."""
        count = x.shape[1]
        bias = None if self.bias is None else self.bias[:count]
        return F.conv2d(x, self.weight[:count], bias, self.stride, self.padding, groups=count)


class ElasticDoubling(nn.ConvTranspose2d):
    """A transposed 3x3 convolution that doubles height and width; the first k channels can be used alone."""

    def __init__(self, fan_in: int, fan_out: int) -> None:
        super().__init__(fan_in, fan_out, 3, stride=2, padding=1, output_padding=1)

    def cut(self, x: Tensor, out_channels: int) -> Tensor:
        """Apply the first [x.shape[1], out_channels] slice of the weight to x [N, C, H, W]."""
        bias = None if self.bias is None else self.bias[:out_channels]
        weight = self.weight[: x.shape[1], :out_channels]
        return F.conv_transpose2d(x, weight, bias, stride=2, padding=1, output_padding=1)


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


def depth_to_space(head: Tensor) -> Tensor:
    """Channels [N, 12, H, W] to pixels [N, 3, 2 H, 2 W], damping what alternates from pixel to pixel.

    Depth-to-space leaves a grid: its four pixels come from four kernels (Odena et al. 2016, "Deconvolution and
    Checkerboard Artifacts"). A fixed 3x3 filter costs less than a further convolution at full resolution; both are
    one transposed convolution of 4x4 pixels, which passes over the picture once.
    """
    damped = (GRID_DAMPING, 1 - 2 * GRID_DAMPING, GRID_DAMPING)
    phases = torch.tensor(((*damped, 0.0), (0.0, *damped)), device=head.device)
    pixels = (phases[:, None, :, None] * phases[None, :, None, :]).flatten(0, 1)
    colors = torch.eye(HEAD_CHANNELS // 4, device=head.device)
    kernel = (colors[:, None, :, None, None] * pixels[None, :, None]).flatten(0, 1)
    padded = F.pad(head, (1, 1, 1, 1), mode="replicate")
    return F.conv_transpose2d(padded, kernel, stride=2, padding=3)
