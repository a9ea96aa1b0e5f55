"""The styles on offer: the default, a few seeds, dice, a picture, a blend, and the favourites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from featherbrush.app.document.extras import Favourite, same_style
from featherbrush.app.texts import tr
from featherbrush.engine.arrays import Style, frozen
from featherbrush.engine.style import style_from_seed

DEFAULT = "default"
RANDOM = "random"
PICTURE = "picture"
BLEND = "blend"
FOUND = "found"
KEPT = "favourite:"
"""Begins the keys of favourites; their names follow."""
SEEDS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, eq=False)
class StyleOption:
    """One style: its key, its name, the vector float32 [S] or None for the model's default."""

    key: str
    title: str
    vector: Style | None

    @property
    def kept(self) -> bool:
        """Whether it is one of the document's favourites."""
        return self.key.startswith(KEPT)


class StyleShelf(QObject):
    """Which styles are on offer for a model, and which one is in use."""

    offered = Signal()
    """``options`` changed."""
    chosen = Signal(object)
    """(StyleOption): this one is in use now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._default: Style = np.zeros(0, np.float32)
        self._options: dict[str, StyleOption] = {}
        self._current = DEFAULT

    @property
    def size(self) -> int:
        """The length of the model's style vectors; 0 for a model without styles."""
        return len(self._default)

    @property
    def options(self) -> tuple[StyleOption, ...]:
        """What is on offer, in the order shown."""
        return tuple(self._options.values())

    @property
    def current(self) -> StyleOption | None:
        """The style in use, None for a model without styles."""
        return self._options.get(self._current)

    def offer(self, default: Style) -> None:
        """Start anew for a model with this default style float32 [S]; S is 0 for one without styles."""
        self._default = default
        size = len(default)
        first = [StyleOption(DEFAULT, tr("Default"), None)]
        seeds = [
            StyleOption(f"seed-{seed}", tr("Seed {n}", n=seed), style_from_seed(seed, size))
            for seed in SEEDS
        ]
        self._options = {option.key: option for option in (first + seeds if size else [])}
        self._current = DEFAULT
        self.offered.emit()

    def choose(self, key: str) -> None:
        """Use one of the styles on offer; KeyError for any other."""
        option = self._options[key]
        self._current = key
        self.chosen.emit(option)

    def throw(self, seed: int) -> None:
        """Put the style of a seed in the dice's place and use it."""
        self._place(StyleOption(RANDOM, tr("Seed {n}", n=seed), style_from_seed(seed, self.size)))

    def take(self, vector: Style, *, title: str) -> None:
        """Put a style taken from a picture on the shelf and use it."""
        self._place(StyleOption(PICTURE, title, vector))

    def blend(self, first: str, second: str, *, share: float) -> None:
        """Use what lies between two styles on offer: share 0 is the first, 1 the second.

        Raises KeyError for styles that are not on offer.
        """
        ends = [self.numbers(self._options[key]) for key in (first, second)]
        title = tr("Blend")
        self._place(StyleOption(BLEND, title, between(ends[0], ends[1], share=share)))

    def numbers(self, option: StyleOption) -> Style:
        """Return a style's vector float32 [S]."""
        return self._default if option.vector is None else option.vector

    def keep(self, favourites: tuple[Favourite, ...]) -> None:
        """Put the document's favourites on the shelf; those of another length are left out."""
        before = self._options
        self._options = {key: option for key, option in before.items() if not option.kept}
        for favourite in favourites if self.size else ():
            if favourite.vector.shape == (self.size,):
                key = KEPT + favourite.name
                option = before.get(key)
                if option is None or not same_style(option.vector, favourite.vector):
                    option = StyleOption(key, favourite.name, favourite.vector)
                self._options[key] = option
        self.offered.emit()

    def find(self, vector: Style | None) -> None:
        """Mark the style that the document has, putting it on the shelf if it is not there."""
        if not self.size or (self.current and same_style(self.current.vector, vector)):
            return
        if vector is not None and vector.shape != (self.size,):
            return
        for option in self._options.values():
            if same_style(option.vector, vector):
                self.choose(option.key)
                return
        self._place(StyleOption(FOUND, tr("From the file"), vector))

    def _place(self, option: StyleOption) -> None:
        self._options[option.key] = option
        self._current = option.key
        self.offered.emit()
        self.choose(option.key)


def between(first: Style, second: Style, *, share: float) -> Style:
    """Return the style float32 [S] at `share` (0 to 1) of the way from one to another.

    On the straight line, but as long as its ends: styles are standard normal, so vectors of many
    numbers have about one length, and a straight line between two cuts through the bland middle.
    """
    straight = first * np.float32(1.0 - share) + second * np.float32(share)
    wanted = (1.0 - share) * np.linalg.norm(first) + share * np.linalg.norm(second)
    length = float(np.linalg.norm(straight))
    if length > 1e-6:
        straight = straight * np.float32(wanted / length)
    return frozen(straight.astype(np.float32))
