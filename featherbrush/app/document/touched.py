"""Which parts of a canvas a stroke has touched, coarsely: tiles, given back as few rectangles."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from featherbrush.engine.geometry import Bounds, Extent

TILE = 64


class Touched:
    """Tiles of 64x64 pixels that edits reached; a long diagonal stroke is not one big rectangle."""

    def __init__(self, extent: Extent) -> None:
        """Nothing touched yet on a canvas of this size."""
        self._extent = extent
        self._tiles = np.zeros((-(-extent.height // TILE), -(-extent.width // TILE)), np.bool_)
        self.bounds = Bounds(0, 0, 0, 0)

    def add(self, dirty: Bounds) -> None:
        """Note a rectangle that lies on the canvas; an empty one adds nothing."""
        if dirty.empty:
            return
        rows = slice(dirty.y // TILE, (dirty.bottom - 1) // TILE + 1)
        columns = slice(dirty.x // TILE, (dirty.right - 1) // TILE + 1)
        self._tiles[rows, columns] = True
        self.bounds = self.bounds.union(dirty)

    def clear(self) -> None:
        """Forget everything."""
        self._tiles[:] = False
        self.bounds = Bounds(0, 0, 0, 0)

    def rectangles(self) -> Iterator[Bounds]:
        """Rectangles without overlap that hold everything touched, cut to its bounds."""
        spans: dict[tuple[int, int], int] = {}
        for row in range(self._tiles.shape[0] + 1):
            present = set(self._spans(row))
            for span in [one for one in spans if one not in present]:
                yield self._bounds(span, spans.pop(span), row)
            for span in present:
                spans.setdefault(span, row)

    def _spans(self, row: int) -> list[tuple[int, int]]:
        """Where the runs of touched tiles in a row begin and end; none below the last row."""
        if row == self._tiles.shape[0]:
            return []
        edges = np.flatnonzero(np.diff(self._tiles[row].astype(np.int8), prepend=0, append=0))
        return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]

    def _bounds(self, span: tuple[int, int], first: int, end: int) -> Bounds:
        left, right = span[0] * TILE, span[1] * TILE
        tiles = Bounds(left, first * TILE, right - left, (end - first) * TILE)
        return tiles.intersection(self.bounds)
