"""What a training learns from: pictures, and what each of them is made from, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from featherbrush.compression.data.painting import as_painted
from featherbrush.compression.data.pixels import (
    INK_CHANNELS,
    UNTINTED_CHANNELS,
    from_pixels,
    ink,
    one_hot,
)
from featherbrush.compression.data.sketching import in_colours
from featherbrush.engine.errors import FeatherbrushError

Bytes = NDArray[np.uint8]


class DataError(FeatherbrushError):
    """A data folder cannot be used; the message says what is missing and where."""


class Store(Protocol):
    """Pictures and what they are made from: a condition per picture, as pixels, in one or several versions."""

    @property
    def pictures(self) -> Bytes:
        """Pictures uint8 [N, H, W, 3]."""

    @property
    def channels(self) -> int:
        """Channels K of an encoded condition."""

    @property
    def telling(self) -> int:
        """Of these, the first that tell something in this set: a student reads no others."""

    @property
    def critics(self) -> int:
        """Of these, the channels that a discriminator has a critic for (0: it looks at pictures alone)."""

    def __len__(self) -> int:
        """Number of pictures."""

    def condition(self, index: int, random: np.random.Generator) -> Bytes:
        """What picture `index` is made from, one version at random: uint8 [H, W] or [H, W, 3]."""

    def free(self, random: np.random.Generator, *, redrawn: bool) -> Bytes:
        """A condition of which no picture is known; `redrawn` as a person would draw it."""

    def encode(self, conditions: Sequence[Bytes]) -> Tensor:
        """Conditions as a network takes them: float [N, K, H, W]."""

    def canvas(self, index: int, *, drawn: bool = False) -> Bytes:
        """The version of a condition that evaluations use, or one as an artist draws."""

    def show(self, condition: Bytes) -> Bytes:
        """A condition to look at: uint8 [H, W, 3]."""


@dataclass(frozen=True)
class LabelledStore:
    """Pictures [N, H, W, 3], exact and painted label maps [N, H, W], all uint8, and the class table."""

    pictures: Bytes
    exact: Bytes
    painted: Bytes
    classes: tuple[dict[str, object], ...]

    def __len__(self) -> int:
        return len(self.pictures)

    @property
    def channels(self) -> int:
        """One per class."""
        return len(self.classes)

    critics = telling = channels

    def condition(self, index: int, random: np.random.Generator) -> Bytes:
        """The exact or the painted map uint8 [H, W] of a picture, by chance."""
        return np.asarray((self.exact if random.random() < 0.5 else self.painted)[index])

    def free(self, random: np.random.Generator, *, redrawn: bool) -> Bytes:
        """A map of another picture, or one redrawn with a blunter brush and shapes in it: uint8 [H, W]."""
        index = int(random.integers(len(self)))
        if not redrawn:
            return self.condition(index, random)
        return as_painted(np.asarray(self.painted[index]), classes=len(self.classes), random=random)

    def encode(self, conditions: Sequence[Bytes]) -> Tensor:
        """Maps to one-hot maps [N, K, H, W]."""
        ids = torch.from_numpy(np.stack(conditions).astype(np.int64))
        return one_hot(ids, classes=len(self.classes))

    def canvas(self, index: int, *, drawn: bool = False) -> Bytes:
        """The exact map; `drawn`: the painted one."""
        return np.asarray((self.painted if drawn else self.exact)[index])

    def show(self, condition: Bytes) -> Bytes:
        """A map in the colours of its classes."""
        colours = np.array([entry["color"] for entry in self.classes], np.uint8)
        shown: Bytes = colours[condition]
        return shown


@dataclass(frozen=True)
class SketchStore:
    """Pictures [N, H, W, 3] and V sketches of each [N, V, H, W], all uint8, dark ink on white.

    coloured: share of the sketches whose ink takes the colours of the picture, as an artist's pencils would.
    """

    pictures: Bytes
    sketches: Bytes
    coloured: float = 0.0
    channels: int = INK_CHANNELS
    critics: int = 3

    def __len__(self) -> int:
        return len(self.pictures)

    @property
    def telling(self) -> int:
        """Not the tint, where all ink is black."""
        return INK_CHANNELS if self.coloured else UNTINTED_CHANNELS

    def condition(self, index: int, random: np.random.Generator) -> Bytes:
        """One of the sketches of a picture, uint8 [H, W, 3], in its colours or in the ink that it has."""
        sketch = np.asarray(self.sketches[index, random.integers(self.sketches.shape[1])])
        return self._inked(index, sketch, coloured=random.random() < self.coloured)

    def free(self, random: np.random.Generator, *, redrawn: bool) -> Bytes:
        """A sketch of another picture (all of them are drawn as people draw)."""
        return self.condition(int(random.integers(len(self))), random)

    def encode(self, conditions: Sequence[Bytes]) -> Tensor:
        """Sketches to ink, its enclosure and its tint, [N, 7, H, W] in 0..1."""
        return ink(torch.from_numpy(np.stack(conditions)))

    def canvas(self, index: int, *, drawn: bool = False) -> Bytes:
        """The first sketch; `drawn`: the last. The same pictures' sketches are always the coloured ones."""
        sketch = np.asarray(self.sketches[index, -1 if drawn else 0])
        return self._inked(index, sketch, coloured=index % 16 < round(16 * self.coloured))

    def show(self, condition: Bytes) -> Bytes:
        """A sketch as it is."""
        return condition

    def _inked(self, index: int, sketch: Bytes, *, coloured: bool) -> Bytes:
        if coloured:
            return in_colours(sketch, np.asarray(self.pictures[index]))
        return np.repeat(sketch[..., None], 3, -1)


@dataclass(frozen=True)
class UnpairedStore:
    """Pictures [N, H, W, 3] of one kind and inputs [M, H, W, 3] of another, all uint8; none belongs to another."""

    pictures: Bytes
    inputs: Bytes
    channels: int = 3
    telling: int = 3
    critics: int = 0

    def __len__(self) -> int:
        return len(self.pictures)

    def condition(self, index: int, random: np.random.Generator) -> Bytes:
        """Any input uint8 [H, W, 3]: no picture has one of its own."""
        return np.asarray(self.inputs[random.integers(len(self.inputs))])

    def free(self, random: np.random.Generator, *, redrawn: bool) -> Bytes:
        """Any input."""
        return self.condition(0, random)

    def encode(self, conditions: Sequence[Bytes]) -> Tensor:
        """Inputs to [N, 3, H, W] in -1..1."""
        return from_pixels(torch.from_numpy(np.stack(conditions)))

    def canvas(self, index: int, *, drawn: bool = False) -> Bytes:
        """An input, counted through."""
        return np.asarray(self.inputs[index % len(self.inputs)])

    def show(self, condition: Bytes) -> Bytes:
        """An input as it is."""
        return condition
