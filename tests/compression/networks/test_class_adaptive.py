"""The student: any cut of the supernet, taken out, is a network of its own that computes the same."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from featherbrush.compression.data.pixels import one_hot
from featherbrush.compression.families.conditional import noisy_pyramid
from featherbrush.compression.networks.class_adaptive import ClassAdaptiveGenerator
from featherbrush.compression.networks.elastic import ElasticNorm, Widths, cut_from

LARGEST = Widths((8, 6, 6, 5, 4, 3))
CUTS = [Widths((8, 6, 6, 5, 4, 3)), Widths((4, 6, 2, 5, 1, 3)), Widths((1, 1, 1, 1, 1, 1))]


def _build(widths: Widths) -> ClassAdaptiveGenerator:
    return ClassAdaptiveGenerator(classes=4, style=3, widths=widths)


def _supernet() -> ClassAdaptiveGenerator:
    torch.manual_seed(0)
    network = ClassAdaptiveGenerator(classes=4, style=3, widths=LARGEST)
    for module in network.modules():  # as after training: no norm is the identity
        if isinstance(module, ElasticNorm):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.normal_(module.bias)
    return network


def _inputs(height: int = 64, width: int = 64) -> tuple[list[Tensor], Tensor]:
    random = torch.Generator().manual_seed(1)
    ids = torch.randint(0, 4, (2, height, width), generator=random)
    return noisy_pyramid(one_hot(ids, classes=4), random), torch.randn(2, 3, generator=random)


@pytest.mark.parametrize("widths", CUTS, ids=str)
def test_an_extracted_network_computes_what_the_supernet_computes_at_its_widths(
    widths: Widths,
) -> None:
    supernet = _supernet()
    pyramid, style = _inputs()

    with torch.no_grad():
        wanted, wanted_features = supernet.with_features(pyramid, style, widths)
        found, features = cut_from(supernet, widths, _build).with_features(pyramid, style)

    assert torch.allclose(found, wanted, atol=1e-5)
    for ours, theirs in zip(features, wanted_features, strict=True):
        assert torch.allclose(ours, theirs, atol=1e-4)


def test_extracting_copies_the_weights() -> None:
    supernet = _supernet()
    before = {name: tensor.clone() for name, tensor in supernet.state_dict().items()}

    network = cut_from(supernet, CUTS[1], _build)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(1)

    after = supernet.state_dict()
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())


def test_running_cut_widths_leaves_the_supernets_statistics_alone() -> None:
    supernet, (pyramid, style) = _supernet(), _inputs()
    before = {name: tensor.clone() for name, tensor in supernet.named_buffers()}

    supernet(pyramid, style, CUTS[2])

    assert all(torch.equal(t, before[name]) for name, t in supernet.named_buffers())


def test_only_the_weights_in_use_learn_from_a_cut() -> None:
    supernet, (pyramid, style) = _supernet(), _inputs()

    supernet(pyramid, style, Widths((4, 3, 3, 2, 2, 2))).square().mean().backward()

    gradient = supernet.blocks[0].first.conv.weight.grad
    assert gradient is not None
    assert gradient[:4, :4].abs().sum() > 0
    assert gradient[4:].abs().sum() == 0 and gradient[:, 4:].abs().sum() == 0


@pytest.mark.parametrize(("height", "width"), [(64, 64), (96, 128)])
def test_pictures_are_as_large_as_their_maps(height: int, width: int) -> None:
    picture = _supernet()(*_inputs(height, width))

    assert picture.shape == (2, 3, height, width)
    assert picture.abs().max() <= 1


def test_a_single_pixel_of_the_map_reaches_the_picture() -> None:
    network, style = _supernet().eval(), torch.zeros(1, 3)
    ids = torch.zeros(1, 64, 64, dtype=torch.long)
    dotted = ids.clone()
    dotted[0, 33, 20] = 2

    with torch.no_grad():
        before, after = (
            network(noisy_pyramid(one_hot(m, classes=4), torch.Generator().manual_seed(2)), style)
            for m in (ids, dotted)
        )

    assert (before != after)[0, :, 30:36, 17:23].any()


def test_widths_are_written_and_read_in_the_fields_notation() -> None:
    text = "128_128_128_64_32_16"

    assert str(Widths.parse(text)) == text
    assert Widths.parse(text).blocks == (128, 128, 128, 64, 32, 16)
    assert str(Widths.parse("16_48s_64")) == "16_48s_64" != str(Widths.parse("16_48_64"))


@pytest.mark.parametrize("text", ["", "a_b_c_d_e_f", "16_16_16_16_16_0", "16_s", "16_48*"])
def test_other_notations_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Widths.parse(text)


@pytest.mark.parametrize("text", ["1_2_3", "1_2_3_4_5_6_7"])
def test_widths_of_another_number_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="6 numbers"):
        _build(Widths.parse(text))
