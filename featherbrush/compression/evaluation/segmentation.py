"""How well pictures show what their label maps asked for, given a segmenter's reading of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

Labels = NDArray[np.uint8]
Confusion = NDArray[np.int64]


class Segmentation(BaseModel):
    """Scores in 0..1 over all pixels of `pictures` pictures.

    `miou` is the mean of `iou` over the classes that occur in the maps or in the reading; a class
    that occurs in neither has None.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    miou: float
    pixel_accuracy: float
    iou: dict[str, float | None]
    pictures: int


def confusion(read: Labels, wanted: Labels, *, classes: int) -> Confusion:
    """Pixel counts [K, K]: row = class of the label map, column = class that was read.

    Both arguments are uint8 [N, H, W] with ids below `classes`. Raises ValueError otherwise.
    """
    if read.shape != wanted.shape:
        raise ValueError(f"read {read.shape} and wanted {wanted.shape} maps differ in shape")
    if read.size and max(int(read.max()), int(wanted.max())) >= classes:
        raise ValueError(f"class ids must be below {classes}")
    pairs = wanted.astype(np.int64).ravel() * classes + read.ravel()
    counts: Confusion = np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
    return counts


def scores(counts: Confusion, names: Sequence[str], *, pictures: int) -> Segmentation:
    """Scores of one confusion matrix over the whole data set, not means of scores per picture:

    a class that covers three pixels of one picture would otherwise weigh as much as its sky.
    Raises ValueError for a matrix without pixels.
    """
    if counts.sum() == 0:
        raise ValueError("no pixels to score")
    hits = np.diag(counts)
    union = counts.sum(0) + counts.sum(1) - hits
    iou = [float(h / u) if u else None for h, u in zip(hits, union, strict=True)]
    known = [value for value in iou if value is not None]
    return Segmentation(
        miou=float(np.mean(known)),
        pixel_accuracy=float(hits.sum() / counts.sum()),
        iou=dict(zip(names, iou, strict=True)),
        pictures=pictures,
    )
