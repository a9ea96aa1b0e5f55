"""Keeps very many records of strokes in little memory: packed in blocks, in their order."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, TypeAdapter

from featherbrush.app.canvas.recording import Record

BLOCK = 512
"""Records that are packed together; about 12 bytes each are left of them."""

_RECORDS: TypeAdapter[Record] = TypeAdapter(Annotated[Record, Field(discriminator="do")])


class RecordStore:
    """A list of records that can grow to a million: append, count, go through."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._open: list[Record] = []

    def __len__(self) -> int:
        """How many records it holds."""
        return len(self._packed) * BLOCK + len(self._open)

    def __iter__(self) -> Iterator[Record]:
        """Yield the records from the first to the last."""
        for block in self._packed:
            for line in zlib.decompress(block).splitlines():
                yield _RECORDS.validate_json(line)
        yield from tuple(self._open)

    def append(self, record: Record) -> None:
        """Add a record at the end."""
        self._open.append(record)
        if len(self._open) == BLOCK:
            lines = b"\n".join(one.model_dump_json().encode() for one in self._open)
            self._packed.append(zlib.compress(lines, 6))
            self._open.clear()
