"""Options that name a published network, shared by `profile` and `import`."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

import typer

from featherbrush.engine.errors import FeatherbrushError


class SizeError(FeatherbrushError):
    """A size that is none."""


class Upsampling(StrEnum):
    """How far below the picture a SPADE network starts: 1/32, 1/64 or 1/128."""

    NORMAL = "normal"
    MORE = "more"
    MOST = "most"


ConfigOption = Annotated[
    str | None,
    typer.Option("--config", help="Channels of a sub-network, such as 32_32_48_32_48_48_16_16."),
]
ChannelsOption = Annotated[int | None, typer.Option(help="Base channels of an original.")]
LabelsOption = Annotated[
    int | None, typer.Option(help="Label channels of a SPADE network, edges included.")
]
SizeOption = Annotated[
    str | None, typer.Option("--size", help="HEIGHTxWIDTH in pixels, such as 256x512.")
]
UpsamplingOption = Annotated[
    Upsampling, typer.Option("--upsampling", help="Of a SPADE network; Cityscapes has 'more'.")
]


def parse_size(text: str) -> tuple[int, int]:
    """Height and width from '256x512'; raises SizeError for any other text."""
    found = re.fullmatch(r"(\d{1,5})[xX](\d{1,5})", text, re.ASCII)
    if found is None:
        raise SizeError(f"size {text!r:.80}: HEIGHTxWIDTH is due, such as 256x512")
    return int(found[1]), int(found[2])
