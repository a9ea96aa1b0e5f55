"""A folded student computes what the trained one computes, without norms."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from featherbrush.compression.data.batches import one_hot
from featherbrush.compression.export.fold import FoldedGenerator
from featherbrush.compression.families.gaugan import noisy_pyramid
from featherbrush.compression.networks.class_adaptive import ClassAdaptiveGenerator, Widths
from featherbrush.compression.networks.statistics import recalibrate


def _inputs(height: int, width: int) -> tuple[list[Tensor], Tensor]:
    random = torch.Generator().manual_seed(height)
    ids = torch.randint(0, 4, (1, height, width), generator=random)
    return noisy_pyramid(one_hot(ids, classes=4), random), torch.randn(1, 3, generator=random)


def _student() -> ClassAdaptiveGenerator:
    torch.manual_seed(0)
    network = ClassAdaptiveGenerator(classes=4, style=3, widths=Widths((6, 6, 4, 4, 3, 2)))
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.3, 2)
            nn.init.normal_(module.bias)
    recalibrate(network, lambda i: network(*_inputs(64, 64 + 32 * i)), batches=2)
    return network


@pytest.mark.parametrize(("height", "width"), [(64, 64), (96, 128)])
def test_folding_changes_no_picture(height: int, width: int) -> None:
    network = _student()

    with torch.no_grad():
        wanted = network(*_inputs(height, width))
        found = FoldedGenerator(network)(*_inputs(height, width))

    assert found.shape == wanted.shape
    assert (found - wanted).abs().max() < 1e-5
    assert wanted.std() > 0.01


def test_no_norm_is_left_and_the_student_keeps_its_own() -> None:
    network = _student()
    before = {name: t.clone() for name, t in network.state_dict().items()}

    folded = FoldedGenerator(network)

    assert not [m for m in folded.modules() if isinstance(m, nn.BatchNorm2d)]
    after = network.state_dict()
    assert after.keys() == before.keys()
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())


def test_a_network_that_still_trains_is_refused() -> None:
    with pytest.raises(ValueError, match="evaluation mode"):
        FoldedGenerator(_student().train())
