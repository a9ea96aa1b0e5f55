"""The colours that known datasets draw their label maps in, bundled as small data files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from featherbrush.engine.card import ClassInfo
from featherbrush.engine.errors import FeatherbrushError, LabelMapError
from featherbrush.engine.resources import assets_dir

Color = tuple[int, int, int]
"""Red, green and blue, each 0 to 255."""


class DatasetPalette(BaseModel):
    """The classes of a dataset with their ids and colours; two classes may share a colour.

    `source` says where the facts are published.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1]
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    title: Annotated[str, Field(min_length=1, max_length=100)]
    source: Annotated[str, Field(max_length=1000)]
    classes: Annotated[tuple[ClassInfo, ...], Field(min_length=1, max_length=1000)]

    def names(self, color: Color, *, as_id: bool = False) -> tuple[str, ...]:
        """The names of the classes that have a colour, or with `as_id` the grey value as id."""
        if as_id:
            return tuple(entry.name for entry in self.classes if entry.id == color[0])
        return tuple(entry.name for entry in self.classes if entry.color == color)


def read_palette(path: Path) -> DatasetPalette:
    """A palette from its JSON file; raises LabelMapError in one line when it is none."""
    try:
        return DatasetPalette.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError, ValidationError) as problem:
        raise LabelMapError(f"{path}: no palette file: {problem}") from problem


def bundled_palettes() -> tuple[DatasetPalette, ...]:
    """The palettes that ship, by title; none where the assets are missing."""
    try:
        folder = assets_dir() / "palettes"
    except FeatherbrushError:
        return ()
    found = (read_palette(path) for path in folder.glob("*.json"))
    return tuple(sorted(found, key=lambda palette: palette.title))
