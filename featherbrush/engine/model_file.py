"""Looks into an .onnx file without loading it: its metadata, and whether it may be trusted.

A model file comes from anywhere. Before onnxruntime sees it, the graph is walked for the two
things through which a model reaches outside itself: tensors whose data lies in another file, and
operators that are not onnxruntime's own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.wire import Field, WireError, fields, text

MAX_BYTES = 2 * 1024**3
"""Protobuf itself ends here; a larger file cannot be an ONNX model."""

MAX_TEXT = 1024 * 1024
MAX_DEPTH = 32
MAX_FIELDS = 2_000_000
"""Fields visited in one file: some seconds at most, for a file made to be slow."""

MAX_ENTRY_FIELDS = 1000
"""Fields of one metadata entry, which has two."""

TRUSTED_DOMAINS = frozenset({"", "ai.onnx", "ai.onnx.ml", "com.microsoft"})
"""Operators that come with onnxruntime; the last one holds its fused and quantised ones."""

# Field numbers of onnx.proto.
_MODEL_IR, _MODEL_GRAPH, _MODEL_METADATA, _MODEL_FUNCTION = 1, 7, 14, 25
_ENTRY_KEY, _ENTRY_VALUE = 1, 2
_GRAPH_NODE, _GRAPH_TENSOR, _GRAPH_SPARSE = 1, 5, 15
_FUNCTION_NODE, _FUNCTION_DOMAIN, _FUNCTION_ATTRIBUTE = 7, 10, 11
_NODE_OPERATOR, _NODE_ATTRIBUTE, _NODE_DOMAIN = 4, 5, 7
_ATTRIBUTE_TENSOR, _ATTRIBUTE_GRAPH, _ATTRIBUTE_SPARSE = (5, 10), (6, 11), (22, 23)
_SPARSE_TENSORS = (1, 2)
_TENSOR_EXTERNAL, _TENSOR_LOCATION = 13, 14


def read_metadata(path: Path) -> dict[str, str]:
    """The metadata entries of an ONNX file. Seeks over the graph, so it takes milliseconds.

    Raises ModelFileError for a missing, foreign, truncated or absurdly large file.
    """
    with _opened(path) as (file, size):
        entries: dict[str, str] = {}
        reader = _Reader(file)
        for field in _top_level(reader, size):
            if field.number == _MODEL_METADATA:
                key, value = _entry(reader, field)
                entries[key] = value
        return entries


def check_self_contained(path: Path) -> None:
    """Refuse a model that reads other files or needs foreign operators.

    Raises ModelFileError that names the first such thing.
    """
    with _opened(path) as (file, size):
        reader = _Reader(file)
        top = list(_top_level(reader, size))
        functions = [field for field in top if field.number == _MODEL_FUNCTION]
        walk = _Walk(reader, path, local={_function_domain(reader, field) for field in functions})
        for field in top:
            if field.number == _MODEL_GRAPH:
                walk.graph(field, depth=0)
            elif field.number == _MODEL_FUNCTION:
                walk.function(field)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """The file and its size, with whatever goes wrong inside turned into a ModelFileError."""
    # os.path and not Path: its tests raise where a folder may not be looked into.
    if not os.path.exists(path):
        raise ModelFileError(f"{path}: no such model file")
    if not os.path.isfile(path):
        raise ModelFileError(f"{path}: not a file; a model is one .onnx file")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ModelFileError(f"{path}: {size} bytes; a model file has at most {MAX_BYTES}")
        with path.open("rb") as file:
            yield file, size
    except OSError as error:
        raise ModelFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    except WireError as error:
        raise ModelFileError(
            f"{path}: truncated or not an ONNX model ({error}); get the file again"
        ) from error


class _Reader:
    """Reads the messages of one file, at whatever depth, and counts their fields."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._visited = 0

    def fields(self, *, start: int, end: int) -> Iterator[Field]:
        """The fields of the message in file[start:end]; WireError beyond MAX_FIELDS in all."""
        for field in fields(self._file, start=start, end=end):
            self._visited += 1
            if self._visited > MAX_FIELDS:
                raise WireError("absurdly many fields")
            yield field

    def inside(self, message: Field) -> Iterator[Field]:
        """The fields of a message in a field; WireError when the field holds none."""
        if not message.is_bytes:
            raise WireError(f"field {message.number} is a number where a message belongs")
        return self.fields(start=message.start, end=message.end)

    def text(self, field: Field) -> str:
        """The text in a field; WireError when it is none or too long."""
        return text(self._file, field, limit=MAX_TEXT)


