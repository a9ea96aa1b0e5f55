"""The set `landscape`: rendered landscapes with exact label maps. The seed of a scene is its number."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from featherbrush.compression.data.builders import folder as folders
from featherbrush.compression.data.landscape.rendering import class_table, render
from featherbrush.compression.data.opening import is_held_out
from featherbrush.compression.evaluation.progress import shown

FIRST, COUNT = 10000, 3000


def build(target: Path, *, first: int = FIRST, count: int = COUNT, jobs: int = 1) -> dict[str, Any]:
    """Render the set: images/, labels/, labels_painted/, classes.json, meta.jsonl.

    Seeds whose picture is nearly one colour or one class are left out, so the set has a few less than `count`.
    A frame takes about 1.5 s of one core; the first one of a machine waits a minute for the compiler.

    Args:
        target: the folder; must be empty or absent.
        first: the first seed.
        count: number of seeds.
        jobs: processes that render at once.
    Returns:
        The content of set.json.
    Raises:
        DataError: `target` has other files.
    """
    plan = {"builder": "landscape 1", "first": first, "count": count}
    seeds = range(first, first + count)
    return folders.build(target, plan=plan, fill=lambda part: _fill(part, seeds, jobs=jobs))


def _fill(part: Path, seeds: Sequence[int], *, jobs: int) -> dict[str, Any]:
    done = part / "rendered.jsonl"
    rows = {row["seed"]: row for row in folders.read_rows(done)}
    left = [seed for seed in seeds if seed not in rows]
    for row in shown(_rendered(part, left, jobs=jobs), "Rendering", total=len(left)):
        rows[row["seed"]] = row
        folders.append_row(done, row)
    kept = [rows[seed] for seed in seeds if "file" in rows[seed]]
    folders.write_lines(part / "meta.jsonl", kept)
    folders.write_text(part / "classes.json", json.dumps(class_table(), indent=1))
    done.unlink(missing_ok=True)
    held_out = sum(is_held_out(row["file"]) for row in kept)
    return {
        "name": "landscape",
        "kind": "labelled",
        "input": "labels",
        "output": "images",
        "size": [256, 256],
        "training": len(kept) - held_out,
        "held_out": held_out,
        "source": "rendered by featherbrush.compression.data.landscape",
        "author": "The Featherbrush authors",
        "licence": "CC0-1.0",
    }


def _rendered(part: Path, seeds: Sequence[int], *, jobs: int) -> Iterator[dict[str, Any]]:
    write = partial(_write, part)
    if jobs == 1:
        yield from map(write, seeds)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(write, seeds)


def _write(part: Path, seed: int) -> dict[str, Any]:
    """Render a seed and write its files; its row has no file name where it is not worth keeping."""
    rendering = render(seed)
    if not rendering.is_worth_keeping:
        return {"seed": seed}
    name = f"{seed:06d}"
    folders.write_picture(part / "labels" / f"{name}.png", rendering.labels)
    folders.write_picture(part / "labels_painted" / f"{name}.png", rendering.painted)
    folders.write_picture(part / "images" / f"{name}.webp", rendering.picture, quality=95)
    return {"file": name, **rendering.facts}
