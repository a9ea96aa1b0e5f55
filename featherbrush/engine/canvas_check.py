"""Checks a canvas against a model's card before the model sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from featherbrush.engine.arrays import AnyArray, Canvas
from featherbrush.engine.card import ModelCard
from featherbrush.engine.errors import RenderError
from featherbrush.engine.geometry import Extent

MAX_SIDE = 4096
"""Pixels; a picture of this size takes minutes and gigabytes, a larger one is a mistake."""


def check_canvas(canvas: AnyArray, card: ModelCard) -> Canvas:
    """The canvas as the model takes it: uint8, contiguous, [H, W] or [H, W, 3].

    Raises RenderError for another type, shape or size, or ids that the model lacks.
    """
    wanted = "[H, W] of class ids" if card.input == "labels" else "[H, W, 3] of RGB"
    if not isinstance(canvas, np.ndarray) or canvas.dtype != np.uint8:
        kind = getattr(canvas, "dtype", type(canvas).__name__)
        raise RenderError(f"{card.id}: a canvas is uint8 {wanted}, this one is {kind}")
    fits = canvas.ndim == 2 if card.input == "labels" else canvas.shape[2:] == (3,)
    if not fits:
        raise RenderError(f"{card.id}: a canvas is uint8 {wanted}, this one is {canvas.shape}")
    check_extent(Extent.of(canvas), card)
    if card.input == "labels":
        _check_ids(canvas, card)
    return np.ascontiguousarray(canvas)


def check_extent(extent: Extent, card: ModelCard) -> None:
    """Raise RenderError unless width and height suit the model."""
    sides = (extent.width, extent.height)
    if min(sides) < 1 or max(sides) > MAX_SIDE:
        raise RenderError(f"{card.id}: sides of 1 to {MAX_SIDE} pixels, this canvas is {extent}")
    if any(side % card.multiple for side in sides):
        raise RenderError(
            f"{card.id}: needs a width and height that are multiples of {card.multiple}, this"
            f" canvas is {extent}"
        )


def _check_ids(canvas: Canvas, card: ModelCard) -> None:
    known = np.zeros(256, bool)
    known[[entry.id for entry in card.classes]] = True
    if known[canvas].all():
        return
    counts = np.bincount(canvas.ravel(), minlength=256)
    unknown = {int(i): int(counts[i]) for i in np.flatnonzero(counts) if not known[i]}
    raise RenderError(f"{card.id}: {unknown_ids(unknown, (entry.id for entry in card.classes))}")


def unknown_ids(counts: Mapping[int, int], known: Iterable[int]) -> str:
    """'class ids that the model lacks: 23 (1024 pixels); it has 0 to 13'."""
    named = list_counts({str(key): value for key, value in counts.items()})
    return f"class ids that the model lacks: {named}; it has {_ranges(known)}"


def list_counts(counts: Mapping[str, int], *, most: int = 5) -> str:
    """'23 (1024 pixels), 40 (1 pixel) and 7 more', the most frequent first."""
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    named = [f"{key} ({n} pixel{'s' if n != 1 else ''})" for key, n in ordered[:most]]
    more = f" and {len(ordered) - most} more" if len(ordered) > most else ""
    return ", ".join(named) + more


def _ranges(ids: Iterable[int]) -> str:
    """'0 to 13, 20'."""
    runs: list[list[int]] = []
    for value in sorted(ids):
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
