"""A supernet begins as a wider network's heaviest channels, the same ones wherever layers share them."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from featherbrush.compression.distillation.keeping import keep_largest
from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.networks.mobile import MobileResnetGenerator

WIDE = Widths((6, 3, 2, 2, 2, 2, 3, 5))
NARROW = Widths((4, 2, 1, 1, 2, 1, 2, 3))


def _network(widths: Widths) -> MobileResnetGenerator:
    torch.manual_seed(0)
    return MobileResnetGenerator(channels=2, widths=widths)


def _inputs() -> tuple[list[Tensor], Tensor]:
    random = torch.Generator().manual_seed(1)
    return [torch.randn(1, 2, 32, 32, generator=random)], torch.zeros(1, 0)


def _silence(network: MobileResnetGenerator, counts: dict[str, int]) -> None:
    """Leave no weight at all but the last `counts` channels of every set."""
    with torch.no_grad():
        for name, (reads, writes) in network.joints().items():
            weight = _written(network.get_submodule(name))
            weight[: len(weight) - counts[writes]] = 0
            if reads in counts and reads != writes:
                weight[:, : weight.shape[1] - counts[reads]] = 0


def test_as_wide_as_before_it_draws_the_same_pictures() -> None:
    """Only the order of channels changes."""
    wide, same, inputs = _network(WIDE), _network(WIDE), _inputs()

    keep_largest(wide, same)

    with torch.no_grad():
        assert torch.allclose(same(*inputs), wide(*inputs), atol=1e-5)
    assert not torch.equal(same.stem.weight, wide.stem.weight)


def test_channels_without_weight_are_left_out_and_the_picture_stays() -> None:
    wide, narrow, inputs = _network(WIDE), _network(NARROW), _inputs()
    counts = {
        writes: len(_written(narrow.get_submodule(name)))
        for name, (_, writes) in narrow.joints().items()
    }
    _silence(wide, counts)

    keep_largest(wide, narrow)

    with torch.no_grad():
        assert torch.allclose(narrow(*inputs), wide(*inputs), atol=1e-4)
        assert wide(*inputs).std() > 1e-3


def test_the_heaviest_channels_come_first() -> None:
    wide, narrow = _network(WIDE), _network(NARROW)
    with torch.no_grad():
        wide.stem.weight[4] *= 50

    keep_largest(wide, narrow)

    assert torch.equal(narrow.stem.weight[0], wide.stem.weight[4])


def test_more_channels_than_there_are_is_an_error() -> None:
    with pytest.raises(ValueError, match="stem: 6 channels of 4"):
        keep_largest(_network(NARROW), _network(WIDE))


def _written(module: torch.nn.Module) -> Tensor:
    weight = module.get_parameter("weight")
    return weight.transpose(0, 1) if isinstance(module, torch.nn.ConvTranspose2d) else weight
