"""The bundled example canvases, as models take them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from featherbrush.engine.arrays import Canvas
from featherbrush.engine.card import ModelCard
from featherbrush.engine.errors import FeatherbrushError, LabelMapError
from featherbrush.engine.geometry import Extent
from featherbrush.engine.labels import fit, read_label_map
from featherbrush.engine.resources import assets_dir


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A canvas and the name it goes by in a report."""

    name: str
    canvas: Canvas


def examples_for(card: ModelCard) -> tuple[Example, ...]:
    """Canvases at a model's native size: the bundled maps that have its classes.

    Where none has, one made-up canvas of even stripes, named 'stripes'.
    """
    found = _bundled(card) if card.input == "labels" else []
    return tuple(found) or (Example("stripes", _stripes(card)),)


def _bundled(card: ModelCard) -> list[Example]:
    try:
        folder = assets_dir() / "examples"
    except FeatherbrushError:
        return []
    native = Extent(*card.native)
    found = []
    for path in sorted(folder.rglob("*.png")):
        ids = _read(path, card)
        if ids is not None:
            resized = fit(ids, multiple=card.multiple, extent=native)
            found.append(Example(path.stem, resized))
    return found


def _read(path: Path, card: ModelCard) -> Canvas | None:
    try:
        return read_label_map(path, card.classes)
    except LabelMapError:
        return None  # made for other classes, or a picture that lies beside the maps


def _stripes(card: ModelCard) -> Canvas:
    width, height = card.native
    values = np.array([entry.id for entry in card.classes] or [0, 255], np.uint8)
    column = values[np.arange(height) * len(values) // height]
    canvas = np.repeat(column[:, None], width, axis=1)
    if card.input == "labels":
        return canvas
    return np.repeat(canvas[..., None], 3, axis=2)
