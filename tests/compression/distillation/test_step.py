"""One step of distillation: the student and its discriminator learn, the original does not."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn

from featherbrush.compression.data.batches import BatchSource
from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.distillation.space import Space
from featherbrush.compression.distillation.step import (
    DistillationStep,
    StudentNetworks,
    StudentWeights,
)
from featherbrush.compression.families.conditional import Networks
from featherbrush.compression.networks.class_adaptive import ClassAdaptiveGenerator

SPACE = Space.of([[2, 4]] * 6)
PAIRS = ((0, 0), (2, 2), (4, 4))


def _networks(original: Networks) -> StudentNetworks:
    torch.manual_seed(1)
    student = ClassAdaptiveGenerator(classes=4, style=3, widths=SPACE.largest)
    return StudentNetworks(original, student, pairs=PAIRS)


def _step(original: Networks, space: Space | None) -> DistillationStep:
    return DistillationStep(original, _networks(original), StudentWeights(), space=space)


def _state(module: nn.Module) -> dict[str, Tensor]:
    return {name: t.detach().clone() for name, t in module.state_dict().items()}


@pytest.mark.parametrize("space", [SPACE, None], ids=["supernet", "one network"])
def test_student_and_discriminator_learn_and_the_original_does_not(
    original: Networks, store: LabelledStore, space: Space | None
) -> None:
    step = _step(original, space)
    networks, teacher = step.networks, _state(original)
    before = {name: _state(m) for name, m in networks.named_children()}

    losses = step(BatchSource(store=store, size=64, count=4, paired=2).batch(0))

    assert all(torch.equal(t, teacher[name]) for name, t in original.state_dict().items())
    for name, module in networks.named_children():
        moved = [n for n, p in module.named_parameters() if not torch.equal(p, before[name][n])]
        assert moved, f"{name} did not learn"
    assert set(losses) == {
        "discriminator",
        "adversarial",
        "perceptual",
        "colour",
        "distillation",
    }
    assert all(math.isfinite(value) for value in losses.values())


def test_without_distillation_only_samples_without_a_picture_need_the_original(
    original: Networks, store: LabelledStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = StudentWeights(distillation=0.0, zoom=1.0)
    drawn, draw = [], original.generator.with_features

    def counted(pyramid: list[Tensor], style: Tensor) -> tuple[Tensor, list[Tensor]]:
        drawn.append(len(style))
        return draw(pyramid, style)

    monkeypatch.setattr(original.generator, "with_features", counted)
    step = DistillationStep(original, _networks(original), weights, space=None)

    losses = step(BatchSource(store=store, size=64, count=4, paired=3).batch(0))
    assert drawn == [1]
    assert "distillation" not in losses
    assert all(math.isfinite(value) for value in losses.values())

    losses = step(BatchSource(store=store, size=64, count=4, paired=4).batch(1))
    assert drawn == [1]
    assert all(math.isfinite(value) for value in losses.values())


def test_the_students_discriminator_begins_as_the_originals(original: Networks) -> None:
    networks = _networks(original)

    wanted = original.discriminator.state_dict()
    found = networks.discriminator.state_dict()
    assert all(torch.equal(found[name], tensor) for name, tensor in wanted.items())
    assert next(networks.discriminator.parameters()) is not next(
        original.discriminator.parameters()
    )


def test_features_are_mapped_to_the_originals_widths_whatever_the_student_is_cut_to(
    original: Networks,
) -> None:
    step = _step(original, SPACE)
    teacher = [torch.randn(1, w, 4, 4) for w in original.generator.widths]

    for widths in (SPACE.largest, SPACE.smallest):
        student = [torch.randn(1, w, 4, 4) for w in widths.blocks]
        assert math.isfinite(step._distance(student, teacher).item())


def test_the_distillation_loss_is_in_units_of_the_originals_variance(
    original: Networks,
) -> None:
    step = _step(original, None)
    for fit in step.networks.maps:
        nn.init.zeros_(fit.weight)
        nn.init.zeros_(fit.bias)
    teacher = [torch.randn(2, w, 16, 16) for w in original.generator.widths]
    student = [torch.randn(2, w, 16, 16) for w in SPACE.largest.blocks]

    small = step._distance(student, teacher).item()
    large = step._distance(student, [t * 50 for t in teacher]).item()

    assert small == pytest.approx(1, abs=0.1)
    assert large == pytest.approx(small, rel=1e-3)
