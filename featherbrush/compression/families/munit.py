"""MUNIT: content and style apart, many pictures per sketch (Huang et al. 2018, arXiv 1804.04732).

Learns without pairs, as published: both kinds of pictures are rebuilt from their own content and style, and translated
ones must give back the content and the drawn style. Where a set has pairs, the picture of a sketch in its own picture's
style is held against that picture too (the supervised half of BicycleGAN, Zhu et al. 2017): it saves most of the time.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from featherbrush.compression.data.batches import Batch
from featherbrush.compression.families.adversarial import criticism, frozen, learn, optimisers
from featherbrush.compression.families.conditional import (
    EXACT,
    Networks,
    colour,
    enlarged,
    perceptual,
)
from featherbrush.compression.networks import projected
from featherbrush.compression.networks.translator import TranslatorGenerator, as_picture


@dataclass(frozen=True)
class TranslatorWeights:
    """Weights of the losses (published: rebuilt 10, style 1, content 1), and the optimisers' settings."""

    adversarial: float = 1.0
    rebuilt: float = 10.0
    style: float = 1.0
    content: float = 1.0
    perceptual: float = 5.0
    colour: float = 10.0
    taps: tuple[float, ...] = (0.25, 0.5, 1.0, 1.0, 1.0)
    generator_rate: float = 4e-4
    discriminator_rate: float = 2e-4
    clip: float = 50.0


def networks(*, channels: int, critics: int, style: int, ngf: int) -> Networks:
    """Untrained networks of the original, there and back.

    Args:
        channels: of the condition, without its noise channel.
        critics: channels of the condition that the discriminator has a critic for.
        style: length of the style vector.
        ngf: base width of the generators.
    """
    there = TranslatorGenerator(ngf=ngf, style=style, channels=channels)
    back = TranslatorGenerator(ngf=ngf, style=style)
    return Networks(there, critics=critics, style=style, reverse=back)


class TranslatorStep:
    """One step of both discriminators and both generators.

    Raises:
        ValueError: networks of another family.
    """

    def __init__(
        self,
        networks: Networks,
        weights: TranslatorWeights,
        *,
        enlarge: float = 1.0,
        bfloat16: bool = True,
    ) -> None:
        there, back = networks.generator, networks.reverse
        critic = networks.reverse_discriminator
        if not (
            isinstance(there, TranslatorGenerator)
            and isinstance(back, TranslatorGenerator)
            and critic is not None
        ):
            raise ValueError("a translation needs MUNIT's generators, there and back")
        self.networks, self.weights = networks, weights
        self.enlarge, self.bfloat16 = enlarge, bfloat16
        self._there, self._back, self._back_critic = there, back, critic
        self._features = networks.features
        self.optimisers = optimisers(
            (there, back), (networks.discriminator, critic), weights, momentum=0.5
        )

    def __call__(self, batch: Batch) -> dict[str, float]:
        """Learn from one batch: conditions `wanted` and pictures, the first `paired` of them belonging together.

        Pairs learn by pairs and the others without; where all are pairs, they learn both ways.
        """
        networks, weights, random = self.networks, self.weights, batch.random()
        critics, paired = networks.critics, batch.paired
        pictures, free = batch.pictures, slice(paired % len(batch.pictures), None)
        device = pictures.device.type
        with torch.autocast(device, torch.bfloat16, enabled=self.bfloat16):
            own = self._own(batch)
            drawn, undrawn, losses = self._translate(batch.wanted[free], pictures[free], random)
        with torch.no_grad():
            real = self._features(enlarged(pictures, self.enlarge))
            mixed = networks.projection(real[1:])
            mixed_back = self._mixed(as_picture(batch.wanted[free]))
        features = self._features(enlarged(torch.cat((own, drawn)), self.enlarge))
        fake, fake_back = networks.projection(features[1:]), self._mixed(undrawn)
        shown = batch.real[:, :critics]
        wanted = torch.cat((batch.wanted[:paired], batch.wanted[free]))[:, :critics]
        blind = wanted[paired:, :0]

        loss_d = criticism(networks.discriminator, (mixed, shown), (fake, wanted)) + criticism(
            self._back_critic, (mixed_back, blind), (fake_back, blind)
        )
        learn(self.optimisers["discriminator"], loss_d, clip=weights.clip)
        with frozen(networks.discriminator, self._back_critic):
            losses["adversarial"] = projected.hinge_generator(
                networks.discriminator(fake, wanted)
            ) + projected.hinge_generator(self._back_critic(fake_back, blind))
            if paired:
                losses["perceptual"] = perceptual(features, real, weights.taps, paired)
                losses["colour"] = colour(own, pictures, paired)
            total = torch.stack([getattr(weights, n) * loss for n, loss in losses.items()]).sum()
            learn(self.optimisers["generator"], total, clip=weights.clip)
        return {"discriminator": loss_d.item()} | {k: v.item() for k, v in losses.items()}

    def _own(self, batch: Batch) -> Tensor:
        """The sketches of the pairs in the styles of their own pictures."""
        there, paired = self._there, batch.paired
        if not paired:
            return batch.pictures[:0]
        styles = there.encode_style(batch.pictures[:paired])
        known = styles.detach().float()
        self.networks.follow(known, torch.full_like(known, EXACT))
        return there.decode(there.content(batch.wanted[:paired]), styles)[0].float()

    def _translate(
        self, wanted: Tensor, pictures: Tensor, random: torch.Generator
    ) -> tuple[Tensor, Tensor, dict[str, Tensor]]:
        """Translations there and back in drawn styles, and the losses of what must be kept."""
        there, back, sketches = self._there, self._back, as_picture(wanted)
        of_sketches, of_pictures = there.content(wanted), back.content(pictures)
        styles, sketch_styles = there.encode_style(pictures), back.encode_style(sketches)
        drawn_styles, drawn_back = (
            torch.randn(styles.shape, generator=random).to(styles.device) for _ in range(2)
        )
        drawn = there.decode(of_sketches, drawn_styles)[0]
        undrawn = back.decode(of_pictures, drawn_back)[0]
        rebuilt = F.l1_loss(there.decode(of_pictures, styles)[0], pictures) + F.l1_loss(
            back.decode(of_sketches, sketch_styles)[0], sketches
        )
        kept_style = F.l1_loss(there.encode_style(drawn), drawn_styles) + F.l1_loss(
            back.encode_style(undrawn), drawn_back
        )
        kept_content = F.l1_loss(back.content(drawn), of_sketches.detach()) + F.l1_loss(
            there.content(undrawn), of_pictures.detach()
        )
        losses = {"rebuilt": rebuilt, "style": kept_style, "content": kept_content}
        kept = {name: loss.float() for name, loss in losses.items()}
        return drawn.float(), undrawn.float(), kept

    def _mixed(self, pictures: Tensor) -> list[Tensor]:
        features = self._features(enlarged(pictures, self.enlarge))
        mixed: list[Tensor] = self.networks.projection(features[1:])
        return mixed
