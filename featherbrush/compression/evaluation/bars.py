"""What a compressed pair has to reach, and whether it did."""

from __future__ import annotations

from dataclasses import dataclass

from featherbrush.compression.evaluation.results import ENOUGH, Evaluation
from featherbrush.compression.evaluation.segmentation import Segmentation

DISTANCE_RATIO = 1.10
"""Most that the compressed model's distances may be, as a multiple of the original's."""

MIOU_LOSS = 2.0
"""Most that the compressed model's mIoU may lie below the original's, in points of 100."""

DIVERSITY_RATIO = 1.25
"""Most that the original's diversity of styles may be, as a multiple of the compressed model's."""

FLOOR_RATIO = 1.5
"""Most that the original's Frechet distance may be, as a multiple of the floor's."""


@dataclass(frozen=True)
class Bar:
    """One requirement: `measured` at most `limit`. `holds` is None where it cannot be judged."""

    name: str
    measured: float
    limit: float
    unit: str
    holds: bool | None
    note: str = ""


def ratios(evaluation: Evaluation) -> tuple[Bar, ...]:
    """Every bar with what was measured against it."""
    original, compressed = evaluation.original, evaluation.compressed
    floor = evaluation.floor.distances
    few = "" if evaluation.samples.enough else f"fewer than {ENOUGH} pictures on each side"
    return (
        _bar(
            "Frechet distance, compressed / original",
            compressed.distances.frechet / max(original.distances.frechet, 1e-9),
            limit=DISTANCE_RATIO,
            unjudged=few,
        ),
        _bar(
            "sliced Wasserstein distance, compressed / original",
            compressed.distances.sliced.mean / max(original.distances.sliced.mean, 1e-9),
            limit=DISTANCE_RATIO,
        ),
        *_miou(original.segmentation, compressed.segmentation),
        *_diversity(original.diversity, compressed.diversity),
        _bar(
            "Frechet distance, original / real training pictures",
            original.distances.frechet / max(floor.frechet, 1e-9),
            limit=FLOOR_RATIO,
            unjudged=few,
        ),
    )


def _miou(original: Segmentation | None, compressed: Segmentation | None) -> list[Bar]:
    if original is None or compressed is None:
        return []
    loss = 100 * (original.miou - compressed.miou)
    return [_bar("mIoU, original - compressed", loss, limit=MIOU_LOSS, unit="points")]


def _diversity(original: float | None, compressed: float | None) -> list[Bar]:
    if original is None or compressed is None:
        return []
    ratio = original / max(compressed, 1e-9)
    return [_bar("diversity of styles, original / compressed", ratio, limit=DIVERSITY_RATIO)]


def _bar(name: str, measured: float, *, limit: float, unit: str = "x", unjudged: str = "") -> Bar:
    holds = None if unjudged else measured <= limit
    return Bar(name, measured, limit, unit, holds, unjudged)
