"""Choosing a style: from the strip, by the dice, or from a picture."""

from __future__ import annotations

import random
from pathlib import Path

from PySide6.QtCore import QObject

from featherbrush.app.document import Document
from featherbrush.app.document.extras import LONGEST_NAME, Favourite
from featherbrush.app.synthesis.background import Background
from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.synthesis.styles import DEFAULT, KEPT, StyleOption, StyleShelf
from featherbrush.app.texts import tr
from featherbrush.app.windows.message_bar import MessageBar
from featherbrush.engine.arrays import Style
from featherbrush.engine.pictures import read_picture
from featherbrush.engine.style_encoder import StyleEncoder

SEEDS = 10_000


class StyleActions(QObject):
    """Keeps shelf and document of one mind about the style in use."""

    def __init__(
        self,
        document: Document,
        shelf: StyleShelf,
        *,
        background: Background,
        messages: MessageBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._shelf = shelf
        self._background = background
        self._messages = messages
        self._choice: Choice | None = None
        self._encoder: tuple[Path, StyleEncoder] | None = None
        shelf.chosen.connect(self._apply)
        document.style_changed.connect(lambda: shelf.find(document.style))
        document.favourites_changed.connect(lambda: shelf.keep(document.favourites))

    @property
    def can_choose(self) -> bool:
        """Whether the model has styles."""
        return self._shelf.size > 0

    @property
    def can_encode(self) -> bool:
        """Whether a style can be taken from a picture."""
        return self.can_choose and self._choice is not None and bool(self._choice.style_encoder)

    def use_model(self, choice: Choice) -> None:
        """Offer the styles of another model; one that shares them goes on with the same."""
        before, self._choice = self._choice, choice
        if before is None or not choice.shares_styles(before):
            self._shelf.offer(choice.card.default_vector)
        self._shelf.keep(self._document.favourites)

    def reset(self) -> None:
        """Go back to the model's default style."""
        if self.can_choose:
            self._shelf.choose(DEFAULT)

    def throw_dice(self) -> None:
        """Use a style drawn at random."""
        if self.can_choose:
            self._shelf.throw(random.randrange(1, SEEDS))

    def take_from(self, path: Path) -> None:
        """Use the style of a picture; reading and encoding happen in the background."""
        choice = self._choice
        if choice is None or choice.style_encoder is None or not self.can_choose:
            self._messages.error(
                tr("This model takes no style from a picture: it has no encoder file.")
            )
            return
        encoder, size = choice.style_encoder.path, choice.card.style_size

        def encode() -> Style:
            picture = read_picture(path)
            kept = self._encoder
            if kept is None or kept[0] != encoder:
                kept = self._encoder = encoder, StyleEncoder(encoder)
            return kept[1].encode(picture)

        def take(style: Style) -> None:
            if self._choice is choice and style.shape == (size,):
                self._messages.clear()
                self._shelf.take(style, title=path.stem)

        self._background.run(encode, done=take, failed=self._messages.error)

    def keep(self) -> None:
        """Put the style in use among the document's favourites, unless it is there already."""
        option = self._shelf.current
        if option is None or option.kept:
            return
        name = self._unused(option.title)
        kept = (*self._document.favourites, Favourite(name, self._shelf.numbers(option)))
        self._document.set_favourites(kept)
        self._shelf.choose(KEPT + name)

    def rename(self, key: str, name: str) -> None:
        """Call a favourite by another name; one that is taken gets a number."""
        old, wanted = key.removeprefix(KEPT), name.strip()[:LONGEST_NAME]
        if not wanted or wanted == old:
            return
        wanted = self._unused(wanted)
        in_use = self._shelf.current
        self._document.set_favourites(
            tuple(
                Favourite(wanted, one.vector) if one.name == old else one
                for one in self._document.favourites
            )
        )
        if in_use is not None and in_use.key == key:
            self._shelf.choose(KEPT + wanted)

    def remove(self, key: str) -> None:
        """Take a favourite away; the picture keeps its style."""
        old = key.removeprefix(KEPT)
        left = tuple(one for one in self._document.favourites if one.name != old)
        self._document.set_favourites(left)
        self._shelf.find(self._document.style)

    def _unused(self, name: str) -> str:
        name = name[:LONGEST_NAME]  # a picture's file may be called anything
        taken = {one.name for one in self._document.favourites}
        if name not in taken:
            return name
        numbers = (f"{name[: LONGEST_NAME - 5]} {n}" for n in range(2, len(taken) + 3))
        return next(one for one in numbers if one not in taken)

    def _apply(self, option: StyleOption) -> None:
        self._document.set_style(option.vector)
