"""What one training step of a conditional original is: pictures by pairs, a style where there is one, a critic.

GauGAN and Pix2pix share it: they differ in their generators, in what conditions them, and in whether a VAE gives
them a style (a family without one has styles of length 0, which pass through everything here unseen).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from featherbrush.compression.data.batches import Batch
from featherbrush.compression.families.adversarial import criticism, frozen, learn, optimisers
from featherbrush.compression.networks import encoder, projected
from featherbrush.compression.networks.features import (
    TRAINING_CHANNELS,
    FrozenFeatures,
    NormalisedFeatures,
)
from featherbrush.compression.networks.kinds import OriginalGenerator
from featherbrush.compression.networks.spade import label_pyramid, with_noise
from featherbrush.compression.networks.translator import TranslatorGenerator
from featherbrush.compression.training.compiling import Prepare, as_it_is
from featherbrush.compression.training.parallel import share

PRIOR_MOMENTUM = 0.01
EXACT = -16.0
"""Log-variance of a style that is known and not guessed."""


@dataclass(frozen=True)
class Weights:
    """Weights of the generator's losses, and the optimisers' settings."""

    adversarial: float = 1.0
    perceptual: float = 5.0
    taps: tuple[float, ...] = (0.25, 0.5, 1.0, 1.0, 1.0)
    colour: float = 10.0
    divergence: float = 0.006
    offset: float = 0.1
    generator_rate: float = 4e-4
    discriminator_rate: float = 2e-4
    clip: float = 50.0


class Networks(nn.Module):
    """Everything that the training of a conditional original holds, under one name each.

    Args:
        generator: from (noisy pyramid, style [N, S]) to pictures; has `with_features` and `widths`.
        critics: channels of the condition that the discriminator has a critic for (one-hot classes, ink); 0 for
            one that only looks at the picture.
        style: length S of the style vector, 0 for none.
        reverse: the way back, for families that learn without pairs.
    """

    prior_mean: Tensor
    prior_covariance: Tensor
    prior_factor: Tensor

    def __init__(
        self,
        generator: OriginalGenerator,
        *,
        critics: int,
        style: int,
        reverse: OriginalGenerator | None = None,
    ) -> None:
        super().__init__()
        self.generator = generator
        self.features = NormalisedFeatures(FrozenFeatures())
        # MUNIT's generator has a style encoder of its own.
        read = style and not isinstance(generator, TranslatorGenerator)
        self.encoder = encoder.StyleHead(channels=TRAINING_CHANNELS, style=style) if read else None
        self.projection = projected.Projection(TRAINING_CHANNELS[1:])
        self.discriminator = projected.ProjectedDiscriminator(classes=critics)
        self.critics, self.style_size = critics, style
        self.reverse = reverse
        self.reverse_discriminator = (
            projected.ProjectedDiscriminator(classes=0) if reverse is not None else None
        )
        self.register_buffer("prior_mean", torch.zeros(style))
        self.register_buffer("prior_covariance", torch.eye(style))
        self.register_buffer("prior_factor", torch.eye(style))

    def code(self, pictures: Tensor, features: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        """Mean and log-variance [N, S] of the styles of pictures [N, 3, H, W] with these features."""
        if isinstance(self.generator, TranslatorGenerator):
            exact = self.generator.encode_style(pictures)
            return exact, torch.full_like(exact, EXACT)
        if self.encoder is None:
            empty = pictures.new_zeros(len(pictures), 0)
            return empty, empty
        mean, log_variance = self.encoder(features)
        return mean, log_variance

    @torch.no_grad()
    def follow(
        self, mean: Tensor, log_variance: Tensor, *, momentum: float = PRIOR_MOMENTUM
    ) -> None:
        """Move the prior towards the normal distribution of these codes (each [N, S]); nothing without styles.

        Codes never fill the standard normal exactly; styles drawn from where codes really lie are ones that
        pictures have.
        """
        if not self.style_size:
            return
        common = mean.mean(0)
        share([common])
        self.prior_mean.lerp_(common, momentum)
        centred = mean - self.prior_mean
        spread = centred.T @ centred / len(mean) + torch.diag(log_variance.exp().mean(0))
        share([spread])
        self.prior_covariance.lerp_(spread, momentum)
        factor, failed = torch.linalg.cholesky_ex(self.prior_covariance)
        # Fails on codes that are not finite; the losses of this step will say so.
        if not failed:
            self.prior_factor.copy_(factor)

    def prior(self, noise: Tensor) -> Tensor:
        """Styles [N, S] in the generator's terms from standard normal noise [N, S], clipped to -2..2."""
        return self.prior_mean + noise.clamp(-2, 2) @ self.prior_factor.T


