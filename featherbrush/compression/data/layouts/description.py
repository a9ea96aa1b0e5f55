"""What a folder of any layout holds, as paths: small, frozen, and the same for every layout."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

FEWEST_HELD_OUT = 2
"""Pictures that an evaluation needs: the distance between two sets has no value for one picture."""
UNKNOWN = 255
"""The id, in a table of values, of pixels that no class is known for."""


class Kind(StrEnum):
    """What belongs together in a set."""

    LABELLED = "labelled"
    PAIRED = "paired"
    UNPAIRED = "unpaired"


@dataclass(frozen=True)
class ClassName:
    """A class of a label map: its name and its colour (red, green, blue, 0..255)."""

    name: str
    color: tuple[int, int, int]


@dataclass(frozen=True)
class Sample:
    """A picture and what it is made from.

    Args:
        name: unlike any other of its side.
        picture: the picture's file; of an aligned file, that file.
        inputs: label map or sketches of it; of an aligned file, the same file; none where the partner
            is missing.
    """

    name: str
    picture: Path
    inputs: tuple[Path, ...]


@dataclass(frozen=True)
class Side:
    """One side of the split.

    Args:
        samples: pictures with their inputs; of an unpaired set, pictures with none.
        unpaired: inputs of an unpaired set, none of which belongs to a picture.
        orphans: inputs that should have a picture and have none.
    """

    samples: tuple[Sample, ...] = ()
    unpaired: tuple[Path, ...] = ()
    orphans: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Description:
    """A set.

    Args:
        layout: the layout's name, for messages.
        kind: what belongs together.
        training: the side that trainings see.
        held_out: the side that evaluations see; empty where the folder has none.
        classes: of a labelled set.
        values: of a labelled set: the class id of each value 0..255 of a pixel in its files,
            `UNKNOWN` for values that mean nothing in this layout.
        ignored: values of pixels that the layout leaves unlabelled on purpose.
        halves: whether each file holds input and picture side by side.
    """

    layout: str
    kind: Kind
    training: Side
    held_out: Side
    classes: tuple[ClassName, ...] = ()
    values: tuple[int, ...] = ()
    ignored: frozenset[int] = frozenset()
    halves: bool = False


def identity(classes: int) -> tuple[int, ...]:
    """The table of a layout whose values are the ids themselves."""
    return tuple(v if v < classes else UNKNOWN for v in range(256))