def _top_level(reader: _Reader, size: int) -> Iterator[Field]:
    """The fields of ModelProto; WireError when they do not make an ONNX model."""
    seen: set[int] = set()
    for field in reader.fields(start=0, end=size):
        if not seen and (field.number > 32 or size < 16):
            raise WireError("it does not begin like one")
        seen.add(field.number)
        yield field
    if not {_MODEL_IR, _MODEL_GRAPH} <= seen:
        raise WireError("it has no graph")


def _entry(reader: _Reader, field: Field) -> tuple[str, str]:
    """One key and value of the metadata."""
    parts = {_ENTRY_KEY: "", _ENTRY_VALUE: ""}
    for count, part in enumerate(reader.inside(field)):
        if count >= MAX_ENTRY_FIELDS:
            raise WireError("absurdly many fields")
        if part.number in parts:
            parts[part.number] = reader.text(part)
    return parts[_ENTRY_KEY], parts[_ENTRY_VALUE]


def _function_domain(reader: _Reader, function: Field) -> str:
    """The domain that a function inside the model defines an operator for."""
    for field in reader.inside(function):
        if field.number == _FUNCTION_DOMAIN:
            return reader.text(field)
    return ""


class _Walk:
    """Visits every node and tensor of a graph; raises at the first that reaches outside."""

    def __init__(self, reader: _Reader, path: Path, *, local: set[str]) -> None:
        self._reader = reader
        self._path = path
        self._domains = TRUSTED_DOMAINS | local

    def graph(self, graph: Field, *, depth: int) -> None:
        for field in self._fields(graph, depth):
            if field.number == _GRAPH_NODE:
                self._node(field, depth)
            elif field.number == _GRAPH_TENSOR:
                self._tensor(field, depth)
            elif field.number == _GRAPH_SPARSE:
                self._sparse(field, depth)

    def function(self, function: Field) -> None:
        for field in self._fields(function, 0):
            if field.number == _FUNCTION_NODE:
                self._node(field, 0)
            elif field.number == _FUNCTION_ATTRIBUTE:
                self._attribute(field, 0)

    def _node(self, node: Field, depth: int) -> None:
        operator = domain = ""
        for field in self._fields(node, depth):
            if field.number == _NODE_OPERATOR:
                operator = self._reader.text(field)
            elif field.number == _NODE_DOMAIN:
                domain = self._reader.text(field)
            elif field.number == _NODE_ATTRIBUTE:
                self._attribute(field, depth)
        if domain not in self._domains:
            raise ModelFileError(
                f"{self._path}: needs the operator {operator!r:.60} of {domain!r:.60}, which is"
                " not onnxruntime's own; such a model is not loaded"
            )

    def _attribute(self, attribute: Field, depth: int) -> None:
        for field in self._fields(attribute, depth):
            if field.number in _ATTRIBUTE_TENSOR:
                self._tensor(field, depth)
            elif field.number in _ATTRIBUTE_GRAPH:
                self.graph(field, depth=depth + 1)
            elif field.number in _ATTRIBUTE_SPARSE:
                self._sparse(field, depth)

    def _sparse(self, sparse: Field, depth: int) -> None:
        for field in self._fields(sparse, depth):
            if field.number in _SPARSE_TENSORS:
                self._tensor(field, depth)

    def _tensor(self, tensor: Field, depth: int) -> None:
        for field in self._fields(tensor, depth):
            location = field.number == _TENSOR_LOCATION and field.value != 0
            if location or field.number == _TENSOR_EXTERNAL:
                raise ModelFileError(
                    f"{self._path}: keeps its weights in another file; a Featherbrush model is"
                    " one file, export it with the weights inside"
                )

    def _fields(self, message: Field, depth: int) -> Iterator[Field]:
        if depth > MAX_DEPTH:
            raise WireError("graphs nested absurdly deep")
        return self._reader.inside(message)
