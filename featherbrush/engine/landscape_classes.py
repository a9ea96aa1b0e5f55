"""The classes that rendered landscapes are labelled with, and that the studio paints with before it has a model."""

from __future__ import annotations

from featherbrush.engine.card import ClassInfo

_COLORS: tuple[tuple[str, tuple[int, int, int]], ...] = (
    ("sky", (146, 198, 240)),
    ("cloud", (232, 236, 242)),
    ("rock", (120, 112, 106)),
    ("snow", (250, 252, 255)),
    ("grass", (126, 184, 72)),
    ("tree", (34, 98, 48)),
    ("water", (42, 104, 176)),
    ("sand", (236, 212, 142)),
    ("dirt", (150, 104, 62)),
    ("mountain", (146, 128, 168)),
)
LANDSCAPE_CLASSES = tuple(
    ClassInfo(id=place, name=name, color=color) for place, (name, color) in enumerate(_COLORS)
)
