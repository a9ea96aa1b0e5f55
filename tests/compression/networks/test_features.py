"""The frozen feature network: what the package's own network computes, and nothing that learns."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from featherbrush.compression.networks import features as module
from featherbrush.compression.networks.features import (
    TRAINING_CHANNELS,
    TRAINING_TAPS,
    FrozenFeatures,
    NormalisedFeatures,
)


@pytest.fixture(scope="module")
def frozen() -> FrozenFeatures:
    return FrozenFeatures()


@pytest.fixture(scope="module")
def package() -> Any:
    """The package's network, with its padding computed per call (the default is for 224x224 only)."""
    from efficientnet_lite_pytorch import EfficientNet

    network = EfficientNet.from_name("efficientnet-lite0", image_size=None)
    network.load_state_dict(torch.load(module._weights_path(0), weights_only=True))
    return network.eval()


def _pictures(height: int, width: int) -> Tensor:
    return torch.rand(2, 3, height, width, generator=torch.Generator().manual_seed(0)) * 2 - 1


def _taps(network: Any, pictures: Tensor) -> list[Tensor]:
    x = network._swish(network._bn0(network._conv_stem(pictures)))
    found = []
    for block in network._blocks:
        x = block(x)
        found.append(x)
    return [found[index] for index in TRAINING_TAPS]


@pytest.mark.parametrize(("height", "width"), [(64, 64), (96, 128), (75, 50)])
def test_the_folded_network_computes_what_the_packages_network_computes(
    frozen: FrozenFeatures, package: Any, height: int, width: int
) -> None:
    pictures = _pictures(height, width)

    with torch.no_grad():
        found, wanted = frozen(pictures), _taps(package, pictures)

    assert [f.shape[1] for f in found] == list(TRAINING_CHANNELS)
    for ours, theirs in zip(found, wanted, strict=True):
        assert ours.shape == theirs.shape
        assert (ours - theirs).abs().max() < 1e-3 * theirs.abs().max()


def test_gradients_reach_the_picture_and_no_weight(frozen: FrozenFeatures) -> None:
    pictures = _pictures(64, 64).requires_grad_()

    sum(f.square().mean() for f in frozen(pictures)).backward()

    assert pictures.grad is not None and pictures.grad.abs().sum() > 0
    assert not [p for p in frozen.parameters() if p.requires_grad]
    assert all(b.grad is None for b in frozen.buffers())


def test_calibrated_features_are_standard_normal_over_the_pictures(frozen: FrozenFeatures) -> None:
    normalised, pictures = NormalisedFeatures(frozen), _pictures(64, 64)

    normalised.calibrate(pictures)

    with torch.no_grad():
        for tap in normalised(pictures):
            assert tap.mean((0, 2, 3)).abs().max() < 1e-2
            spread = tap.std((0, 2, 3))
            assert spread.max() < 1.01 and spread.median() > 0.9


def test_only_networks_with_weights_can_be_asked_for() -> None:
    with pytest.raises(ValueError, match="0 or 2"):
        module._weights_path(1)
