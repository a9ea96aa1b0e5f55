"""Small charts for the report, as SVG text whose colours come from the page's style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 340, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 10, 12, 34

Numbers = NDArray[np.float64]
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Axis:
    """Linear map from values to pixels, with about four round ticks."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """The pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Round values within the axis."""
        step = 10.0 ** np.floor(np.log10((self.high - self.low) / 2))
        step = next(s * step for s in (1, 2, 5, 10) if (self.high - self.low) / (s * step) <= 4.5)
        first = np.ceil(self.low / step) * step
        return [float(v) for v in np.arange(first, self.high + step * 1e-6, step)]


def line_chart(points: Points, *, title: str, x_name: str) -> str:
    """A curve of (x, y), smoothed a little, over the faint measured one; '' below two points."""
    points = [p for p in points if all(np.isfinite(p))]
    if len(points) < 2:
        return ""
    xs, ys = (np.array(v, float) for v in zip(*points, strict=True))
    x, y = _axes(xs, np.percentile(ys, [0.5, 99.5]))
    smooth = _smoothed(ys)
    body = _path(xs, ys, x, y, "faint") + _path(xs, smooth, x, y, "curve")
    return _frame(body, x, y, title=title, x_name=x_name)


def scatter_chart(
    points: Points, *, chosen: Sequence[bool], labels: Sequence[str], title: str, x_name: str
) -> str:
    """Dots at (x, y), the chosen ones larger; every dot says its label on hovering. '' if none."""
    if not points:
        return ""
    xs, ys = (np.array(v, float) for v in zip(*points, strict=True))
    x, y = _axes(xs, ys)
    dots = [
        f'<circle class="{"chosen" if c else "dot"}" r="{5 if c else 3}" cx="{x.place(px):.1f}"'
        f' cy="{y.place(py):.1f}"><title>{escape(label)}: {px:.4g}, {py:.4g}</title></circle>'
        for px, py, c, label in sorted(
            zip(xs, ys, chosen, labels, strict=True), key=lambda item: item[2]
        )
    ]
    return _frame("".join(dots), x, y, title=title, x_name=x_name)


def _axes(xs: Numbers, ys: Numbers) -> tuple[Axis, Axis]:
    spans = []
    for values in (xs, ys):
        low, high = float(values.min()), float(values.max())
        room = 0.04 * (high - low) or abs(high) * 0.1 or 1.0
        spans.append((low - room, high + room))
    return Axis(*spans[0], _LEFT, WIDTH - _RIGHT), Axis(*spans[1], HEIGHT - _BOTTOM, _TOP)


def _path(xs: Numbers, ys: Numbers, x: Axis, y: Axis, kind: str) -> str:
    places = " ".join(
        f"{x.place(px):.1f},{y.place(min(max(py, y.low), y.high)):.1f}"
        for px, py in zip(xs, ys, strict=True)
    )
    return f'<polyline class="{kind}" points="{places}"/>'


def _smoothed(values: Numbers) -> Numbers:
    """A centred mean over a tenth of the curve."""
    size = max(1, len(values) // 10)
    weights = np.ones(size)
    total = np.convolve(values, weights, "same")
    smooth: Numbers = total / np.convolve(np.ones(len(values)), weights, "same")
    return smooth


def _frame(body: str, x: Axis, y: Axis, *, title: str, x_name: str) -> str:
    bottom = HEIGHT - _BOTTOM
    grid = [
        f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y.place(t):.1f}"'
        f' y2="{y.place(t):.1f}"/><text x="{_LEFT - 6}" y="{y.place(t) + 4:.1f}"'
        f' text-anchor="end">{_brief(t)}</text>'
        for t in y.ticks()
    ]
    grid += [
        f'<text x="{x.place(t):.1f}" y="{bottom + 15}" text-anchor="middle">{_brief(t)}</text>'
        for t in x.ticks()
    ]
    grid.append(
        f'<text x="{(WIDTH + _LEFT - _RIGHT) // 2}" y="{HEIGHT - 4}" text-anchor="middle">'
        f"{escape(x_name)}</text>"
    )
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' role="img" aria-label="{escape(title)}">{"".join(grid)}{body}</svg></figure>'
    )


def _brief(value: float) -> str:
    if abs(value) >= 10_000:
        return f"{value / 1000:g}k"
    return f"{round(value, 10):g}"
