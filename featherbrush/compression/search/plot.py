"""The Pareto front as a picture, beside front.json."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from featherbrush.compression.evaluation.charts import Axis
from featherbrush.compression.search.front import Candidate, pareto_front
from featherbrush.engine.pictures import write_picture

SIZE = (960, 600)
_SCALE = 2  # drawn larger and averaged down: smooth lines
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 40, 60, 80
_PAPER, _INK, _GRID = (250, 249, 246), (40, 40, 44), (226, 224, 218)
_DOT, _FRONT, _CHOSEN = (170, 170, 176), (45, 105, 170), (205, 85, 40)


def write(path: Path, candidates: Sequence[Candidate], chosen: Candidate) -> None:
    """Write a PNG of SIZE: every candidate a dot, the front a line, the choice ringed and named."""
    width, height = (_SCALE * side for side in SIZE)
    image = Image.new("RGB", (width, height), _PAPER)
    pen = ImageDraw.Draw(image)
    x = _axis([c.milliseconds for c in candidates], _SCALE * _LEFT, width - _SCALE * _RIGHT)
    y = _axis([c.distance for c in candidates], height - _SCALE * _BOTTOM, _SCALE * _TOP)
    _frame(pen, x, y)

    def place(c: Candidate) -> tuple[float, float]:
        return x.place(c.milliseconds), y.place(c.distance)

    front = pareto_front(candidates)
    if len(front) > 1:
        pen.line([place(c) for c in front], fill=_FRONT, width=2 * _SCALE)
    for c in candidates:
        _dot(pen, place(c), radius=4, fill=_FRONT if c in front else _DOT)
    _dot(pen, place(chosen), radius=7, fill=_CHOSEN)
    _text(
        pen,
        (width / 2, _SCALE * _TOP / 2),
        f"chosen: {chosen.widths}, {chosen.milliseconds:.1f} ms, {chosen.macs / 1e9:.2f} G MACs",
        anchor="mm",
    )
    small = image.resize(SIZE, Image.Resampling.LANCZOS)
    write_picture(path, np.asarray(small))


def _axis(values: Sequence[float], start: float, end: float) -> Axis:
    low, high = min(values), max(values)
    room = 0.06 * (high - low) or 0.1 * abs(high) or 1.0
    return Axis(low - room, high + room, start, end)


def _frame(pen: ImageDraw.ImageDraw, x: Axis, y: Axis) -> None:
    for tick in y.ticks():
        pen.line([(x.start, y.place(tick)), (x.end, y.place(tick))], fill=_GRID, width=_SCALE)
        _text(pen, (x.start - 8 * _SCALE, y.place(tick)), f"{tick:g}", anchor="rm")
    for tick in x.ticks():
        pen.line([(x.place(tick), y.start), (x.place(tick), y.end)], fill=_GRID, width=_SCALE)
        _text(pen, (x.place(tick), y.start + 8 * _SCALE), f"{tick:g}", anchor="mt")
    middle = (x.start + x.end) / 2
    _text(pen, (middle, y.start + 40 * _SCALE), "milliseconds per picture", anchor="mt")
    _text(pen, (x.start, y.end - 6 * _SCALE), "Frechet distance", anchor="lb")


def _dot(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    *,
    radius: int,
    fill: tuple[int, int, int],
) -> None:
    r = radius * _SCALE
    pen.ellipse([at[0] - r, at[1] - r, at[0] + r, at[1] + r], fill=fill)


def _text(pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, *, anchor: str) -> None:
    font = ImageFont.load_default(15 * _SCALE)
    pen.text(at, text, fill=_INK, font=font, anchor=anchor)
