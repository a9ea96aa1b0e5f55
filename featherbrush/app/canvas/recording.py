"""Stroke files: what a hand did on the canvas, as JSON lines, to be done again exactly.

The first line is the header: format, version, size, class ids, background and the map as it was.
Every other line is one thing done: a tool taken in hand, a press, a move, a release, a cancel, an
undo or a redo. A last line may hold the checksum of the map that came out. Files may come from
anyone: sizes are bounded, every field is checked, and errors name the line.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from featherbrush.app.canvas.input import Device, PointerSample
from featherbrush.app.canvas.settings import MAX_SIZE, MIN_SIZE, ToolKind, ToolState
from featherbrush.engine.arrays import Labels
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.files import write_whole
from featherbrush.engine.geometry import Extent

VERSION = 1
MAX_BYTES = 64 << 20
MAX_RECORDS = 1_000_000
MAX_LINE = 1024
MAX_SIDE = 4096

Milliseconds = Annotated[int, Field(ge=0, le=10**12)]
Coordinate = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
ClassId = Annotated[int, Field(ge=0, le=255)]
Side = Annotated[int, Field(ge=1, le=MAX_SIDE)]


class RecordingError(FeatherbrushError):
    """A stroke file cannot be read, written or played on this document."""


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Header(_Line):
    """First line: what the strokes were painted on. `start` is the map, compressed, base64."""

    featherbrush: Literal["strokes"] = "strokes"
    version: Literal[1] = 1
    width: Side
    height: Side
    classes: Annotated[tuple[ClassId, ...], Field(min_length=1, max_length=256)]
    background: ClassId
    start: str

    @property
    def extent(self) -> Extent:
        """Size of the map."""
        return Extent(self.width, self.height)


class ToolRecord(_Line):
    """Another tool, size or class was taken in hand."""

    do: Literal["tool"] = "tool"
    t: Milliseconds
    tool: ToolKind
    size: Annotated[float, Field(ge=MIN_SIZE, le=MAX_SIZE, allow_inf_nan=False)]
    class_id: ClassId
    pressure: bool

    @property
    def state(self) -> ToolState:
        """The tool state that it sets."""
        return ToolState(self.tool, self.size, self.class_id, self.pressure)


class PointerRecord(_Line):
    """The pointer went down or moved while down."""

    do: Literal["press", "move"]
    t: Milliseconds
    x: Coordinate
    y: Coordinate
    p: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 1.0
    d: Device = Device.MOUSE
    pick: bool = False
    constrain: bool = False

    @property
    def sample(self) -> PointerSample:
        """The sample that was recorded."""
        return PointerSample(self.x, self.y, self.p, self.t, self.d, self.pick, self.constrain)


class PlainRecord(_Line):
    """Something done that needs no position."""

    do: Literal["release", "cancel", "undo", "redo"]
    t: Milliseconds


class EndRecord(_Line):
    """Last line: SHA-256 of the bytes of the map that came out."""

    do: Literal["end"] = "end"
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


Record = ToolRecord | PointerRecord | PlainRecord
_LINES: TypeAdapter[Record | EndRecord] = TypeAdapter(
    Annotated[Record | EndRecord, Field(discriminator="do")]
)


@dataclass(frozen=True)
class Recording:
    """A header, what was done, and the checksum of the map at the end, if known."""

    header: Header
    records: tuple[Record, ...]
    sha256: str | None = None


def header_for(labels: Labels, *, classes: tuple[int, ...], background: int) -> Header:
    """The header of a recording that starts from `labels` uint8 [H,W]."""
    packed = base64.b64encode(zlib.compress(np.ascontiguousarray(labels).tobytes(), 6))
    height, width = labels.shape
    return Header(
        width=width,
        height=height,
        classes=classes,
        background=background,
        start=packed.decode("ascii"),
    )


def start_of(header: Header) -> Labels:
    """The map [H,W] that a recording starts from.

    Raises RecordingError when it is damaged, of another size, or holds classes not listed.
    """
    area = header.extent.area
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(base64.b64decode(header.start, validate=True), area + 1)
    except (ValueError, zlib.error) as error:
        raise RecordingError(f"line 1: the map at the start is damaged: {error}") from error
    if len(data) != area:
        raise RecordingError(f"line 1: the map at the start is not of size {header.extent}")
    labels = np.frombuffer(data, dtype=np.uint8).reshape(header.extent.shape).copy()
    unknown = sorted(set(np.unique(labels).tolist()) - set(header.classes))
    if unknown:
        raise RecordingError(f"line 1: the map at the start has unlisted classes {unknown}")
    return labels


def checksum(labels: Labels) -> str:
    """SHA-256 of the ids of a map [H,W], row by row."""
    return hashlib.sha256(np.ascontiguousarray(labels).tobytes()).hexdigest()


def write_recording(path: Path, recording: Recording) -> None:
    """Write a stroke file, whole or not at all. Raises RecordingError when it cannot be."""
    lines = [recording.header.model_dump_json()]
    lines += [record.model_dump_json(exclude_defaults=False) for record in recording.records]
    if recording.sha256:
        lines.append(EndRecord(sha256=recording.sha256).model_dump_json())
    write_whole(path, ("\n".join(lines) + "\n").encode("ascii"), error=RecordingError)


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
        if len(line) > MAX_LINE:
            raise RecordingError(f"line {number}: longer than {MAX_LINE} bytes")
        try:
            yield number, _LINES.validate_json(line)
        except ValidationError as error:
            raise RecordingError(f"line {number}: {_first(error)}") from error


def _check_class(record: Record, header: Header, number: int) -> None:
    if isinstance(record, ToolRecord) and record.class_id not in header.classes:
        raise RecordingError(f"line {number}: class {record.class_id} is not listed in line 1")


def _first(error: ValidationError) -> str:
    """The first thing wrong, without the value (it may be huge)."""
    problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in problem["loc"])
    return f"{where}: {problem['msg']}" if where else problem["msg"]
