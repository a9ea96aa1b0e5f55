"""The surroundings of a document that the main window is: its models, pictures and styles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from featherbrush.app.document.content import Content, ModelMark
from featherbrush.app.synthesis.background import Background
from featherbrush.app.synthesis.choice import Choice, choice_for
from featherbrush.app.synthesis.state import Side
from featherbrush.app.synthesis.styles import DEFAULT, StyleShelf
from featherbrush.app.texts import tr
from featherbrush.app.windows.desk import key_of, key_of_document
from featherbrush.app.windows.models import ModelActions
from featherbrush.app.windows.pictures import Pictures
from featherbrush.engine.arrays import Picture, Style


class StudioSurroundings(QObject):
    """The surroundings that the main window is."""

    def __init__(
        self,
        models: ModelActions,
        *,
        pictures: Pictures,
        shelf: StyleShelf,
        background: Background,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._shelf = shelf
        self._models = models
        self._pictures = pictures
        self._waiting: tuple[Choice, Callable[[], None]] | None = None
        models.changed.connect(self._arrived)
        models.refused.connect(self._give_up)

    @property
    def waiting(self) -> bool:
        """Whether a model is being loaded for a document that is to be opened."""
        return self._waiting is not None

    def mark(self) -> ModelMark | None:
        """The live model's id and the hash of its file."""
        choice = self._models.current
        if choice is None:
            return None
        return ModelMark(choice.card.id, _file_hash(choice.live.path))

    def pictures(self) -> Mapping[str, Picture]:
        """The pictures that belong to the document as it is now."""
        found = {side.value: self._pictures.current(side) for side in Side}
        return {side: result.picture for side, result in found.items() if result is not None}

    @property
    def can_sketch(self) -> bool:
        """Whether one of the models on offer paints from sketches."""
        return any(choice.kind == "sketch" for choice in self._models.choices)

    def use_style(self, style: Style | None) -> None:
        """Put the style on the shelf and use it; one of another length is left alone."""
        if style is None and self._shelf.size:
            self._shelf.choose(DEFAULT)
        elif style is not None and len(style) == self._shelf.size:
            self._shelf.take(style, title=tr("From the file"))

    def suit(self, content: Content, then: Callable[[], None]) -> bool:
        """Stay with the model, load another that takes the document, or say that there is none."""
        current = self._models.current
        if current is None or takes(current, content):
            then()
            return True
        choice = _find(self._models.choices, content)
        if choice is None:
            return False
        self._waiting = choice, then
        self._models.use(choice)
        return True

    def _arrived(self, choice: Choice) -> None:
        # The journal asks for the hash in mid-stroke: it is computed before, and remembered.
        path = choice.live.path
        self._background.run(lambda: _file_hash(path), done=lambda _: None, failed=lambda _: None)
        waiting, self._waiting = self._waiting, None
        if waiting is not None and waiting[0] == choice:
            # Later: who else hears of the model fits styles and panels to it first.
            QTimer.singleShot(0, self, waiting[1])

    def _give_up(self) -> None:
        self._waiting = None


def takes(choice: Choice, content: Content) -> bool:
    """Whether a model can draw a document as it is."""
    return key_of(choice) == key_of_document(content)


def _find(choices: tuple[Choice, ...], content: Content) -> Choice | None:
    """The model that a document names, else the first that takes it."""
    named = choice_for(choices, content.model.id) if content.model else None
    if named is not None and takes(named, content):
        return named
    return next((choice for choice in choices if takes(choice, content)), None)


def _file_hash(path: Path) -> str:
    try:
        state = path.stat()
        return _hash_once(path, state.st_mtime_ns, state.st_size)
    except OSError:
        return ""


@lru_cache(maxsize=8)
def _hash_once(path: Path, _modified: int, _size: int) -> str:
    """SHA-256 of a file, computed again only when the file changes."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
