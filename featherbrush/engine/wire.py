"""A bounded reader of protobuf's wire format over a seekable file.

Enough to walk an ONNX file without the onnx package and without reading its weights: fields that
nobody asked for are stepped over with a seek. Every length is checked against the end of what
encloses it, so a damaged or hostile file ends in WireError and never in a huge allocation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_FIXED_SIZES = {_FIXED64: 8, _FIXED32: 4}
_LONGEST_VARINT = 10
_LARGEST_KEY = 0xFFFFFFFF
"""Protobuf itself drops the bits above: such a key would be one field here and another there."""


class WireError(ValueError):
    """The bytes are no protobuf message, or end too early."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its number, its integer value, or where its bytes lie (start to end)."""

    number: int
    value: int
    start: int
    end: int
    is_bytes: bool

    @property
    def size(self) -> int:
        """The number of bytes of a bytes field."""
        return self.end - self.start


def fields(file: BinaryIO, *, start: int, end: int) -> Iterator[Field]:
    """The fields of the message in file[start:end], in order.

    The caller may seek between two of them. Raises WireError where the bytes make no sense.
    """
    position = start
    while position < end:
        file.seek(position)
        key, position = _varint(file, position, end)
        if key > _LARGEST_KEY:
            raise WireError(f"a key of more than 32 bits at byte {position}")
        number, kind = key >> 3, key & 7
        if number == 0:
            raise WireError(f"field number 0 at byte {position}")
        value, first = 0, position
        if kind == _VARINT:
            value, position = _varint(file, position, end)
        elif kind == _BYTES:
            size, first = _varint(file, position, end)
            position = first + size
        elif kind in _FIXED_SIZES:
            position += _FIXED_SIZES[kind]
        else:
            raise WireError(f"wire type {kind} at byte {position}")
        if position > end:
            raise WireError(f"a field at byte {first} ends {position - end} bytes too late")
        yield Field(number, value, first, position, kind == _BYTES)


def text(file: BinaryIO, field: Field, *, limit: int) -> str:
    """The text of a bytes field; WireError beyond `limit` bytes or when it is no UTF-8."""
    if not field.is_bytes:
        raise WireError(f"field {field.number} is a number where text belongs")
    if field.size > limit:
        raise WireError(f"a text of {field.size} bytes, at most {limit} are read")
    file.seek(field.start)
    try:
        return file.read(field.size).decode("utf-8")
    except UnicodeDecodeError as error:
        raise WireError(f"a text at byte {field.start} is not UTF-8") from error


def _varint(file: BinaryIO, position: int, end: int) -> tuple[int, int]:
    """The integer at the file's position, and the position after it."""
    value = 0
    for shift in range(0, 7 * _LONGEST_VARINT, 7):
        byte = file.read(1) if position < end else b""
        if not byte:
            raise WireError(f"the data ends inside a number at byte {position}")
        position += 1
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value, position
    raise WireError(f"a number longer than {_LONGEST_VARINT} bytes at byte {position}")
