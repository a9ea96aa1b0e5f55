"""Between pixels and what networks compute with."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F


def from_pixels(pixels: Tensor) -> Tensor:
    """Pictures uint8 [N, H, W, 3] to float [N, 3, H, W] in -1..1."""
    return pixels.permute(0, 3, 1, 2).float() / 127.5 - 1


def to_pixels(pictures: Tensor) -> Tensor:
    """Float pictures [N, 3, H, W] in -1..1 to uint8 [N, H, W, 3]."""
    scaled = (pictures.permute(0, 2, 3, 1) * 127.5 + 127.5).round()
    return scaled.clamp(0, 255).to(torch.uint8)


def one_hot(ids: Tensor, *, classes: int) -> Tensor:
    """Class ids [N, H, W] to float one-hot maps [N, K, H, W]."""
    return F.one_hot(ids.long(), classes).permute(0, 3, 1, 2).float()


def ink(grey: Tensor) -> Tensor:
    """Grey pixels 0..255 to how much ink covers them, 1..0."""
    return 1 - grey.float() / 255
