"""Sample sheets: what a training draws from held-out and from hand-drawn maps, to be looked at."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from featherbrush.compression.data.batches import BatchSource
from featherbrush.compression.data.pixels import to_pixels
from featherbrush.compression.data.store import Store
from featherbrush.compression.families.conditional import noisy_pyramid
from featherbrush.compression.networks.statistics import recalibrate
from featherbrush.engine.pictures import write_picture

PICTURES = 6
CALIBRATION = 12
Pixels = NDArray[np.uint8]


@torch.no_grad()
def write_sheet(
    generator: nn.Module,
    prior: Callable[[Tensor], Tensor],
    path: Path,
    *,
    styles: int,
    training: Store,
    held_out: Store,
    size: int,
) -> None:
    """Draw six held-out and six free conditions with the mean style, one common and then separate random styles.

    Args:
        generator: not changed; in training mode, its norms are re-calibrated on a copy.
        prior: from standard normal noise to styles.
        styles: length of the style vector.
        path: PNG to write; rows are pictures, conditions and (with styles: three rows) what is drawn.
    Raises:
        PictureError: it cannot be written.
    """
    generator, random = copy.deepcopy(generator), torch.Generator().manual_seed(5)
    source = BatchSource(store=training, size=size, count=4, paired=4, seed=99)

    device = next(generator.parameters()).device

    def draw(condition: Tensor, noise: Tensor) -> Tensor:
        style = prior(noise.to(device))
        drawn: Tensor = generator(noisy_pyramid(condition.to(device), random), style)
        return drawn

    # A generator in evaluation mode was trained with its final statistics: others would not be what is exported.
    if generator.training:
        recalibrate(
            generator,
            lambda i: draw(source.batch(i).real, torch.randn(4, styles, generator=random)),
            batches=min(CALIBRATION, len(training)),
        )
    chosen = range(0, len(held_out), max(len(held_out) // PICTURES, 1))[:PICTURES]
    conditions = [held_out.canvas(i) for i in chosen]
    conditions += [held_out.free(np.random.default_rng(i), redrawn=True) for i in chosen]
    encoded = _shrunk(held_out.encode(conditions), size)
    noise = torch.randn(len(conditions), styles, generator=random)
    rows = [_side_by_side([_small(held_out.pictures[i], size) for i in chosen] * 2)]
    rows.append(_side_by_side([_small(held_out.show(c), size) for c in conditions]))
    wishes = (torch.zeros_like(noise), noise[:1].expand_as(noise), noise) if styles else (noise,)
    for wanted in wishes:
        drawn = [draw(encoded[i : i + 1], wanted[i : i + 1]) for i in range(len(encoded))]
        rows.append(_side_by_side([to_pixels(d)[0].cpu().numpy() for d in drawn]))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_picture(path, np.concatenate(rows))


def _shrunk(labels: Tensor, size: int) -> Tensor:
    factor = labels.shape[-1] // size
    return F.avg_pool2d(labels, factor) if factor > 1 else labels


def _small(picture: Pixels, size: int) -> Pixels:
    factor = max(picture.shape[0] // size, 1)
    return np.asarray(picture[::factor, ::factor])


def _side_by_side(pictures: list[Pixels]) -> Pixels:
    return np.concatenate(pictures, axis=1)
