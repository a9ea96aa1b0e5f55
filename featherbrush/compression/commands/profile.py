"""`featherbrush-compress profile`: what published networks cost, without training or running any."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from rich.console import Console
from rich.table import Table

from featherbrush.compression.commands.arguments import (
    ChannelsOption,
    ConfigOption,
    LabelsOption,
    SizeOption,
    Upsampling,
    UpsamplingOption,
    parse_size,
)
from featherbrush.engine.errors import FeatherbrushError

if TYPE_CHECKING:
    from featherbrush.compression.profiling.paper import Comparison

WIDE = 132
"""Columns of the table where the output is no terminal and has no width of its own."""


class ProfileError(FeatherbrushError):
    """A recomputed figure is not the published one."""


def profile(
    paper: Annotated[
        bool, typer.Option("--paper", help="Recompute all rows of the published table.")
    ] = False,
    architecture: Annotated[
        str | None, typer.Option(help="A published network, such as sub_mobile_resnet_9blocks.")
    ] = None,
    config: ConfigOption = None,
    channels: ChannelsOption = None,
    labels: LabelsOption = None,
    upsampling: UpsamplingOption = Upsampling.MORE,
    size: SizeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, not a table.")] = False,
) -> None:
    """Count the parameters and multiply-accumulates of published networks."""
    if paper == (architecture is not None):
        raise ProfileError("profile: give either --paper or --architecture NAME")
    if architecture is None:
        return _paper(as_json=as_json)
    given = {"channels": channels, "labels": labels}
    found = _profiled(architecture, config, upsampling=upsampling.value, size=size, given=given)
    if as_json:
        print(json.dumps(found, indent=2))
    else:
        Console().print(_listed(found))


def _profiled(
    name: str,
    config: str | None,
    *,
    upsampling: str,
    size: str | None,
    given: dict[str, int | None],
) -> dict[str, Any]:
    from featherbrush.compression.networks.published import architectures, spade
    from featherbrush.compression.profiling.counting import counts_of

    chosen = architectures.Architecture(
        name=cast("architectures.Name", name),
        configuration=None if config is None else architectures.parse_configuration(name, config),
        upsampling=cast("spade.Upsampling", upsampling),
        **{key: value for key, value in given.items() if value is not None},
    )
    height, width = parse_size(size) if size else chosen.published_size
    counted = counts_of(chosen, height=height, width=width)
    about: dict[str, Any] = {"architecture": name, "config": config, "size": [height, width]}
    if chosen.takes_labels:
        about |= {"labels": chosen.labels, "upsampling": chosen.upsampling}
    if config is None:
        about["channels"] = chosen.channels
    return about | asdict(counted)


def _listed(found: dict[str, Any]) -> Table:
    table = Table(show_header=False, box=None)
    for key, value in found.items():
        if value is not None:
            table.add_row(key, f"{value:,}" if isinstance(value, int) else str(value))
    return table


def _paper(*, as_json: bool) -> None:
    from featherbrush.compression.profiling.paper import recompute

    rows = recompute()
    if as_json:
        print(json.dumps([_row(row) for row in rows], indent=2))
    else:
        console = Console()
        if not console.is_terminal:
            console = Console(width=WIDE)
        console.print(_table(rows))
    wrong = [row.row for row in rows if not row.holds]
    if wrong:
        first = f"{wrong[0].system} {wrong[0].dataset} {wrong[0].method}"
        raise ProfileError(f"{len(wrong)} of {len(rows)} rows differ, the first: {first}")


def _row(comparison: Comparison) -> dict[str, Any]:
    return {
        "published": comparison.row.model_dump(exclude_none=True),
        "recomputed": asdict(comparison.counts),
        "holds": comparison.holds,
    }


def _table(rows: Sequence[Comparison]) -> Table:
    from featherbrush.compression.profiling.paper import shorten

    table = Table(
        title="Published and recomputed: parameters in millions, MACs in thousand millions",
        caption="convolutions: a transposed one charged at its output resolution; with norms: one operation more"
        " per normalised value, as all rows but one were published; true: no norms, a transposed convolution"
        " charged for the work that it does",
    )
    table.add_column("network", overflow="fold")
    for heading in ("parameters", "recomputed", "MACs", "convolutions", "with norms", "true", ""):
        table.add_column(heading, justify="right")
    for comparison in rows:
        row, counts = comparison.row, comparison.counts
        giga = (counts.macs_paper, counts.macs_paper + counts.normalised, counts.macs)
        table.add_row(
            f"{row.system} {row.dataset}, {row.method}",
            shorten(row.parameters_m),
            f"{counts.parameters:,}",
            shorten(row.macs_g),
            *(f"{value / 1e9:.3f}" for value in giga),
            "holds" if comparison.holds else "DIFFERS",
        )
    return table
