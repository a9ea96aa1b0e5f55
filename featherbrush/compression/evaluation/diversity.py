"""Whether a model heeds its styles: how far apart pictures of one condition are in different styles."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from featherbrush.compression.evaluation.agreement import perceptual_distance
from featherbrush.compression.evaluation.rendering import Labels, render_maps, seeded_styles


def style_diversity(
    model: Path,
    canvases: Labels,
    *,
    style_size: int,
    threads: int | None = None,
    device: str = "cpu",
) -> float:
    """Mean perceptual distance between pictures of one canvas in two styles drawn by seed; 0: no style shows.

    As MUNIT measures diversity (Huang et al. 2018, section 5.2), on EfficientNet-Lite2 features instead of LPIPS.

    Args:
        canvases: uint8 [N, H, W] or [N, H, W, 3].
        style_size: of the model's style vector, at least 1.
    Raises:
        ModelFileError, RenderError: as the engine does.
    """
    first, second = (
        render_maps(
            model, canvases, seeded_styles(len(canvases), style_size, seed=seed), threads=threads
        )
        for seed in (0, len(canvases))
    )
    return float(np.mean(perceptual_distance(first, second, device)))
