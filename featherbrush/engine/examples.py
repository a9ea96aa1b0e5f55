"""The bundled example canvases, as models take them: assets/examples/PAIR/NAME.png."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from featherbrush.engine.arrays import Canvas
from featherbrush.engine.card import ModelCard
from featherbrush.engine.errors import FeatherbrushError, PictureError
from featherbrush.engine.geometry import Extent
from featherbrush.engine.labels import fit, read_label_map
from featherbrush.engine.pictures import as_picture, open_image
from featherbrush.engine.resources import assets_dir


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A canvas and the name it goes by in a report."""

    name: str
    canvas: Canvas


def example_files(card: ModelCard) -> tuple[Path, ...]:
    """The bundled examples of a model's pair, by name; none where it has none."""
    try:
        folder = assets_dir() / "examples" / card.pair
    except FeatherbrushError:
        return ()
    return tuple(sorted(folder.glob("*.png")))


def bundled_examples(card: ModelCard) -> Iterator[Example]:
    """The bundled examples of a model's pair, each read when it is asked for."""
    for path in example_files(card):
        try:
            yield Example(path.stem, _read(path, card))
        except FeatherbrushError:
            continue  # another model of the pair's name, with other classes


def _read(path: Path, card: ModelCard) -> Canvas:
    """[H, W] class ids or [H, W, 3] pixels at the native size."""
    if card.input == "labels":
        ids = read_label_map(path, card.classes)
        return fit(ids, multiple=card.multiple, extent=Extent(*card.native))
    picture = as_picture(open_image(path, error=PictureError).image)
    return fit(picture, multiple=card.multiple, extent=Extent(*card.native))


def examples_for(card: ModelCard) -> tuple[Example, ...]:
    """The examples of a model's pair, as the model takes them.

    Where there is none, one made-up canvas of even stripes, named 'stripes'.
    """
    return tuple(bundled_examples(card)) or (Example("stripes", _stripes(card)),)


def _stripes(card: ModelCard) -> Canvas:
    width, height = card.native
    values = np.array([entry.id for entry in card.classes] or [0, 255], np.uint8)
    column = values[np.arange(height) * len(values) // height]
    canvas = np.repeat(column[:, None], width, axis=1)
    if card.input == "labels":
        return canvas
    return np.repeat(canvas[..., None], 3, axis=2)
