"""Data folders: decoded once into arrays that every process maps into memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from featherbrush.compression.data.layouts.classes import read_classes
from featherbrush.compression.data.layouts.files import pictures
from featherbrush.compression.data.layouts.reading import read_grey, read_picture, read_values
from featherbrush.compression.data.store import (
    Bytes,
    DataError,
    LabelledStore,
    SketchStore,
    Store,
    UnpairedStore,
)
from featherbrush.compression.data.writing import write_whole

Read = Callable[[Path], Bytes]
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
    names = sorted({path.stem for path in pictures(folder / "labels")})
    names = [n for n in names if is_held_out(n) == held_out][:limit]
    if not names:
        raise DataError(f"{folder}: no label maps found; expected labels/NNNNNN.png")
    classes = read_classes(folder / "classes.json")
    cached = Cache(cache, "held_out" if held_out else "training")
    parts: dict[str, tuple[str, Read]] = {
        "pictures": ("images", read_picture),
        "exact": ("labels", read_values),
        "painted": ("labels_painted", read_values),
    }
    arrays = {
        part: cached.decoded(part, _files(folder / sub, names), read)
        for part, (sub, read) in parts.items()
    }
    for part in ("exact", "painted"):
        sub = folder / parts[part][0]
        _same_size(sub, arrays[part], arrays["pictures"])
        largest = int(arrays[part].max())
        if largest >= len(classes):
            raise DataError(f"{sub}: a map has the id {largest}, {len(classes)} classes are known")
    table: tuple[dict[str, object], ...] = tuple(
        {"id": i, "name": entry.name, "color": list(entry.color)} for i, entry in enumerate(classes)
    )
    return LabelledStore(classes=table, **arrays)


def open_sketches(
    folder: Path,
    cache: Path,
    *,
    held_out: bool,
    limit: int | None = None,
    exclude: Sequence[str] = (),
) -> SketchStore:
    """Open one side of a folder of images/NAME, sketches/NAME_0 ... NAME_V-1 and meta.jsonl (name, held_out).

    V is the number of sketches of the first picture; every other picture must have as many.
    """
    rows = [row for row in _rows(folder / "meta.jsonl") if row["held_out"] == held_out]
    names = [row["name"] for row in rows if not any(row.get(field) for field in exclude)][:limit]
    if not names:
        raise DataError(f"{folder}: meta.jsonl names no pictures of this side")
    count = max(_sketches_of(names[0], folder / "sketches"), 1)
    drawn = _files(folder / "sketches", [f"{name}_{k}" for name in names for k in range(count)])
    cached = Cache(cache, "held_out" if held_out else "training")
    flat = cached.decoded("sketches", drawn, read_grey)
    shown = cached.decoded("pictures", _files(folder / "images", names), read_picture)
    _same_size(folder / "sketches", flat, shown)
    return SketchStore(shown, flat.reshape(len(names), count, *flat.shape[1:]))


def open_unpaired(
    folder: Path, cache: Path, *, held_out: bool, limit: int | None = None
) -> UnpairedStore:
    """Open trainA (inputs) and trainB (pictures), or testA and testB."""
    side = "test" if held_out else "train"
    arrays = []
    for part in ("B", "A"):
        paths = sorted(pictures(folder / f"{side}{part}"), key=lambda path: path.stem)[:limit]
        if not paths:
            raise DataError(f"{folder / (side + part)}: no pictures")
        arrays.append(Cache(cache, side).decoded(part, paths, read_picture))
    return UnpairedStore(pictures=arrays[0], inputs=arrays[1])


@dataclass(frozen=True)
class Cache:
    """Decoded arrays of one side of a data folder.

    Args:
        folder: where they are kept; made when the first one is.
        side: the beginning of their names.
    """

    folder: Path
    side: str

    def decoded(self, part: str, paths: Sequence[Path], read: Read) -> Bytes:
        """All files of a part as one array [N, ...], mapped from the disk.

        It is decoded where there is none, where a file has changed since, and where it cannot be read.
        """
        target = self.folder / f"{self.side}_{_key(paths)}_{part}.npy"
        kept = _mapped(target)
        if kept is None:
            _keep(target, _stack([read(path) for path in paths], paths))
            kept = _mapped(target)
        if kept is None:
            raise DataError(f"{target}: cannot be read although it was just written")
        return kept


def _key(paths: Sequence[Path]) -> str:
    """What tells one decoded part from another: its files (of one folder), their sizes and their times."""
    digest = hashlib.sha256(str(paths[0].parent.resolve()).encode())
    for path in paths:
        try:
            state = path.stat()
        except OSError as error:
            raise DataError(f"{path}: cannot be read ({error.strerror or error})") from error
        digest.update(f"\n{path.name} {state.st_size} {state.st_mtime_ns}".encode())
    return digest.hexdigest()[:12]


def _mapped(target: Path) -> Bytes | None:
    """The array, or None where there is none or a torn one: it is no more than a copy."""
    try:
        array: Bytes = np.load(target, mmap_mode="r")
    except (OSError, ValueError, EOFError):
        return None
    return array


def _keep(target: Path, array: Bytes) -> None:
    partial = target.with_suffix(f".{uuid4().hex[:8]}.npy")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, lambda file: np.save(file, array), partial=partial)
        # What killed processes left. One that still writes the same array finds this one in its place.
        for left in target.parent.glob(f"{target.stem}.*.npy"):
            left.unlink(missing_ok=True)
    except OSError as error:
        if _mapped(target) is None:
            raise DataError(f"{target}: cannot be written ({error.strerror or error})") from error


def _files(folder: Path, names: Sequence[str]) -> list[Path]:
    """The picture files of these names without their suffixes, in this order."""
    found = {path.stem: path for path in pictures(folder)}
    for name in names:
        if name not in found:
            raise DataError(f"{folder / name}: no picture of this name (.webp, .png or .jpg)")
    return [found[name] for name in names]


def _sketches_of(name: str, folder: Path) -> int:
    """How many files NAME_0, NAME_1... there are."""
    parts = [path.stem.rpartition("_") for path in pictures(folder)]
    return sum(base == name and number.isdecimal() for base, _, number in parts)


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise DataError(
            f"{path}: not a list of pictures, one JSON object per line ({error})"
        ) from error
    return [_row(line, f"{path}:{number}") for number, line in enumerate(lines, 1)]


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        if isinstance(row["name"], str) and row["held_out"] in (True, False):
            return dict(row)
        problem = "name must be a text, held_out true or false"
    except (ValueError, TypeError, KeyError) as error:
        problem = repr(error)
    raise DataError(f"{where}: not a JSON object with name and held_out ({problem})")


def _stack(arrays: Sequence[Bytes], paths: Sequence[Path]) -> Bytes:
    for path, array in zip(paths, arrays, strict=True):
        if array.shape != arrays[0].shape:
            raise DataError(
                f"{path}: has the shape {array.shape}, {paths[0].name} has {arrays[0].shape}; "
                "all pictures of a folder must be of one size; `data convert` makes them one"
            )
    return np.stack(arrays)


def _same_size(folder: Path, inputs: Bytes, shown: Bytes) -> None:
    if inputs.shape[1:3] != shown.shape[1:3]:
        (height, width), (other, wide) = inputs.shape[1:3], shown.shape[1:3]
        raise DataError(
            f"{folder}: {width}x{height} pixels, the pictures have {wide}x{other}; see `data check`"
        )
