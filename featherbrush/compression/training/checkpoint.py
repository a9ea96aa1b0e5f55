"""Checkpoints: written whole and renamed into place, read without executing anything in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from featherbrush.compression.data.writing import write_whole
from featherbrush.engine.errors import FeatherbrushError

LAST = "last.pt"
"""Name of the checkpoint that a stage continues from, in its folder."""


class CheckpointError(FeatherbrushError):
    """A checkpoint cannot be used; the message says which and why."""


def save(state: dict[str, Any], path: Path) -> None:
    """Write a dictionary of tensors and numbers; an interruption leaves the older file as it was.

    Raises:
        CheckpointError: it cannot be written (a full disk); the older file stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # One process writes a folder: what a killed one left behind is written over.
    partial = path.with_suffix(".tmp")
    try:
        write_whole(path, lambda file: torch.save(state, file), partial=partial)
    except (OSError, RuntimeError) as error:  # torch's own writer has its own words for a full disk
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise CheckpointError(
            f"{path}: cannot be written ({reason}); the checkpoint before it is kept"
        ) from error


def load(path: Path) -> dict[str, Any]:
    """Read what `save` wrote.

    Raises:
        CheckpointError: missing, truncated, or a pickle that holds more than tensors.
    """
    try:
        state = torch.load(path, weights_only=True, map_location="cpu")
    except FileNotFoundError as error:
        raise CheckpointError(
            f"{path}: no checkpoint here; run the stage before it first"
        ) from error
    except Exception as error:
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise CheckpointError(f"{path}: not a usable checkpoint ({reason})") from error
    if not isinstance(state, dict):
        raise CheckpointError(f"{path}: not a checkpoint of this pipeline")
    return state


def origin(state: Mapping[str, Any]) -> str:
    """The SHA-256 of a training's averaged generator, in hexadecimal: what the stages after it learn from.

    Raises:
        KeyError: not the state of a training.
    """
    digest = hashlib.sha256()
    for name, tensor in state["average"].items():
        digest.update(name.encode())
        digest.update(tensor.cpu().contiguous().view(-1).view(torch.uint8).numpy())
    return digest.hexdigest()


def check_origin(state: Mapping[str, Any], wanted: str, path: Path) -> None:
    """See that a stage learned from what the stage before it is now; a checkpoint without a word of it passes.

    Raises:
        CheckpointError: it learned from another one.
    """
    if state.get("origin", wanted) != wanted:
        raise CheckpointError(
            f"{path}: learned from a stage before it that has been trained on since; remove the folder "
            f"{path.parent.name} and those of the stages after it to learn anew, or use another --folder"
        )


@contextmanager
def fitting(path: Path) -> Iterator[None]:
    """Wrap the loading of the state of `path` into networks.

    Raises:
        CheckpointError: it belongs to networks of other sizes, or to another stage.
    """
    try:
        yield
    except (RuntimeError, KeyError, ValueError) as error:
        raise CheckpointError(
            f"{path}: belongs to other networks than the recipe describes; "
            "use another --folder, or remove it to begin anew"
        ) from error


def part(state: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """The entries under `prefix`, without it."""
    return {n.removeprefix(prefix): t for n, t in state.items() if n.startswith(prefix)}
