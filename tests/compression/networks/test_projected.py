"""The projected discriminator: one logit map per scale, a projection that never learns."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from featherbrush.compression.networks.projected import (
    WIDTHS,
    ProjectedDiscriminator,
    Projection,
    hinge_discriminator,
    hinge_generator,
)

CHANNELS = (6, 8, 10, 12)


def _features() -> list[Tensor]:
    return [torch.randn(2, c, 16 >> i, 24 >> i) for i, c in enumerate(CHANNELS)]


def test_there_is_one_logit_per_pixel_of_every_scale() -> None:
    mixed = Projection(CHANNELS)(_features())
    logits = ProjectedDiscriminator(classes=4)(mixed, torch.rand(2, 4, 64, 96))

    assert [tuple(m.shape) for m in mixed] == [
        (2, w, 16 >> i, 24 >> i) for i, w in enumerate(WIDTHS)
    ]
    assert [tuple(x.shape) for x in logits] == [(2, 1, 16 >> i, 24 >> i) for i in range(4)]


def test_the_projection_passes_gradients_and_does_not_learn() -> None:
    projection, features = Projection(CHANNELS), [f.requires_grad_() for f in _features()]

    sum(m.square().mean() for m in projection(features)).backward()

    assert all(f.grad is not None and f.grad.abs().sum() > 0 for f in features)
    assert not [p for p in projection.parameters() if p.requires_grad]


def test_coarse_features_reach_the_finest_scale() -> None:
    projection, features = Projection(CHANNELS), _features()
    before = projection(features)[0]
    features[-1] = features[-1] + 1

    assert not torch.equal(projection(features)[0], before)


def test_logits_depend_on_the_map() -> None:
    torch.manual_seed(0)
    mixed = Projection(CHANNELS)(_features())
    judge = ProjectedDiscriminator(classes=4).eval()
    sky, water = torch.zeros(2, 4, 64, 96), torch.zeros(2, 4, 64, 96)
    sky[:, 0], water[:, 2] = 1, 1

    with torch.no_grad():
        pairs = zip(judge(mixed, sky), judge(mixed, water), strict=True)
        assert all(not torch.equal(a, b) for a, b in pairs)


@pytest.mark.parametrize(
    ("real", "fake", "expected"),
    [(2.0, -2.0, 0.0), (0.0, 0.0, 2.0), (-1.0, 1.0, 4.0), (1.0, -1.0, 0.0), (0.5, -3.0, 0.5)],
)
def test_the_discriminators_hinge_loss(real: float, fake: float, expected: float) -> None:
    scales = [torch.full((2, 1, n, n), real) for n in (4, 2)]
    other = [torch.full((2, 1, n, n), fake) for n in (4, 2)]

    assert hinge_discriminator(scales, other).item() == pytest.approx(expected)


def test_the_generators_loss_falls_as_its_logits_rise_and_weighs_scales_alike() -> None:
    fine, coarse = torch.full((2, 1, 8, 8), 3.0), torch.full((2, 1, 2, 2), -1.0)

    assert hinge_generator([fine, coarse]).item() == pytest.approx(-1.0)
