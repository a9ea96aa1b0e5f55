"""One HTML file that shows a pair: figures, bars, pictures, curves, and how it was all measured.

Nothing in it comes from elsewhere: pictures are embedded, charts are drawn as SVG, there is no
script.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jinja2 import Environment, StrictUndefined
from numpy.typing import NDArray
from PIL import Image

from featherbrush.compression.evaluation.bars import ratios
from featherbrush.compression.evaluation.charts import line_chart, scatter_chart
from featherbrush.compression.evaluation.results import Evaluation, EvaluationError
from featherbrush.compression.evaluation.segmentation import Segmentation
from featherbrush.engine.files import write_whole

_NOT_CURVES = {"step", "pictures", "s_per_picture", "lr", "time", "seconds", "epoch"}
_MOST_POINTS = 400


@dataclass(frozen=True)
class FrontPoint:
    """One network that a search looked at: what it costs and how far it is from good."""

    label: str
    cost: float
    distance: float
    chosen: bool = False


@dataclass(frozen=True)
class Front:
    """What a search found; `cost` and `distance` name the axes, with units."""

    cost: str
    distance: str
    points: tuple[FrontPoint, ...]


def write_report(
    path: Path,
    evaluation: Evaluation,
    *,
    sheets: Mapping[str, NDArray[np.uint8]] | None = None,
    logs: Mapping[str, Path] | None = None,
    front: Front | None = None,
) -> None:
    """Write the report, whole or not at all.

    sheets: title -> sample sheet uint8 [H, W, 3]. logs: title -> log.jsonl of a training (one JSON
    object per line). Raises EvaluationError when a log cannot be read or the report not written.
    """
    template = Path(__file__).with_name("report.html.j2").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    html = environment.from_string(template).render(
        evaluation=evaluation,
        bars=ratios(evaluation),
        rows=_rows(evaluation),
        sheets={title: _embedded(sheet) for title, sheet in (sheets or {}).items()},
        curves={title: list(_curves(log)) for title, log in (logs or {}).items()},
        front=_front_chart(front) if front else "",
    )
    write_whole(path, html.encode(), error=EvaluationError)


def _rows(evaluation: Evaluation) -> list[tuple[str, list[str]]]:
    """Name of a figure and its value for floor, original and compressed."""
    sides = (evaluation.floor, evaluation.original, evaluation.compressed)
    distances = [side.distances for side in sides]
    levels = evaluation.original.distances.sliced.levels
    rows = [
        ("Frechet distance", [f"{d.frechet:.1f}" for d in distances]),
        ("Kernel distance x 1000", [f"{d.kernel:.1f}" for d in distances]),
        ("Sliced Wasserstein distance x 1000", [f"{d.sliced.mean:.1f}" for d in distances]),
    ]
    rows += [
        (f"\u2003at level {level}", [f"{d.sliced.levels[level]:.1f}" for d in distances])
        for level in levels
    ]
    if evaluation.inception is not None:
        judged = [evaluation.inception[name] for name in ("floor", "original", "compressed")]
        rows.append(("FID (Inception)", [f"{d.fid:.1f}" for d in judged]))
        rows.append(("KID (Inception) x 1000", [f"{d.kid:.1f}" for d in judged]))
    rows += _segmentation_rows([s.segmentation for s in sides if s.segmentation is not None])
    models = (evaluation.original, evaluation.compressed)
    if all(m.diversity is not None for m in models):
        rows.append(("Diversity of styles", ["", *(f"{m.diversity:.3f}" for m in models)]))
    rows += [
        ("MACs", ["", *(f"{m.macs / 1e9:.2f} G" for m in models)]),
        ("Parameters", ["", *(f"{m.parameters / 1e6:.2f} M" for m in models)]),
        ("File size", ["", *(f"{m.bytes / 1e6:.1f} MB" for m in models)]),
    ]
    return rows


def _segmentation_rows(seen: list[Segmentation]) -> list[tuple[str, list[str]]]:
    if not seen:
        return []
    rows = [
        ("mIoU", [f"{100 * s.miou:.1f} %" for s in seen]),
        ("Pixel accuracy", [f"{100 * s.pixel_accuracy:.1f} %" for s in seen]),
    ]
    names = seen[0].iou
    return rows + [
        (f"\u2003IoU of {name}", [_percent(s.iou.get(name)) for s in seen]) for name in names
    ]


def _percent(value: float | None) -> str:
    return "\u2013" if value is None else f"{100 * value:.1f} %"


def _embedded(sheet: NDArray[np.uint8]) -> str:
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(sheet)).save(buffer, "WEBP", quality=88, method=4)
    return "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode()


def _curves(log: Path) -> Iterator[str]:
    """A chart for every number that a training wrote down."""
    entries = _entries(log)
    x_name = "pictures" if entries and "pictures" in entries[0] else "step"
    names = {name: None for entry in entries for name in entry if name not in _NOT_CURVES}
    for name in names:
        points = [
            (float(entry.get(x_name, i)), float(entry[name]))
            for i, entry in enumerate(entries)
            if isinstance(entry.get(name), int | float)
        ]
        yield line_chart(points[:: -(-len(points) // _MOST_POINTS) or 1], title=name, x_name=x_name)


def _entries(log: Path) -> list[dict[str, float]]:
    """The lines of a log; a last one that a crash cut short is left out."""
    try:
        lines = log.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{log}: not a training log: {error}") from error
    found = []
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
        except ValueError as error:
            if number == len(lines):
                break
            raise EvaluationError(f"{log}: line {number} is not JSON") from error
        if isinstance(entry, dict):
            found.append(entry)
    return found


def _front_chart(front: Front) -> str:
    return scatter_chart(
        [(point.cost, point.distance) for point in front.points],
        chosen=[point.chosen for point in front.points],
        labels=[point.label for point in front.points],
        title=front.distance,
        x_name=front.cost,
    )
