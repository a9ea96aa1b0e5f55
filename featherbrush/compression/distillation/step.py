"""One step of the supernet: a sub-network at random learns from pictures, a discriminator and the original.

Loss of arXiv 2003.08936, eq. 4 with the terms of the original's own training: reconstruction (perceptual and colour),
distillation of intermediate features through learned 1x1 convolutions, and the adversarial term. Samples without a
picture of their own are drawn towards the original's picture ("pseudo pairs").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from featherbrush.compression.data.batches import Batch
from featherbrush.compression.distillation.space import Space
from featherbrush.compression.families.adversarial import criticism, frozen, learn
from featherbrush.compression.families.gaugan import (
    GauganNetworks,
    Weights,
    colour,
    enlarged,
    mixed_styles,
    noisy_pyramid,
    perceptual,
)
from featherbrush.compression.networks import projected
from featherbrush.compression.networks.class_adaptive import (
    ClassAdaptiveGenerator,
    ElasticConv,
    Widths,
)

# Blocks whose outputs are compared: head_0, G_middle_1 and up_1, as published for SPADE.
MAPPED_BLOCKS = (0, 2, 4)


@dataclass(frozen=True)
class StudentWeights(Weights):
    """The original's loss weights and the one of the distillation term."""

    distillation: float = 2.0
    generator_rate: float = 6e-4


class StudentNetworks(nn.Module):
    """The student, its discriminator (begun as the original's) and the maps between features."""

    def __init__(self, original: GauganNetworks, student: ClassAdaptiveGenerator) -> None:
        super().__init__()
        self.generator = student
        classes = student.start.in_channels - 1
        self.discriminator = projected.ProjectedDiscriminator(classes=classes)
        self.discriminator.load_state_dict(original.discriminator.state_dict())
        widths = original.generator.widths
        self.maps = nn.ModuleList(
            ElasticConv(student.widths.blocks[i], widths[i], 1) for i in MAPPED_BLOCKS
        )


class DistillationStep:
    """Trains a supernet (`space` given) or one network (`space` is None) against a frozen original."""

    def __init__(
        self,
        original: GauganNetworks,
        networks: StudentNetworks,
        weights: StudentWeights,
        *,
        space: Space | None,
        enlarge: float = 1.0,
    ) -> None:
        self.original = original.eval().requires_grad_(False)
        self.networks, self.weights, self.space = networks, weights, space
        self.enlarge = enlarge
        student = [*networks.generator.parameters(), *networks.maps.parameters()]
        self.optimisers: dict[str, torch.optim.Optimizer] = {
            "generator": torch.optim.Adam(student, lr=weights.generator_rate, betas=(0.0, 0.99)),
            "discriminator": torch.optim.Adam(
                networks.discriminator.parameters(),
                lr=weights.discriminator_rate,
                betas=(0.0, 0.99),
            ),
        }

    def __call__(self, batch: Batch) -> dict[str, float]:
        """Learn from one batch; returns the losses by name."""
        networks, weights, original = self.networks, self.weights, self.original
        random = torch.Generator().manual_seed(batch.seed)
        widths = self.space.sample(batch.seed) if self.space else networks.generator.widths
        pyramid = noisy_pyramid(batch.wanted, random)
        with torch.no_grad():
            real = original.features(enlarged(batch.pictures, self.enlarge))
            real_mixed = original.projection(real[1:])
            style = mixed_styles(original, original.encoder(real), batch.paired, random)
            with torch.autocast(style.device.type, torch.bfloat16):
                pictures, teacher = original.generator.with_features(pyramid, style)
            taught = original.features(enlarged(pictures[batch.paired :], self.enlarge))
            target = [torch.cat((r[: batch.paired], t)) for r, t in zip(real, taught, strict=True)]
            target_picture = torch.cat((batch.pictures[: batch.paired], pictures[batch.paired :]))

        fake, features = networks.generator.with_features(pyramid, style, widths)
        fake_features = original.features(enlarged(fake, self.enlarge))
        fake_mixed = original.projection(fake_features[1:])
        loss_d = criticism(
            networks.discriminator, (real_mixed, batch.real), (fake_mixed, batch.wanted)
        )
        learn(self.optimisers["discriminator"], loss_d, networks.discriminator, clip=weights.clip)
        with frozen(networks.discriminator):
            losses = {
                "adversarial": projected.hinge_generator(
                    networks.discriminator(fake_mixed, batch.wanted)
                ),
                "perceptual": perceptual(fake_features, target, weights.taps, len(fake)),
                "colour": colour(fake, target_picture, len(fake)),
                "distillation": self._distance(features, teacher, widths),
            }
            total = torch.stack([getattr(weights, n) * loss for n, loss in losses.items()]).sum()
            learn(self.optimisers["generator"], total, networks.generator, clip=weights.clip)
        return {"discriminator": loss_d.item()} | {k: v.item() for k, v in losses.items()}

    def _distance(
        self, student: Sequence[Tensor], teacher: Sequence[Tensor], widths: Widths
    ) -> Tensor:
        """Mean squared distance of mapped features, each layer in units of the original's own variance."""
        distances = []
        for fit, index in zip(self.networks.maps, MAPPED_BLOCKS, strict=True):
            wanted = teacher[index].float()
            mapped = cast("ElasticConv", fit).cut(student[index], wanted.shape[1])
            distances.append(F.mse_loss(mapped, wanted) / wanted.var())
        return torch.stack(distances).mean()
