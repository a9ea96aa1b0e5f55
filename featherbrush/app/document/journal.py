"""Keeps unsaved work on the disk while it is made, so that a crash costs at most a second."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Qt, QTimer, Signal

from featherbrush.app.document.content import ModelMark, content_of
from featherbrush.app.document.document import Document
from featherbrush.app.document.journal_file import Mark
from featherbrush.app.document.journal_writer import JournalWriter, Part, Remove, Whole
from featherbrush.engine.errors import DocumentError
from featherbrush.engine.geometry import Bounds

SUFFIX = ".journal"
INTERVAL_MS = 500
"""Half of the second that may be lost: the other half is for writing it down."""

_NONE = Bounds(0, 0, 0, 0)


def lock_of(path: Path) -> QLockFile:
    """The lock that says whether the studio of a journal still runs; not taken yet."""
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # stale when its process is gone, never because it is old
    return lock


class Journal(QObject):
    """Writes down what changes in one document, as long as the document has unsaved changes.

    The file is there exactly while there is something to lose. The interface only copies the
    rectangle that changed; a thread compresses and writes.
    """

    failed = Signal(str)
    """The journal cannot be written: one line. It is told once."""
    _broke = Signal(str)

    def __init__(
        self,
        document: Document,
        folder: Path,
        *,
        model: Callable[[], ModelMark | None] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        """Keep a journal in `folder`, which is created.

        Raises DocumentError in one line when the folder cannot be used.
        """
        super().__init__(parent)
        self._document = document
        self._model = model
        self._path = _claim(folder)
        self._lock = lock_of(self._path)
        if not self._lock.tryLock(0):
            raise DocumentError(f"{folder}: unsaved work cannot be protected, no lock can be made")
        self._broke.connect(self.failed, Qt.ConnectionType.QueuedConnection)
        self._writer = JournalWriter(self._path, failed=self._broke.emit)
        self._dirty = _NONE
        self._whole = True
        self._written = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.flush)
        self._listen()
        self._soon()

    @property
    def path(self) -> Path:
        """The journal's file; it exists while the document has unsaved changes."""
        return self._path

    def flush(self) -> None:
        """Hand over what has changed. While the disk is behind, changes gather instead."""
        if self._writer.busy:
            self._timer.start()
            return
        if not self._document.modified:
            self._forget()
        elif self._whole or not self._written:
            content = content_of(self._document, model=self._model())
            self._writer.submit(Whole(content, self._mark()))
            self._written, self._whole = True, False
        else:
            pixels = self._document.pixels[self._dirty.rows, self._dirty.columns].copy()
            part = Part(self._dirty, None if self._dirty.empty else pixels, self._mark())
            self._writer.submit(part)
        self._dirty = _NONE

    def supersede(self, path: Path) -> None:
        """Write the document down now, and then remove the journal that it was recovered from."""
        self._whole = True
        content = content_of(self._document, model=self._model())
        self._writer.submit(Whole(content, self._mark()))
        self._writer.submit(Remove(path))
        self._written, self._whole, self._dirty = True, False, _NONE

    def close(self, *, keep: bool = False) -> None:
        """End the thread. The work is saved or given up, so the file goes, unless `keep`."""
        self._timer.stop()
        if not keep:
            self._writer.submit(Remove(self._path))
        self._writer.close()
        self._lock.unlock()

    def _listen(self) -> None:
        document = self._document
        document.changed.connect(self._touch)
        for signal in (
            document.replaced,
            document.underlay_changed,
            document.favourites_changed,
            document.palette_changed,
        ):
            signal.connect(self._renew)
        for signal in (document.style_changed, document.path_changed, document.modified_changed):
            signal.connect(self._soon)

    def _touch(self, bounds: Bounds) -> None:
        self._dirty = self._dirty.union(bounds)
        self._soon()

    def _renew(self) -> None:
        self._whole = True
        self._soon()

    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _forget(self) -> None:
        if self._written:
            self._writer.submit(Remove(self._path))
            self._written, self._whole = False, True

    def _mark(self) -> Mark:
        path, style = self._document.path, self._document.style
        return Mark(
            path=None if path is None else str(path.absolute()),
            style=None if style is None else style.tolist(),
            time=time.time(),
        )


def _claim(folder: Path) -> Path:
    """A name for a journal that no other studio has."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise DocumentError(
            f"{folder}: unsaved work cannot be protected: {problem.strerror or problem}"
        ) from problem
    return folder / f"{os.getpid()}-{uuid.uuid4().hex[:12]}{SUFFIX}"
