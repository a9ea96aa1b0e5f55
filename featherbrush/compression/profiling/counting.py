"""Count parameters and multiply-accumulates of convolutions and linear layers.

Two conventions, because published figures use one and arithmetic the other: a transposed convolution does
in x out x k x k operations per *input* pixel; arXiv 2003.08936 charges them per output pixel, which at stride 2 is four
times as much. Everything runs on the meta device: shapes only, no memory, no arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from featherbrush.compression.networks.published.architectures import (
    Architecture,
    build,
    sample_inputs,
)
from featherbrush.compression.networks.published.configurations import ConfigurationError
from featherbrush.compression.networks.published.munit import LayerNorm, MunitGenerator

LARGEST_SIDE = 4096


@dataclass(frozen=True, slots=True)
class Counts:
    """Parameters, MACs in true arithmetic, MACs as arXiv 2003.08936 counts them, and normalised values.

    `normalised` counts the values that norms put out. It is part of neither MAC count; some published
    figures have it added.
    """

    parameters: int
    macs: int
    macs_paper: int
    normalised: int


class Counter:
    """MACs of the calls made while it watches a network (see `watched`)."""

    def __init__(self) -> None:
        self.macs = 0
        self.macs_paper = 0
        self.normalised = 0

    def add(self, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        """A forward hook for every module of a network."""
        if isinstance(module, nn.ConvTranspose2d):
            taps = module.weight[0].numel()  # [in, out, k, k]: what one input value touches
            self.macs += inputs[0].numel() * taps
            per_output = module.weight.numel() // module.out_channels
            self.macs_paper += output.numel() * per_output
        elif isinstance(module, nn.Conv2d | nn.Linear):
            per_output = module.weight[0].numel()
            self.macs += output.numel() * per_output
            self.macs_paper += output.numel() * per_output
        elif isinstance(module, nn.InstanceNorm2d | nn.BatchNorm2d | LayerNorm):
            self.normalised += output.numel()


@contextmanager
def watched(network: nn.Module) -> Iterator[Counter]:
    """Count the MACs of whatever `network` is called with in the `with` block."""
    counter = Counter()
    hooks = [module.register_forward_hook(counter.add) for module in network.modules()]
    try:
        with torch.no_grad():
            yield counter
    finally:
        for hook in hooks:
            hook.remove()


def counts_of(
    architecture: Architecture, *, height: int, width: int, style_encoder: bool = True
) -> Counts:
    """What one picture costs.

    style_encoder: count that of a MUNIT network too, as the publications do; without it, what it takes
    to draw a picture of a style that is already there. Raises ConfigurationError for a size that the
    network does not take.
    """
    check_size(architecture, height=height, width=width)
    with torch.device("meta"):
        network = build(architecture)
        inputs = sample_inputs(architecture, height=height, width=width)
        count = parameters(network)
        with watched(network) as counter:
            network(*inputs)
            if isinstance(network, MunitGenerator):
                if style_encoder:
                    network.encode_style(inputs[0])
                else:
                    count -= parameters(network.enc_style)
    return Counts(count, counter.macs, counter.macs_paper, counter.normalised)


def parameters(network: nn.Module) -> int:
    """Number of learned values."""
    return sum(parameter.numel() for parameter in network.parameters())


def check_size(architecture: Architecture, *, height: int, width: int) -> None:
    """Raise ConfigurationError unless the network takes pictures of this size."""
    multiple = architecture.multiple
    least = multiple if architecture.takes_labels else 16  # the reflections need some pixels
    for side in (height, width):
        if side % multiple or not least <= side <= LARGEST_SIDE:
            raise ConfigurationError(
                f"size {height}x{width}: {architecture.name} takes multiples of {multiple} from"
                f" {least} to {LARGEST_SIDE}"
            )
    # Their instance norms would see a single value at the coarsest scale.
    if architecture.name == "sub_mobile_spade" and height == width == multiple:
        raise ConfigurationError(
            f"size {height}x{width}: {architecture.name} needs {2 * multiple} on one side at least"
        )
