"""Our own part of an OpenRaster file: what no layer can say, as one versioned JSON."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from featherbrush import __version__
from featherbrush.app.document.content import Content, ModelMark
from featherbrush.app.document.extras import LONGEST_NAME, Favourite
from featherbrush.engine.arrays import Style
from featherbrush.engine.canvas_check import MAX_SIDE
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.errors import DocumentError

SCHEMA_VERSION = 1
LARGEST = 16 << 20

Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e6, le=1e6)]
Vector = Annotated[list[Number], Field(min_length=1, max_length=65_536)]
Side = Annotated[int, Field(ge=1, le=MAX_SIDE)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelData(_Part):
    """Which model a document was painted with."""

    id: Annotated[str, Field(max_length=64)]
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""


class FavouriteData(_Part):
    """A style that is kept with the document."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    style: Vector


class UnderlayData(_Part):
    """How the underlay shows; its pixels are a layer."""

    opacity: Annotated[float, Field(ge=0, le=1)]
    visible: bool


class DocumentData(_Part):
    """The whole of it. `size` is (width, height); `classes` are the inks of a sketch."""

    schema_version: Literal[1]
    written_by: Annotated[str, Field(max_length=100)]
    kind: Literal["labels", "sketch"]
    size: tuple[Side, Side]
    classes: Annotated[tuple[ClassInfo, ...], Field(min_length=1, max_length=256)]
    background: Annotated[int, Field(ge=0, le=255)]
    model: ModelData | None = None
    style: Vector | None = None
    favourites: Annotated[tuple[FavouriteData, ...], Field(max_length=1000)] = ()
    underlay: UnderlayData | None = None


def data_of(content: Content) -> DocumentData:
    """What the layers cannot say of a document."""
    extent, model, underlay = content.extent, content.model, content.underlay
    return DocumentData(
        schema_version=1,
        written_by=f"Featherbrush {__version__}",
        kind=content.kind,
        size=(extent.width, extent.height),
        classes=content.palette.classes,
        background=content.palette.background,
        model=ModelData(id=model.id, sha256=model.sha256) if model else None,
        style=None if content.style is None else content.style.tolist(),
        favourites=tuple(
            FavouriteData(name=one.name, style=one.vector.tolist()) for one in content.favourites
        ),
        underlay=UnderlayData(opacity=underlay.opacity, visible=underlay.visible)
        if underlay
        else None,
    )


def parse_data(text: bytes, *, where: str) -> DocumentData:
    """Our JSON from a file; DocumentError in one line for another version or invalid content."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise DocumentError(f"{where}: damaged, its data is not valid JSON") from problem
    version = fields.get("schema_version") if isinstance(fields, dict) else None
    if version != SCHEMA_VERSION:
        raise DocumentError(
            f"{where}: written as version {version!r:.40}, this Featherbrush reads version"
            f" {SCHEMA_VERSION}; get a newer Featherbrush"
        )
    try:
        return DocumentData.model_validate(fields)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise DocumentError(f"{where}: damaged, {field}: {first['msg']}") from problem


def model_of(data: DocumentData) -> ModelMark | None:
    """The model that a document names."""
    return ModelMark(data.model.id, data.model.sha256) if data.model else None


def style_of(data: DocumentData) -> Style | None:
    """The style that a document names, float32 [S]."""
    return None if data.style is None else np.array(data.style, np.float32)


def favourites_of(data: DocumentData) -> tuple[Favourite, ...]:
    """The styles kept with a document."""
    return tuple(Favourite(one.name, np.array(one.style, np.float32)) for one in data.favourites)
