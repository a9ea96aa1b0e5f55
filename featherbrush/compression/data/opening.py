"""Data folders: decoded once into arrays that every process maps into memory."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from featherbrush.compression.data.store import (
    Bytes,
    DataError,
    LabelledStore,
    SketchStore,
    Store,
    UnpairedStore,
)

HELD_OUT_DIGIT = "7"


def is_held_out(name: str) -> bool:
    """Whether a file belongs to the evaluation side: its number ends in 7 (one in ten)."""
    return name.split(".")[0].endswith(HELD_OUT_DIGIT)


def open_store(
    folder: Path,
    cache: Path,
    *,
    held_out: bool,
    limit: int | None = None,
    exclude: Sequence[str] = (),
    coloured: float = 0.0,
) -> Store:
    """Open one side of a data folder, decoding it into `cache` on first use.

    Args:
        folder: has labels/ (label maps), sketches/ (sketches of pictures) or trainA/ (unpaired pictures).
        cache: folder for the decoded arrays; written whole or not at all.
        held_out: True for the evaluation side.
        limit: only the first so many pictures.
        exclude: leave out pictures of which meta.jsonl says one of these (sets of sketches only).
        coloured: share of the sketches whose ink takes the colours of the picture.
    Raises:
        DataError: a part of the folder is missing or damaged, or maps have ids that no class has.
    """
    if (folder / "sketches").is_dir():
        store = open_sketches(folder, cache, held_out=held_out, limit=limit, exclude=exclude)
        return replace(store, coloured=coloured)
    opened: dict[str, Callable[..., Store]] = {
        "labels": open_labelled,
        "trainA": open_unpaired,
    }
    for part, open_side in opened.items():
        if (folder / part).is_dir():
            return open_side(folder, cache, held_out=held_out, limit=limit)
    raise DataError(f"{folder}: no data set; expected labels/, sketches/ or trainA/ in it")


def open_labelled(
    folder: Path, cache: Path, *, held_out: bool, limit: int | None = None
) -> LabelledStore:
    """Open one side of a folder of label maps, decoding it into `cache` on first use.

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


def open_sketches(
    folder: Path,
    cache: Path,
    *,
    held_out: bool,
    limit: int | None = None,
    exclude: Sequence[str] = (),
) -> SketchStore:
    """Open one side of a folder of images/NAME, sketches/NAME_0 ... NAME_V-1 and meta.jsonl (name, held_out)."""
    rows = [row for row in _rows(folder / "meta.jsonl") if row["held_out"] == held_out]
    names = [row["name"] for row in rows if not any(row.get(field) for field in exclude)][:limit]
    if not names:
        raise DataError(f"{folder}: meta.jsonl names no pictures of this side")
    side, key = "held_out" if held_out else "training", _key(folder, names)
    count = len(list((folder / "sketches").glob(f"{names[0]}_?.png")))
    sketches = [f"{name}_{k}" for name in names for k in range(count)]
    flat = _decoded(cache / f"{side}_{key}_sketches.npy", folder / "sketches", sketches, "L")
    pictures = _decoded(cache / f"{side}_{key}_pictures.npy", folder / "images", names, "RGB")
    return SketchStore(pictures, flat.reshape(len(names), count, *flat.shape[1:]))


def open_unpaired(
    folder: Path, cache: Path, *, held_out: bool, limit: int | None = None
) -> UnpairedStore:
    """Open trainA (inputs) and trainB (pictures), or testA and testB."""
    side = "test" if held_out else "train"
    arrays = []
    for part in ("B", "A"):
        names = sorted(p.stem for p in (folder / f"{side}{part}").glob("*.*"))[:limit]
        if not names:
            raise DataError(f"{folder / (side + part)}: no pictures")
        target = cache / f"{side}{part}_{_key(folder, names)}.npy"
        arrays.append(_decoded(target, folder / f"{side}{part}", names, "RGB"))
    return UnpairedStore(pictures=arrays[0], inputs=arrays[1])


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text().splitlines()]
    except (OSError, ValueError) as error:
        raise DataError(
            f"{path}: not a list of pictures, one JSON object per line ({error})"
        ) from error


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
