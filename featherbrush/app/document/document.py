"""The document: one canvas of labels or ink, its history, its file and its style. No widgets."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, SignalInstance

from featherbrush.app.document import writing
from featherbrush.app.document.areas import NOTHING
from featherbrush.app.document.attachments import Attachments
from featherbrush.app.document.extras import (
    CanvasKind,
    Favourite,
    Guard,
    Selection,
    Underlay,
    same_style,
)
from featherbrush.app.document.history import History, Reselection, Step
from featherbrush.app.document.kinds import blank, check_canvas, check_put, kind_of
from featherbrush.app.document.palette import Palette
from featherbrush.app.document.sheet import Sheet
from featherbrush.app.document.writing import Color, Edit, Mask
from featherbrush.app.texts import mark
from featherbrush.engine.arrays import Canvas, Labels, Style, frozen
from featherbrush.engine.geometry import Bounds, Extent


class Document(QObject):
    """What the artist makes: a label map uint8 [H,W] or a sketch uint8 [H,W,3], with undo.

    Every edit advances `revision` first and then emits `changed` with the smallest rectangle
    whose pixels differ. An edit that changes no pixel changes nothing else either. Edits between
    `begin_stroke` and `end_stroke` are one undo step; an edit outside is a step of its own.
    """

    changed = Signal(Bounds)
    """Pixels inside the rectangle changed, by painting, undo, redo or a cancelled stroke."""
    about_to_replace = Signal()
    """The whole canvas is about to be replaced; it is still as it was."""
    replaced = Signal()
    """The canvas, perhaps its kind, size and palette, was replaced; the history starts anew."""
    style_changed = Signal()
    selection_changed = Signal()
    guard_changed = Signal()
    underlay_changed = Signal()
    favourites_changed = Signal()
    palette_changed = Signal()
    """A sketch has other inks. What a whole new canvas brings is told by `replaced`."""
    modified_changed = Signal(bool)
    path_changed = Signal()
    history_changed = Signal()
    """What can be undone or redone changed."""
    undone = Signal()
    """The user went one step back (recorders listen to this, views to `changed`)."""
    redone = Signal()

    def __init__(
        self,
        palette: Palette,
        *,
        extent: Extent,
        kind: CanvasKind = "labels",
        fill: int | None = None,
        parent: QObject | None = None,
    ) -> None:
        """New canvas of `extent`, filled with `fill` (the palette's background unless told).

        The palette of a sketch names its inks; its background is the paper.
        """
        super().__init__(parent)
        self._palette = palette
        self._sheet = Sheet(blank(extent, kind=kind, palette=palette, fill=fill))
        self._path: Path | None = None
        self._saved_position: int | None = self._sheet.history.position
        self._was_modified = False
        self._style: Style | None = None
        self._extras = Attachments()

    # What it holds

    @property
    def kind(self) -> CanvasKind:
        """Whether the pixels are class ids or ink."""
        return kind_of(self._sheet.pixels)

    @property
    def pixels(self) -> Canvas:
        """Read-only live view: ids uint8 [H,W], or sRGB uint8 [H,W,3]. Keep a `snapshot()`."""
        return self._sheet.pixels

    @property
    def labels(self) -> Labels:
        """`pixels` of a label map, uint8 [H,W]. Raises ValueError for a sketch."""
        if self.kind != "labels":
            raise ValueError("a sketch holds no labels; use pixels")
        return self._sheet.pixels

    @property
    def extent(self) -> Extent:
        """Size of the canvas."""
        return self._sheet.extent

    @property
    def palette(self) -> Palette:
        """The classes that the map may hold, or the inks of a sketch; and its background."""
        return self._palette

    def set_inks(self, palette: Palette) -> None:
        """Give a sketch other inks; what is drawn stays. Raises ValueError for a label map."""
        if self.kind != "sketch":
            raise ValueError("the classes of a label map change with the map only")
        if palette != self._palette:
            self._palette = palette
            self.palette_changed.emit()

    @property
    def revision(self) -> int:
        """Number of the present state; it only ever grows, also with undo."""
        return self._sheet.revision

    @property
    def path(self) -> Path | None:
        """File that the document was read from or saved to last; None without one."""
        return self._path

    @property
    def modified(self) -> bool:
        """Whether pixels, underlay or favourites differ from the file (or from how it began)."""
        stroke = self._sheet.stroke
        unfinished = stroke is not None and not stroke.touched.empty
        elsewhere = self._sheet.history.position != self._saved_position
        return unfinished or elsewhere or self._extras.modified

    @property
    def style(self) -> Style | None:
        """Style vector float32 [S], read-only, or None for the model's default."""
        return self._style

    def set_style(self, style: NDArray[np.float32] | None) -> None:
        """Choose the style: a way of looking, which does not make the document modified."""
        if not same_style(self._style, style):
            self._style = None if style is None else frozen(np.array(style, dtype=np.float32))
            self.style_changed.emit()

    def snapshot(self) -> Canvas:
        """Read-only copy of the pixels that no later edit touches; one per revision at most."""
        return self._sheet.snapshot()

    # Beside the pixels

    @property
    def selection(self) -> Selection | None:
        """The part of the canvas that edits may change; None for all of it."""
        return self._extras.selection

    def set_selection(self, selection: Selection | None) -> None:
        """Limit edits to a part of the canvas, or (None) no longer; as part of something else."""
        if selection is not self._extras.selection:
            self._extras.selection = selection
            self.selection_changed.emit()

    def select(self, selection: Selection | None) -> None:
        """Limit edits to a part of the canvas, or (None) no longer; as an undo step of its own."""
        before = self.selection
        if selection is before:
            return
        self.end_stroke()
        name = mark("Deselect") if selection is None else mark("Select")
        self.history.push(name=name, reselection=Reselection(before, selection))
        self.set_selection(selection)
        self.history_changed.emit()

    def tie_selection(self, before: Selection | None) -> None:
        """Let the newest step, just done, lead back to another selection and on to the present one."""
        self.history.tie(Reselection(before, self.selection))

    @property
    def guard(self) -> Guard:
        """Which classes edits of a label map leave alone."""
        return self._extras.guard

    def set_guard(self, guard: Guard) -> None:
        """Protect classes, or paint over one class only."""
        if guard != self._extras.guard:
            self._extras.guard = guard
            self.guard_changed.emit()

    @property
    def underlay(self) -> Underlay | None:
        """A picture to trace over."""
        return self._extras.underlay

    def set_underlay(self, underlay: Underlay | None) -> None:
        """Lay another picture under the canvas, change how it shows, or (None) take it away."""
        if underlay is not self._extras.underlay:
            self._extras.underlay = underlay
            self.underlay_changed.emit()
            self._tell_modified()

    @property
    def favourites(self) -> tuple[Favourite, ...]:
        """The styles that are kept with this document."""
        return self._extras.favourites

    def set_favourites(self, favourites: tuple[Favourite, ...]) -> None:
        """Keep these styles with the document."""
        if favourites != self._extras.favourites:
            self._extras.favourites = favourites
            self.favourites_changed.emit()
            self._tell_modified()

    # Painting

    @property
    def stroke(self) -> int | None:
        """The number that `begin_stroke` gave the open stroke, or None between strokes."""
        return self._sheet.stroke.serial if self._sheet.stroke else None

    def begin_stroke(self, name: str) -> int:
        """Begin one undo step called `name`. A stroke still open is ended first, not lost.

        Returns a number that is never given twice: who compares it with `stroke` later knows
        whether the stroke is still his.
        """
        self.end_stroke()
        return self._sheet.begin(name)

    def paint(
        self, bounds: Bounds, *, mask: Mask | None = None, class_id: int, afresh: bool = False
    ) -> Bounds:
        """Set a class inside `bounds`, where `mask` bool [h,w] is set (None: everywhere).

        `bounds` may reach beyond the map; what the guard protects or is not selected stays.
        `afresh` first takes back what the open stroke has painted so far, in the same change: this
        is how a line follows the pointer. Returns the smallest rectangle changed. Raises ValueError
        for a class that the palette does not name, a mask of another shape, or a sketch.
        """
        if self.kind != "labels" or class_id not in self._palette.ids:
            raise ValueError(f"class {class_id} is not in the palette of this {self.kind} canvas")
        edit = partial(writing.write_class, bounds=bounds, mask=mask, class_id=class_id)
        return self._edit(mark("Paint"), edit, bounds=bounds, afresh=afresh)

    def ink(
        self, bounds: Bounds, *, coverage: NDArray[np.uint8], color: Color, afresh: bool = False
    ) -> Bounds:
        """Lay ink on a sketch: blend `color` over it by `coverage` uint8 [h,w] / 255.

        A pixel keeps the most coverage that the stroke gave it, over what the stroke found, so a
        stroke that crosses itself gets no darker. Otherwise as `paint`. Raises ValueError for a
        coverage of another shape, or a label map.
        """
        if self.kind != "sketch":
            raise ValueError("a label map takes no ink")
        edit = partial(writing.write_ink, bounds=bounds, coverage=coverage, color=color)
        return self._edit(mark("Draw"), edit, bounds=bounds, afresh=afresh)

    def put(
        self, bounds: Bounds, pixels: Canvas, *, mask: Mask | None = None, afresh: bool = False
    ) -> Bounds:
        """Copy `pixels` ([h,w] ids, or [h,w,3] for a sketch) into `bounds`, where `mask` is set.

        For what is moved, pasted or flipped. Otherwise as `paint`. Raises ValueError for pixels of
        another shape or kind, or classes that the palette does not name.
        """
        check_put(pixels, bounds, kind=self.kind, palette=self._palette)
        edit = partial(writing.write_pixels, bounds=bounds, pixels=pixels, mask=mask)
        return self._edit(mark("Paste"), edit, bounds=bounds, afresh=afresh)

    def end_stroke(self) -> Bounds:
        """End the stroke: one undo step if it changed a pixel, none if not. Safe without one.

        Returns the smallest rectangle that the stroke as a whole changed.
        """
        bounds = self._sheet.end()
        if not bounds.empty:
            self.history_changed.emit()
        self._tell_modified()
        return bounds

    def cancel_stroke(self) -> Bounds:
        """Take the open stroke back, exactly; returns the rectangle restored. Safe without one."""
        dirty = self._sheet.cancel()
        self._announce(dirty)
        self._tell_modified()
        return dirty

    # History

    @property
    def history(self) -> History:
        """Names and size of the steps; go through `undo()` and `redo()` to move in it."""
        return self._sheet.history

    def undo(self) -> Bounds:
        """Go one step back; returns what changed. A stroke still open is ended, and undone."""
        self.end_stroke()
        return self._travel(self._sheet.undo(), self.undone, back=True)

    def redo(self) -> Bounds:
        """Go one step forward again; returns what changed (empty when there was nothing)."""
        self.end_stroke()
        return self._travel(self._sheet.redo(), self.redone, back=False)

    # The canvas as a whole

    def new(
        self,
        *,
        extent: Extent,
        fill: int | None = None,
        palette: Palette | None = None,
        kind: CanvasKind | None = None,
    ) -> None:
        """Start over with an empty canvas without a file; kind and palette stay unless told."""
        chosen = palette or self._palette
        pixels = blank(extent, kind=kind or self.kind, palette=chosen, fill=fill)
        self.replace(pixels, palette=chosen)

    def replace(
        self,
        pixels: Canvas,
        *,
        palette: Palette | None = None,
        path: Path | None = None,
        modified: bool = False,
        underlay: Underlay | None = None,
        favourites: tuple[Favourite, ...] = (),
    ) -> None:
        """Take a copy of `pixels` ([H,W] labels or [H,W,3] ink) as a new canvas.

        History, selection and guard are forgotten, underlay and favourites are what is given.
        Raises ValueError for another type or shape, or ids that the palette does not name; the
        document is then as it was.
        """
        chosen = palette or self._palette
        check_canvas(pixels, chosen)
        self.about_to_replace.emit()
        self._palette = chosen
        self._sheet.replace(pixels)
        self._extras = Attachments.of_file(underlay, favourites)
        self._saved_position = None if modified else self.history.position
        self.replaced.emit()
        self.selection_changed.emit()
        self.guard_changed.emit()
        self.underlay_changed.emit()
        self.favourites_changed.emit()
        self._set_path(path)
        self.history_changed.emit()
        self._tell_modified()

    def mark_saved(self, path: Path | None) -> None:
        """Note that whoever calls has written the document as it is now to `path`."""
        self._saved_position = self.history.position
        self._extras.mark_saved()
        self._set_path(path)
        self._tell_modified()

    # Inside

    def _edit(self, name: str, edit: Edit, *, bounds: Bounds, afresh: bool) -> Bounds:
        if self._sheet.stroke is None:
            self.begin_stroke(name)
            self._edit(name, edit, bounds=bounds, afresh=False)
            return self.end_stroke()
        dirty = self._sheet.apply(edit, bounds=bounds, limits=self._extras, afresh=afresh)
        self._announce(dirty)
        return dirty

    def _announce(self, dirty: Bounds) -> None:
        if not dirty.empty:
            self.changed.emit(dirty)
            self._tell_modified()

    def _travel(self, step: Step | None, signal: SignalInstance, *, back: bool) -> Bounds:
        if step is None:
            return NOTHING
        self._announce(step.bounds)
        selected = step.reselection
        if selected is not None:
            self.set_selection(selected.before if back else selected.after)
        signal.emit()
        self.history_changed.emit()
        return step.bounds

    def _set_path(self, path: Path | None) -> None:
        if path != self._path:
            self._path = path
            self.path_changed.emit()

    def _tell_modified(self) -> None:
        modified = self.modified
        if modified != self._was_modified:
            self._was_modified = modified
            self.modified_changed.emit(modified)
