"""The published student of the ResNet family: the publication's network, at any widths of one set of weights."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from featherbrush.compression.networks.elastic import Widths, cut_from
from featherbrush.compression.networks.mobile import MobileResnetGenerator
from featherbrush.compression.networks.published.configurations import ResnetWidths
from featherbrush.compression.networks.published.resnet import ResnetGenerator

LARGEST = Widths((4, 3, 2, 3, 2, 3, 3, 4))
CUTS = [LARGEST, Widths((3, 3, 1, 2, 2, 1, 2, 4)), Widths((1,) * 8)]


def _build(widths: Widths) -> MobileResnetGenerator:
    torch.manual_seed(0)
    return MobileResnetGenerator(channels=3, widths=widths)


def _inputs(height: int = 32, width: int = 32) -> tuple[list[Tensor], Tensor]:
    random = torch.Generator().manual_seed(0)
    picture = torch.rand(2, 3, height, width, generator=random) * 2 - 1
    return [picture], torch.zeros(2, 0)


@pytest.mark.parametrize("widths", CUTS, ids=str)
def test_a_cut_network_computes_what_the_supernet_computes_at_its_widths(widths: Widths) -> None:
    supernet, (pyramid, style) = _build(LARGEST), _inputs()

    with torch.no_grad():
        wanted, wanted_features = supernet.with_features(pyramid, style, widths)
        network = cut_from(supernet, widths, _build)
        found, features = network.with_features(pyramid, style)

    assert torch.allclose(found, wanted, atol=1e-5)
    assert [f.shape[1] for f in features] == network.feature_widths
    for ours, theirs in zip(features, wanted_features, strict=True):
        assert torch.allclose(ours, theirs, atol=1e-4)


def test_it_is_the_published_network() -> None:
    """Same parameters in the same order, and with the published weights the same picture."""
    torch.manual_seed(3)
    published = ResnetGenerator(ResnetWidths.of(LARGEST.blocks), separable=True).eval()
    network, (pyramid, style) = _build(LARGEST), _inputs(36, 44)
    weights = published.state_dict().values()
    network.load_state_dict(dict(zip(network.state_dict(), weights, strict=True)))

    with torch.no_grad():
        found, wanted = network(pyramid, style), published(pyramid[0])

    assert found.shape == (2, 3, 36, 44)
    assert torch.allclose(found, wanted, atol=1e-5)


def test_only_the_weights_in_use_learn_from_a_cut() -> None:
    supernet, (pyramid, style) = _build(LARGEST), _inputs()

    supernet(pyramid, style, CUTS[1]).square().mean().backward()

    assert supernet.up_0.weight.grad is not None
    assert supernet.up_0.weight.grad[:4, :4].abs().sum() > 0
    assert supernet.up_0.weight.grad[4:].abs().sum() == 0
    assert supernet.up_0.weight.grad[:, 4:].abs().sum() == 0


@pytest.mark.parametrize("text", ["4_4_4_4_4", "4_4_4_4_4_4_4_4_4"])
def test_widths_of_another_number_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="8 numbers"):
        _build(Widths.parse(text))
