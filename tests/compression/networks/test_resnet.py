"""The original of Pix2pix and CycleGAN: which norm it has decides what plain areas become."""

from __future__ import annotations

import torch
from torch import Tensor

from featherbrush.compression.networks.resnet import ResnetGenerator
from featherbrush.compression.networks.statistics import recalibrate

NO_STYLE = torch.zeros(1, 0)


def _plain(value: float) -> Tensor:
    return torch.full((1, 4, 32, 32), value)


@torch.no_grad()
def test_with_batch_norms_plain_areas_of_other_colours_are_other_pictures() -> None:
    torch.manual_seed(0)
    generator = ResnetGenerator(channels=4, ngf=2, norm="batch")
    recalibrate(
        generator, lambda i: generator([torch.randn(2, 4, 32, 32)], torch.zeros(2, 0)), batches=4
    )

    dark, light = (generator([_plain(value)], NO_STYLE) for value in (-0.8, 0.8))

    assert (dark - light).abs().mean() > 0.01


@torch.no_grad()
def test_instance_norms_take_away_what_is_added_all_over() -> None:
    torch.manual_seed(0)
    generator = ResnetGenerator(channels=4, ngf=2).eval()
    picture = 0.3 * torch.randn(1, 4, 32, 32)

    drawn, lighter = (generator([picture + value], NO_STYLE) for value in (0.0, 0.5))

    assert torch.allclose(drawn, lighter, atol=1e-3)
