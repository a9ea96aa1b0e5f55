"""Records what a hand does on a canvas."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject

from featherbrush.app.canvas.driver import Act, ToolDriver
from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.recording import (
    PlainRecord,
    PointerRecord,
    Record,
    Recording,
    ToolRecord,
    checksum,
    header_for,
)


class Recorder(QObject):
    """Records every stroke, tool change, undo and redo from now on.

    Edits that do not go through the driver's tools are not recorded. When the whole map is
    replaced (a file is opened), the recording ends there.
    """

    def __init__(self, driver: ToolDriver, parent: QObject | None = None) -> None:
        """Begin to record what `driver` does."""
        super().__init__(parent)
        document = driver.document
        self._driver = driver
        self._began = time.monotonic_ns()
        self._records: list[Record] = []
        self._sha256: str | None = None
        self._running = True
        self._header = header_for(
            document.labels,
            classes=tuple(sorted(document.palette.ids)),
            background=document.palette.background,
        )
        self._add_tool()
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
            self._driver.release()
            self._running = False
            self._sha256 = checksum(self._driver.document.labels)
        return Recording(self._header, tuple(self._records), self._sha256)

    def _add(self, record: Record) -> None:
        if self._running:
            self._records.append(record)

    def _now(self) -> int:
        return (time.monotonic_ns() - self._began) // 1_000_000

    def _add_act(self, act: Act, sample: PointerSample | None) -> None:
        if act in (Act.RELEASE, Act.CANCEL) or sample is None:
            self._add(PlainRecord.model_validate({"do": act.value, "t": self._now()}))
            return
        self._add(
            PointerRecord.model_validate(
                {
                    "do": act.value,
                    "t": self._now(),
                    "x": sample.x,
                    "y": sample.y,
                    "p": sample.pressure,
                    "d": sample.device,
                    "pick": sample.pick,
                    "constrain": sample.constrain,
                }
            )
        )

    def _add_tool(self) -> None:
        state = self._driver.settings.state
        self._add(
            ToolRecord(
                t=self._now(),
                tool=state.tool,
                size=state.size,
                class_id=state.class_id,
                pressure=state.pressure,
            )
        )

    def _add_undo(self) -> None:
        self._add(PlainRecord(do="undo", t=self._now()))

    def _add_redo(self) -> None:
        self._add(PlainRecord(do="redo", t=self._now()))
