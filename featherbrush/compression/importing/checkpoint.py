"""Open a public checkpoint: nothing in it is run, and nothing large is allocated on its word."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from featherbrush.engine.errors import FeatherbrushError

LARGEST_FILE = 4 * 2**30
"""Bytes; the largest public checkpoint of these networks has 0.4 GB."""
WRAPPER = "module."
"""What data-parallel training puts before every key."""


class CheckpointError(FeatherbrushError):
    """A checkpoint that cannot be read, is hostile, or does not fit its architecture."""


def read_tensors(path: Path, *, part: str | None = None) -> dict[str, Tensor]:
    """Every tensor of a checkpoint by its key, on the CPU, without any `module.` before it.

    Args:
        path: a file that `torch.save` wrote, in the present or the former format.
        part: which network, for a file that holds several (MUNIT: `a` or `b`).
    Raises:
        CheckpointError: no such file, too large, damaged, more than tensors in it, several
            networks and no `part`, or a tensor larger than what is stored for it.
    """
    check_archive(path)
    found = _part(_load(path), path, part=part)
    tensors = {
        key.removeprefix(WRAPPER): value
        for key, value in found.items()
        if isinstance(value, Tensor)
    }
    if not tensors:
        raise CheckpointError(f"{path}: holds no weights")
    for key, tensor in tensors.items():
        _check_tensor(tensor, f"{path}: {key:.200}")
    return tensors


def check_archive(path: Path) -> None:
    """Raise CheckpointError for a missing or too large file, and for an archive that would grow on reading."""
    if not path.is_file():
        raise CheckpointError(f"{path}: no such file")
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise CheckpointError(
            f"{path}: {size / 1e9:.1f} GB; a checkpoint of these networks has 4 GB at most"
        )
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise CheckpointError(f"{path}: damaged ({error})") from error
    # torch stores its tensors as they are; what is compressed, or overlaps, was made to swell.
    if any(e.compress_type for e in entries) or sum(e.file_size for e in entries) > size:
        raise CheckpointError(f"{path}: a packed archive, not as torch writes it; nothing was read")


def _load(path: Path) -> Any:
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    # A damaged or hostile file may raise anything: each library on the way has errors of its own.
    except Exception as error:
        if isinstance(error, OSError) and error.filename is not None:
            raise  # no permission: says so itself
        if "weights_only" in str(error).lower() or "weights only" in str(error).lower():
            raise CheckpointError(
                f"{path}: holds more than tensors; pickled objects are never run. Save its"
                " state_dict() alone"
            ) from error
        reason = str(error).partition("\n")[0]
        raise CheckpointError(
            f"{path}: cannot be read as a checkpoint ({type(error).__name__}: {reason:.200})"
        ) from error


def _part(loaded: Any, path: Path, *, part: str | None) -> dict[str, Any]:
    """The dictionary of tensors itself, however it is wrapped."""
    if not isinstance(loaded, dict):
        raise CheckpointError(f"{path}: holds a {type(loaded).__name__}, not a state_dict")
    named = {key: value for key, value in loaded.items() if isinstance(key, str)}
    inner = {key: value for key, value in named.items() if isinstance(value, dict)}
    if part is not None:
        if part not in inner:
            known = ", ".join(f"{key:.40}" for key in list(inner)[:10]) or "no parts"
            raise CheckpointError(f"{path}: no part {part!r:.80}; it has {known}")
        return _named(inner[part])
    if any(isinstance(value, Tensor) for value in named.values()):
        return named
    networks = {key: value for key, value in inner.items() if _holds_tensors(value)}
    if len(networks) > 1:
        raise CheckpointError(
            f"{path}: holds several networks; choose one with --part:"
            f" {', '.join(f'{key:.40}' for key in list(networks)[:10])}"
        )
    return _named(next(iter(networks.values()), {}))


def _named(values: dict[Any, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if isinstance(key, str)}


def _holds_tensors(values: dict[Any, Any]) -> bool:
    return any(isinstance(value, Tensor) for value in values.values())


def _check_tensor(tensor: Tensor, where: str) -> None:
    # A view with strides of zero claims any shape over a few bytes.
    if tensor.layout != torch.strided or tensor.device.type != "cpu":
        raise CheckpointError(f"{where}: not a plain tensor")
    if tensor.numel() * tensor.element_size() > tensor.untyped_storage().nbytes():
        raise CheckpointError(f"{where}: {tuple(tensor.shape)} is more than the file stores for it")
