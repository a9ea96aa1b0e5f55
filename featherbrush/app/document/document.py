"""The document: one label map, its history, its file and its style. No widgets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, SignalInstance

from featherbrush.app.document.files import OpenedMap, open_label_map, save_label_map
from featherbrush.app.document.history import History, mask_bounds
from featherbrush.app.document.palette import Palette
from featherbrush.app.document.stroke import OpenStroke, write_masked
from featherbrush.engine.arrays import Labels, Style, frozen
from featherbrush.engine.geometry import Bounds, Extent

NOTHING = Bounds(0, 0, 0, 0)


class Document(QObject):
    """What the artist makes: a label map uint8 [H,W] with undo, a file and a style.

    Every edit advances `revision` first and then emits `changed` with the smallest rectangle
    whose pixels differ. An edit that changes no pixel changes nothing else either.
    """

    changed = Signal(Bounds)
    """Pixels inside the rectangle changed, by painting, undo, redo or a cancelled stroke."""
    about_to_replace = Signal()
    """The whole map is about to be replaced; it is still as it was."""
    replaced = Signal()
    """The whole map, perhaps its size and palette, was replaced; the history starts anew."""
    style_changed = Signal()
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
        fill: int | None = None,
        parent: QObject | None = None,
    ) -> None:
        """New map of `extent`, filled with class `fill` (the palette's background unless told)."""
        super().__init__(parent)
        self._palette = palette
        self._labels = _filled(extent, palette.background if fill is None else fill)
        self._history = History()
        self._stroke: OpenStroke | None = None
        self._strokes = 0
        self._revision = 0
        self._snapshot: tuple[int, Labels] | None = None
        self._path: Path | None = None
        self._saved_position: int | None = self._history.position
        self._was_modified = False
        self._style: Style | None = None

    # What it holds

    @property
    def labels(self) -> Labels:
        """Read-only live view of the map, uint8 [H,W]. Keep a `snapshot()`, not this."""
        return frozen(self._labels)

    @property
    def extent(self) -> Extent:
        """Size of the map."""
        return Extent.of(self._labels)

    @property
    def palette(self) -> Palette:
        """The classes that the map may hold, and its background class."""
        return self._palette

    @property
    def revision(self) -> int:
        """Number of the present state; it only ever grows, also with undo."""
        return self._revision

    @property
    def path(self) -> Path | None:
        """File that `save()` writes to; None before the first save."""
        return self._path

    @property
    def modified(self) -> bool:
        """Whether the map differs from the file (or from how it began)."""
        unfinished = self._stroke is not None and not self._stroke.touched.empty
        return unfinished or self._history.position != self._saved_position

    @property
    def style(self) -> Style | None:
        """Style vector float32 [S], read-only, or None for the model's default."""
        return self._style

    def set_style(self, style: NDArray[np.float32] | None) -> None:
        """Choose the style. A map's file holds no style, so this does not make it modified."""
        same = self._style is style or (
            self._style is not None and style is not None and np.array_equal(self._style, style)
        )
        if same:
            return
        self._style = None if style is None else frozen(np.array(style, dtype=np.float32))
        self.style_changed.emit()

    def snapshot(self) -> Labels:
        """Read-only copy of the map that no later edit touches; one copy per revision at most."""
        if self._snapshot is None or self._snapshot[0] != self._revision:
            self._snapshot = (self._revision, frozen(self._labels.copy()))
        return self._snapshot[1]

    # Painting

    @property
    def in_stroke(self) -> bool:
        """Whether a stroke was begun and not yet ended."""
        return self._stroke is not None

    @property
    def stroke(self) -> int | None:
        """The number that `begin_stroke` gave the open stroke, or None between strokes."""
        return self._stroke.serial if self._stroke else None

    def begin_stroke(self, name: str) -> int:
        """Begin one undo step called `name`. A stroke still open is ended first, not lost.

        Returns a number that is never given twice: who compares it with `stroke` later knows
        whether the stroke is still his (an undo or a new map ends it).
        """
        self.end_stroke()
        self._strokes += 1
        self._stroke = OpenStroke(self._strokes, name, self._labels.copy())
        return self._strokes

    def paint(
        self,
        bounds: Bounds,
        *,
        mask: NDArray[np.bool_] | None = None,
        class_id: int,
        afresh: bool = False,
    ) -> Bounds:
        """Set a class inside `bounds`, where `mask` bool [h,w] is set (None: everywhere).

        `bounds` may reach beyond the map. `afresh` first takes back what the open stroke has
        painted so far, in the same change: this is how a line follows the pointer. Without an
        open stroke the call is an undo step of its own. Returns the smallest rectangle changed.
        Raises ValueError for a class that the palette does not name, or a mask of another shape.
        """
        if class_id not in self._palette.ids:
            raise ValueError(f"class {class_id} is not in the palette")
        if self._stroke is None:
            self.begin_stroke("Paint")
            self.paint(bounds, mask=mask, class_id=class_id)
            return self.end_stroke()
        if mask is not None and mask.shape != (bounds.height, bounds.width):
            raise ValueError(f"a mask of shape {mask.shape} does not fit {bounds}")
        if afresh:
            return self._repaint(self._stroke, bounds, mask=mask, class_id=class_id)
        dirty = write_masked(self._labels, bounds, mask=mask, class_id=class_id)
        self._stroke.touched = self._stroke.touched.union(dirty)
        self._announce(dirty)
        return dirty

    def end_stroke(self) -> Bounds:
        """End the stroke: one undo step if it changed a pixel, none if not. Safe without one.

        Returns the smallest rectangle that the stroke as a whole changed.
        """
        stroke, self._stroke = self._stroke, None
        if stroke is None:
            return NOTHING
        bounds, delta = stroke.difference(self._labels)
        if not bounds.empty:
            self._history.push(name=stroke.name, bounds=bounds, delta=delta)
            self.history_changed.emit()
        self._tell_modified()
        return bounds

    def cancel_stroke(self) -> Bounds:
        """Take the open stroke back, exactly; returns the rectangle restored. Safe without one."""
        stroke, self._stroke = self._stroke, None
        if stroke is None:
            return NOTHING
        dirty = stroke.rewind(self._labels)
        self._announce(dirty)
        self._tell_modified()
        return dirty

    # History

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._history.undo_names)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return bool(self._history.redo_names)

    @property
    def history(self) -> History:
        """Names and size of the steps; go through `undo()` and `redo()` to move in it."""
        return self._history

    def undo(self) -> Bounds:
        """Go one step back; returns what changed (empty when there was nothing to undo).

        A stroke still open is ended first, so it is what is undone.
        """
        self.end_stroke()
        return self._travel(self._history.undo(self._labels), self.undone)

    def redo(self) -> Bounds:
        """Go one step forward again; returns what changed (empty when there was nothing)."""
        self.end_stroke()
        return self._travel(self._history.redo(self._labels), self.redone)

    # The map as a whole

    def new(
        self, *, extent: Extent, fill: int | None = None, palette: Palette | None = None
    ) -> None:
        """Start over with an empty map without a file. The history is forgotten."""
        chosen = palette or self._palette
        labels = _filled(extent, chosen.background if fill is None else fill)
        self.replace(labels, palette=chosen)

    def replace(
        self,
        labels: NDArray[np.uint8],
        *,
        palette: Palette | None = None,
        path: Path | None = None,
        modified: bool = False,
    ) -> None:
        """Take a copy of `labels` uint8 [H,W] as the new map. The history is forgotten.

        Raises ValueError for another type or shape, or ids that the palette does not name; the
        document is then as it was.
        """
        chosen = palette or self._palette
        _check(labels, chosen)
        self.about_to_replace.emit()
        self._stroke = None
        self._palette = chosen
        self._labels = np.ascontiguousarray(labels).copy()
        self._history.clear()
        self._saved_position = None if modified else self._history.position
        self._revision += 1
        self.replaced.emit()
        self._set_path(path)
        self.history_changed.emit()
        self._tell_modified()

    def load(self, path: Path, *, multiple: int = 1, extent: Extent | None = None) -> OpenedMap:
        """Open a label map file, fitted to what the model can render (see `open_label_map`).

        When the file had to be fitted, the document keeps no path, so that saving asks for a name
        and never overwrites a file with another size; the result's `fitted` says so.
        Raises LabelMapError in one line; the document is then as it was.
        """
        opened = open_label_map(path, palette=self._palette, multiple=multiple, extent=extent)
        self.replace(opened.labels, path=None if opened.fitted else path, modified=opened.fitted)
        return opened

    def save(self, path: Path | None = None) -> Path:
        """Write the map as an indexed PNG, whole or not at all; to its own file unless told.

        A stroke still open is ended first. Raises LabelMapError in one line when the file cannot
        be written, ValueError when the document has no file and none is given.
        """
        target = path or self._path
        if target is None:
            raise ValueError("the document has no file yet: give save() a path")
        self.end_stroke()
        save_label_map(target, self._labels, palette=self._palette)
        self._saved_position = self._history.position
        self._set_path(target)
        self._tell_modified()
        return target

    # Inside

    def _repaint(
        self, stroke: OpenStroke, bounds: Bounds, *, mask: NDArray[np.bool_] | None, class_id: int
    ) -> Bounds:
        area = stroke.touched.union(bounds.intersection(Bounds.of(self.extent)))
        shown = self._labels[area.rows, area.columns].copy()
        stroke.rewind(self._labels)
        stroke.touched = write_masked(self._labels, bounds, mask=mask, class_id=class_id)
        dirty = _differing(self._labels, area, shown)
        self._announce(dirty)
        return dirty

    def _announce(self, dirty: Bounds) -> None:
        if dirty.empty:
            return
        self._revision += 1
        self.changed.emit(dirty)
        self._tell_modified()

    def _travel(self, dirty: Bounds | None, signal: SignalInstance) -> Bounds:
        if dirty is None:
            return NOTHING
        self._announce(dirty)
        signal.emit()
        self.history_changed.emit()
        return dirty

    def _set_path(self, path: Path | None) -> None:
        if path != self._path:
            self._path = path
            self.path_changed.emit()

    def _tell_modified(self) -> None:
        modified = self.modified
        if modified != self._was_modified:
            self._was_modified = modified
            self.modified_changed.emit(modified)


def _filled(extent: Extent, class_id: int) -> Labels:
    return np.full(extent.shape, class_id, dtype=np.uint8)


def _differing(labels: Labels, bounds: Bounds, shown: Labels) -> Bounds:
    inner = mask_bounds(labels[bounds.rows, bounds.columns] != shown)
    return Bounds(bounds.x + inner.x, bounds.y + inner.y, inner.width, inner.height)


def _check(labels: NDArray[np.uint8], palette: Palette) -> None:
    if labels.dtype != np.uint8 or labels.ndim != 2 or labels.size == 0:
        raise ValueError(f"a label map is uint8 [H,W], not {labels.dtype} {list(labels.shape)}")
    unknown = sorted(set(np.unique(labels).tolist()) - palette.ids)
    if unknown:
        raise ValueError(f"classes {unknown} are not in the palette")