class ConditionalStep:
    """One step of discriminator and generator on a batch; one fake and one feature pass serve both."""

    def __init__(
        self,
        networks: Networks,
        weights: Weights,
        *,
        enlarge: float = 1.0,
        bfloat16: bool = True,
        prepare: Prepare = as_it_is,
    ) -> None:
        self.networks, self.weights = networks, weights
        self.enlarge, self.bfloat16 = enlarge, bfloat16
        self._draw = prepare(networks.generator.with_features)
        self._features = prepare(networks.features.forward)
        self.optimisers = optimisers(
            (networks.generator, networks.encoder), (networks.discriminator,), weights
        )

    def __call__(self, batch: Batch) -> dict[str, float]:
        """Learn from one batch; returns the losses by name."""
        networks, weights = self.networks, self.weights
        random = batch.random()
        with torch.no_grad():
            real = self._features(enlarged(batch.pictures, self.enlarge))
            real_mixed = networks.projection(real[1:])
        mean, log_variance = networks.code(batch.pictures, real)
        networks.follow(mean, log_variance)
        style = mixed_styles(networks, (mean, log_variance), batch.paired, random)
        with torch.autocast(style.device.type, torch.bfloat16, enabled=self.bfloat16):
            fake, _ = self._draw(noisy_pyramid(batch.wanted, random), style)
        fake_features = self._features(enlarged(fake, self.enlarge))
        fake_mixed = networks.projection(fake_features[1:])
        wanted = batch.wanted[:, : networks.critics]

        loss_d = criticism(
            networks.discriminator,
            (real_mixed, batch.real[:, : networks.critics]),
            (fake_mixed, wanted),
        )
        learn(self.optimisers["discriminator"], loss_d, clip=weights.clip)
        with frozen(networks.discriminator):
            losses = {
                "adversarial": projected.hinge_generator(
                    networks.discriminator(fake_mixed, wanted)
                ),
                "perceptual": perceptual(fake_features, real, weights.taps, batch.paired),
                "colour": colour(fake, batch.pictures, batch.paired),
            }
            if networks.style_size:
                losses |= {
                    "divergence": encoder.divergence(mean, log_variance),
                    "offset": encoder.offset(mean, networks.prior_mean),
                }
            total = torch.stack([getattr(weights, n) * loss for n, loss in losses.items()]).sum()
            learn(self.optimisers["generator"], total, clip=weights.clip)
        return {"discriminator": loss_d.item()} | {k: v.item() for k, v in losses.items()}


def enlarged(pictures: Tensor, factor: float) -> Tensor:
    """Pictures scaled up by `factor`: small training pictures show the feature network more detail that way."""
    return (
        F.interpolate(pictures, scale_factor=factor, mode="bilinear") if factor != 1 else pictures
    )


def mixed_styles(
    networks: Networks, code: tuple[Tensor, Tensor], paired: int, random: torch.Generator
) -> Tensor:
    """Own codes for the pairs; for the rest, by turns, another picture's code and a draw from the prior.

    Without pairs all are drawn from the prior.
    """
    mean, log_variance = code
    noise = torch.randn(mean.shape, generator=random).to(mean.device)
    if paired == 0:
        return networks.prior(noise)
    own = encoder.sample(mean, log_variance, noise)
    other, prior = own[:paired].roll(1, 0).detach(), networks.prior(noise)
    rest = [
        other[i % paired] if i % 2 == 0 else prior[paired + i] for i in range(len(own) - paired)
    ]
    return torch.cat((own[:paired], *[r[None] for r in rest]))


def noisy_pyramid(condition: Tensor, random: torch.Generator) -> list[Tensor]:
    """The condition [N, K, H, W] averaged to strides 1 to 32, each level with fresh noise beside it."""
    pyramid = label_pyramid(condition)
    noise = [torch.randn(len(p), 1, *p.shape[-2:], generator=random).to(p.device) for p in pyramid]
    return with_noise(pyramid, noise)


def perceptual(
    fake: Sequence[Tensor], real: Sequence[Tensor], taps: Sequence[float], paired: int
) -> Tensor:
    """Weighted L1 between normalised features of the first `paired` samples."""
    losses = [
        weight * (f[:paired] - r[:paired]).abs().mean()
        for weight, f, r in zip(taps, fake, real, strict=True)
    ]
    return torch.stack(losses).sum() / sum(taps)


def colour(fake: Tensor, real: Tensor, paired: int) -> Tensor:
    """L1 between 4x4-averaged pictures: keeps colours true without asking for exact texture."""
    return (F.avg_pool2d(fake[:paired], 4) - F.avg_pool2d(real[:paired], 4)).abs().mean()
