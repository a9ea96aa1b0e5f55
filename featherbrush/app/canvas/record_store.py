"""Keeps very many records of strokes in little memory: packed as they come, in their order."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, TypeAdapter

from featherbrush.app.canvas.recording import Record

BLOCK = 512
"""Records that are packed together; about 12 bytes each are left of them."""
LONG = 1 << 16
"""Bytes from which a record is kept as it is: what makes it long, pasted pixels say, is packed within it."""

_RECORDS: TypeAdapter[Record] = TypeAdapter(Annotated[Record, Field(discriminator="do")])


class RecordStore:
    """A list of records that can grow to a million: append, count, go through.

    Every record is packed when it comes. A whole block at once would hold the interface for tens of milliseconds.
    """

    def __init__(self) -> None:
        self._closed: list[bytes | Record] = []
        self._begin()
        self._count = 0

    def __len__(self) -> int:
        """How many records it holds."""
        return self._count

    def __iter__(self) -> Iterator[Record]:
        """Yield the records from the first to the last."""
        opened = self._packed + self._packer.copy().flush()
        for piece in (*self._closed, opened):
            if isinstance(piece, bytes):
                for line in zlib.decompress(piece).splitlines():
                    yield _RECORDS.validate_json(line)
            else:
                yield piece

    def append(self, record: Record) -> None:
        """Add a record at the end."""
        line = record.model_dump_json().encode()
        self._count += 1
        if len(line) >= LONG:
            self._close()
            self._closed.append(record)
            return
        self._packed += self._packer.compress(line + b"\n")
        self._waiting += 1
        if self._waiting == BLOCK:
            self._close()

    def _close(self) -> None:
        if self._waiting:
            self._closed.append(self._packed + self._packer.flush())
            self._begin()

    def _begin(self) -> None:
        self._packer = zlib.compressobj(6)
        self._packed = b""
        self._waiting = 0
