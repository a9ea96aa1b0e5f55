"""What can be done to a document without pointing at it, as values that stroke files keep."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from featherbrush.app.canvas.brush import Mask
from featherbrush.app.canvas.pieces import Pieces
from featherbrush.app.canvas.selecting import everything, inverted
from featherbrush.app.document.document import Document
from featherbrush.app.document.extras import Guard, Selection
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds


class Command(StrEnum):
    """Edits that need nothing else, by the name that stroke files use."""

    SELECT_ALL = "select-all"
    DESELECT = "deselect"
    INVERT = "invert-selection"
    CLEAR = "clear"
    FLIP_HORIZONTALLY = "flip-horizontally"
    FLIP_VERTICALLY = "flip-vertically"


@dataclass(frozen=True, slots=True)
class Nudge:
    """Move the selected pixels by so many pixels."""

    dx: int
    dy: int


@dataclass(frozen=True, slots=True, eq=False)
class Paste:
    """Lay pixels [h,w] or [h,w,3] over the document where `mask` bool [h,w] is set."""

    pixels: Canvas
    mask: Mask
    at: Bounds


@dataclass(frozen=True, slots=True, eq=False)
class Select:
    """Select exactly this."""

    selection: Selection | None


@dataclass(frozen=True, slots=True)
class Protect:
    """Guard classes from now on."""

    guard: Guard


Edit = Command | Nudge | Paste | Select | Protect


def carry_out(edit: Edit, document: Document, pieces: Pieces) -> None:
    """Do an edit. Raises ValueError for pixels that the document cannot take."""
    if isinstance(edit, Command):
        _command(edit, document, pieces)
    elif isinstance(edit, Nudge):
        pieces.nudge(edit.dx, edit.dy)
    elif isinstance(edit, Paste):
        pieces.paste(edit.pixels, mask=edit.mask, at=edit.at)
    elif isinstance(edit, Select):
        document.select(edit.selection)
    else:
        document.set_guard(edit.guard)


def _command(command: Command, document: Document, pieces: Pieces) -> None:
    extent = document.extent
    if command is Command.SELECT_ALL:
        document.select(everything(extent))
    elif command is Command.DESELECT:
        document.select(None)
    elif command is Command.INVERT:
        document.select(inverted(document.selection, extent=extent))
    elif command is Command.CLEAR:
        pieces.clear()
    else:
        pieces.flip(horizontally=command is Command.FLIP_HORIZONTALLY)
