"""Pix2pix: a ResNet generator on pairs (Isola et al. 2017, arXiv 1611.07004), with the projected discriminator."""

from __future__ import annotations

from featherbrush.compression.families.conditional import Networks
from featherbrush.compression.networks.resnet import ResnetGenerator


def networks(*, channels: int, critics: int, ngf: int) -> Networks:
    """Untrained networks of the original.

    Args:
        channels: of the condition, without its noise channel.
        critics: of these, the ones that the discriminator has a critic for.
        ngf: base width of the generator.
    """
    return Networks(ResnetGenerator(channels=channels + 1, ngf=ngf), critics=critics, style=0)
