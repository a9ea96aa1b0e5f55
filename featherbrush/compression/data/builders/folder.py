"""A set's folder while it is built: beside its place, resumable, renamed into place when it is whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from featherbrush.compression.data.store import DataError
from featherbrush.compression.data.writing import Write, write_whole

SET = "set.json"
PLAN = "plan.json"


def build(
    target: Path, *, plan: dict[str, Any], fill: Callable[[Path], dict[str, Any]]
) -> dict[str, Any]:
    """Build a set in a folder beside `target` and rename it into place.

    Args:
        target: where the set goes; a set that was built by the same plan is left as it is.
        plan: everything that decides the set's content (JSON); an interrupted build goes on only if it
            had the same plan.
        fill: writes the set into the folder that it gets, skipping files that are there, and returns
            the text of set.json.
    Returns:
        The text of set.json.
    Raises:
        DataError: something else lies at `target`, or a folder that cannot be replaced, like a mounted
            volume; said before the work begins.
    """
    plan = json.loads(json.dumps(plan))
    # A link to an empty folder stays: the folder that it leads to is the one that is replaced.
    target = target.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        return _already_there(target, plan)
    part = target.with_name(f".{target.name}.part")
    if target.exists():
        _refuse_fixed(target)
    _begin(part, plan)
    about = _json(part / SET)
    if about is None:
        about = fill(part)
        write_text(part / SET, json.dumps({**about, "plan": plan}, indent=1))
    _put_in_place(part, target)
    return about


def _refuse_fixed(target: Path) -> None:
    """Refuse an empty folder that cannot be replaced; renaming it there and back is the only sure test."""
    aside = target.with_name(f".{target.name}.empty")
    try:
        target.rename(aside).rename(target)
    except OSError as error:
        raise DataError(
            f"{target}: cannot be replaced by the set ({error.strerror or error}); "
            f"give a folder in it, like {target / 'set'}"
        ) from error


def _begin(part: Path, plan: dict[str, Any]) -> None:
    """The folder of an interrupted build by the same plan, or an empty one."""
    if _json(part / PLAN) != plan:
        shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{part}: cannot be made ({error.strerror or error})") from error
    write_text(part / PLAN, json.dumps(plan, indent=1))


def _put_in_place(part: Path, target: Path) -> None:
    """Rename, and only then drop the plan: without it, the next call would build everything again."""
    try:
        if target.exists():
            target.rmdir()
        part.rename(target)
    except OSError as error:
        raise DataError(
            f"{target}: the set cannot be put there ({error.strerror or error}); it is whole and kept "
            f"in {part}, the same command tries again"
        ) from error
    (target / PLAN).unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a small text file whole."""
    write_bytes(path, text.encode())


def write_lines(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write one JSON object per line."""
    write_text(path, "".join(json.dumps(row) + "\n" for row in rows))


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows that `append_row` finished before an interruption; a torn line is left out."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            rows.append(row)
    return rows


def append_row(path: Path, row: dict[str, Any]) -> None:
    """Note a finished row, in one write."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def write_picture(path: Path, pixels: NDArray[np.uint8], **options: Any) -> None:
    """Write uint8 [H, W], [H, W, 3] or [H, W, 4] in the format of the name, whole."""
    _whole(path, lambda file: Image.fromarray(pixels).save(file, path.suffix[1:], **options))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole."""
    _whole(path, lambda file: file.write(data))


def _whole(path: Path, write: Write) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, write, partial=path.with_name(f".{path.name}.part"))
    except OSError as error:
        raise DataError(
            f"{path}: cannot be written ({error.strerror or error}); what is finished is kept, "
            "the same command goes on from there"
        ) from error


def _already_there(target: Path, plan: dict[str, Any]) -> dict[str, Any]:
    about = _json(target / SET)
    if about is None or about.get("plan") != plan:
        raise DataError(
            f"{target}: already has other files; give a folder that is empty or does not exist"
        )
    return about


def _json(path: Path) -> dict[str, Any] | None:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None
