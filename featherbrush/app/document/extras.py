"""What a document holds beside its pixels: what may be painted, what is traced, what is liked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from featherbrush.engine.arrays import Picture, Style, frozen
from featherbrush.engine.geometry import Bounds

CanvasKind: TypeAlias = Literal["labels", "sketch"]
"""What a document's pixels are: class ids uint8 [H,W], or sRGB ink on white uint8 [H,W,3]."""

LONGEST_NAME = 80
"""Characters of a favourite's name."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Which pixels of a label map may change: never those of the classes `protected`.

    When `only` is a class, nothing but its pixels changes. Both look at the map as it was when
    the stroke began, so that a stroke does not lock itself out.
    """

    protected: frozenset[int] = frozenset()
    only: int | None = None

    @property
    def open(self) -> bool:
        """Whether it lets everything through."""
        return not self.protected and self.only is None

    def permitted(self, labels: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Which of `labels` [h,w] may change, as bool [h,w]."""
        table = np.full(256, self.only is None, dtype=np.bool_)
        if self.only is not None:
            table[self.only] = True
        table[list(self.protected)] = False
        permitted: NDArray[np.bool_] = table[labels]
        return permitted


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The part of the canvas that may change: `mask` bool [h,w] inside `bounds`.

    Raises ValueError when the mask's shape is not that of `bounds`.
    """

    bounds: Bounds
    mask: NDArray[np.bool_]

    def __post_init__(self) -> None:
        """Refuse masks that do not fit, and keep this one from being written to."""
        check_shape(self.mask, self.bounds)
        object.__setattr__(self, "mask", frozen(self.mask))

    def within(self, area: Bounds) -> NDArray[np.bool_]:
        """Which pixels of `area` are selected, as bool [h,w]."""
        inside = np.zeros((area.height, area.width), dtype=np.bool_)
        common = area.intersection(self.bounds)
        if not common.empty:
            inside[offset(common, area)] = self.mask[offset(common, self.bounds)]
        return inside


@dataclass(frozen=True, slots=True, eq=False)
class Underlay:
    """A picture uint8 [H,W,3] to trace over, stretched over the canvas; `opacity` from 0 to 1.

    Raises ValueError for other arrays and for an opacity outside its range.
    """

    picture: Picture
    opacity: float = 0.5
    visible: bool = True

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        shape = self.picture.shape
        if self.picture.dtype != np.uint8 or len(shape) != 3 or shape[2] != 3 or 0 in shape:
            raise ValueError(f"an underlay is uint8 [H,W,3], not {self.picture.dtype} {shape}")
        if not 0.0 <= self.opacity <= 1.0:
            raise ValueError(f"an opacity lies between 0 and 1, not {self.opacity}")
        object.__setattr__(self, "picture", frozen(self.picture))


@dataclass(frozen=True, slots=True, eq=False)
class Favourite:
    """A style worth keeping: a name of 1 to 80 characters, and the vector float32 [S].

    Raises ValueError for an empty or longer name, and for vectors that are no finite numbers.
    """

    name: str
    vector: Style

    def __post_init__(self) -> None:
        """Refuse what no model could take, and keep a copy that nobody writes to."""
        if not 0 < len(self.name) <= LONGEST_NAME:
            raise ValueError(f"a favourite's name has 1 to {LONGEST_NAME} characters")
        if self.vector.ndim != 1 or not self.vector.size or not np.isfinite(self.vector).all():
            raise ValueError("a favourite is a vector of finite numbers")
        object.__setattr__(self, "vector", frozen(np.array(self.vector, dtype=np.float32)))

    def same_as(self, other: Favourite) -> bool:
        """Whether both have one name and the same numbers."""
        return self.name == other.name and np.array_equal(self.vector, other.vector)


def same_style(one: Style | None, other: Style | None) -> bool:
    """Whether two styles are the same numbers, or both the model's default."""
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other)


def offset(part: Bounds, whole: Bounds) -> tuple[slice, slice]:
    """Rows and columns of `part` in an array that covers `whole`."""
    top, left = part.y - whole.y, part.x - whole.x
    return slice(top, top + part.height), slice(left, left + part.width)


def check_shape(array: NDArray[np.generic], bounds: Bounds) -> None:
    """Raise ValueError when the first two axes of `array` are not the size of `bounds`."""
    if array.shape[:2] != (bounds.height, bounds.width):
        raise ValueError(f"a mask of shape {array.shape} does not fit {bounds}")
