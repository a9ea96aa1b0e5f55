"""The layouts that the builders write and trainings read: labelled, sketches, unpaired; and aligned pictures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from featherbrush.compression.data.layouts.classes import read_classes
from featherbrush.compression.data.layouts.description import (
    Description,
    Kind,
    Sample,
    Side,
    identity,
)
from featherbrush.compression.data.layouts.files import matched, pictures
from featherbrush.compression.data.opening import is_held_out
from featherbrush.compression.data.store import DataError


def labelled(folder: Path) -> Description | None:
    """images/NAME, labels/NAME.png, classes.json; names that end in 7 are held out."""
    if not (folder / "labels").is_dir():
        return None
    classes = read_classes(folder / "classes.json")
    side = matched(pictures(folder / "images"), pictures(folder / "labels"))
    return Description(
        layout="images with label maps (images/, labels/, classes.json)",
        kind=Kind.LABELLED,
        training=_part(side, lambda name: not is_held_out(name)),
        held_out=_part(side, is_held_out),
        classes=classes,
        values=identity(len(classes)),
    )


def sketches(folder: Path) -> Description | None:
    """images/NAME, sketches/NAME_K.png; meta.jsonl says which are held out, else names that end in 7 are."""
    if not (folder / "sketches").is_dir():
        return None
    drawn: dict[str, list[Path]] = {}
    for path in pictures(folder / "sketches"):
        drawn.setdefault(path.stem.rpartition("_")[0] or path.stem, []).append(path)
    samples = tuple(
        Sample(path.stem, path, tuple(drawn.pop(path.stem, ())))
        for path in pictures(folder / "images")
    )
    side = Side(samples, orphans=tuple(path for paths in drawn.values() for path in paths))
    chosen = _held_out_names(folder / "meta.jsonl")
    held_out = is_held_out if chosen is None else chosen.__contains__
    return Description(
        layout="pictures with sketches (images/, sketches/)",
        kind=Kind.PAIRED,
        training=_part(side, lambda name: not held_out(name)),
        held_out=_part(side, held_out),
    )


def unaligned(folder: Path) -> Description | None:
    """trainA/ and trainB/, testA/ and testB/: inputs and pictures that do not belong together."""
    if not (folder / "trainA").is_dir() and not (folder / "trainB").is_dir():
        return None
    train, test = (
        Side(_lone(folder / f"{side}B"), unpaired=tuple(pictures(folder / f"{side}A")))
        for side in ("train", "test")
    )
    return Description(
        layout="unaligned pictures (trainA/, trainB/, testA/, testB/)",
        kind=Kind.UNPAIRED,
        training=train,
        held_out=test,
    )


def aligned(folder: Path) -> Description | None:
    """train/ and test/ or val/ with input and picture side by side in each file."""
    if not pictures(folder / "train"):
        return None
    held_out = pictures(folder / "test") or pictures(folder / "val")
    return Description(
        layout="aligned pictures (train/, test/ or val/; input and picture side by side)",
        kind=Kind.PAIRED,
        training=_halves(pictures(folder / "train")),
        held_out=_halves(held_out),
        halves=True,
    )


def _part(side: Side, wanted: Callable[[str], bool]) -> Side:
    return Side(
        tuple(sample for sample in side.samples if wanted(sample.name)),
        orphans=tuple(path for path in side.orphans if wanted(path.stem)),
    )


def _lone(folder: Path) -> tuple[Sample, ...]:
    return tuple(Sample(path.stem, path, ()) for path in pictures(folder))


def _halves(paths: Iterable[Path]) -> Side:
    return Side(tuple(Sample(path.stem, path, (path,)) for path in paths))


def _held_out_names(path: Path) -> frozenset[str] | None:
    if not path.exists():
        return None
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return frozenset(row["name"] for row in rows if row["held_out"])
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise DataError(
            f"{path}: each line must be a JSON object with name and held_out ({error!r})"
        ) from error
