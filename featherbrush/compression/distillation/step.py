"""One step of a student: it learns from pictures, a discriminator and the original.

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
from featherbrush.compression.families.adversarial import criticism, frozen, learn, optimisers
from featherbrush.compression.families.conditional import (
    Networks,
    Weights,
    colour,
    enlarged,
    mixed_styles,
    noisy_pyramid,
    perceptual,
)
from featherbrush.compression.networks import projected
from featherbrush.compression.networks.elastic import ElasticConv
from featherbrush.compression.networks.kinds import StudentGenerator


@dataclass(frozen=True)
class StudentWeights(Weights):
    """The original's loss weights, and the student's own.

    distillation: weight of the feature distance. At 0 the original draws only the samples without a picture of
        their own, which halves the time of a step.
    zoom: share of the steps in which pictures are judged in an enlarged quarter: the feature network begins at
        stride 2, and sees the finest texture of a small network only so.
    """

    distillation: float = 2.0
    generator_rate: float = 6e-4
    zoom: float = 0.0


class StudentNetworks(nn.Module):
    """The student, its discriminator (begun as the original's) and the maps between features.

    Args:
        pairs: which of the student's features are held against which of the original's, by index.
    """

    def __init__(
        self, original: Networks, student: StudentGenerator, *, pairs: Sequence[tuple[int, int]]
    ) -> None:
        super().__init__()
        self.generator, self.pairs = student, tuple(pairs)
        self.discriminator = projected.ProjectedDiscriminator(classes=original.critics)
        self.discriminator.load_state_dict(original.discriminator.state_dict())
        self.maps = nn.ModuleList(
            ElasticConv(student.feature_widths[mine], original.generator.widths[theirs], 1)
            for mine, theirs in pairs
        )


@dataclass(frozen=True)
class View:
    """A square window of pictures (pixels), scaled up before the feature network looks at it."""

    top: int
    left: int
    side: int
    scale: float
    zoomed: bool = False

    def cut(self, x: Tensor) -> Tensor:
        """The window of x [N, C, H, W]."""
        return x[..., self.top : self.top + self.side, self.left : self.left + self.side]

    def of(self, pictures: Tensor) -> Tensor:
        """The window, enlarged."""
        return enlarged(self.cut(pictures), self.scale)


class DistillationStep:
    """Trains a supernet (`space` given) or one network (`space` is None) against a frozen original."""

    def __init__(
        self,
        original: Networks,
        networks: StudentNetworks,
        weights: StudentWeights,
        *,
        space: Space | None,
        enlarge: float = 1.0,
    ) -> None:
        self.original = original.eval().requires_grad_(False)
        self.networks, self.weights, self.space = networks, weights, space
        self.enlarge = enlarge
        self.optimisers = optimisers(
            (networks.generator, networks.maps), (networks.discriminator,), weights
        )

    def __call__(self, batch: Batch) -> dict[str, float]:
        """Learn from one batch; returns the losses by name."""
        networks, weights, original = self.networks, self.weights, self.original
        random = batch.random()
        widths = self.space.sample(batch.seed) if self.space else networks.generator.widths
        view = self._view(batch, random)
        pyramid = noisy_pyramid(batch.wanted, random)
        with torch.no_grad():
            real = original.features(view.of(batch.pictures))
            # A style is read from whole pictures; what reads none needs no second look at them.
            whole = (
                original.features(enlarged(batch.pictures, self.enlarge))
                if view.zoomed and original.encoder is not None
                else real
            )
            style = mixed_styles(
                original, original.code(batch.pictures, whole), batch.paired, random
            )
            real_mixed = original.projection(real[1:])
            picture, target, teacher = self._targets(batch, view, real, (pyramid, style))

        fake, features = networks.generator.with_features(pyramid, style, widths)
        fake_features = original.features(view.of(fake))
        fake_mixed = original.projection(fake_features[1:])
        real_labels, wanted_labels = (
            view.cut(c[:, : original.critics]) for c in (batch.real, batch.wanted)
        )
        loss_d = criticism(
            networks.discriminator, (real_mixed, real_labels), (fake_mixed, wanted_labels)
        )
        learn(self.optimisers["discriminator"], loss_d, clip=weights.clip)
        with frozen(networks.discriminator):
            losses = {
                "adversarial": projected.hinge_generator(
                    networks.discriminator(fake_mixed, wanted_labels)
                ),
                "perceptual": perceptual(fake_features, target, weights.taps, len(fake)),
                "colour": colour(fake, picture, len(fake)),
            }
            if weights.distillation:
                losses["distillation"] = self._distance(features, teacher)
            total = torch.stack([getattr(weights, n) * loss for n, loss in losses.items()]).sum()
            learn(self.optimisers["generator"], total, clip=weights.clip)
        return {"discriminator": loss_d.item()} | {k: v.item() for k, v in losses.items()}

    def _targets(
        self,
        batch: Batch,
        view: View,
        real: Sequence[Tensor],
        drawn_from: tuple[Sequence[Tensor], Tensor],
    ) -> tuple[Tensor, Sequence[Tensor], Sequence[Tensor]]:
        """Pictures to come near to, their features in the view, and the original's own features.

        Samples without a picture get the original's. Without the distillation term it draws only these.
        """
        paired, (pyramid, style) = batch.paired, drawn_from
        first = 0 if self.weights.distillation else paired
        if first == len(style):
            return batch.pictures, real, []
        with torch.autocast(style.device.type, torch.bfloat16):
            taught, teacher = self.original.generator.with_features(
                [level[first:] for level in pyramid], style[first:]
            )
        if paired == len(style):
            return batch.pictures, real, teacher
        pseudo = taught[paired - first :].float()
        found = self.original.features(view.of(pseudo))
        target = [torch.cat((r[:paired], t)) for r, t in zip(real, found, strict=True)]
        return torch.cat((batch.pictures[:paired], pseudo)), target, teacher

    def _view(self, batch: Batch, random: torch.Generator) -> View:
        """The part of the pictures that this step looks at, and how large."""
        if torch.rand((), generator=random).item() >= self.weights.zoom:
            return View(0, 0, batch.pictures.shape[-1], self.enlarge)
        side = batch.pictures.shape[-1] // 2
        top, left = (int(v) for v in torch.randint(0, side + 1, (2,), generator=random))
        return View(top, left, side, 2 * self.enlarge, zoomed=True)

    def _distance(self, student: Sequence[Tensor], teacher: Sequence[Tensor]) -> Tensor:
        """Mean squared distance of mapped features, each layer in units of the original's own variance."""
        distances = []
        for fit, (mine, theirs) in zip(self.networks.maps, self.networks.pairs, strict=True):
            wanted = _pooled(teacher[theirs].float(), student[mine])
            mapped = cast("ElasticConv", fit).cut(student[mine], wanted.shape[1])
            distances.append(F.mse_loss(mapped, wanted) / wanted.var())
        return torch.stack(distances).mean()


def _pooled(wanted: Tensor, like: Tensor) -> Tensor:
    """An original's features at the resolution of a student's."""
    return F.adaptive_avg_pool2d(wanted, (like.shape[-2], like.shape[-1]))
