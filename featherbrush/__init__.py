"""Featherbrush: paint label maps, see a conditional GAN's picture of them appear under the pen."""

__version__ = "0.1.0"
