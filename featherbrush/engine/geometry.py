"""Small value types in place of loose x, y, width and height. Pixels; y grows downwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Extent:
    """A size in whole pixels."""

    width: int
    height: int

    @classmethod
    def of(cls, array: NDArray[Any]) -> Extent:
        """The extent of an array of shape [H, W] or [H, W, C]."""
        return cls(int(array.shape[1]), int(array.shape[0]))

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width): the leading shape of an array of this extent."""
        return self.height, self.width

    @property
    def area(self) -> int:
        """The number of pixels."""
        return self.width * self.height

    def __str__(self) -> str:
        """Width first, as people say it: '256x256'."""
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, slots=True)
class Point:
    """A position in canvas pixels; fractions are kept, pixel (0, 0) covers 0 to 1."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle of whole pixels: columns x to x + width, rows y to y + height, ends excluded."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, extent: Extent) -> Bounds:
        """Everything that an extent covers, from (0, 0)."""
        return cls(0, 0, extent.width, extent.height)

    @property
    def right(self) -> int:
        """The first column to the right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.height

    @property
    def empty(self) -> bool:
        """Whether it holds no pixel."""
        return self.width <= 0 or self.height <= 0

    @property
    def extent(self) -> Extent:
        """Its size."""
        return Extent(max(self.width, 0), max(self.height, 0))

    @property
    def rows(self) -> slice:
        """Its rows, to index an array with: `array[bounds.rows, bounds.columns]`."""
        return slice(self.y, self.bottom)

    @property
    def columns(self) -> slice:
        """Its columns, to index an array with."""
        return slice(self.x, self.right)

    def contains(self, point: Point) -> bool:
        """Whether the point lies in it (the right and lower edges do not)."""
        return self.x <= point.x < self.right and self.y <= point.y < self.bottom

    def union(self, other: Bounds) -> Bounds:
        """The smallest bounds that hold both; an empty one adds nothing."""
        if self.empty:
            return other
        if other.empty:
            return self
        x, y = min(self.x, other.x), min(self.y, other.y)
        right, bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        return Bounds(x, y, right - x, bottom - y)

    def intersection(self, other: Bounds) -> Bounds:
        """What both hold; where they do not meet, an empty bounds of zero width and height."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        if right <= x or bottom <= y:
            return Bounds(x, y, 0, 0)
        return Bounds(x, y, right - x, bottom - y)

    def padded(self, n: int) -> Bounds:
        """Grown by n pixels on every side; may reach below 0, so intersect with the canvas."""
        return Bounds(self.x - n, self.y - n, self.width + 2 * n, self.height + 2 * n)
