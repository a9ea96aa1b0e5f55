"""Reads and replaces the card inside a model file, and names a model by what it computes.

A card changes after the export (`evaluate` writes its figures into it), so the file is rewritten
field by field: everything but the card is copied byte for byte, never parsed and written again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from onnx import StringStringEntryProto

from featherbrush.engine.card import CARD_KEY, ModelCard, parse_card, read_card
from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.files import write_whole
from featherbrush.engine.model_file import read_metadata
from featherbrush.engine.wire import fields

_METADATA = 14
"""The number of `metadata_props` in onnx.proto's ModelProto."""


def read_model_card(path: Path) -> ModelCard:
    """The card of a model file; raises ModelFileError (see featherbrush.engine.card.read_card)."""
    return read_card(path)


def replace_card(path: Path, card: ModelCard) -> None:
    """Put a card into an ONNX file in place of the one it has, if any, whole or not at all.

    All other bytes stay as they are and where they are. Raises ModelFileError for a file that is no
    ONNX model, a card that would not be read back, and a target that cannot be written.
    """
    text = card.model_dump_json()
    parse_card(text, where=str(path))
    read_metadata(path)  # refuses what is no ONNX file before anything is written
    entry = StringStringEntryProto(key=CARD_KEY, value=text).SerializeToString()
    kept = [part for part, is_card in _parts(path) if not is_card]
    added = _tag(_METADATA) + _varint(len(entry)) + entry
    write_whole(path, b"".join([*kept, added]), error=ModelFileError)


def graph_digest(path: Path) -> str:
    """SHA-256, in hex, of a model file without its card: the same before and after `replace_card`.

    Use it wherever a file stands for what it computes (caches, a compressed model's parent); the
    hash of the whole file changes with every evaluation. Raises ModelFileError for no ONNX file.
    """
    read_metadata(path)
    hashed = hashlib.sha256()
    for part, is_card in _parts(path):
        if not is_card:
            hashed.update(part)
    return hashed.hexdigest()


def _parts(path: Path) -> Iterator[tuple[bytes, bool]]:
    """The bytes of every top-level field, tag included, and whether it is the card."""
    begin = 0
    with path.open("rb") as file:
        for field in fields(file, start=0, end=path.stat().st_size):
            file.seek(begin)
            part = file.read(field.end - begin)
            is_card = field.number == _METADATA and _key(part, field.size) == CARD_KEY
            begin = field.end
            yield part, is_card


def _key(part: bytes, size: int) -> str:
    return str(StringStringEntryProto.FromString(part[len(part) - size :]).key)


def _tag(number: int) -> bytes:
    return _varint(number << 3 | 2)


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
