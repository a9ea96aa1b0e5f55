"""Patterns that tell classes apart without their colours: one small tile of ink per class.

The tiles are screen pixels, not canvas pixels: a pattern looks the same at every zoom. Pure
functions; no Qt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from featherbrush.engine.card import ClassInfo

TILE = 8
"""Side of a tile in device pixels at a ratio of 1."""

_ROW, _COLUMN = np.indices((TILE, TILE))
_SUM, _DIFFERENCE = (_ROW + _COLUMN) % TILE, (_ROW - _COLUMN) % TILE
_TILES = (
    np.zeros((TILE, TILE), dtype=np.bool_),
    _SUM == 0,
    _ROW % 4 == 0,
    (_ROW % 4 == 1) & (_COLUMN % 4 == 1),
    _DIFFERENCE == 0,
    _COLUMN % 4 == 0,
    (_ROW % 8 == 0) | (_COLUMN % 8 == 0),
    (_ROW // 4 + _COLUMN // 4) % 2 == 0,
    (_SUM == 0) | (_DIFFERENCE == 0),
    (_ROW % 4 == 0) | ((_COLUMN - 4 * (_ROW // 4)) % 8 == 0),
    np.abs(_COLUMN - 4) == _ROW,
    (np.abs(_ROW - 3) + np.abs(_COLUMN - 3)) <= 2,
    _SUM % 4 < 2,
    _ROW % 8 < 3,
    _COLUMN % 8 < 3,
    ((_ROW == 3) & (np.abs(_COLUMN - 3) <= 2)) | ((_COLUMN == 3) & (np.abs(_ROW - 3) <= 2)),
)
TILES: NDArray[np.bool_] = np.stack(_TILES)
"""Ink of every pattern, bool [16, 8, 8]; the first one is plain."""


@dataclass(frozen=True, slots=True, eq=False)
class PatternTable:
    """What is drawn over the colour of every id: `tile` uint8 [256], `ink` uint32 [256].

    `tile` says which of TILES, `ink` its colour as 0xFFRRGGBB.
    """

    tile: NDArray[np.uint8]
    ink: NDArray[np.uint32]


def pattern_table(classes: Sequence[ClassInfo]) -> PatternTable:
    """The patterns of classes in their order; beyond sixteen classes they begin again."""
    tile = np.zeros(256, dtype=np.uint8)
    ink = np.full(256, 0xFF000000, dtype=np.uint32)
    for place, info in enumerate(classes):
        tile[info.id] = place % len(TILES)
        ink[info.id] = ink_for(info.color)
    return PatternTable(tile, ink)


def ink_for(color: tuple[int, int, int]) -> int:
    """A darker ink for light colours and a lighter one for dark ones, as 0xFFRRGGBB."""
    light = 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2] > 110
    goal, share = (0, 0.5) if light else (255, 0.45)
    red, green, blue = (round(part + (goal - part) * share) for part in color)
    return 0xFF000000 | red << 16 | green << 8 | blue


def patterned(
    ids: NDArray[np.uint8],
    colors: NDArray[np.uint32],
    *,
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    table: PatternTable,
) -> NDArray[np.uint32]:
    """`colors` uint32 [h,w] of `ids` uint8 [h,w] with their patterns drawn in.

    `rows` [h] and `columns` [w] are the pixels' places in the endless tiling.
    """
    inked = TILES[table.tile[ids], rows[:, None] % TILE, columns[None, :] % TILE]
    drawn: NDArray[np.uint32] = np.where(inked, table.ink[ids], colors)
    return drawn
