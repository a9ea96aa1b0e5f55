"""The words that the bridge and the panels share: sides, states and measured figures."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from statistics import median


class Side(StrEnum):
    """Which of a pair's two models a picture comes from."""

    ORIGINAL = "original"
    COMPRESSED = "compressed"


class State(StrEnum):
    """Whether the pictures shown belong to the document as it is now."""

    UP_TO_DATE = "up to date"
    WORKING = "working"
    EASING = "easing off"
    PAUSED = "paused"
    FAILED = "failed"
    NO_MODEL = "no model"


@dataclass(frozen=True)
class Timing:
    """How long one model takes for a picture, in milliseconds: ``median`` of the latest ones."""

    last: float
    median: float
    pictures: int

    @property
    def rate(self) -> float:
        """Pictures per second at the median."""
        return 1000.0 / self.median if self.median > 0 else 0.0


class Meter:
    """Gathers the times of one model over its most recent pictures."""

    def __init__(self, *, window: int = 30) -> None:
        self._recent: deque[float] = deque(maxlen=window)
        self._pictures = 0

    def add(self, milliseconds: float) -> None:
        """Take in the time of one picture.

        A session's first picture also pays for its memory: it gives way to the second.
        """
        if self._pictures == 1:
            self._recent.clear()
        self._recent.append(milliseconds)
        self._pictures += 1

    @property
    def timing(self) -> Timing | None:
        """What has been measured, or None before the first picture."""
        if not self._recent:
            return None
        return Timing(self._recent[-1], median(self._recent), self._pictures)


def speed_up(original: Timing | None, compressed: Timing | None) -> float | None:
    """Return how many times faster the compressed model is, when both were measured."""
    if original is None or compressed is None or compressed.median <= 0:
        return None
    return original.median / compressed.median
