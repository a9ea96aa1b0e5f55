"""Choosing a style: from the strip, by the dice, or from a picture."""

from __future__ import annotations

import random
from pathlib import Path

from PySide6.QtCore import QObject

from featherbrush.app.document import Document
from featherbrush.app.synthesis.background import Background
from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.synthesis.styles import DEFAULT, StyleOption, StyleShelf
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
        self._encoder: StyleEncoder | None = None
        shelf.chosen.connect(self._apply)

    @property
    def can_choose(self) -> bool:
        """Whether the model has styles."""
        return self._shelf.size > 0

    @property
    def can_encode(self) -> bool:
        """Whether a style can be taken from a picture."""
        return self.can_choose and self._choice is not None and bool(self._choice.style_encoder)

    def use_model(self, choice: Choice) -> None:
        """Offer the styles of another model."""
        self._choice = choice
        self._encoder = None
        self._shelf.offer(choice.card.style_size)

    def reset(self) -> None:
        """Go back to the model's average style."""
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
                "This model takes no style from a picture: it has no encoder file."
            )
            return
        encoder, size = choice.style_encoder.path, choice.card.style_size

        def encode() -> Style:
            picture = read_picture(path)
            self._encoder = self._encoder or StyleEncoder(encoder)
            return self._encoder.encode(picture)

        def take(style: Style) -> None:
            if self._choice is choice and style.shape == (size,):
                self._messages.clear()
                self._shelf.take(style, title=path.stem)

        self._background.run(encode, done=take, failed=self._messages.error)

    def _apply(self, option: StyleOption) -> None:
        self._document.set_style(option.vector)
