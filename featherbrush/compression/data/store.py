"""A labelled set in one place on disk: decoded once into arrays that every process maps into memory."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from featherbrush.engine.errors import FeatherbrushError


class DataError(FeatherbrushError):
    """A data folder cannot be used; the message says what is missing and where."""


Bytes = NDArray[np.uint8]
HELD_OUT_DIGIT = "7"


@dataclass(frozen=True)
class LabelledStore:
    """Pictures [N, H, W, 3], exact and painted label maps [N, H, W], all uint8, and the class table."""

    pictures: Bytes
    exact: Bytes
    painted: Bytes
    classes: tuple[dict[str, object], ...]

    def __len__(self) -> int:
        return len(self.pictures)


def is_held_out(name: str) -> bool:
    """Whether a file belongs to the evaluation side: its number ends in 7 (one in ten)."""
    return name.split(".")[0].endswith(HELD_OUT_DIGIT)


def open_store(
    folder: Path, cache: Path, *, held_out: bool, limit: int | None = None
) -> LabelledStore:
    """Open one side of a landscape folder, decoding it into `cache` on first use.

    Args:
        folder: has images/, labels/, labels_painted/ and classes.json.
        cache: folder for the decoded arrays; written whole or not at all.
        held_out: True for the evaluation side.
        limit: only the first so many pictures.
    Raises:
        DataError: a part of the folder is missing or damaged, or maps have ids that no class has.
    """
    names = sorted(p.stem for p in (folder / "labels").glob("*.png"))
    names = [n for n in names if is_held_out(n) == held_out][:limit]
    if not names:
        raise DataError(f"{folder}: no label maps found; expected labels/NNNNNN.png")
    classes = _classes(folder / "classes.json")
    side, key = "held_out" if held_out else "training", _key(folder, names)
    parts = {
        "pictures": ("images", "RGB"),
        "exact": ("labels", "L"),
        "painted": ("labels_painted", "L"),
    }
    arrays = {
        part: _decoded(cache / f"{side}_{key}_{part}.npy", folder / sub, names, mode)
        for part, (sub, mode) in parts.items()
    }
    for part in ("exact", "painted"):
        largest = int(arrays[part].max())
        if largest >= len(classes):
            sub = parts[part][0]
            raise DataError(
                f"{folder / sub}: a map has the id {largest}, {len(classes)} classes are known"
            )
    return LabelledStore(classes=classes, **arrays)


def _key(folder: Path, names: Sequence[str]) -> str:
    """What tells one decoded set from another: where it lies, and which files it takes."""
    text = "\n".join((str(folder.resolve()), *names))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _classes(table: Path) -> tuple[dict[str, object], ...]:
    try:
        return tuple(json.loads(table.read_text()))
    except FileNotFoundError as error:
        raise DataError(
            f"{table}: missing; it names the classes (id, name, color) of the label maps"
        ) from error
    except (ValueError, TypeError) as error:
        raise DataError(f"{table}: not a JSON list of classes ({error})") from error


def _decoded(target: Path, folder: Path, names: Sequence[str], mode: str) -> Bytes:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        stack = _stack([_read(folder, name, mode) for name in names], folder, names)
        partial = target.with_suffix(f".{os.getpid()}.npy")
        np.save(partial, stack)
        os.replace(partial, target)
    array: Bytes = np.load(target, mmap_mode="r")
    return array


def _stack(arrays: Sequence[Bytes], folder: Path, names: Sequence[str]) -> Bytes:
    for name, array in zip(names, arrays, strict=True):
        if array.shape != arrays[0].shape:
            raise DataError(
                f"{folder / name}: has the shape {array.shape}, {names[0]} has {arrays[0].shape}; "
                "all pictures of a folder must be of one size and kind"
            )
    return np.stack(arrays)


def _read(folder: Path, name: str, mode: str) -> Bytes:
    for suffix in (".webp", ".png", ".jpg"):
        path = folder / f"{name}{suffix}"
        if path.exists():
            try:
                with Image.open(path) as image:
                    return np.asarray(image if mode == "L" else image.convert(mode), np.uint8)
            except (OSError, SyntaxError) as error:
                raise DataError(f"{path}: not a picture that can be read ({error})") from error
    raise DataError(f"{folder / name}: no picture of this name (.webp, .png or .jpg)")
