"""`featherbrush models`: which models there are."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from featherbrush.app.commands.console import count, megabytes, print_json, print_table, warn
from featherbrush.engine.library import ModelEntry, default_library
from featherbrush.engine.resources import user_models_dir

_HEADER = ("id", "pair", "role", "family", "input", "size", "MACs", "parameters", "file", "licence")


def models(
    as_json: Annotated[
        bool, typer.Option("--json", help="A JSON list of objects, for programs.")
    ] = False,
) -> None:
    """List the models: those that came with Featherbrush and your own.

    An original and the model that was compressed from it form a pair. Your own models are .onnx
    files with a Featherbrush card; the list ends with the folder they go into. A file there that
    cannot be used is told about on stderr and left out.
    """
    library = default_library()
    for _, reason in library.refused:
        warn(f"left out: {reason}")
    if as_json:
        print_json([describe(entry) for entry in library.entries()])
        return
    print_table("Models", _HEADER, [_row(entry) for entry in library.entries()])
    typer.echo(f"Your own models go into {user_models_dir()}", err=True)


def describe(entry: ModelEntry) -> dict[str, Any]:
    """A model as JSON: the card's main facts, and its file."""
    card = entry.card
    return {
        "id": card.id,
        "title": card.title,
        "pair": card.pair,
        "role": card.role,
        "family": card.family,
        "file": str(entry.path.resolve()),
        "input": card.input,
        "classes": [part.model_dump(mode="json") for part in card.classes],
        "multiple": card.multiple,
        "native": list(card.native),
        "style_size": card.style_size,
        "macs": card.macs,
        "parameters": card.parameters,
        "bytes": entry.bytes,
        "licence": card.license,
        "metrics": [metric.model_dump(mode="json") for metric in card.metrics],
    }


def _row(entry: ModelEntry) -> tuple[str, ...]:
    card = entry.card
    size = "x".join(str(side) for side in card.native)
    identity = (card.id, card.pair, card.role, card.family, card.input, size)
    cost = (count(card.macs), count(card.parameters), megabytes(entry.bytes))
    return (*identity, *cost, card.license)
