"""Channels are evened out before int8 without a change of what is drawn."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import Tensor, nn

from featherbrush.compression.export.equalise import equalise
from featherbrush.compression.export.fold import fold
from featherbrush.compression.networks.class_adaptive import ClassAdaptiveGenerator
from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.networks.foldable import FoldableGenerator

LOUDER = 40.0


def _inputs() -> list[tuple[list[Tensor], Tensor]]:
    random = torch.Generator().manual_seed(5)
    return [
        ([torch.rand(1, 5, 64, 64, generator=random)], torch.randn(1, 3, generator=random))
        for _ in range(3)
    ]


def _draw(network: nn.Module) -> list[Tensor]:
    with torch.no_grad():
        return [network(*inputs) for inputs in _inputs()]


@pytest.fixture(params=[0, 3])
def folded(request: pytest.FixtureRequest) -> FoldableGenerator:
    """A student with one channel before the head, and one before that, that drown the others."""
    torch.manual_seed(0)
    student = FoldableGenerator(
        channels=5, style=request.param, widths=Widths((6, 5, 7, 8, 6))
    ).eval()
    folded = fold(student)
    assert isinstance(folded, FoldableGenerator)
    with torch.no_grad():
        for made, read in (("fine_quarter", "fine_half"), ("fine_half", "head")):
            getattr(folded, made).plain.weight[2] *= LOUDER
            getattr(folded, read).plain.weight[:, 2] /= LOUDER
    return folded


def _unevenness(network: FoldableGenerator, name: str) -> float:
    seen: list[Tensor] = []
    handle = getattr(network, name).plain.register_forward_hook(
        lambda _module, _inputs, output: seen.append(output.abs().amax((0, 2, 3)))
    )
    _draw(network)
    handle.remove()
    loudest = torch.stack(seen).amax(0)
    return float(loudest.max() / loudest.min())


def test_the_pictures_stay_and_the_channels_become_alike(folded: FoldableGenerator) -> None:
    wanted = _draw(folded)
    before = [_unevenness(folded, name) for name in ("fine_quarter", "fine_half")]

    equalise(folded, lambda: _draw(folded))

    for found, picture in zip(_draw(folded), wanted, strict=True):
        assert (found - picture).abs().max() < 1e-4
    after = [_unevenness(folded, name) for name in ("fine_quarter", "fine_half")]
    assert all(now < then / 5 for now, then in zip(after, before, strict=True))


def test_a_silent_channel_stays_silent_and_breaks_nothing(folded: FoldableGenerator) -> None:
    with torch.no_grad():
        folded.fine_half.plain.weight[1] = 0
        folded.fine_half.plain.bias[1] = 0
    wanted = _draw(folded)

    equalise(folded, lambda: _draw(folded))

    for found, picture in zip(_draw(folded), wanted, strict=True):
        assert torch.isfinite(found).all()
        assert (found - picture).abs().max() < 1e-4


@pytest.mark.parametrize("widths", ["6_5_7_8s_6s", None])
def test_students_of_other_kinds_are_left_alone(widths: str | None) -> None:
    torch.manual_seed(0)
    student: nn.Module = (
        ClassAdaptiveGenerator(classes=4, style=3, widths=Widths((6, 6, 4, 4, 3, 2)))
        if widths is None
        else FoldableGenerator(channels=5, style=0, widths=Widths.parse(widths))
    )
    folded = fold(student.eval())
    before = copy.deepcopy(folded.state_dict())

    equalise(folded, lambda: pytest.fail("nothing to listen to"))

    assert all(torch.equal(before[name], tensor) for name, tensor in folded.state_dict().items())
