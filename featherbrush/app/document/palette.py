"""The classes that a document may be painted with, and which of them the eraser leaves behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from featherbrush.app.texts import mark, tr
from featherbrush.engine.card import ClassInfo, ModelCard
from featherbrush.engine.errors import LabelMapError

UNKNOWN_COLOR = 0xFFFF00FF
"""Drawn for an id that the palette does not name: loud, so that it is never mistaken for a class."""


WHITE = (255, 255, 255)
_INKS: tuple[tuple[str, tuple[int, int, int]], ...] = (
    (mark("paper"), WHITE),
    (mark("black"), (0, 0, 0)),
    (mark("grey"), (128, 128, 128)),
    (mark("light grey"), (204, 204, 204)),
    (mark("red"), (196, 40, 36)),
    (mark("orange"), (232, 128, 36)),
    (mark("yellow"), (245, 210, 60)),
    (mark("green"), (60, 140, 60)),
    (mark("turquoise"), (40, 160, 160)),
    (mark("blue"), (40, 90, 200)),
    (mark("violet"), (120, 60, 170)),
    (mark("brown"), (120, 76, 44)),
)


@dataclass(frozen=True)
class Palette:
    """The classes of a label map in the order of the model card, or the inks of a sketch.

    `background` is the id that the eraser paints and that a new map is filled with.
    Raises LabelMapError when there are no classes, an id occurs twice, or `background` is unknown.
    """

    classes: tuple[ClassInfo, ...]
    background: int

    def __post_init__(self) -> None:
        """Refuse palettes that cannot be painted with."""
        if not self.classes:
            raise LabelMapError("a palette needs at least one class")
        ids = [info.id for info in self.classes]
        if len(set(ids)) != len(ids):
            raise LabelMapError(f"a palette names a class id twice: {sorted(ids)}")
        if self.background not in ids:
            raise LabelMapError(f"the background class {self.background} is not in the palette")

    @classmethod
    def of(cls, classes: Sequence[ClassInfo], *, background: int | None = None) -> Palette:
        """Palette of a model card's classes; the background is the lowest id unless told."""
        chosen = tuple(classes)
        if background is None:
            background = min((info.id for info in chosen), default=0)
        return cls(chosen, background)

    @cached_property
    def ids(self) -> frozenset[int]:
        """Every class id."""
        return frozenset(info.id for info in self.classes)

    @cached_property
    def _by_id(self) -> dict[int, ClassInfo]:
        return {info.id: info for info in self.classes}

    def find(self, class_id: int) -> ClassInfo | None:
        """The class of an id, or None for an id that the palette does not name."""
        return self._by_id.get(class_id)

    def name(self, class_id: int) -> str:
        """The name of a class, or "class N" for an id that the palette does not name."""
        found = self.find(class_id)
        return found.name if found else f"class {class_id}"

    def color(self, class_id: int) -> tuple[int, int, int]:
        """The colour of a class, sRGB; KeyError for an id that the palette does not name."""
        return self._by_id[class_id].color

    def with_ink(self, color: tuple[int, int, int]) -> tuple[Palette, int]:
        """A palette that has an ink of this colour, and its id; the same one when it has it.

        Raises LabelMapError when all 256 ids are taken.
        """
        for info in self.classes:
            if info.color == color:
                return self, info.id
        free = next((number for number in range(256) if number not in self.ids), None)
        if free is None:
            raise LabelMapError("a palette holds 256 inks; this one is full")
        ink = ClassInfo(id=free, name="#{:02x}{:02x}{:02x}".format(*color), color=color)
        return Palette((*self.classes, ink), self.background), free

    @property
    def paper(self) -> tuple[int, int, int]:
        """The colour of the background: what a sketch is drawn on."""
        return self.color(self.background)

    @cached_property
    def color_table(self) -> tuple[int, ...]:
        """256 colours as 0xFFRRGGBB, by class id: the colour table of an indexed image."""
        table = [UNKNOWN_COLOR] * 256
        for info in self.classes:
            red, green, blue = info.color
            table[info.id] = 0xFF000000 | red << 16 | green << 8 | blue
        return tuple(table)


def palette_of(card: ModelCard) -> Palette:
    """What a model is painted for with: its classes, the inks that its card names, or ours."""
    return Palette.of(card.classes) if card.classes else ink_palette()


def ink_palette() -> Palette:
    """The inks that a sketch begins with: the paper, which the eraser leaves, black, colours."""
    return Palette.of(
        [
            ClassInfo(id=place, name=tr(name), color=color)
            for place, (name, color) in enumerate(_INKS)
        ]
    )
