"""The published architectures by name: what each needs to be built, and what it takes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch import Tensor, nn

from featherbrush.compression.networks.published import configurations
from featherbrush.compression.networks.published.configurations import (
    Configuration,
    ConfigurationError,
    MunitWidths,
    ResnetWidths,
    SpadeWidths,
)
from featherbrush.compression.networks.published.munit import STYLE_SIZE, MunitGenerator
from featherbrush.compression.networks.published.resnet import ResnetGenerator
from featherbrush.compression.networks.published.spade import (
    DOUBLINGS,
    SpadeGenerator,
    Upsampling,
)

Name = Literal[
    "resnet_9blocks",
    "mobile_resnet_9blocks",
    "sub_mobile_resnet_9blocks",
    "spade",
    "sub_mobile_spade",
    "munit",
    "sub_mobile_munit",
]
NAMES: tuple[Name, ...] = get_args(Name)
PUBLISHED_CHANNELS = 64
PUBLISHED_LABELS = 36
LARGEST_LABELS = 256
_ENTRIES: dict[str, tuple[int, ...]] = {
    "sub_mobile_resnet_9blocks": (6, 8),
    "sub_mobile_spade": (8,),
    "sub_mobile_munit": (10,),
}


@dataclass(frozen=True, slots=True)
class Architecture:
    """One published network, fully chosen; checked when it is made (ConfigurationError).

    Args:
        name: as in the public releases.
        channels: base channels of an original ('ngf'); a sub-network's are in its configuration.
        configuration: channels per entry, for sub-networks and only for them.
        labels: channels of a SPADE network's one-hot map, an instance edge channel included.
        upsampling: of a SPADE network.
        hidden: channels between labels and modulation of an original SPADE network; None for
            2 x `channels` (arXiv 2003.08936), 128 in the release of the SPADE paper.
        style: length of a MUNIT network's style.
    """

    name: Name
    channels: int = PUBLISHED_CHANNELS
    configuration: Configuration | None = None
    labels: int = PUBLISHED_LABELS
    upsampling: Upsampling = "more"
    hidden: int | None = None
    style: int = STYLE_SIZE

    def __post_init__(self) -> None:
        named(self.name)
        if self.upsampling not in DOUBLINGS:
            raise ConfigurationError(
                f"upsampling {self.upsampling!r:.80}: there are {', '.join(DOUBLINGS)}"
            )
        if (self.configuration is not None) != self.is_compressed:
            fix = "needs a configuration" if self.is_compressed else "has no configuration"
            raise ConfigurationError(f"{self.name} {fix} (--config)")
        if self.name == "sub_mobile_spade" and self.upsampling == "most":
            raise ConfigurationError("sub_mobile_spade is published for 'normal' and 'more' only")
        _check(self.channels, "channels", most=configurations.LARGEST_ENTRY)
        _check(self.labels, "labels", most=LARGEST_LABELS)

    @property
    def is_compressed(self) -> bool:
        """Whether this is a sub-network."""
        return self.name in _ENTRIES

    @property
    def takes_labels(self) -> bool:
        """Whether the input is a one-hot label map (SPADE) and not a picture."""
        return self.name.endswith("spade")

    @property
    def takes_style(self) -> bool:
        """Whether there is a second input, the style (MUNIT)."""
        return self.name.endswith("munit")

    @property
    def multiple(self) -> int:
        """What divides every height and width that the network takes."""
        return 2 ** DOUBLINGS[self.upsampling] if self.takes_labels else 4

    @property
    def published_size(self) -> tuple[int, int]:
        """Height and width of the published figures: Cityscapes is 256 x 512, all else 256 x 256."""
        return (256, 512 if self.takes_labels and self.labels == PUBLISHED_LABELS else 256)

    def __str__(self) -> str:
        if self.configuration is not None:
            return f"{self.name} {configurations.spell(self.configuration)}"
        return f"{self.name} ngf={self.channels}"


def named(text: str) -> Name:
    """The architecture's name; ConfigurationError lists those that there are."""
    for name in NAMES:
        if name == text:
            return name
    raise ConfigurationError(f"architecture {text!r:.80}: there are {', '.join(NAMES)}")


def parse_configuration(name: str, text: str) -> Configuration:
    """The configuration of the sub-network of this name; ConfigurationError for any other text."""
    lengths = _ENTRIES.get(name)
    if lengths is None:
        raise ConfigurationError(f"{name:.80} has no configuration; leave --config out")
    return configurations.parse(text, lengths=lengths)


def build(architecture: Architecture) -> nn.Module:
    """The network in evaluation mode, with fresh weights (none at all under `torch.device("meta")`)."""
    return _BUILDERS[architecture.name](architecture).eval()


def sample_inputs(architecture: Architecture, *, height: int, width: int) -> tuple[Tensor, ...]:
    """Inputs of the right shapes on the current default device; random, so that norms have something to do."""
    if architecture.takes_labels:
        rows = torch.randint(architecture.labels, (1, math.ceil(height / 8), math.ceil(width / 8)))
        ids = rows.repeat_interleave(8, 1).repeat_interleave(8, 2)[:, :height, :width]
        return (torch.eq(ids[:, None], torch.arange(architecture.labels)[:, None, None]).float(),)
    picture = torch.rand(1, 3, height, width) * 2 - 1
    return (
        (picture, torch.randn(1, architecture.style, 1, 1))
        if architecture.takes_style
        else (picture,)
    )


def _check(value: int, what: str, *, most: int) -> None:
    if not 1 <= value <= most:
        raise ConfigurationError(f"{what}: 1 to {most}, not {value}")


def _resnet(a: Architecture) -> nn.Module:
    if a.configuration is not None:
        return ResnetGenerator(ResnetWidths.of(a.configuration), separable=True)
    return ResnetGenerator(ResnetWidths.full(a.channels), separable=a.name.startswith("mobile"))


def _spade(a: Architecture) -> nn.Module:
    widths = (
        SpadeWidths.full(
            a.channels,
            hidden=a.hidden or 2 * a.channels,
            blocks=5 if a.upsampling == "most" else 4,
        )
        if a.configuration is None
        else SpadeWidths.of(a.configuration)
    )
    return SpadeGenerator(
        widths, labels=a.labels, separable=a.is_compressed, upsampling=a.upsampling
    )


def _munit(a: Architecture) -> nn.Module:
    widths = (
        MunitWidths.full(a.channels) if a.configuration is None else MunitWidths.of(a.configuration)
    )
    return MunitGenerator(widths, separable=a.is_compressed, style=a.style)


_BUILDERS: dict[Name, Callable[[Architecture], nn.Module]] = {
    "resnet_9blocks": _resnet,
    "mobile_resnet_9blocks": _resnet,
    "sub_mobile_resnet_9blocks": _resnet,
    "spade": _spade,
    "sub_mobile_spade": _spade,
    "munit": _munit,
    "sub_mobile_munit": _munit,
}
