"""GauGAN: a SPADE generator with a VAE style (Park et al. 2019, arXiv 1903.07291)."""

from __future__ import annotations

from featherbrush.compression.families.conditional import Networks
from featherbrush.compression.networks.spade import SpadeGenerator


def networks(*, channels: int, critics: int, style: int, ngf: int) -> Networks:
    """Untrained networks of the original.

    Args:
        channels: of the condition, without its noise channel (the classes of a label map).
        critics: of these, the ones that the discriminator has a critic for.
        style: length of the style vector.
        ngf: base width of the generator.
    """
    generator = SpadeGenerator(classes=channels, style=style, ngf=ngf)
    return Networks(generator, critics=critics, style=style)
