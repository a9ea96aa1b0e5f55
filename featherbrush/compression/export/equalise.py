"""Even out channels before int8: one loud channel makes the steps of all others coarse.

Cross-layer equalisation (Nagel et al. 2019, arXiv 1906.04721): a ReLU of s times x is s times the ReLU of x, so what
one convolution divides a channel by the next one may multiply it by again. Only the last two steps of the foldable
student are evened out: the others are quiet enough (docs/decisions/0011-int8-where-it-is-earned.md).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor, nn

from featherbrush.compression.export.fold import Fused
from featherbrush.compression.networks.foldable import FoldableGenerator, Styled

STRENGTH = 0.75
"""1 makes all channels equally loud; weights then become as uneven as channels were."""
LOUD = 0.9999
"""The share of a channel's values that are no louder than it: single pixels do not count."""

STEPS = (
    ("fine_quarter", "skip_quarter", "style_quarter", "fine_half"),
    ("fine_half", "skip_half", "style_half", "head"),
)
"""Where features are made, what is added to them, what styles them, and who reads them."""


def equalise(generator: nn.Module, draw: Callable[[], object]) -> None:
    """Even out the channels of a folded student, in place; it computes the same pictures but for rounding.

    Students of other kinds and steps of separable convolutions are left as they are.

    Args:
        draw: draws some real pictures with it; how loud each channel gets in them is what counts.
    """
    if not isinstance(generator, FoldableGenerator):
        return
    for made, added, styled, read in STEPS:
        parts = [_convolution(generator, name) for name in (made, added, read)]
        if any(part is None for part in parts):
            continue
        first, beside, after = (part for part in parts if part is not None)
        scale = _scale(_loudness(first, draw))
        with torch.no_grad():
            _divide_outputs(first, scale)
            _divide_outputs(beside, scale)
            after.weight.mul_(scale[None, :, None, None])
            style = getattr(generator, styled)
            if isinstance(style, Styled):
                # Rows are scale and shift of a channel in turn; a factor needs no other.
                style.weight[1::2].div_(scale[:, None])
                style.bias[1::2].div_(scale)


def _convolution(generator: nn.Module, name: str) -> nn.Conv2d | None:
    block = getattr(generator, name)
    plain = block.plain if isinstance(block, Fused) else None
    return plain if isinstance(plain, nn.Conv2d) else None


def _loudness(layer: nn.Conv2d, draw: Callable[[], object]) -> Tensor:
    """How loud each channel of a layer gets while pictures are drawn, [C]."""
    seen: list[Tensor] = []
    handle = layer.register_forward_hook(partial(_listen, seen))
    try:
        with torch.no_grad():
            draw()
    finally:
        handle.remove()
    return torch.stack(seen).amax(0)


def _listen(seen: list[Tensor], _module: nn.Module, _inputs: object, output: Tensor) -> None:
    seen.append(output.abs().transpose(0, 1).flatten(1).quantile(LOUD, dim=1))


def _scale(loudness: Tensor) -> Tensor:
    """What to divide each channel by, [C]: 1 in the geometric mean. A silent channel is left alone."""
    heard = loudness > 1e-6
    if not heard.any():
        return torch.ones_like(loudness)
    mean = loudness[heard].log().mean().exp()
    return torch.where(heard, (loudness / mean).clamp(min=1e-6) ** STRENGTH, 1.0)


def _divide_outputs(layer: nn.Conv2d, scale: Tensor) -> None:
    layer.weight.div_(scale[:, None, None, None])
    if layer.bias is not None:
        layer.bias.div_(scale)
