"""What is on the canvas before anything was painted: never an empty sheet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from featherbrush.app.document import Palette
from featherbrush.app.document.kinds import blank
from featherbrush.app.document.palette import palette_of
from featherbrush.app.synthesis.choice import Choice
from featherbrush.engine.arrays import Canvas, Labels
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.examples import bundled_examples
from featherbrush.engine.geometry import Extent


def first_map(palette: Palette, extent: Extent) -> Labels:
    """Return a simple landscape, uint8 [H, W]: sky, a ridge, grass, and a lake before it.

    With classes of other names their first four take these places.
    """
    sky, ridge, meadow, lake = _places(palette.classes)
    height, width = extent.shape
    down = np.arange(height, dtype=np.float64)[:, None] / height
    across = np.arange(width, dtype=np.float64)[None, :] / width
    labels = np.full((height, width), sky, np.uint8)
    crest = 0.40 - 0.14 * np.abs(np.sin(across * 7.3 + 0.6)) - 0.05 * np.sin(across * 19.0)
    labels[down > crest] = ridge
    labels[down > 0.56 + 0.02 * np.sin(across * 9.0)] = meadow
    shore = ((across - 0.56) / 0.40) ** 2 + ((down - 0.86) / 0.17) ** 2
    labels[shore < 1.0] = lake
    return labels


def first_canvas(choice: Choice) -> tuple[Canvas, Palette]:
    """Return what a model's first canvas holds, and its palette.

    The first example that ships for its pair; else a landscape, or bare paper.
    """
    extent = Extent(*choice.card.native)
    sketch = choice.kind == "sketch"
    palette = palette_of(choice.card)
    for example in bundled_examples(choice.card):
        return example.canvas, palette
    if sketch:
        return blank(extent, kind="sketch", palette=palette, fill=None), palette
    return first_map(palette, extent), palette


def brush_class(palette: Palette) -> int:
    """Return the class that is in hand at first: one that shows on the first map."""
    by_name = {info.name: info.id for info in palette.classes}
    others = [info.id for info in palette.classes if info.id != palette.background]
    return by_name.get("tree", others[0] if others else palette.background)


def _places(classes: Sequence[ClassInfo]) -> tuple[int, int, int, int]:
    by_name = {info.name: info.id for info in classes}
    first = [classes[place % len(classes)].id for place in range(4)]
    wanted = ("sky", "mountain", "grass", "water")
    if all(name in by_name for name in wanted):
        first = [by_name[name] for name in wanted]
    return first[0], first[1], first[2], first[3]
