"""The student for sketches and pictures: one set of weights, many widths, any size."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from featherbrush.compression.distillation.space import Space
from featherbrush.compression.networks.elastic import ElasticNorm, Widths, cut_from
from featherbrush.compression.networks.foldable import FoldableGenerator

LARGEST = Widths((6, 5, 8, 6, 4))


def _build(widths: Widths) -> FoldableGenerator:
    torch.manual_seed(1)
    return FoldableGenerator(channels=2, style=3, widths=widths)


def _supernet(widths: Widths = LARGEST) -> FoldableGenerator:
    network = _build(widths)
    for module in network.modules():  # as after training: no norm is the identity
        if isinstance(module, ElasticNorm):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias)
    return network


def _inputs(height: int = 64, width: int = 64) -> tuple[list[Tensor], Tensor]:
    random = torch.Generator().manual_seed(0)
    return [torch.randn(2, 2, height, width, generator=random)], torch.randn(2, 3, generator=random)


@pytest.mark.parametrize("widths", [LARGEST, Widths((3, 5, 4, 2, 4)), Widths((1, 1, 1, 1, 1))])
def test_a_cut_network_computes_what_the_supernet_computes_at_its_widths(widths: Widths) -> None:
    supernet, (pyramid, style) = _supernet(), _inputs()
    with torch.no_grad():
        wanted = supernet(pyramid, style, widths)
        found = cut_from(supernet, widths, _build)(pyramid, style)

    assert torch.allclose(found, wanted, atol=1e-5)


@pytest.mark.parametrize("text", ["6_5_8_6_4", "6_5s_4s_6_3s", "3_4_8s_3s_4"])
def test_a_supernet_of_both_kinds_of_convolutions_holds_every_choice(text: str) -> None:
    space = Space.of([[3, 6], [4, 5, "5s"], [4, 8, "4s", "8s"], [6, 3, "3s"], [4, "3s"]])
    supernet, (pyramid, style) = _supernet(space.supernet), _inputs()

    with torch.no_grad():
        wanted = supernet(pyramid, style, Widths.parse(text))
        network = cut_from(supernet, Widths.parse(text), _build)

    assert torch.allclose(network(pyramid, style), wanted, atol=1e-5)
    separable = [n for n in network.state_dict() if "separable" in n]
    assert bool(separable) == ("s" in text)


def test_without_separable_choices_checkpoints_are_as_they_ever_were() -> None:
    names = set(_build(LARGEST).state_dict())

    assert {"to_half.conv.weight", "trunk.0.first.norm.running_mean", "head.bias"} <= names
    assert not [n for n in names if "separable" in n]


def test_a_separable_first_block_is_refused() -> None:
    with pytest.raises(ValueError, match="first block"):
        _build(Widths.parse("6s_5_8_6_4"))


def test_pictures_have_the_size_of_their_sketch() -> None:
    pyramid, style = _inputs(72, 104)

    assert _supernet()(pyramid, style).shape == (2, 3, 72, 104)


def test_the_style_changes_the_picture() -> None:
    supernet, (pyramid, style) = _supernet(), _inputs()

    with torch.no_grad():
        one, other = supernet(pyramid, style), supernet(pyramid, -style)

    assert (one - other).abs().mean() > 1e-4


def test_an_untrained_head_has_no_grid_of_its_own() -> None:
    """The four pixels of depth-to-space begin equal (ICNR)."""
    weight = _build(LARGEST).head.weight

    assert torch.equal(weight[0::4], weight[3::4])


def test_widths_of_another_number_are_refused() -> None:
    with pytest.raises(ValueError, match="5 numbers"):
        _build(Widths((8, 8, 8)))
