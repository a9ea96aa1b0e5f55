"""What a file keeps of a document: one immutable value, read whole and written whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from featherbrush.app.document.document import Document
from featherbrush.app.document.extras import CanvasKind, Favourite, Underlay
from featherbrush.app.document.palette import Palette
from featherbrush.engine.arrays import Canvas, Picture, Style
from featherbrush.engine.geometry import Extent


@dataclass(frozen=True, slots=True)
class ModelMark:
    """The model that a document was painted with: its id, and the SHA-256 of its file."""

    id: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """A document without its history.

    pixels: ids uint8 [H,W], or a sketch's sRGB uint8 [H,W,3]. palette: its classes or inks.
    style: float32 [S] or None for the model's default. pictures: what the models made of it, uint8
    [H,W,3] by the side's name; they are written for other programs and never read back.
    """

    pixels: Canvas
    palette: Palette
    style: Style | None = None
    favourites: tuple[Favourite, ...] = ()
    underlay: Underlay | None = None
    model: ModelMark | None = None
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    @property
    def kind(self) -> CanvasKind:
        """Whether the pixels are class ids or ink."""
        return "labels" if self.pixels.ndim == 2 else "sketch"

    @property
    def extent(self) -> Extent:
        """Size of the canvas."""
        return Extent.of(self.pixels)

    def colored(self) -> Picture:
        """The canvas as people see it, uint8 [H,W,3]: the classes' colours, or the ink."""
        if self.kind == "sketch":
            return self.pixels
        table = np.array(self.palette.color_table, np.uint32)
        channels = np.stack([table >> 16 & 255, table >> 8 & 255, table & 255], axis=-1)
        picture: Picture = channels.astype(np.uint8)[self.pixels]
        return picture


def content_of(
    document: Document,
    *,
    model: ModelMark | None = None,
    pictures: Mapping[str, Picture] | None = None,
) -> Content:
    """What a document holds now; later edits do not reach it."""
    return Content(
        document.snapshot(),
        document.palette,
        style=document.style,
        favourites=document.favourites,
        underlay=document.underlay,
        model=model,
        pictures=dict(pictures or {}),
    )
