"""What is wrong with a folder of pictures, one line per finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np

from featherbrush.compression.data.layouts.description import (
    FEWEST_HELD_OUT,
    UNKNOWN,
    Description,
    Kind,
    Sample,
    Side,
)
from featherbrush.compression.data.layouts.detect import describe
from featherbrush.compression.data.layouts.reading import Bytes, read_picture, read_values
from featherbrush.compression.data.store import DataError
from featherbrush.compression.evaluation.progress import shown

MOST_DECODED = 500
FEW = 50
MOST_NAMED = 8
INPUT = {Kind.LABELLED: "label map", Kind.PAIRED: "sketch"}
Item = TypeVar("Item")


@dataclass(frozen=True)
class Finding:
    """One line: what is wrong or worth knowing; `fatal` where the folder cannot be used with it."""

    text: str
    level: str = "note"

    @property
    def fatal(self) -> bool:
        """Whether the set cannot be used."""
        return self.level == "error"

    def __str__(self) -> str:
        """As a line for people."""
        return f"{self.level}: {self.text}"


@dataclass
class Tally:
    """What decoding the pictures of a side turned up; files by name, in the order in which they were met."""

    unreadable: list[str] = field(default_factory=list)
    uneven: list[str] = field(default_factory=list)
    sizes: Counter[tuple[int, int]] = field(default_factory=Counter)
    pixels: Counter[int] = field(default_factory=Counter)
    maps: Counter[int] = field(default_factory=Counter)
    colored: int = 0


def examine(folder: Path, *, most: int = MOST_DECODED) -> list[Finding]:
    """Look through a folder: layout, partners, sizes, readability, ids.

    Args:
        folder: of any layout.
        most: at most so many pictures of each side are decoded, evenly spread; names are all looked at.
    """
    try:
        description = describe(folder)
    except DataError as error:
        return [Finding(str(error), "error")]
    sides = {"training": description.training, "held-out": description.held_out}
    findings = [_summary(description)]
    for name, side in sides.items():
        findings += _partners(name, side, kind=description.kind)
    findings += _split(description)
    tallies = {
        name: _decode(description, side, most=most, text=f"Reading {name} pictures")
        for name, side in sides.items()
    }
    for name, tally in tallies.items():
        findings += _pictures(name, tally)
    if description.kind is Kind.LABELLED:
        findings += _ids(description, tallies.values())
    if any(tally.colored for tally in tallies.values()):
        findings.append(Finding("the inputs have colours; trainings read them as grey drawings"))
    return findings + _looked_at(sides, most=most)


def _summary(description: Description) -> Finding:
    return Finding(
        f"{description.layout}: {len(description.training.samples)} pictures for training, "
        f"{len(description.held_out.samples)} held out"
    )


def _partners(name: str, side: Side, *, kind: Kind) -> list[Finding]:
    if kind is Kind.UNPAIRED:
        return []
    what, findings = INPUT[kind], []
    lone = [sample.picture.name for sample in side.samples if not sample.inputs]
    if lone:
        text = f"{name}: {len(lone)} of {len(side.samples)} pictures have no {what} ({_some(lone)})"
        findings.append(Finding(text, "error"))
    if side.orphans:
        names = [path.name for path in side.orphans]
        text = f"{name}: {len(names)} {what}s have no picture ({_some(names)})"
        findings.append(Finding(text, "error"))
    return findings


def _split(description: Description) -> list[Finding]:
    training, held_out = description.training, description.held_out
    findings = []
    if not training.samples:
        findings.append(Finding("training: there are no pictures", "error"))
    elif len(training.samples) < FEW:
        text = f"training: {len(training.samples)} pictures are few; hundreds are a beginning"
        findings.append(Finding(text, "warning"))
    if description.kind is Kind.UNPAIRED and training.samples and not training.unpaired:
        findings.append(Finding("training: there are no inputs (trainA/)", "error"))
    counts = [len(held_out.samples)]
    if description.kind is Kind.UNPAIRED:
        counts.append(len(held_out.unpaired))
    if min(counts) < FEWEST_HELD_OUT:
        text = "no pictures are held out" if not min(counts) else "only one picture is held out"
        text += f", and evaluations need {FEWEST_HELD_OUT}; `data convert` sets some aside"
        findings.append(Finding(text, "warning"))
    return findings


def _decode(description: Description, side: Side, *, most: int, text: str) -> Tally:
    tally = Tally()
    items: list[Sample | Path] = [*side.samples, *side.unpaired]
    chosen = _spread(items, most)
    for item in shown(chosen, text) if chosen else ():
        if isinstance(item, Path):
            _picture(item, tally)
        else:
            _sample(item, description, tally)
    return tally


def _sample(sample: Sample, description: Description, tally: Tally) -> None:
    picture = _picture(sample.picture, tally)
    if description.halves:
        if picture is not None:
            _half(sample, picture, tally)
        return
    read = read_values if description.kind is Kind.LABELLED else read_picture
    for path in sample.inputs:
        pixels = _read(path, read, tally)
        if pixels is None or picture is None:
            continue
        if pixels.shape[:2] != picture.shape[:2]:
            tally.uneven.append(f"{path.name} {_size(pixels)}, its picture {_size(picture)}")
        if description.kind is Kind.LABELLED:
            _count(pixels, tally)


def _half(sample: Sample, picture: Bytes, tally: Tally) -> None:
    width = picture.shape[1]
    if width % 2 or width < picture.shape[0]:
        tally.uneven.append(
            f"{sample.picture.name} {_size(picture)}, not two pictures of one width"
        )
    left = picture[:, : width // 2].astype(np.int16)
    tally.colored += bool((left.max(-1) - left.min(-1) > 48).mean() > 0.01)


def _picture(path: Path, tally: Tally) -> Bytes | None:
    picture = _read(path, read_picture, tally)
    if picture is not None:
        tally.sizes[(picture.shape[1], picture.shape[0])] += 1
    return picture


def _read(path: Path, read: Callable[[Path], Bytes], tally: Tally) -> Bytes | None:
    try:
        return read(path)
    except DataError as error:
        tally.unreadable.append(str(error))
        return None


def _count(values: Bytes, tally: Tally) -> None:
    counts = np.bincount(values.ravel(), minlength=256)
    for value in np.flatnonzero(counts):
        tally.pixels[int(value)] += int(counts[value])
        tally.maps[int(value)] += 1


def _pictures(name: str, tally: Tally) -> list[Finding]:
    findings = []
    if tally.unreadable:
        text = f"{name}: {len(tally.unreadable)} files cannot be used: {_some(tally.unreadable, 3)}"
        findings.append(Finding(text, "error"))
    if tally.uneven:
        text = f"{name}: {len(tally.uneven)} files have the wrong size: {_some(tally.uneven, 3)}"
        findings.append(Finding(text, "error"))
    if len(tally.sizes) > 1:
        common = ", ".join(f"{w}x{h} ({n})" for (w, h), n in tally.sizes.most_common(3))
        text = f"{name}: pictures of {len(tally.sizes)} sizes ({common}...); `data convert` makes them one"
        findings.append(Finding(text, "warning"))
    return findings


def _ids(description: Description, tallies: Iterable[Tally]) -> list[Finding]:
    pixels: Counter[int] = Counter()
    maps: Counter[int] = Counter()
    for tally in tallies:
        pixels += tally.pixels
        maps += tally.maps
    unknown = [value for value in sorted(pixels) if description.values[value] == UNKNOWN]
    findings = []
    if unknown:
        parts = [f"{v} ({pixels[v]} pixels in {maps[v]} maps)" for v in unknown]
        text = f"label maps have values that no class has: {_some(parts)}; {len(description.classes)} classes are known"
        findings.append(Finding(text, "error"))
    ignored = sum(pixels[value] for value in description.ignored)
    if ignored:
        share = 100 * ignored / max(sum(pixels.values()), 1)
        findings.append(Finding(f"{share:.1f} % of the pixels are unlabelled on purpose"))
    seen = {description.values[value] for value in pixels}
    absent = [entry.name for i, entry in enumerate(description.classes) if i not in seen]
    if absent and pixels:
        findings.append(Finding(f"{len(absent)} classes are in no map: {_some(absent)}", "warning"))
    return findings


def _looked_at(sides: dict[str, Side], *, most: int) -> list[Finding]:
    counts = [len(side.samples) + len(side.unpaired) for side in sides.values()]
    if max(counts) <= most:
        return []
    return [Finding(f"of {sum(counts)} files {sum(min(c, most) for c in counts)} were decoded")]


def _spread(items: Sequence[Item], most: int) -> list[Item]:
    """At most so many of the items, evenly spread."""
    if len(items) <= most:
        return list(items)
    return [items[i * len(items) // most] for i in range(most)]


def _some(names: Sequence[str], most: int = MOST_NAMED) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def _size(pixels: Bytes) -> str:
    return f"{pixels.shape[1]}x{pixels.shape[0]}"
