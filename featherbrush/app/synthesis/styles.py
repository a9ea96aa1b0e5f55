"""The styles on offer: the default, a few seeds, the last throw of the dice, the last picture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from featherbrush.engine.arrays import Style
from featherbrush.engine.style import style_from_seed

DEFAULT = "default"
RANDOM = "random"
PICTURE = "picture"
SEEDS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, eq=False)
class StyleOption:
    """One style: its key, its name, the vector float32 [S] or None for the model's average."""

    key: str
    title: str
    vector: Style | None


class StyleShelf(QObject):
    """Which styles are on offer for a model, and which one is in use."""

    offered = Signal()
    """``options`` changed."""
    chosen = Signal(object)
    """(StyleOption): this one is in use now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._size = 0
        self._options: dict[str, StyleOption] = {}
        self._current = DEFAULT

    @property
    def size(self) -> int:
        """The length of the model's style vectors; 0 for a model without styles."""
        return self._size

    @property
    def options(self) -> tuple[StyleOption, ...]:
        """What is on offer, in the order shown."""
        return tuple(self._options.values())

    @property
    def current(self) -> StyleOption | None:
        """The style in use, None for a model without styles."""
        return self._options.get(self._current)

    def offer(self, size: int) -> None:
        """Start anew for a model whose styles are ``size`` numbers long (0: it has none)."""
        self._size = size
        first = [StyleOption(DEFAULT, "Default", None)]
        seeds = [
            StyleOption(f"seed-{seed}", f"Seed {seed}", style_from_seed(seed, size))
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
        self._place(StyleOption(RANDOM, f"Seed {seed}", style_from_seed(seed, self._size)))

    def take(self, vector: Style, *, title: str) -> None:
        """Put a style taken from a picture on the shelf and use it."""
        self._place(StyleOption(PICTURE, title, vector))

    def _place(self, option: StyleOption) -> None:
        self._options[option.key] = option
        self.offered.emit()
        self.choose(option.key)
