"""The model card of an imported network: what is known about it, and 'unknown' for the rest."""

from __future__ import annotations

import colorsys
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from featherbrush.compression.networks.published.architectures import Architecture
from featherbrush.compression.profiling.counting import Counts
from featherbrush.engine.card import ClassInfo, ModelCard, TrainingData
from featherbrush.engine.errors import FeatherbrushError

UNKNOWN = "unknown"
LARGEST_TABLE = 1_000_000
Family = Literal["pix2pix", "cyclegan"]
Source = Literal["picture", "sketch"]


class ClassesError(FeatherbrushError):
    """A class table that cannot be read or does not fit the network."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What the person who imports knows and the checkpoint does not say."""

    checkpoint: Path
    title: str | None = None
    pair: str | None = None
    license: str | None = None
    family: Family = "cyclegan"
    input: Source = "picture"


def make_card(
    architecture: Architecture,
    origin: Origin,
    *,
    path: Path,
    size: tuple[int, int],
    counts: Counts,
    classes: tuple[ClassInfo, ...],
    notes: str,
) -> ModelCard:
    """The card of the model file `path`; size: native height and width."""
    name = identifier(path.stem)
    family = (
        "gaugan"
        if architecture.takes_labels
        else "munit"
        if architecture.takes_style
        else origin.family
    )
    return ModelCard(
        schema_version=1,
        id=name,
        title=_line(origin.title or path.stem),
        description=f"Imported from {_line(origin.checkpoint.name)}: {architecture}.",
        pair=identifier(origin.pair) if origin.pair else name,
        role="compressed" if architecture.is_compressed else "original",
        family=family,
        input="labels" if architecture.takes_labels else origin.input,
        classes=classes,
        multiple=architecture.multiple,
        native=(size[1], size[0]),
        style_size=architecture.style if architecture.takes_style else 0,
        macs=counts.macs,
        parameters=counts.parameters,
        license=_line(origin.license or UNKNOWN),
        training=TrainingData(
            name=UNKNOWN,
            author=UNKNOWN,
            license=UNKNOWN,
            source=_line(f"checkpoint {origin.checkpoint.name}"),
            pictures=0,
        ),
        created=datetime.now(UTC).date().isoformat(),
        notes=notes,
    )


def style_card(card: ModelCard, *, path: Path, parameters: int, macs: int) -> ModelCard:
    """The card of the style encoder that goes with a MUNIT network."""
    return card.model_copy(
        update={
            "id": identifier(path.stem),
            "title": _line(path.stem),
            "role": "style-encoder",
            "input": "picture",
            "macs": macs,
            "parameters": parameters,
        }
    )


def _line(text: str) -> str:
    """One line as a card takes it, whatever a file is called."""
    return " ".join(text.split())[:400]


def identifier(text: str) -> str:
    """A card's identifier made of any text."""
    kept = re.sub(r"[^a-z0-9._-]+", "-", text.lower()).lstrip("._-")[:64]
    return kept or "imported"


def load_classes(path: Path, *, count: int) -> tuple[ClassInfo, ...]:
    """`count` classes, named by a classes.json or a palette file; ids that it leaves out get generated names.

    The file is a list of {id, name, color}, or an object with that list as `classes`. Raises
    ClassesError with one line, also for an id that the network does not have.
    """
    try:
        if path.stat().st_size > LARGEST_TABLE:
            raise ClassesError(f"{path}: larger than any class table")
        found = json.loads(path.read_text("utf-8"))
        table = found.get("classes") if isinstance(found, dict) else found
        named = TypeAdapter(list[ClassInfo]).validate_python(table)
    except ValidationError as error:
        complaint = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in complaint["loc"]) or "classes"
        raise ClassesError(f"{path}: {field}: {complaint['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise ClassesError(f"{path}: is not JSON ({error})") from error
    beyond = [entry.id for entry in named if entry.id >= count]
    if beyond:
        raise ClassesError(
            f"{path}: has a class {beyond[0]}; this network takes {count} classes, 0 to {count - 1}"
        )
    by_id = {entry.id: entry for entry in named}
    return tuple(by_id.get(entry.id, entry) for entry in generated_classes(count))


def generated_classes(count: int) -> tuple[ClassInfo, ...]:
    """'class 0', 'class 1' ... in colours that lie far apart on the wheel."""
    return tuple(ClassInfo(id=i, name=f"class {i}", color=_colour(i)) for i in range(count))


def _colour(index: int) -> tuple[int, int, int]:
    # The golden ratio's steps never come close to an earlier hue; three rows of brightness part the rest.
    hue = index * 0.618034 % 1
    red, green, blue = colorsys.hsv_to_rgb(hue, 0.75, (0.95, 0.75, 0.55)[index % 3])
    return round(red * 255), round(green * 255), round(blue * 255)
