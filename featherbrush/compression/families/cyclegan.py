"""CycleGAN: two ResNet generators that undo each other (Zhu et al. 2017, arXiv 1703.10593), projected discriminators.

Nothing is paired. Only the way there is compressed: the student learns from the original's own pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from featherbrush.compression.data.batches import Batch
from featherbrush.compression.families.adversarial import criticism, frozen, learn, optimisers
from featherbrush.compression.families.conditional import Networks, enlarged, noisy_pyramid
from featherbrush.compression.networks import projected
from featherbrush.compression.networks.published.resnet import Norm
from featherbrush.compression.networks.resnet import ResnetGenerator
from featherbrush.compression.training.compiling import Prepare, as_it_is

PICTURE_CHANNELS = 3
AREA = 8

Way = Callable[[list[Tensor], Tensor], tuple[Tensor, list[Tensor]]]


@dataclass(frozen=True)
class CycleWeights:
    """Weights of the generators' losses, and the optimisers' settings.

    cycle: of the L1 distance to what a picture was before it went there and back (10 as published).
    identity: of the L1 distance to a picture that should stay as it is (published: half of cycle, section 5.2).
    hue: of how far the hues of areas turn on the way there, see `turned`; not published.
    """

    adversarial: float = 1.0
    cycle: float = 10.0
    identity: float = 5.0
    hue: float = 0.0
    generator_rate: float = 4e-4
    discriminator_rate: float = 2e-4
    clip: float = 50.0


def networks(*, ngf: int, norm: Norm = "instance") -> Networks:
    """Untrained networks of the original: from pictures of one kind to another, and back."""
    ways = [ResnetGenerator(channels=PICTURE_CHANNELS + 1, ngf=ngf, norm=norm) for _ in range(2)]
    return Networks(ways[0], critics=0, style=0, reverse=ways[1])


class CycleStep:
    """One step of both discriminators and both generators on unpaired pictures.

    Raises:
        ValueError: networks without a way back.
    """

    def __init__(
        self,
        networks: Networks,
        weights: CycleWeights,
        *,
        enlarge: float = 1.0,
        bfloat16: bool = True,
        prepare: Prepare = as_it_is,
    ) -> None:
        reverse, critic = networks.reverse, networks.reverse_discriminator
        if reverse is None or critic is None:
            raise ValueError("a cycle needs networks with a way back")
        self.networks, self.weights = networks, weights
        self.enlarge, self.bfloat16 = enlarge, bfloat16
        self._back_critic = critic
        self._there = prepare(networks.generator.with_features)
        self._back = prepare(reverse.with_features)
        self._features = prepare(networks.features.forward)
        self.optimisers = optimisers(
            (networks.generator, reverse), (networks.discriminator, critic), weights, momentum=0.5
        )

    def __call__(self, batch: Batch) -> dict[str, float]:
        """Learn from one batch: `wanted` are inputs [N, 3, H, W], `pictures` of the other kind; returns losses."""
        networks, weights = self.networks, self.weights
        random = batch.random()
        inputs, pictures = batch.wanted, batch.pictures
        drawn = self._draw(self._there, inputs, random)
        undrawn = self._draw(self._back, pictures, random)
        cycle = F.l1_loss(self._draw(self._back, drawn, random), inputs) + F.l1_loss(
            self._draw(self._there, undrawn, random), pictures
        )
        # A picture of the other kind is where it should be already: this ties blue to blue and green to green, which
        # cycles alone leave open. Asked of half a batch and only of the way there: it costs a generator's pass.
        kept = pictures[: len(pictures) // 2]
        identity = F.l1_loss(self._draw(self._there, kept, random), kept)
        with torch.no_grad():
            real, real_back = self._mixed(pictures), self._mixed(inputs)
        fake, fake_back = self._mixed(drawn), self._mixed(undrawn)

        blind = inputs[:, :0]
        loss_d = criticism(networks.discriminator, (real, blind), (fake, blind)) + criticism(
            self._back_critic, (real_back, blind), (fake_back, blind)
        )
        learn(self.optimisers["discriminator"], loss_d, clip=weights.clip)
        with frozen(networks.discriminator, self._back_critic):
            losses = {
                "adversarial": projected.hinge_generator(networks.discriminator(fake, blind))
                + projected.hinge_generator(self._back_critic(fake_back, blind)),
                "cycle": cycle,
                "identity": identity,
            }
            if weights.hue:
                losses["hue"] = turned(drawn, inputs)
            total = torch.stack([getattr(weights, n) * loss for n, loss in losses.items()]).sum()
            learn(self.optimisers["generator"], total, clip=weights.clip)
        return {"discriminator": loss_d.item()} | {k: v.item() for k, v in losses.items()}

    def _draw(self, way: Way, pictures: Tensor, random: torch.Generator) -> Tensor:
        with torch.autocast(pictures.device.type, torch.bfloat16, enabled=self.bfloat16):
            return way(noisy_pyramid(pictures, random), pictures.new_zeros(0))[0]

    def _mixed(self, pictures: Tensor) -> Sequence[Tensor]:
        features = self._features(enlarged(pictures, self.enlarge))
        mixed: Sequence[Tensor] = self.networks.projection(features[1:])
        return mixed


def turned(drawn: Tensor, inputs: Tensor) -> Tensor:
    """How far the hues of areas turned: 0 not at all .. 2 all to their opposites.

    A hue is the direction of a colour away from grey, that of an area of AREA pixels the mean of its pixels'. Every
    area counts by how far the input's colour is from grey.

    Args:
        drawn, inputs: pictures [N, 3, H, W] in -1..1.
    """
    there, here = (_away_from_grey(F.avg_pool2d(p, AREA)) for p in (drawn, inputs))
    away = here.norm(dim=1)
    turn = 1 - F.cosine_similarity(there, here, dim=1, eps=1e-3)
    return (turn * away).sum() / away.sum().clamp(min=1e-3)


def _away_from_grey(pictures: Tensor) -> Tensor:
    return pictures - pictures.mean(1, keepdim=True)
