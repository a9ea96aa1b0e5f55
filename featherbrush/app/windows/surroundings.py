"""What a file needs from the studio around a document: its model, its pictures, other models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from featherbrush.app.document.content import Content, ModelMark
from featherbrush.engine.arrays import Picture, Style


class Surroundings(Protocol):
    """What files need to know, and may ask for."""

    def mark(self) -> ModelMark | None:
        """The model that the document is painted with."""
        ...

    def pictures(self) -> Mapping[str, Picture]:
        """The pictures of the document as it is now, by the side's name."""
        ...

    @property
    def waiting(self) -> bool:
        """Whether a model is being loaded for a document that is to be opened."""
        ...

    @property
    def can_sketch(self) -> bool:
        """Whether there is a model that paints from sketches."""
        ...

    def use_style(self, style: Style | None) -> None:
        """Use the style that a document was saved with, if the model takes it."""
        ...

    def suit(self, content: Content, then: Callable[[], None]) -> bool:
        """Change to a model that takes a document if need be, then call `then`; False without one."""
        ...


class Alone:
    """Surroundings without any model."""

    def mark(self) -> ModelMark | None:
        """None."""
        return None

    def pictures(self) -> Mapping[str, Picture]:
        """None at all."""
        return {}

    @property
    def waiting(self) -> bool:
        """Never."""
        return False

    @property
    def can_sketch(self) -> bool:
        """No."""
        return False

    def use_style(self, style: Style | None) -> None:
        """Do nothing: there is no model to use it."""

    def suit(self, content: Content, then: Callable[[], None]) -> bool:
        """Take any document."""
        then()
        return True
