"""`featherbrush studio`: the window, imported only when it is asked for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from featherbrush.engine.errors import FeatherbrushError, LabelMapError


def studio(
    path: Annotated[
        Path | None, typer.Argument(metavar="MAP", help="A document, label map or picture to open.")
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="The model or pair to start with; see featherbrush models."
        ),
    ] = None,
) -> None:
    """Open the studio (what happens without a command as well)."""
    if path is not None and not os.path.isfile(path):
        raise LabelMapError(
            f"{path}: no such file; give a label map to open, or one of the commands render,"
            " models, bench"
        )
    raise typer.Exit(_open_window(path, model))


def _open_window(path: Path | None, model: str | None) -> int:
    try:
        from featherbrush.app.windows.start import run
    except ImportError as error:
        if (error.name or "").startswith("featherbrush"):
            raise
        raise FeatherbrushError(
            f"the studio's window cannot be opened: {error}; the commands render, models and bench"
            " work without it"
        ) from error
    code: int = run(path, model)
    return code
