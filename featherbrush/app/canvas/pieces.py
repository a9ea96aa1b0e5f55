"""The piece that floats: moved, flipped or pasted on a document, with its selection and undo."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from featherbrush.app.canvas.brush import Mask
from featherbrush.app.canvas.floating import Floating, flipped, laid
from featherbrush.app.canvas.scene import Moved, Scene
from featherbrush.app.canvas.select_tools import lift_selected
from featherbrush.app.document.document import Document
from featherbrush.app.document.extras import Selection
from featherbrush.app.document.kinds import blank
from featherbrush.app.texts import mark
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds


@dataclass(frozen=True, slots=True, eq=False)
class _Before:
    """What a move began with: the history's position, what was selected, and what floated."""

    position: int
    selection: Selection | None
    floating: Floating | None


class Pieces(QObject):
    """Keeps the floating piece of a document; undo leads back to what was selected before it moved.

    A piece floats until anything else changes the document or its selection.
    """

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        """Nothing floats yet."""
        super().__init__(parent)
        self._document = document
        self._floating: Floating | None = None
        self._known: tuple[int, Selection | None] = (-1, None)
        self._before: _Before | None = None
        document.replaced.connect(self._forget)

    @property
    def floating(self) -> Floating | None:
        """The piece that can be moved on, or None."""
        revision, selection = self._known
        document = self._document
        same = document.revision == revision and document.selection is selection
        return self._floating if same else None

    def scene(self) -> Scene:
        """The document as a gesture sees it now."""
        document = self._document
        return Scene(document.pixels, document.palette, document.selection, self.floating)

    # A drag

    def begin(self) -> None:
        """A move begins: the selection must not hold back what is moved out of it."""
        document = self._document
        floating = self.floating
        self._before = _Before(document.history.position, document.selection, floating)
        self._floating = floating
        document.set_selection(None)

    def show(self, moved: Moved) -> None:
        """Put the piece where it is now, within the document's open stroke."""
        self._floating = moved.floating
        self._put(moved.floating, moved.was)

    def settle(self) -> None:
        """The move is over, its stroke ended: the selection lies around the piece."""
        position = self._before.position if self._before else -1
        before = self._before.selection if self._before else None
        self._before = None
        floating, document = self._floating, self._document
        selection = before if floating is None or before is None else floating.selection
        document.set_selection(selection)
        if document.history.position != position:
            document.tie_selection(before)
        self._known = (document.revision, selection)

    def take_back(self) -> None:
        """The move was cancelled: what floated before floats again, where it was."""
        before, self._before = self._before, None
        if before is not None:
            self._document.set_selection(before.selection)
            self._floating = before.floating
            self._known = (self._document.revision, before.selection)

    def let_go(self) -> None:
        """Something else ended the stroke of the move: nothing floats any more."""
        if self._before is not None:
            self._document.set_selection(self._before.selection)
        self._forget()

    # All at once

    def nudge(self, dx: int, dy: int) -> None:
        """Move the selected pixels by whole pixels, as one undo step."""
        piece = self.floating or lift_selected(self.scene())
        self._place(mark("Move"), piece.moved(dx, dy), piece.at)

    def flip(self, *, horizontally: bool) -> None:
        """Mirror the selected pixels (or everything) in place, as one undo step."""
        piece = self.floating or lift_selected(self.scene())
        name = mark("Flip horizontally") if horizontally else mark("Flip vertically")
        self._place(name, flipped(piece, horizontally=horizontally), piece.at)

    def paste(self, pixels: Canvas, *, mask: Mask, at: Bounds) -> None:
        """Lay pixels [h,w] or [h,w,3] over the document, select them, and let them float."""
        document = self._document
        position, before = document.history.position, document.selection
        piece = laid(document.pixels, piece=pixels, mask=mask, at=at)
        document.set_selection(piece.selection)
        self._place(mark("Paste"), piece, at)
        if document.history.position != position:
            document.tie_selection(before)

    def clear(self) -> None:
        """Fill what is selected (or everything) with the background or paper, as one step."""
        document = self._document
        whole = Bounds.of(document.extent)
        name = mark("Clear") if document.selection is None else mark("Delete")
        document.begin_stroke(name)
        if document.kind == "labels":
            document.paint(whole, class_id=document.palette.background)
        else:
            paper = blank(document.extent, kind="sketch", palette=document.palette, fill=None)
            document.put(whole, paper)
        document.end_stroke()

    def _place(self, name: str, piece: Floating, was: Bounds) -> None:
        self._document.begin_stroke(name)
        self.begin()
        self.show(Moved(piece, was))
        self._document.end_stroke()
        self.settle()

    def _put(self, floating: Floating, was: Bounds) -> None:
        area = was.union(floating.at).intersection(Bounds.of(self._document.extent))
        if not area.empty:
            self._document.put(area, floating.composed(area), afresh=True)

    def _forget(self) -> None:
        self._floating = None
        self._before = None
