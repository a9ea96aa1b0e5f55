"""The desk: what was on the canvas for other models waits there until they are used again."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

from featherbrush.app.document import Document, Palette
from featherbrush.app.document.content import Content
from featherbrush.app.document.extras import CanvasKind, Favourite, Underlay
from featherbrush.app.document.palette import palette_of
from featherbrush.app.synthesis.choice import Choice
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Extent


@dataclass(frozen=True, eq=False)
class Sheet:
    """A canvas that was put aside, with all that belongs to it but its history."""

    pixels: Canvas
    palette: Palette
    path: Path | None
    underlay: Underlay | None
    favourites: tuple[Favourite, ...]


class Desk:
    """Keeps the last canvas of every kind of input while a model of another kind is in use.

    Only what is safe elsewhere, or was never worked on, is put aside without a question: see
    `ModelActions`. So nothing here is the only copy of unsaved work.
    """

    def __init__(self) -> None:
        self._aside: dict[Hashable, Sheet] = {}

    def put_aside(self, document: Document) -> None:
        """Keep what is on the canvas for the next model that takes it."""
        self._aside[key_of_document(document)] = Sheet(
            document.snapshot(),
            document.palette,
            document.path,
            document.underlay,
            document.favourites,
        )

    def forget(self, document: Document) -> None:
        """Keep nothing of this kind: the artist threw the work away."""
        self._aside.pop(key_of_document(document), None)

    def take(self, choice: Choice) -> Sheet | None:
        """Hand out the canvas that waits for these models, if one does and its size suits them."""
        sheet = self._aside.pop(key_of(choice), None)
        if sheet is None or _unfit(Extent.of(sheet.pixels), choice.multiple):
            return None
        return sheet


def key_of(choice: Choice) -> Hashable:
    """What models must share to work on one canvas: ink on the same paper, or the very same classes."""
    return canvas_key(choice.kind, palette_of(choice.card))


def key_of_document(document: Document | Content) -> Hashable:
    """What models must take to work on this document."""
    return canvas_key(document.kind, document.palette)


def canvas_key(kind: CanvasKind, palette: Palette) -> Hashable:
    """What models must share to work on a canvas of this kind with this palette."""
    return palette.paper if kind == "sketch" else palette.classes


def _unfit(extent: Extent, multiple: int) -> bool:
    return bool(extent.width % multiple or extent.height % multiple)
