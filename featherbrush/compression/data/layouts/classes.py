"""The class table of a set: classes.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from featherbrush.compression.data.layouts.description import ClassName
from featherbrush.compression.data.store import DataError

MOST_CLASSES = 255


def read_classes(path: Path) -> tuple[ClassName, ...]:
    """The classes of classes.json: a list of {"id", "name", "color": [red, green, blue]} with ids 0, 1, 2...

    Raises:
        DataError: the file is missing or not such a list.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        ids = [entry["id"] for entry in table]
        classes = tuple(_class(entry) for entry in table)
    except FileNotFoundError as error:
        raise DataError(
            f"{path}: missing; it names the classes: "
            '[{"id": 0, "name": "sky", "color": [146, 198, 240]}, ...]'
        ) from error
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise DataError(
            f"{path}: not a list of classes, each with id, name and color ({error!r})"
        ) from error
    if ids != list(range(len(ids))) or not 0 < len(ids) <= MOST_CLASSES:
        raise DataError(f"{path}: ids must be 0, 1, 2... in order, at most {MOST_CLASSES} of them")
    return classes


def _class(entry: dict[str, Any]) -> ClassName:
    red, green, blue = (int(value) for value in entry["color"])
    if not all(0 <= value <= 255 for value in (red, green, blue)):
        raise ValueError(f"color {entry['color']}: three numbers 0..255")
    return ClassName(str(entry["name"]), (red, green, blue))
