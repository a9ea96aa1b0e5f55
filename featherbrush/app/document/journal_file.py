"""The journal's file: checksummed records, appended one after the other.

A snapshot holds a whole document, a rectangle what changed since, a mark what is known beside the
pixels. A reader stops at the first record that is cut short or damaged: all before it counts.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from featherbrush.app.document import ora_data
from featherbrush.app.document.archive import Archive, Member, pack
from featherbrush.app.document.content import Content
from featherbrush.app.document.extras import Underlay
from featherbrush.app.document.palette import Palette
from featherbrush.engine.arrays import Canvas, Picture
from featherbrush.engine.errors import DocumentError, LabelMapError
from featherbrush.engine.geometry import Bounds

MAGIC = b"featherbrush journal 1\n"
SNAPSHOT, RECTANGLE, MARK = b"SNAP", b"RECT", b"MARK"
LARGEST_FILE = 512 << 20
_HEAD = struct.Struct("<4sII")
_PLACE = struct.Struct("<4I")
_SIDES = struct.Struct("<2I")
_FAST = 1


class Mark(BaseModel):
    """What is known beside the pixels: the document's file, its style, and the time (Unix)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Annotated[str, Field(max_length=10_000)] | None = None
    style: ora_data.Vector | None = None
    time: Annotated[float, Field(allow_inf_nan=False, ge=0)] = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Journalled:
    """The last state that a journal holds."""

    content: Content
    mark: Mark


def record(tag: bytes, payload: bytes) -> bytes:
    """One record with its checksum."""
    return _HEAD.pack(tag, len(payload), zlib.crc32(tag + payload)) + payload


def snapshot_record(content: Content) -> bytes:
    """A whole document, without its pictures."""
    members = [
        Member("document.json", ora_data.data_of(content).model_dump_json().encode()),
        Member("pixels", np.ascontiguousarray(content.pixels).tobytes()),
    ]
    if content.underlay is not None:
        members.append(Member("underlay", _raw_picture(content.underlay.picture)))
    return record(SNAPSHOT, pack(members))


def rectangle_record(bounds: Bounds, pixels: Canvas) -> bytes:
    """The pixels [h,w] or [h,w,3] of a rectangle as they are now."""
    place = _PLACE.pack(bounds.x, bounds.y, bounds.width, bounds.height)
    return record(RECTANGLE, place + zlib.compress(np.ascontiguousarray(pixels).tobytes(), _FAST))


def mark_record(mark: Mark) -> bytes:
    """What is known beside the pixels."""
    return record(MARK, mark.model_dump_json().encode())


def read_journal(path: Path) -> Journalled:
    """The last state in a journal that nobody has checked yet.

    Raises DocumentError in one line when there is no whole snapshot in it; nothing is changed.
    """
    state: Journalled | None = None
    for tag, payload in _records(_bytes_of(path)):
        try:
            state = _advance(state, tag, payload, where=str(path))
        except (DocumentError, LabelMapError, ValueError, zlib.error, struct.error):
            break  # the checksum was right and the content is not: nothing behind it is trusted
    if state is None:
        raise DocumentError(
            f"{path}: this journal of unsaved work is damaged; it was left as it is"
        )
    return state


def _bytes_of(path: Path) -> bytes:
    try:
        if os.path.getsize(path) > LARGEST_FILE:
            raise DocumentError(f"{path}: refused, no journal is that large")
        data = path.read_bytes()
    except OSError as problem:
        raise DocumentError(f"{path}: cannot be read: {problem.strerror or problem}") from problem
    if not data.startswith(MAGIC):
        raise DocumentError(f"{path}: no journal that this Featherbrush can read")
    return data


def _records(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The records up to the first that is cut short or damaged."""
    place = len(MAGIC)
    while place + _HEAD.size <= len(data):
        tag, length, checksum = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        payload = data[place : place + length]
        if len(payload) < length or zlib.crc32(tag + payload) != checksum:
            return
        yield tag, payload
        place += length


def _advance(state: Journalled | None, tag: bytes, payload: bytes, *, where: str) -> Journalled:
    if tag == SNAPSHOT:
        return Journalled(_snapshot(payload, where=where), state.mark if state else Mark())
    if state is None:
        raise ValueError("a journal begins with a snapshot")
    if tag == RECTANGLE:
        _write_rectangle(state.content.pixels, payload)
        return state
    if tag == MARK:
        return Journalled(*_marked(state.content, payload))
    raise ValueError(f"unknown record {tag!r}")


def _snapshot(payload: bytes, *, where: str) -> Content:
    archive = Archive(payload, where=where)
    text = archive.read("document.json", most=ora_data.LARGEST)
    data = ora_data.parse_data(text, where=where)
    width, height = data.size
    shape = (height, width) if data.kind == "labels" else (height, width, 3)
    raw = archive.read("pixels", most=int(np.prod(shape)))
    underlay = None
    if data.underlay is not None:
        picture = _picture_of(archive.read("underlay"))
        underlay = Underlay(picture, data.underlay.opacity, data.underlay.visible)
    return Content(
        np.frombuffer(raw, np.uint8).reshape(shape).copy(),
        Palette(data.classes, data.background),
        style=ora_data.style_of(data),
        favourites=ora_data.favourites_of(data),
        underlay=underlay,
        model=ora_data.model_of(data),
    )


def _raw_picture(picture: Picture) -> bytes:
    """Width, height and the bytes: compressing a PNG would hold the interpreter for longer."""
    height, width, _ = picture.shape
    return _SIDES.pack(width, height) + np.ascontiguousarray(picture).tobytes()


def _picture_of(raw: bytes) -> Picture:
    width, height = _SIDES.unpack_from(raw)
    return np.frombuffer(raw, np.uint8, offset=_SIDES.size).reshape(height, width, 3).copy()


def _write_rectangle(pixels: Canvas, payload: bytes) -> None:
    x, y, width, height = _PLACE.unpack_from(payload)
    bounds = Bounds(x, y, width, height)
    region = pixels[bounds.rows, bounds.columns]
    if region.shape[:2] != (height, width):
        raise ValueError("a rectangle reaches beyond the canvas")
    raw = zlib.decompressobj().decompress(payload[_PLACE.size :], region.nbytes + 1)
    region[...] = np.frombuffer(raw, np.uint8).reshape(region.shape)


def _marked(content: Content, payload: bytes) -> tuple[Content, Mark]:
    try:
        mark = Mark.model_validate(json.loads(payload))
    except ValidationError as problem:
        raise ValueError("a mark that is none") from problem
    style = None if mark.style is None else np.array(mark.style, np.float32)
    return replace(content, style=style), mark
