"""GauGAN's step and its styles: what learns, and where styles are drawn from."""

from __future__ import annotations

import copy
import math

import pytest
import torch
from torch import Tensor, nn

from featherbrush.compression.data.batches import BatchSource
from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.families.conditional import (
    ConditionalStep,
    Networks,
    Weights,
    colour,
    enlarged,
    mixed_styles,
    noisy_pyramid,
    perceptual,
)

MIX = torch.tensor([[1.5, 0.0, 0.0], [0.8, 0.5, 0.0], [-0.4, 0.3, 2.0]])
CENTRE = torch.tensor([1.0, -2.0, 0.5])


def _snapshot(module: nn.Module) -> dict[str, Tensor]:
    return {name: p.detach().clone() for name, p in module.named_parameters()}


def _moved(module: nn.Module, before: dict[str, Tensor]) -> set[str]:
    return {n for n, p in module.named_parameters() if not torch.equal(p, before[n])}


def _follow_codes(networks: Networks, *, steps: int = 800) -> None:
    random = torch.Generator().manual_seed(0)
    for _ in range(steps):
        codes = CENTRE + torch.randn(32, 3, generator=random) @ MIX.T
        networks.follow(codes, torch.full((32, 3), math.log(0.01)))


def test_a_step_moves_generator_encoder_and_discriminator_and_nothing_else(
    original: Networks, store: LabelledStore
) -> None:
    batch = BatchSource(store=store, size=64, count=4, paired=2).batch(0)
    before = {name: _snapshot(m) for name, m in original.named_children()}
    features = {name: b.clone() for name, b in original.features.named_buffers()}

    losses = ConditionalStep(original, Weights())(batch)

    moved = {name: _moved(m, before[name]) for name, m in original.named_children()}
    assert {name for name, found in moved.items() if found} == {
        "generator",
        "encoder",
        "discriminator",
    }
    assert all(torch.equal(b, features[n]) for n, b in original.features.named_buffers())
    assert set(losses) == {
        "discriminator",
        "adversarial",
        "perceptual",
        "colour",
        "divergence",
        "offset",
    }
    assert all(math.isfinite(value) for value in losses.values())
    assert all(p.requires_grad for p in original.discriminator.parameters())


def test_training_brings_pictures_nearer_to_the_real_ones(
    original: Networks, store: LabelledStore
) -> None:
    batch = BatchSource(store=store, size=64, count=2, paired=2).batch(0)
    weights = Weights(generator_rate=5e-3, adversarial=0, perceptual=0)
    step = ConditionalStep(original, weights, bfloat16=False)

    losses = [step(batch)["colour"] for _ in range(5)]

    assert losses[-1] < 0.9 * losses[0]


def test_the_prior_becomes_the_distribution_of_the_codes(original: Networks) -> None:
    _follow_codes(original)

    assert (original.prior_mean - CENTRE).abs().max() < 0.2
    wanted = MIX @ MIX.T + 0.01 * torch.eye(3)
    assert (original.prior_covariance - wanted).abs().max() < 0.15 * wanted.abs().max()
    drawn = original.prior(torch.randn(4000, 3, generator=torch.Generator().manual_seed(1)))
    assert (drawn.mean(0) - CENTRE).abs().max() < 0.25


def test_the_mean_style_is_the_middle_of_the_prior(original: Networks) -> None:
    _follow_codes(original, steps=50)

    assert torch.allclose(original.prior(torch.zeros(1, 3))[0], original.prior_mean)


@pytest.mark.parametrize(("count", "paired"), [(4, 2), (5, 1), (4, 4)])
def test_every_sample_gets_a_style_and_unpaired_ones_not_their_own(
    original: Networks, count: int, paired: int
) -> None:
    mean, certain = torch.randn(count, 3), torch.full((count, 3), -60.0)

    styles = mixed_styles(original, (mean, certain), paired, torch.Generator().manual_seed(0))

    assert styles.shape == (count, 3)
    assert torch.allclose(styles[:paired], mean[:paired])
    if paired < count and paired > 1:
        assert torch.allclose(styles[paired], mean[paired - 1])


def test_noise_is_drawn_anew_for_every_scale_and_repeats_with_its_seed() -> None:
    maps = torch.zeros(1, 4, 64, 64)
    first, second = (noisy_pyramid(maps, torch.Generator().manual_seed(s)) for s in (0, 0))

    assert [tuple(p.shape) for p in first] == [(1, 5, 64 >> i, 64 >> i) for i in range(6)]
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))
    other = noisy_pyramid(maps, torch.Generator().manual_seed(1))
    assert not torch.equal(first[0], other[0])


def test_reconstruction_looks_at_the_paired_samples_only() -> None:
    real, fake = torch.rand(3, 3, 8, 8), torch.rand(3, 3, 8, 8)
    fake[:2] = real[:2]

    assert colour(fake, real, 2).item() == 0
    assert perceptual([fake], [real], [1.0], 2).item() == 0
    assert perceptual([fake], [real], [1.0], 3).item() > 0


def test_pictures_are_enlarged_by_the_factor_or_left_alone() -> None:
    pictures = torch.rand(1, 3, 64, 64)

    assert enlarged(pictures, 1.5).shape == (1, 3, 96, 96)
    assert enlarged(pictures, 1) is pictures


def test_equal_networks_and_batches_learn_equally(original: Networks, store: LabelledStore) -> None:
    twin = copy.deepcopy(original)
    batch = BatchSource(store=store, size=64, count=2, paired=1).batch(3)

    assert ConditionalStep(original, Weights())(batch) == ConditionalStep(twin, Weights())(batch)
    assert not _moved(twin, _snapshot(original))
