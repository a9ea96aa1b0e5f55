"""Records what a hand does on a canvas."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject

from featherbrush.app.canvas.driver import Act, ToolDriver
from featherbrush.app.canvas.edits import Edit, Protect, Select
from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.record_store import RecordStore
from featherbrush.app.canvas.recording import (
    PlainRecord,
    PointerRecord,
    Record,
    Recording,
    ToolRecord,
    checksum,
    header_for,
)
from featherbrush.app.canvas.records import edit_record


class Recorder(QObject):
    """Records every stroke, edit, tool change, undo and redo from now on.

    Changes that do not go through the driver are not recorded. When the whole map is
    replaced (a file is opened), the recording ends there.
    """

    def __init__(self, driver: ToolDriver, parent: QObject | None = None) -> None:
        """Begin to record what `driver` does."""
        super().__init__(parent)
        document = driver.document
        self._driver = driver
        self._began = time.monotonic_ns()
        self._records = RecordStore()
        self._sha256: str | None = None
        self._running = True
        self._header = header_for(document.pixels, palette=document.palette)
        self._add_tool()
        self._add_beginning()
        driver.acted.connect(self._add_act)
        driver.settings.changed.connect(self._add_tool)
        document.undone.connect(self._add_undo)
        document.redone.connect(self._add_redo)
        document.about_to_replace.connect(self.stop)

    @property
    def running(self) -> bool:
        """Whether it still records."""
        return self._running

    def stop(self) -> Recording:
        """Stop (safe to repeat) and return everything recorded, with the map's checksum."""
        if self._running:
            self._driver.finish()
            self._running = False
            self._sha256 = checksum(self._driver.document.pixels)
        return self.recording()

    def recording(self) -> Recording:
        """Return everything recorded until now; while it runs, with the map's checksum so far."""
        digest = checksum(self._driver.document.pixels) if self._running else self._sha256
        return Recording(self._header, tuple(self._records), digest)

    def __len__(self) -> int:
        """How many records there are."""
        return len(self._records)

    def _add(self, record: Record) -> None:
        if self._running:
            self._records.append(record)

    def _now(self) -> int:
        return (time.monotonic_ns() - self._began) // 1_000_000

    def _add_act(self, act: Act, what: PointerSample | Edit | None) -> None:
        if not self._running:
            return
        if isinstance(what, PointerSample):
            self._add(PointerRecord.of(act.value, what, t=self._now()))
        elif what is not None:
            self._add(edit_record(what, t=self._now()))
        else:
            self._add(PlainRecord.model_validate({"do": act.value, "t": self._now()}))

    def _add_tool(self) -> None:
        self._add(ToolRecord.of(self._driver.settings.state, t=self._now()))

    def _add_beginning(self) -> None:
        """What is selected and guarded already belongs to the recording too."""
        document = self._driver.document
        if document.selection is not None:
            self._add(edit_record(Select(document.selection), t=0))
        if not document.guard.open:
            self._add(edit_record(Protect(document.guard), t=0))

    def _add_undo(self) -> None:
        self._add(PlainRecord(do="undo", t=self._now()))

    def _add_redo(self) -> None:
        self._add(PlainRecord(do="redo", t=self._now()))
