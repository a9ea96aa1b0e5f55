"""Sample sheets, for eyes to judge: input, real picture, original, compressed in rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from featherbrush.compression.evaluation.rendering import Labels, Styles, render_maps
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.labels import colorize
from featherbrush.engine.pictures import write_picture

Picture = NDArray[np.uint8]

_GAP, _MARGIN, _TITLE = 6, 14, 26
_PAPER, _INK, _FAINT = (250, 249, 246), (40, 40, 44), (226, 224, 218)


@dataclass(frozen=True, eq=False)
class Example:
    """One column: a canvas uint8 [H, W] or [H, W, 3] and the pictures uint8 [H, W, 3] for it.

    `real` is None for one that somebody drew.
    """

    canvas: NDArray[np.uint8]
    original: Picture
    compressed: Picture
    real: Picture | None = None


def render_examples(
    original: Path,
    compressed: Path,
    maps: Sequence[Labels],
    *,
    reals: Sequence[Picture | None] | None = None,
    styles: Styles | None = None,
    threads: int | None = None,
) -> list[Example]:
    """Both models' pictures of canvases, all of one size, in styles float32 [N, S].

    reals: the maps' real pictures, None for a drawn one. styles: None for the average style.
    Raises ModelFileError or RenderError.
    """
    stack = np.stack(list(maps))
    made = [render_maps(path, stack, styles, threads=threads) for path in (original, compressed)]
    real = reals or [None] * len(maps)
    return [Example(*parts) for parts in zip(stack, *made, real, strict=True)]


def compose_sheet(
    examples: Sequence[Example], classes: Sequence[ClassInfo], *, columns: int = 6
) -> Picture:
    """All examples of one size on one sheet, `columns` beside each other: uint8 [H', W', 3].

    The row of real pictures is left out where no example of a block has one. Raises ValueError
    without examples.
    """
    if not examples:
        raise ValueError("a sheet needs an example")
    blocks = [examples[i : i + columns] for i in range(0, len(examples), columns)]
    width = min(columns, len(examples))
    drawn = [_block(block, classes, width) for block in blocks]
    return np.concatenate(drawn)


def write_sheet(
    path: Path, examples: Sequence[Example], classes: Sequence[ClassInfo], *, columns: int = 6
) -> None:
    """Write a sheet, whole or not at all; raises PictureError."""
    write_picture(path, compose_sheet(examples, classes, columns=columns))


def _inputs(
    examples: Sequence[Example], classes: Sequence[ClassInfo]
) -> tuple[str, list[Picture | None]]:
    # Cards of pairs that read no label maps may name inks: such canvases are pictures already.
    if examples[0].canvas.ndim == 3:
        return "Input", [e.canvas for e in examples]
    return "Label map", [colorize(e.canvas, classes) for e in examples]


def _block(examples: Sequence[Example], classes: Sequence[ClassInfo], columns: int) -> Picture:
    """Up to `columns` examples with the title of every row above it."""
    rows: list[tuple[str, list[Picture | None]]] = [
        _inputs(examples, classes),
        ("Real picture", [e.real for e in examples]),
        ("Original", [e.original for e in examples]),
        ("Compressed", [e.compressed for e in examples]),
    ]
    rows = [row for row in rows if any(picture is not None for picture in row[1])]
    height, width = examples[0].canvas.shape[:2]
    sheet = Image.new(
        "RGB",
        (
            2 * _MARGIN + columns * (width + _GAP) - _GAP,
            2 * _MARGIN + len(rows) * (height + _TITLE),
        ),
        _PAPER,
    )
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(15)
    for number, (title, pictures) in enumerate(rows):
        top = _MARGIN + number * (height + _TITLE)
        draw.text((_MARGIN, top + _TITLE // 2 + 3), title, _INK, font, anchor="lm")
        for column, picture in enumerate(pictures):
            left = _MARGIN + column * (width + _GAP)
            if picture is not None:
                sheet.paste(Image.fromarray(np.asarray(picture)), (left, top + _TITLE))
                continue
            box = (left, top + _TITLE, left + width - 1, top + _TITLE + height - 1)
            draw.rectangle(box, outline=_FAINT)
            middle = (left + width // 2, top + _TITLE + height // 2)
            draw.text(middle, "no real picture", _INK, font, anchor="mm")
    return np.asarray(sheet)
