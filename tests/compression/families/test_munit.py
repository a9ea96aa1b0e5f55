"""MUNIT: what is learned from a batch, with pairs and without, and that a style changes the picture."""

from __future__ import annotations

import copy
import math

import pytest
import torch

from featherbrush.compression.data.batches import Batch, BatchSource
from featherbrush.compression.data.pixels import INK_CHANNELS
from featherbrush.compression.data.store import LabelledStore, SketchStore
from featherbrush.compression.families import munit, pix2pix
from featherbrush.compression.families.conditional import Networks, noisy_pyramid
from featherbrush.compression.families.munit import TranslatorStep, TranslatorWeights
from featherbrush.compression.networks.translator import TranslatorGenerator, as_picture

UNPAIRED = {"discriminator", "adversarial", "rebuilt", "style", "content"}
PAIRED = UNPAIRED | {"perceptual", "colour"}


@pytest.fixture
def networks() -> Networks:
    torch.manual_seed(0)
    return munit.networks(channels=INK_CHANNELS, critics=3, style=3, ngf=2)


def _batch(store: LabelledStore, *, paired: int) -> Batch:
    sketches = SketchStore(store.pictures, store.pictures[:, None, :, :, 0].copy())
    return BatchSource(store=sketches, size=64, count=2, paired=paired).batch(0)


@pytest.mark.parametrize(("paired", "losses"), [(0, UNPAIRED), (1, PAIRED), (2, PAIRED)])
def test_both_ways_and_both_critics_learn(
    networks: Networks, store: LabelledStore, paired: int, losses: set[str]
) -> None:
    before = {n: copy.deepcopy(m.state_dict()) for n, m in networks.named_children()}

    found = TranslatorStep(networks, TranslatorWeights())(_batch(store, paired=paired))

    moved = {
        name
        for name, module in networks.named_children()
        if any(not torch.equal(p, before[name][n]) for n, p in module.named_parameters())
    }
    assert moved == {"generator", "reverse", "discriminator", "reverse_discriminator"}
    assert set(found) == losses
    assert all(math.isfinite(value) for value in found.values())


def test_styles_are_drawn_from_where_those_of_pictures_lie(
    networks: Networks, store: LabelledStore
) -> None:
    there, batch = networks.generator, _batch(store, paired=2)
    assert isinstance(there, TranslatorGenerator)
    with torch.no_grad():
        *_, shift = there.core.enc_style.parameters()
        shift.add_(5.0)  # codes of pictures lie around 5, not 0

    TranslatorStep(networks, TranslatorWeights())(batch)

    assert torch.all(networks.prior(torch.zeros(1, 3)) > 0)


def test_pictures_are_rebuilt_better_with_every_step(
    networks: Networks, store: LabelledStore
) -> None:
    step = TranslatorStep(networks, TranslatorWeights(adversarial=0.0), bfloat16=False)
    batch = _batch(store, paired=0)

    losses = [step(batch)["rebuilt"] for _ in range(12)]

    assert losses[-1] < 0.9 * losses[0]


def test_a_style_changes_the_picture_and_a_picture_has_a_style(
    networks: Networks, store: LabelledStore
) -> None:
    batch = _batch(store, paired=2)
    pyramid = noisy_pyramid(batch.wanted, torch.Generator().manual_seed(0))

    with torch.no_grad():
        mean, _ = networks.code(batch.pictures, ())
        one, other = (networks.generator(pyramid, style) for style in (mean, mean + 3))

    assert mean.shape == (2, 3)
    assert one.shape == (2, 3, 64, 64)
    assert (one - other).abs().mean() > 1e-3


@torch.no_grad()
def test_a_drawn_sketch_is_read_as_the_ink_that_it_shows(
    networks: Networks, store: LabelledStore
) -> None:
    wanted, there = _batch(store, paired=2).wanted, networks.generator
    assert isinstance(there, TranslatorGenerator)

    again = there.content(as_picture(wanted))

    assert torch.allclose(again, there.content(wanted), atol=1e-3)


def test_networks_of_another_family_are_refused() -> None:
    with pytest.raises(ValueError, match="MUNIT"):
        TranslatorStep(pix2pix.networks(channels=1, critics=3, ngf=2), TranslatorWeights())
