"""The published table of arXiv 2003.08936 beside what this repository's networks cost."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from featherbrush.compression.networks.published.architectures import (
    Architecture,
    Name,
    parse_configuration,
)
from featherbrush.compression.networks.published.spade import Upsampling
from featherbrush.compression.profiling.counting import Counts, counts_of

DIGITS = 3
"""Significant digits of the published figures."""


class PublishedRow(BaseModel):
    """One row: the network, the published figures (millions, thousand millions), the exact ones where known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: str
    dataset: str
    method: str
    architecture: Name
    configuration: str | None = None
    labels: int = 36
    upsampling: Upsampling = "more"
    size: tuple[int, int]
    parameters_m: float
    macs_g: float
    parameters: int
    macs: int | None = None

    def network(self) -> Architecture:
        """The row's architecture."""
        text = self.configuration
        return Architecture(
            name=self.architecture,
            configuration=None if text is None else parse_configuration(self.architecture, text),
            labels=self.labels,
            upsampling=self.upsampling,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published row and what was recomputed for it."""

    row: PublishedRow
    counts: Counts

    @property
    def holds(self) -> bool:
        """Parameters exact; MACs exact where an exact figure is known, and to the published rounding.

        The published figures add one operation per normalised value, save for one row (docs/decisions/0020).
        """
        if self.counts.parameters != self.row.parameters:
            return False
        if self.row.macs not in (None, self.counts.macs_paper):
            return False
        counted = self.counts.macs_paper, self.counts.macs_paper + self.counts.normalised
        return shorten(self.row.macs_g) in {shorten(macs / 1e9) for macs in counted}


def published_rows() -> tuple[PublishedRow, ...]:
    """The published table, in its own order."""
    text = (resources.files("featherbrush.compression.profiling") / "paper_table.toml").read_text()
    return tuple(PublishedRow.model_validate(row) for row in tomllib.loads(text)["rows"])


@cache
def recompute() -> tuple[Comparison, ...]:
    """Every published row with its costs at its size."""
    return tuple(
        Comparison(row, counts_of(row.network(), height=row.size[0], width=row.size[1]))
        for row in published_rows()
    )


def shorten(value: float) -> str:
    """A figure as the publications print it: three significant digits, trailing zeros kept."""
    whole = len(str(int(value))) if value >= 1 else 0
    return f"{value:.{max(DIGITS - whole, 0)}f}"
