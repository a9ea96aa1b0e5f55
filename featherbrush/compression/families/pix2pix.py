"""Pix2pix: a ResNet generator on pairs (Isola et al. 2017, arXiv 1611.07004), with the projected discriminator."""

from __future__ import annotations

from featherbrush.compression.families.conditional import Networks
from featherbrush.compression.networks.published.resnet import Norm
from featherbrush.compression.networks.resnet import ResnetGenerator


def networks(*, channels: int, critics: int, ngf: int, norm: Norm = "instance") -> Networks:
    """Untrained networks of the original.

    Args:
        channels: of the condition, without its noise channel.
        critics: of these, the ones that the discriminator has a critic for.
        ngf: base width of the generator.
        norm: of the generator.
    """
    generator = ResnetGenerator(channels=channels + 1, ngf=ngf, norm=norm)
    return Networks(generator, critics=critics, style=0)
