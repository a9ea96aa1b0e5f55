"""A set of any layout as trainings read it: squares of one size, in the folders that the builders write."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from featherbrush.compression.data.builders import folder as folders
from featherbrush.compression.data.layouts.description import (
    FEWEST_HELD_OUT,
    UNKNOWN,
    Description,
    Kind,
    Sample,
    Side,
)
from featherbrush.compression.data.layouts.detect import describe
from featherbrush.compression.data.layouts.reading import (
    Bytes,
    read_grey,
    read_picture,
    read_values,
)
from featherbrush.compression.data.painting import simplify
from featherbrush.compression.data.store import DataError
from featherbrush.compression.evaluation.progress import shown

Item = Sample | Path


def convert(folder: Path, target: Path, *, size: int, reverse: bool = False) -> dict[str, Any]:
    """Write the set of `folder` into `target`, in the builders' layout of its kind.

    Pictures become squares: the middle is kept, scaled. Sets with nothing held out lose one picture in ten
    (by a hash of the name, so that the same ones are held out every time) to the evaluation side, and every
    set as many as it takes to have two there.

    Args:
        folder: of any known layout.
        target: must be empty or absent; an interrupted conversion goes on.
        size: side of the squares, in pixels.
        reverse: of aligned pictures, take the right half as input.
    Returns:
        The content of set.json.
    Raises:
        DataError: the layout is unknown, a file cannot be read or has no partner, ids are unknown, or there
            are too few pictures.
    """
    found = describe(folder)
    _refuse_gaps(folder, found)
    description = split(found)
    _refuse_few(folder, description)
    plan = {"converted": str(folder.resolve()), "size": size, "reverse": reverse}
    write = {Kind.LABELLED: _labelled, Kind.PAIRED: _paired, Kind.UNPAIRED: _unpaired}
    return folders.build(
        target,
        plan=plan,
        fill=lambda part: (
            write[description.kind](part, description, size=size, reverse=reverse)
            | {
                "kind": description.kind.value,
                "size": [size, size],
                "source": description.layout,
                "training": len(description.training.samples),
                "held_out": len(description.held_out.samples),
            }
        ),
    )


def split(description: Description) -> Description:
    """The description with at least two held out of whatever there is, where that leaves one for training.

    Where the folder has nothing held out, it is one in ten.
    """
    lone, whole = description.training, description.held_out
    samples = _apart(lone.samples, whole.samples)
    unpaired = _apart(lone.unpaired, whole.unpaired)
    return replace(
        description,
        training=replace(lone, samples=samples[0], unpaired=unpaired[0]),
        held_out=replace(whole, samples=samples[1], unpaired=unpaired[1]),
    )


def _apart(training: Sequence[Any], held_out: Sequence[Any]) -> tuple[tuple[Any, ...], ...]:
    """The two sides, in the order of the files: of one that is empty or too small, the names decide."""
    # One name in ten comes first, whatever the other pictures are.
    rank = {item: (_hash(item) % 10 != 7, _hash(item)) for item in training}
    wanted = 0 if held_out else sum(not other for other, _ in rank.values())
    wanted = min(max(wanted, FEWEST_HELD_OUT - len(held_out)), len(training) - 1)
    moved = set(sorted(training, key=rank.__getitem__)[: max(wanted, 0)])
    return (
        tuple(item for item in training if item not in moved),
        (*held_out, *(item for item in training if item in moved)),
    )


def _hash(item: Item) -> int:
    """The first 32 bits of the SHA-1 of the name."""
    name = item.stem if isinstance(item, Path) else item.name
    return int(hashlib.sha1(name.encode()).hexdigest()[:8], 16)


def _refuse_gaps(folder: Path, description: Description) -> None:
    sides = (description.training, description.held_out)
    if not description.training.samples:
        raise DataError(f"{folder}: has no pictures for training")
    if description.kind is Kind.UNPAIRED:
        if not description.training.unpaired:
            raise DataError(f"{folder}: has no inputs for training (trainA/)")
        return
    lone = [sample for side in sides for sample in side.samples if not sample.inputs]
    if lone:
        raise DataError(
            f"{lone[0].picture}: has no partner, as have {len(lone) - 1} more; see `data check`"
        )


def _refuse_few(folder: Path, description: Description) -> None:
    sides = (description.training, description.held_out)
    parts = {"pictures": [len(side.samples) for side in sides]}
    if description.kind is Kind.UNPAIRED:
        parts["inputs"] = [len(side.unpaired) for side in sides]
    for what, (training, held_out) in parts.items():
        if training < 1 or held_out < FEWEST_HELD_OUT:
            raise DataError(
                f"{folder}: has {training + held_out} {what}, too few to train with some and hold out "
                f"{FEWEST_HELD_OUT}; add {what}, hundreds are a beginning"
            )


def _numbered(description: Description) -> list[tuple[str, Sample, bool]]:
    """Samples with new names: numbers, of which those that end in 7 are held out, and no others."""
    free = (n for n in range(10**9) if n % 10 != 7)
    training = [(f"{next(free):06d}", sample, False) for sample in description.training.samples]
    held_out = description.held_out.samples
    return training + [(f"{10 * i + 7:06d}", sample, True) for i, sample in enumerate(held_out)]


def _labelled(part: Path, description: Description, *, size: int, reverse: bool) -> dict[str, Any]:
    rows, table = [], np.array(description.values, np.uint8)
    for name, sample, held_out in shown(_numbered(description), "Converting"):
        rows.append({"file": name, "source": sample.name, "held_out": held_out})
        done = part / "images" / f"{name}.webp"
        if done.exists():
            continue
        ids = table[read_values(sample.inputs[0])]
        if (ids == UNKNOWN).any():
            raise DataError(f"{sample.inputs[0]}: has ids that no class has; see `data check`")
        picture = _same_size(read_picture(sample.picture), ids, sample)
        ids = square(ids, size, how=cv2.INTER_NEAREST_EXACT)
        folders.write_picture(part / "labels" / f"{name}.png", ids)
        folders.write_picture(part / "labels_painted" / f"{name}.png", _painted(ids, int(name)))
        folders.write_picture(done, square(picture, size), quality=95)
    folders.write_lines(part / "meta.jsonl", rows)
    classes = [
        {"id": i, "name": entry.name, "color": list(entry.color)}
        for i, entry in enumerate(description.classes)
    ]
    folders.write_text(part / "classes.json", json.dumps(classes, indent=1))
    return {"input": "labels", "output": "images"}


def _paired(part: Path, description: Description, *, size: int, reverse: bool) -> dict[str, Any]:
    numbered = _numbered(description)
    count = min(len(sample.inputs) for _, sample, _ in numbered)
    rows = []
    for name, sample, held_out in shown(numbered, "Converting"):
        rows.append({"name": name, "source": sample.name, "held_out": held_out})
        done = part / "images" / f"{name}.webp"
        if done.exists():
            continue
        if description.halves:
            drawings, picture = _halves(sample.picture, reverse=reverse)
        else:
            picture = read_picture(sample.picture)
            drawings = [_same_size(read_grey(p), picture, sample) for p in sample.inputs[:count]]
        for k, drawing in enumerate(drawings):
            folders.write_picture(part / "sketches" / f"{name}_{k}.png", square(drawing, size))
        folders.write_picture(done, square(picture, size), quality=95)
    folders.write_lines(part / "meta.jsonl", rows)
    return {"input": "sketches", "output": "images", "sketches_per_image": count}


def _unpaired(part: Path, description: Description, *, size: int, reverse: bool) -> dict[str, Any]:
    for side, content in (("train", description.training), ("test", description.held_out)):
        for kind, paths in (("A", content.unpaired), ("B", _files(content))):
            (part / f"{side}{kind}").mkdir(exist_ok=True)
            for number, path in enumerate(shown(paths, f"Converting {side}{kind}")):
                done = part / f"{side}{kind}" / f"{number:06d}.webp"
                if not done.exists():
                    folders.write_picture(done, square(read_picture(path), size), quality=95)
    return {"input": "A", "output": "B"}


def square(pixels: Bytes, size: int, *, how: int = cv2.INTER_AREA) -> Bytes:
    """The middle of uint8 [H, W] or [H, W, 3], scaled to [size, size] or [size, size, 3]."""
    height, width = pixels.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    middle = pixels[top : top + side, left : left + side]
    if side < size and how == cv2.INTER_AREA:
        how = cv2.INTER_CUBIC
    return np.asarray(cv2.resize(middle, (size, size), interpolation=how), np.uint8)


def _painted(ids: Bytes, number: int) -> Bytes:
    """The map as a blunt brush would leave it."""
    present, compact = np.unique(ids, return_inverse=True)
    cell = int(np.random.default_rng(number).integers(5, 13))
    blunt = simplify(compact.reshape(ids.shape).astype(np.uint8), classes=len(present), cell=cell)
    return np.asarray(present[blunt], np.uint8)


def _halves(path: Path, *, reverse: bool) -> tuple[list[Bytes], Bytes]:
    both = read_picture(path)
    width = both.shape[1]
    if width % 2 or width < both.shape[0]:
        raise DataError(f"{path}: {width}x{both.shape[0]} is not two pictures side by side")
    halves = (both[:, : width // 2], both[:, width // 2 :])
    given, picture = reversed(halves) if reverse else halves
    grey = cv2.cvtColor(np.ascontiguousarray(given), cv2.COLOR_RGB2GRAY)
    return [np.asarray(grey, np.uint8)], picture


def _same_size(pixels: Bytes, other: Bytes, sample: Sample) -> Bytes:
    if pixels.shape[:2] != other.shape[:2]:
        raise DataError(f"{sample.picture}: has another size than its partner; see `data check`")
    return pixels


def _files(side: Side) -> tuple[Path, ...]:
    return tuple(sample.picture for sample in side.samples)
