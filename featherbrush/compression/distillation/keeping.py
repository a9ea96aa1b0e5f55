"""Begin a supernet as a wider network of the same plan, with the channels that weigh most (arXiv 2003.08936, 3.2)."""

from __future__ import annotations

from collections import defaultdict

import torch
from torch import Tensor, nn

from featherbrush.compression.networks.elastic import ElasticDepthwise
from featherbrush.compression.networks.mobile import MobileResnetGenerator

Channels = dict[str, Tensor]


@torch.no_grad()
def keep_largest(wide: MobileResnetGenerator, narrow: MobileResnetGenerator) -> None:
    """Fill `narrow` with the channels of `wide` whose weights have the largest L1 norm, in place.

    Convolutions that share channels (both sides of a sum, a depthwise kernel and what it reads) keep the same ones.
    The heaviest come first, so that a sub-network, which has the first k, has the k heaviest.

    Raises:
        ValueError: `narrow` is wider somewhere.
    """
    kept = _kept(wide, narrow)
    for name, (reads, writes) in wide.joints().items():
        source, target = wide.get_submodule(name), narrow.get_submodule(name)
        chosen = _weight(source)[kept[writes]]
        if not isinstance(source, ElasticDepthwise):
            chosen = chosen[:, kept[reads]]
        _weight(target).copy_(chosen)
        target.get_parameter("bias").copy_(source.get_parameter("bias")[kept[writes]])


def _kept(wide: MobileResnetGenerator, narrow: MobileResnetGenerator) -> Channels:
    """By set: indices of the channels that `narrow` takes from `wide`, heaviest first."""
    norms = _norms(wide)
    kept = {"input": torch.arange(wide.stem.in_channels), "picture": torch.arange(3)}
    for name, (_, writes) in narrow.joints().items():
        if writes in kept:
            continue
        count = len(_weight(narrow.get_submodule(name)))
        if count > len(norms[writes]):
            raise ValueError(f"{writes}: {count} channels of {len(norms[writes])}")
        kept[writes] = torch.argsort(norms[writes], descending=True, stable=True)[:count]
    return kept


def _norms(network: MobileResnetGenerator) -> Channels:
    """By set: the L1 norm of all weights at each of its channels, every convolution weighing the same.

    What reads a channel counts as much as what writes it: an instance norm behind a convolution undoes the scale of
    its kernels.
    """
    norms: defaultdict[str, Tensor] = defaultdict(lambda: torch.zeros(()))
    for name, (reads, writes) in network.joints().items():
        size = _weight(network.get_submodule(name)).abs()
        found = {writes: size.sum((1, 2, 3))}
        if reads != writes:
            found[reads] = size.sum((0, 2, 3))
        for channels, norm in found.items():
            norms[channels] = norms[channels] + norm / norm.mean()
    return norms


def _weight(module: nn.Module) -> Tensor:
    """The weight with what it writes in the first axis."""
    weight = module.get_parameter("weight")
    return weight.transpose(0, 1) if isinstance(module, nn.ConvTranspose2d) else weight
