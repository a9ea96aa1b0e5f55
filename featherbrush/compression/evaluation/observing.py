"""One pass of the judging network over a set of pictures serves distances and segmenter alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from featherbrush.compression.evaluation.distances import Features, pooled
from featherbrush.compression.evaluation.judge import (
    Pictures,
    as_input,
    batches,
    judging_network,
)
from featherbrush.compression.evaluation.progress import shown
from featherbrush.compression.evaluation.segmentation import Confusion, Labels, confusion
from featherbrush.compression.evaluation.segmenter import Segmenter


@dataclass(frozen=True)
class Observation:
    """Features float32 [N, D] of N pictures, and the confusion of the first with their maps."""

    features: Features
    counts: Confusion


def observe(
    pictures: Pictures,
    *,
    maps: Labels,
    segmenter: Segmenter | None,
    what: str,
    device: str = "cpu",
) -> Observation:
    """Look at pictures uint8 [N, H, W, 3].

    maps: uint8 [M, H, W], M <= N: what the first M pictures should show. segmenter: None counts
    nothing. what: for the progress.
    """
    network, where = judging_network(device), torch.device(device)
    classes, features = len(segmenter.names) if segmenter else 0, []
    counts = np.zeros((classes, classes), np.int64)
    parts = list(batches(len(pictures)))
    with torch.inference_mode():
        for part in shown(parts, f"Judging {what}"):
            taps = network(as_input(pictures[part], where))
            features.append(pooled(taps[-1]))
            wanted = maps[part]
            if segmenter is not None and len(wanted):
                read = segmenter.read(
                    [tap[: len(wanted)] for tap in taps], size=pictures.shape[1:3]
                )
                counts += confusion(read, wanted, classes=classes)
    return Observation(np.concatenate(features), counts)
