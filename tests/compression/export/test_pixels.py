"""From ids to pixels: deterministic pictures, exact counts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch
from torch import Tensor, nn

from featherbrush.compression.data.pixels import to_pixels
from featherbrush.compression.export.pixels import (
    DrawerModel,
    FeatureStyle,
    LabelsEntry,
    StyleEncoderModel,
    halved,
    macs,
    parameters,
    sample_canvas,
)
from featherbrush.compression.families.conditional import Networks


class _Probe(nn.Module):
    """Stands for a generator: keeps what it is called with, draws grey."""

    def forward(self, pyramid: Sequence[Tensor], style: Tensor) -> Tensor:
        self.pyramid, self.style = pyramid, style
        return torch.zeros(1, 3, *pyramid[0].shape[-2:])


def _probed(canvas: Tensor, style: Tensor) -> _Probe:
    probe = _Probe()
    model = DrawerModel(
        probe,
        LabelsEntry(4),
        prior_mean=torch.tensor([1.0, 2.0]),
        prior_factor=torch.tensor([[1.0, 0.0], [3.0, 0.5]]),
    )
    picture = model(canvas, style)
    assert picture.shape == (1, *canvas.shape[1:], 3) and picture.dtype == torch.uint8
    return probe


def test_the_generator_sees_averaged_labels_and_one_channel_of_noise() -> None:
    canvas = sample_canvas(4, width=96, height=64)

    pyramid = _probed(canvas, torch.zeros(1, 2)).pyramid

    assert [tuple(p.shape) for p in pyramid] == [(1, 5, 64 >> i, 96 >> i) for i in range(6)]
    assert torch.equal(pyramid[0][0, :4].argmax(0), canvas[0].long())
    assert torch.equal(pyramid[0][0, :4].sum(0), torch.ones(64, 96))
    assert abs(pyramid[0][0, 4].std() - 1) < 0.1


def test_noise_is_the_same_in_every_call_and_wherever_the_map_is_the_larger() -> None:
    small = _probed(sample_canvas(4, width=64, height=64), torch.zeros(1, 2)).pyramid[0][0, 4]
    large = _probed(sample_canvas(4, width=320, height=288), torch.zeros(1, 2)).pyramid[0][0, 4]

    assert torch.equal(large[:64, :64], small)
    assert torch.equal(large[256:], large[:32])
    assert torch.equal(large[:, 256:], large[:, :64])


def test_a_standard_normal_style_becomes_the_generators() -> None:
    style = _probed(sample_canvas(4, width=32, height=32), torch.tensor([[2.0, -1.0]])).style

    assert torch.allclose(style, torch.tensor([[1 + 2.0, 2 + 6.0 - 0.5]]))


def test_the_same_map_and_style_give_the_same_pixels(original: Networks) -> None:
    model = DrawerModel(
        original.generator.eval(),
        LabelsEntry(4),
        prior_mean=original.prior_mean,
        prior_factor=original.prior_factor,
    )
    canvas = sample_canvas(4, width=64, height=64)

    with torch.no_grad():
        first, second = (model(canvas, torch.ones(1, 3)) for _ in range(2))
        other = model(canvas.flip(1), torch.ones(1, 3))

    assert torch.equal(first, second)
    assert not torch.equal(first, other)


def test_the_style_encoder_gives_back_what_the_prior_would_need(original: Networks) -> None:
    original.prior_mean.copy_(torch.tensor([1.0, -1.0, 0.5]))
    original.prior_factor.copy_(torch.tensor([[2.0, 0, 0], [1, 0.5, 0], [0, 1, 1]]))
    model = StyleEncoderModel(
        FeatureStyle(original.features, original.encoder),
        prior_mean=original.prior_mean,
        prior_factor=original.prior_factor,
    )
    picture = torch.randint(0, 256, (1, 64, 64, 3), dtype=torch.uint8)

    with torch.no_grad():
        style = model(picture)
        scaled = picture.permute(0, 3, 1, 2).float() / 127.5 - 1
        code, _ = original.encoder(original.features(scaled))

    back = original.prior_mean + style @ original.prior_factor.T
    assert torch.allclose(back, code, atol=1e-4)


@pytest.mark.parametrize(
    ("value", "expected"), [(-1.0, 0), (1.0, 255), (0.0, 128), (-3.0, 0), (3.0, 255)]
)
def test_pixels_are_rounded_and_clipped(value: float, expected: int) -> None:
    pixels = to_pixels(torch.full((1, 3, 2, 5), value))

    assert pixels.shape == (1, 2, 5, 3) and pixels.dtype == torch.uint8
    assert (pixels == expected).all()


def test_halving_rounds_weights_and_buffers_to_what_the_file_holds() -> None:
    network = nn.Sequential(nn.Linear(3, 3), nn.BatchNorm2d(2))
    with torch.no_grad():
        network[0].weight.fill_(1 + 2**-12)
        network[1].running_mean.fill_(1 / 3)

    halved(network)

    assert (network[0].weight == 1).all()
    assert network[1].running_mean[0] == torch.tensor(1 / 3).half().float()
    assert network[1].num_batches_tracked.dtype == torch.long


@pytest.mark.parametrize(
    ("layer", "shape", "expected"),
    [
        (nn.Conv2d(4, 6, 3, padding=1), (1, 4, 8, 10), 8 * 10 * 6 * 4 * 9),
        (nn.Conv2d(4, 6, 3, stride=2, padding=1), (1, 4, 8, 8), 4 * 4 * 6 * 4 * 9),
        (nn.Conv2d(4, 4, 3, padding=1, groups=4), (1, 4, 8, 8), 8 * 8 * 4 * 9),
        (nn.Linear(5, 7), (1, 5), 35),
    ],
)
def test_macs_of_known_layers(layer: nn.Module, shape: tuple[int, ...], expected: int) -> None:
    assert macs(nn.Sequential(layer, nn.ReLU()), [torch.zeros(shape)]) == expected


def test_counting_twice_counts_the_same() -> None:
    network = nn.Sequential(nn.Conv2d(1, 2, 1), nn.Conv2d(2, 1, 1))

    counts = [macs(network, [torch.zeros(1, 1, 4, 4)]) for _ in range(2)]

    assert counts == [16 * 2 * 2] * 2
    assert parameters(network) == 2 + 2 + 2 + 1


def test_the_sample_canvas_shows_every_class() -> None:
    canvas = sample_canvas(10, width=64, height=96)

    assert canvas.shape == (1, 96, 64) and canvas.dtype == torch.uint8
    assert set(canvas.unique().tolist()) == set(range(10))
