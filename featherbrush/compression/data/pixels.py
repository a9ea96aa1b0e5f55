"""Between pixels and what networks compute with."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

INK_CHANNELS = 7
"""Of a sketch as a network reads it: ink 3, enclosure 1, tint 3."""
UNTINTED_CHANNELS = 4
"""Of a sketch whose ink is always black, all that tells something."""
TINT_LEVELS = 8
GAP = 16
"""Pixels; a gap of an outline that is narrower opens nothing."""
PAPER_GRAIN = 0.15
"""Cover that does not count as a line: the noise of scanned and compressed sketches."""
FULL_COVER = 20.0
"""What counts is multiplied by this: a thin grey line closes an outline as well as a black one."""


def from_pixels(pixels: Tensor) -> Tensor:
    """Pictures uint8 [N, H, W, 3] to float [N, 3, H, W] in -1..1."""
    return pixels.permute(0, 3, 1, 2).float() / 127.5 - 1


def to_pixels(pictures: Tensor) -> Tensor:
    """Float pictures [N, 3, H, W] in -1..1 to uint8 [N, H, W, 3]."""
    # Bytes are turned faster than floats.
    return (pictures * 127.5 + 127.5).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1)


def one_hot(ids: Tensor, *, classes: int) -> Tensor:
    """Class ids [N, H, W] to float one-hot maps [N, K, H, W]."""
    return F.one_hot(ids.long(), classes).permute(0, 3, 1, 2).float()


def ink(sketches: Tensor) -> Tensor:
    """Sketches uint8 [N, H, W, 3], ink on white paper, to what a network reads of them: float [N, 7, H, W].

    Three channels are how much the ink takes of red, green and blue (0 paper .. 1), one is its enclosure, and three are
    its tint where something is enclosed.
    """
    return read_ink(1 - sketches.permute(0, 3, 1, 2).float() / 255)


def untinted_ink(sketches: Tensor) -> Tensor:
    """The same without the tint, a fifth of the time that a compressed model takes: float [N, 4, H, W]."""
    taken = 1 - sketches.permute(0, 3, 1, 2).float() / 255
    return torch.cat((taken, enclosure(_cover(taken))), 1)


def read_ink(taken: Tensor) -> Tensor:
    """What a network reads, from how much is taken of red, green and blue, [N, 3, H, W] in 0..1; differentiable."""
    cover = _cover(taken)
    enclosed = enclosure(cover)
    # Within outlines only: what is the same all over a picture is taken away by the first instance norm.
    # Twice squared: a runtime's general power takes several times as long.
    closed = (enclosed * enclosed).square()
    return torch.cat((taken, enclosed, tint(taken, cover.clamp(max=1)) * closed), 1)


def _cover(taken: Tensor) -> Tensor:
    return (taken.amax(1, keepdim=True) - PAPER_GRAIN).clamp(min=0) * FULL_COVER


def enclosure(cover: Tensor) -> Tensor:
    """Share of the four directions in which a pixel of cover [N, 1, H, W] has ink before the edge, 0..1.

    It is 1 within closed outlines however large they are; a convolutional network alone sees no farther than its
    receptive field, and leaves holes in large figures. Within outlines that have gaps it is 1 as well where a gap is
    narrower than GAP pixels: cells without ink take what is seen from them over cells, which small gaps leave closed.
    """
    height, width = cover.shape[2:]
    cells = F.max_pool2d(cover, GAP, ceil_mode=True)
    seen = _met(cells) * (1 - cells.clamp(max=1))
    over_cells = F.interpolate(seen, scale_factor=float(GAP), mode="nearest")
    return torch.maximum(_met(cover), over_cells[..., :height, :width])


def _met(cover: Tensor) -> Tensor:
    met = torch.zeros_like(cover)
    for dim in (2, 3):
        before = cover.cumsum(dim)
        after = cover.sum(dim, keepdim=True) - before + cover
        met = met + before.clamp(max=1) + after.clamp(max=1)
    return met / 4


def tint(taken: Tensor, cover: Tensor) -> Tensor:
    """The colour of the ink around every pixel, [N, 3, H, W] in 0..1, from ink taken [N, 3, H, W] and its cover.

    Means over windows that double in size, each counting a quarter of the one before: the nearest ink prevails, and far
    from all of it there is still a colour. A line colours what it encloses at once; a convolutional network alone would
    have to carry colours from the lines through norms that know only the whole picture.
    """
    levels = [torch.cat((taken * cover, cover), 1)]
    for _ in range(TINT_LEVELS):
        levels.append(F.avg_pool2d(levels[-1], 2, ceil_mode=True))
    around = levels[-1]
    for level in reversed(levels[:-1]):
        size = (level.shape[2], level.shape[3])
        around = level + F.interpolate(around, size=size, mode="bilinear") / 4
    return around[:, :3] / (around[:, 3:] + 1e-6)
