"""Stroke files: what a hand did on the canvas, as JSON lines, to be done again exactly.

The first line is the header: format, version, size, class ids, background and the canvas as it
was. Every other line is one thing done: a tool taken in hand, a press, a move, a release, a
cancel, an edit, an undo or a redo (see `records`). A last line may hold the checksum of the canvas
that came out. Files may come from anyone: sizes are bounded, every field is checked, and errors
name the line. Older files are read as well: version 1 is from before there were selections, version 2 from before
selecting was a step to undo.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from featherbrush.app.canvas.edits import Paste
from featherbrush.app.canvas.packing import packed, unpacked
from featherbrush.app.canvas.records import (
    LINES,
    EditRecord,
    EndRecord,
    GuardRecord,
    Header,
    PasteRecord,
    PlainRecord,
    PointerRecord,
    Record,
    SelectRecord,
    ToolRecord,
)
from featherbrush.app.document.palette import Palette
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.files import write_whole

__all__ = [
    "EditRecord",
    "EndRecord",
    "GuardRecord",
    "Header",
    "PasteRecord",
    "PlainRecord",
    "PointerRecord",
    "Record",
    "Recording",
    "RecordingError",
    "SelectRecord",
    "ToolRecord",
    "checksum",
    "header_for",
    "parse_recording",
    "read_recording",
    "start_of",
    "write_recording",
]

VERSION = 3
MAX_BYTES = 64 << 20
MAX_RECORDS = 1_000_000
MAX_LINE = 1024
MAX_PIXELS_LINE = 32 << 20
"""Length of a line that brings pixels along."""
WITH_PIXELS = (b'{"do":"paste"', b'{"do":"select"')


class RecordingError(FeatherbrushError):
    """A stroke file cannot be read, written or played on this document."""


@dataclass(frozen=True)
class Recording:
    """A header, what was done, and the checksum of the map at the end, if known."""

    header: Header
    records: tuple[Record, ...]
    sha256: str | None = None


def header_for(pixels: Canvas, *, palette: Palette) -> Header:
    """The header of a recording that starts from `pixels` uint8 [H,W] or [H,W,3]."""
    sketch = pixels.ndim == 3
    height, width = pixels.shape[:2]
    inks = tuple((ink.id, *ink.color) for ink in palette.classes) if sketch else ()
    return Header(
        width=width,
        height=height,
        classes=tuple(sorted(palette.ids)),
        background=palette.background,
        start=packed(pixels),
        kind="sketch" if sketch else "labels",
        inks=inks,
    )


def start_of(header: Header) -> Canvas:
    """The canvas [H,W] or [H,W,3] that a recording starts from.

    Raises RecordingError when it is damaged, of another size, or holds classes not listed.
    """
    sketch = header.kind == "sketch"
    shape = (*header.extent.shape, 3) if sketch else header.extent.shape
    try:
        pixels = unpacked(header.start, shape=shape)
    except ValueError as error:
        raise RecordingError(f"line 1: the {header.extent} map at the start is {error}") from error
    unknown = () if sketch else sorted(set(np.unique(pixels).tolist()) - set(header.classes))
    if unknown:
        raise RecordingError(f"line 1: the map at the start has unlisted classes {unknown}")
    return pixels


def checksum(pixels: Canvas) -> str:
    """SHA-256 of the bytes of a canvas [H,W] or [H,W,3], row by row."""
    return hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()


def write_recording(path: Path, recording: Recording) -> None:
    """Write a stroke file, whole or not at all. Raises RecordingError when it cannot be."""
    lines = [recording.header.model_dump_json()]
    lines += [_line(record) for record in recording.records]
    if recording.sha256:
        lines.append(EndRecord(sha256=recording.sha256).model_dump_json())
    write_whole(path, ("\n".join(lines) + "\n").encode("ascii"), error=RecordingError)


def _line(record: Record) -> str:
    """A record with its kind first, and without what is as usual."""
    fields = record.model_dump_json(exclude={"do"}, exclude_defaults=True)
    return f'{{"do":"{record.do}",{fields[1:]}'


def read_recording(path: Path) -> Recording:
    """Read and check a stroke file.

    Raises RecordingError, in one line with file and line number, for files that are missing, too
    large, of another version, truncated or wrong in any field.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RecordingError(f"{path}: a stroke file of more than {MAX_BYTES >> 20} MB")
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise RecordingError(f"{path}: cannot read this stroke file: {reason}") from error
    try:
        return parse_recording(data)
    except RecordingError as error:
        raise RecordingError(f"{path}: {error}") from error


def parse_recording(data: bytes) -> Recording:
    """The recording in the bytes of a stroke file; RecordingError with the line number if not."""
    lines = data.splitlines()
    if not lines:
        raise RecordingError("line 1: this stroke file is empty")
    if len(lines) > MAX_RECORDS + 2:
        raise RecordingError(f"line {MAX_RECORDS + 3}: more than {MAX_RECORDS} records")
    header = _parse_header(lines[0])
    start_of(header)
    records: list[Record] = []
    digest: str | None = None
    for number, record in _parse_lines(lines[1:]):
        if digest is not None:
            raise RecordingError(f"line {number}: there is something after the end")
        if isinstance(record, EndRecord):
            digest = record.sha256
        else:
            _check_class(record, header, number)
            records.append(record)
    return Recording(header, tuple(records), digest)


def _parse_header(line: bytes) -> Header:
    try:
        return Header.model_validate_json(line)
    except ValidationError as error:
        raise RecordingError(
            f"line 1: no stroke file of version {VERSION}: {_first(error)}"
        ) from error


def _parse_lines(lines: list[bytes]) -> Iterator[tuple[int, Record | EndRecord]]:
    for number, line in enumerate(lines, start=2):
        longest = MAX_PIXELS_LINE if line.startswith(WITH_PIXELS) else MAX_LINE
        if len(line) > longest:
            raise RecordingError(f"line {number}: longer than {longest} bytes")
        try:
            yield number, LINES.validate_json(line)
        except ValidationError as error:
            raise RecordingError(f"line {number}: {_first(error)}") from error


def _check_class(record: Record, header: Header, number: int) -> None:
    if isinstance(record, ToolRecord) and record.class_id not in header.classes:
        raise RecordingError(f"line {number}: class {record.class_id} is not listed in line 1")
    if isinstance(record, PasteRecord | SelectRecord):
        _check_pixels(record, header, number)


def _check_pixels(record: PasteRecord | SelectRecord, header: Header, number: int) -> None:
    try:
        value = record.value
    except ValueError as error:
        raise RecordingError(f"line {number}: the pixels are {error}") from error
    if not isinstance(value, Paste):
        return
    if (value.pixels.ndim == 3) != (header.kind == "sketch"):
        raise RecordingError(f"line {number}: these pixels are of another kind than the canvas")
    unlisted = value.pixels.ndim == 2 and set(np.unique(value.pixels).tolist()) - set(
        header.classes
    )
    if unlisted:
        raise RecordingError(f"line {number}: pasted classes {sorted(unlisted)} are not listed")


def _first(error: ValidationError) -> str:
    """The first thing wrong, without the value (it may be huge)."""
    problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in problem["loc"])
    return f"{where}: {problem['msg']}" if where else problem["msg"]
