"""The model card: what a model file says about itself, in one versioned JSON schema.

The card sits in the `.onnx` file's metadata under the key `featherbrush.card`. Reading it loads
neither onnxruntime nor the weights, so that a folder of models can be listed in milliseconds.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from featherbrush.engine.arrays import Style
from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.model_file import read_metadata
from featherbrush.engine.style import STYLE_LIMIT

CARD_KEY = "featherbrush.card"
SCHEMA_VERSION = 1

_LINE_ENDING = ("Cc", "Zl", "Zp")
"""Unicode's control characters and separators of lines: they break tables and steer terminals."""


def _one_line(text: str) -> str:
    """The text; ValueError unless it is one line."""
    if any(unicodedata.category(sign) in _LINE_ENDING for sign in text):
        raise ValueError("holds a line break, a tab or another control character")
    return text


Channel = Annotated[int, Field(ge=0, le=255)]
Count = Annotated[int, Field(ge=0, le=10**18)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Line = Annotated[str, Field(max_length=400), AfterValidator(_one_line)]
Prose = Annotated[str, Field(max_length=20_000)]
Side = Annotated[int, Field(ge=1, le=4096)]
StyleNumber = Annotated[float, Field(ge=-STYLE_LIMIT, le=STYLE_LIMIT)]


class _Part(BaseModel):
    """Cards are read-only, and a field that nobody knows is an error and not a surprise."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ClassInfo(_Part):
    """One class of a label map: its id in the map, its name, its colour in the palette.

    Or an ink that a sketch or picture is painted with; that of the lowest id is the paper.
    """

    id: Channel
    name: Annotated[Line, Field(min_length=1, max_length=100)]
    color: tuple[Channel, Channel, Channel]


class Metric(_Part):
    """One measured number and how it came to be."""

    name: Line
    value: Annotated[float, Field(allow_inf_nan=False)]
    better: Literal["lower", "higher"]
    protocol: Prose
    samples: Count
    machine: Line
    date: Line


class TrainingData(_Part):
    """What a model was trained on, and under which licence."""

    name: Line
    author: Line
    license: Line
    source: Line
    pictures: Count


class ModelCard(_Part):
    """Everything the application knows about a model before it loads it.

    `native` is (width, height) in pixels; `macs` counts multiply-accumulates of one picture at
    that size; `multiple` divides every width and height that the model accepts. `default_style` is
    the style of pictures for which nobody chose one; None is the average.
    """

    schema_version: Literal[1]
    id: Identifier
    title: Line
    description: Prose
    pair: Identifier
    role: Literal["original", "compressed", "style-encoder"]
    family: Line
    input: Literal["labels", "sketch", "picture"]
    classes: Annotated[tuple[ClassInfo, ...], Field(max_length=256)] = ()
    multiple: Side
    native: tuple[Side, Side]
    style_size: Annotated[int, Field(ge=0, le=65_536)] = 0
    default_style: tuple[StyleNumber, ...] | None = None
    macs: Count
    parameters: Count
    license: Line
    training: TrainingData
    metrics: Annotated[tuple[Metric, ...], Field(max_length=1000)] = ()
    parent_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    created: Line
    notes: Prose = ""

    @property
    def default_vector(self) -> Style:
        """The default style as float32 [S]; zeros where the card names none."""
        return np.array(self.default_style or np.zeros(self.style_size), np.float32)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ids = [entry.id for entry in self.classes]
        if len(set(ids)) != len(ids):
            raise ValueError("two classes have the same id")
        if self.input == "labels" and not ids:
            raise ValueError("a labels model needs classes")
        if any(side % self.multiple for side in self.native):
            raise ValueError("the native size is no multiple of the model's multiple")
        if self.role == "style-encoder" and not self.style_size:
            raise ValueError("a style encoder needs a style_size")
        if self.default_style is not None and len(self.default_style) != self.style_size:
            raise ValueError("default_style is not style_size numbers long")
        return self


def read_card(path: Path) -> ModelCard:
    """The card inside a model file, without loading the model.

    Raises ModelFileError with one line for a missing file, a file that is no ONNX model, a
    truncated one, one without a card, a card of another version, or an invalid card (naming the
    first field that is wrong).
    """
    text = read_metadata(path).get(CARD_KEY)
    if text is None:
        raise ModelFileError(
            f"{path}: an ONNX model without a Featherbrush card; export it with the compression"
            " pipeline, which writes one"
        )
    return parse_card(text, where=str(path))


def parse_card(text: str, *, where: str) -> ModelCard:
    """A card from its JSON text; `where` begins the message of a ModelFileError."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ModelFileError(f"{where}: its model card is not valid JSON ({error})") from error
    version = data.get("schema_version") if isinstance(data, dict) else None
    if version != SCHEMA_VERSION:
        raise ModelFileError(
            f"{where}: its model card has schema version {version!r:.40}, this Featherbrush reads"
            f" version {SCHEMA_VERSION}; get a matching model or Featherbrush"
        )
    try:
        return ModelCard.model_validate(data)
    except ValidationError as error:
        raise ModelFileError(f"{where}: its model card is invalid: {_first(error)}") from error


def _first(error: ValidationError) -> str:
    """The first complaint of pydantic, as 'field: what is wrong'."""
    complaint = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in complaint["loc"])[:100]
    field = field if field.isprintable() else repr(field)  # a field that nobody knows
    reason = complaint["msg"].removeprefix("Value error, ")
    return f"{field}: {reason}" if field else reason
