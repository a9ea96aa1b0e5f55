"""Writes what an evaluation found into the cards of the models that it judged."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from featherbrush.compression.evaluation.results import (
    Distances,
    Evaluation,
    EvaluationError,
    ModelResult,
)
from featherbrush.compression.evaluation.segmentation import Segmentation
from featherbrush.compression.export.cards import graph_digest, read_model_card, replace_card
from featherbrush.engine.card import Metric

Role = Literal["original", "compressed"]

FRECHET = "Frechet distance (EfficientNet-Lite2)"
KERNEL = "kernel distance (EfficientNet-Lite2) x 1000"
SLICED = "sliced Wasserstein distance x 1000"
MIOU = "mIoU of a segmenter"
ACCURACY = "pixel accuracy of a segmenter"
FID, KID = "FID", "KID x 1000"
DIVERSITY = "diversity of styles (EfficientNet-Lite2)"
FLOOR = ", real pictures"


def write_cards(evaluation: Evaluation, paths: Mapping[Role, Path]) -> None:
    """Put the figures into the cards of the model files; those of an earlier evaluation go.

    Both files are checked before either is written. Raises EvaluationError for a file that is not
    the one that was evaluated, ModelFileError for one that cannot be read or written.
    """
    for role, path in paths.items():
        _check(evaluation, role, path)
    for role, path in paths.items():
        card = read_model_card(path)
        mine = metrics_of(evaluation, role)
        names = _names()
        others = tuple(m for m in card.metrics if m.name not in names)
        replace_card(path, card.model_copy(update={"metrics": (*others, *mine)}))


def metrics_of(evaluation: Evaluation, role: Role) -> tuple[Metric, ...]:
    """One model's figures and the floor's as metrics of a card.

    The Frechet distance is left out where there were too few pictures for it to mean anything.
    """
    result = _result(evaluation, role)
    floor = evaluation.floor
    found = [
        *_of_distances(evaluation, result.distances),
        *_of_segmentation(evaluation, result.segmentation),
        *_of_inception(evaluation, role),
        *_of_diversity(evaluation, result.diversity),
        *_of_distances(evaluation, floor.distances, suffix=FLOOR),
        *_of_segmentation(evaluation, floor.segmentation, suffix=FLOOR),
    ]
    return tuple(found + (_of_agreement(evaluation) if role == "compressed" else []))


def _result(evaluation: Evaluation, role: Role) -> ModelResult:
    return evaluation.original if role == "original" else evaluation.compressed


def _check(evaluation: Evaluation, role: Role, path: Path) -> None:
    if graph_digest(path) != _result(evaluation, role).graph:
        raise EvaluationError(
            f"{path}: not the {role} model that was evaluated on {evaluation.date}; evaluate it"
            " again"
        )


def _names() -> set[str]:
    judged = {FRECHET, KERNEL, SLICED, MIOU, ACCURACY, FID, KID}
    return judged | {name + FLOOR for name in judged} | {DIVERSITY, *_AGREEMENT}


def _of_distances(
    evaluation: Evaluation, distances: Distances, *, suffix: str = ""
) -> list[Metric]:
    found = [
        _metric(evaluation, KERNEL + suffix, distances.kernel, "kernel"),
        _metric(evaluation, SLICED + suffix, distances.sliced.mean, "sliced"),
    ]
    if evaluation.samples.enough:
        found.insert(0, _metric(evaluation, FRECHET + suffix, distances.frechet, "frechet"))
    return found


def _of_inception(evaluation: Evaluation, role: Role) -> list[Metric]:
    if evaluation.inception is None:
        return []
    found, floor = evaluation.inception[role], evaluation.inception["floor"]
    figures = {FID: found.fid, KID: found.kid, FID + FLOOR: floor.fid, KID + FLOOR: floor.kid}
    return [_metric(evaluation, name, value, "inception") for name, value in figures.items()]


def _of_diversity(evaluation: Evaluation, diversity: float | None) -> list[Metric]:
    if diversity is None:
        return []
    return [_metric(evaluation, DIVERSITY, diversity, "diversity", "higher")]


def _of_segmentation(
    evaluation: Evaluation, scores: Segmentation | None, *, suffix: str = ""
) -> list[Metric]:
    if scores is None:
        return []
    samples = scores.pictures
    return [
        _metric(evaluation, MIOU + suffix, scores.miou, "segmentation", "higher", samples),
        _metric(
            evaluation, ACCURACY + suffix, scores.pixel_accuracy, "segmentation", "higher", samples
        ),
    ]


_AGREEMENT: dict[str, tuple[Literal["psnr", "ssim", "perceptual"], Literal["lower", "higher"]]] = {
    "PSNR to the original (dB)": ("psnr", "higher"),
    "SSIM to the original": ("ssim", "higher"),
    "perceptual distance to the original (EfficientNet-Lite2)": ("perceptual", "lower"),
}


def _of_agreement(evaluation: Evaluation) -> list[Metric]:
    found = evaluation.agreement
    return [
        _metric(evaluation, name, getattr(found, field), "agreement", better, found.pictures)
        for name, (field, better) in _AGREEMENT.items()
    ]


def _metric(
    evaluation: Evaluation,
    name: str,
    value: float,
    protocol: str,
    better: Literal["lower", "higher"] = "lower",
    samples: int | None = None,
) -> Metric:
    return Metric(
        name=name,
        value=round(value, 4),
        better=better,
        protocol=evaluation.protocol[protocol],
        samples=evaluation.samples.pictures if samples is None else samples,
        machine=evaluation.machine,
        date=evaluation.date,
    )
