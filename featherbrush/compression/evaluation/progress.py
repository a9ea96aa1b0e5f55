"""Progress with time left, on stderr, for the stages of an evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import track

Item = TypeVar("Item")


def shown(items: Iterable[Item], text: str, *, total: int | None = None) -> Iterator[Item]:
    """The items, with a bar that says `text` while they are worked through."""
    yield from track(items, text, total=total, console=Console(stderr=True))
