"""CycleGAN: both ways and both critics learn from pictures that do not belong together."""

from __future__ import annotations

import copy
import math

import numpy as np
import pytest
import torch

from featherbrush.compression.data.batches import Batch, BatchSource
from featherbrush.compression.data.store import LabelledStore, UnpairedStore
from featherbrush.compression.families import cyclegan, pix2pix
from featherbrush.compression.families.conditional import Networks
from featherbrush.compression.families.cyclegan import CycleStep, CycleWeights, turned

LEARNING = {"generator", "reverse", "discriminator", "reverse_discriminator"}


@pytest.fixture
def networks() -> Networks:
    torch.manual_seed(0)
    return cyclegan.networks(ngf=2)


@pytest.fixture
def batch(store: LabelledStore) -> Batch:
    unpaired = UnpairedStore(store.pictures, np.asarray(store.pictures)[::-1, ::-1].copy())
    return BatchSource(store=unpaired, size=64, count=2, paired=0).batch(0)


def test_both_ways_and_both_critics_learn_and_the_judging_features_do_not(
    networks: Networks, batch: Batch
) -> None:
    before = {n: copy.deepcopy(m.state_dict()) for n, m in networks.named_children()}

    losses = CycleStep(networks, CycleWeights())(batch)

    moved = {
        name
        for name, module in networks.named_children()
        if any(not torch.equal(p, before[name][n]) for n, p in module.named_parameters())
    }
    assert moved == LEARNING
    assert set(losses) == {"discriminator", "adversarial", "cycle", "identity"}
    assert all(math.isfinite(value) for value in losses.values())


def test_there_and_back_comes_closer_to_where_it_began(networks: Networks, batch: Batch) -> None:
    weights = CycleWeights(adversarial=0.0, identity=0.0)
    step = CycleStep(networks, weights, bfloat16=False)

    losses = [step(batch)["cycle"] for _ in range(12)]

    assert losses[-1] < 0.8 * losses[0]


def test_a_picture_of_the_kind_to_draw_learns_to_stay(networks: Networks, batch: Batch) -> None:
    step = CycleStep(networks, CycleWeights(adversarial=0.0, cycle=0.0), bfloat16=False)

    losses = [step(batch)["identity"] for _ in range(12)]

    assert losses[-1] < 0.8 * losses[0]


def test_hues_turn_by_how_far_colours_point_elsewhere() -> None:
    def plain(*color: float) -> torch.Tensor:
        return torch.tensor(color).view(1, 3, 1, 1).expand(1, 3, 16, 16)

    sea = plain(-0.8, -0.2, 0.6)

    assert turned(plain(-0.9, -0.8, -0.7), sea) == pytest.approx(0, abs=0.02)  # as blue, but dark
    assert turned(plain(0.8, 0.2, -0.6), sea) > 1.9
    assert turned(plain(0.3, 0.3, 0.3), sea) == pytest.approx(1, abs=0.01)  # grey is nowhere
    assert turned(sea, plain(0.5, 0.5, 0.5)) == 0  # and has no hue to keep


def test_hues_are_kept_where_that_is_asked_for(networks: Networks, batch: Batch) -> None:
    weights = CycleWeights(adversarial=0.0, cycle=0.0, identity=0.0, hue=1.0)
    step = CycleStep(networks, weights, bfloat16=False)

    losses = [step(batch)["hue"] for _ in range(12)]

    assert losses[-1] < 0.8 * losses[0]


def test_the_same_batch_teaches_the_same(networks: Networks, batch: Batch) -> None:
    twin = copy.deepcopy(networks)

    first = CycleStep(networks, CycleWeights())(batch)

    assert CycleStep(twin, CycleWeights())(batch) == first


def test_networks_without_a_way_back_are_refused() -> None:
    with pytest.raises(ValueError, match="way back"):
        CycleStep(pix2pix.networks(channels=1, critics=1, ngf=2), CycleWeights())
