"""The original's generator: sizes, labels at every scale, and what moves its pictures."""

from __future__ import annotations

import pytest
import torch

from featherbrush.compression.data.pixels import one_hot
from featherbrush.compression.families.conditional import noisy_pyramid
from featherbrush.compression.networks.spade import (
    SpadeGenerator,
    label_pyramid,
    with_noise,
)


def _maps(height: int, width: int, *, count: int = 2) -> torch.Tensor:
    ids = torch.randint(0, 4, (count, height, width), generator=torch.Generator().manual_seed(0))
    return one_hot(ids, classes=4)


def _generator() -> SpadeGenerator:
    torch.manual_seed(0)
    return SpadeGenerator(classes=4, style=3, ngf=2)


@pytest.mark.parametrize(("height", "width"), [(64, 64), (96, 128), (32, 64)])
def test_pictures_are_as_large_as_their_maps(height: int, width: int) -> None:
    pyramid = noisy_pyramid(_maps(height, width), torch.Generator().manual_seed(1))

    picture, features = _generator().with_features(pyramid, torch.randn(2, 3))

    assert picture.shape == (2, 3, height, width)
    assert picture.abs().max() <= 1
    strides = [height // f.shape[2] for f in features]
    assert strides == list(SpadeGenerator.scales)
    assert [f.shape[1] for f in features] == [32, 32, 32, 16, 8, 4, 2]


def test_the_map_and_the_style_move_the_picture() -> None:
    network = _generator().eval()
    pyramid = noisy_pyramid(_maps(64, 64, count=1), torch.Generator().manual_seed(1))
    other = noisy_pyramid(_maps(64, 64, count=1).flip(1), torch.Generator().manual_seed(1))
    style = torch.zeros(1, 3)

    assert not torch.equal(network(pyramid, style), network(other, style))
    assert not torch.equal(network(pyramid, style), network(pyramid, style + 1))


def test_the_label_pyramid_holds_averages_of_all_pixels_under_it() -> None:
    labels = _maps(64, 96)

    pyramid = label_pyramid(labels)

    assert [tuple(p.shape[-2:]) for p in pyramid] == [(64 >> i, 96 >> i) for i in range(6)]
    assert torch.equal(pyramid[0], labels)
    expected = labels[:, :, 32:64, 64:96].mean((2, 3))
    assert torch.allclose(pyramid[5][:, :, 1, 2], expected, atol=1e-6)
    assert all(torch.allclose(p.sum(1), torch.ones(()), atol=1e-5) for p in pyramid)


def test_noise_is_one_more_channel_beside_the_labels() -> None:
    pyramid = label_pyramid(_maps(64, 64), levels=2)
    noise = [torch.full((2, 1, 64, 64), 7.0), torch.full((2, 1, 32, 32), 8.0)]

    joined = with_noise(pyramid, noise)

    assert [j.shape[1] for j in joined] == [5, 5]
    assert torch.equal(joined[1][:, :4], pyramid[1])
    assert (joined[1][:, 4] == 8).all()
