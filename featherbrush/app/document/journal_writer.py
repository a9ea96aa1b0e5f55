"""Writes a journal from a thread of its own: the hand never waits for a disk."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue

import numpy as np

from featherbrush.app.document.content import Content
from featherbrush.app.document.journal_file import (
    MAGIC,
    Mark,
    mark_record,
    rectangle_record,
    snapshot_record,
)
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds

MOST_SINCE_SNAPSHOT = 8 << 20
"""Bytes of records after which a new snapshot takes their place: the file stays bounded."""


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """A whole document to begin (again) from."""

    content: Content
    mark: Mark


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The pixels of a rectangle as they are now (None: none changed), and what else is known."""

    bounds: Bounds
    pixels: Canvas | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Remove:
    """A journal that is not needed any more: our own, or one whose work lives on in ours."""

    path: Path


Job = Whole | Part | Remove


class JournalWriter:
    """Does jobs in their order. After a failure it tells `failed` once and only removes files."""

    def __init__(self, path: Path, *, failed: Callable[[str], None]) -> None:
        """Write to `path`, which exists from the first `Whole` on."""
        self._path = path
        self._failed = failed
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._mirror: Content | None = None
        self._since = 0
        self._broken = False
        self._asked = 0
        self._done = 0
        self._thread = threading.Thread(target=self._work, name="featherbrush-journal")
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether a job is still to be done."""
        return self._done != self._asked

    def submit(self, job: Job) -> None:
        """Do a job soon. Its arrays must not be written to any more."""
        self._asked += 1
        self._jobs.put(job)

    def close(self) -> None:
        """Do what is left and end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                if not self._broken or isinstance(job, Remove):
                    self._do(job)
            except (
                Exception
            ) as problem:  # a thread that died would protect nothing, and say nothing
                self._break(problem)
            finally:
                self._done += 1

    def _break(self, problem: Exception) -> None:
        reason = getattr(problem, "strerror", None) or problem
        if not self._broken:
            self._broken = True
            self._failed(f"{self._path}: {reason}")

    def _do(self, job: Job) -> None:
        if isinstance(job, Remove):
            job.path.unlink(missing_ok=True)
            if job.path == self._path:
                self._mirror = None
        elif isinstance(job, Whole):
            self._begin(job.content, job.mark)
        elif self._mirror is not None:
            self._append(self._mirror, job)

    def _begin(self, content: Content, mark: Mark) -> None:
        """Put a snapshot in place of everything before; a reader sees the old file or the new."""
        first, self._mirror = (
            self._mirror is None,
            replace(content, pixels=np.array(content.pixels)),
        )
        data = MAGIC + snapshot_record(content) + mark_record(mark)
        fresh = self._path.with_suffix(".part")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            _put(handle, data)
            if not first:
                os.fsync(handle)
            os.replace(fresh, self._path)
            if first:  # nothing older to protect: be found at once, and wait for the disk then
                os.fsync(handle)
        finally:
            os.close(handle)
        self._since = 0

    def _append(self, mirror: Content, part: Part) -> None:
        if part.pixels is not None:
            mirror.pixels[part.bounds.rows, part.bounds.columns] = part.pixels
        if self._since > MOST_SINCE_SNAPSHOT:
            self._begin(mirror, part.mark)
            return
        data = mark_record(part.mark)
        if part.pixels is not None:
            data = rectangle_record(part.bounds, part.pixels) + data
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND)
        try:
            _put(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        self._since += len(data)


def _put(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
