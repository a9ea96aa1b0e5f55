"""Points in a model's style space: float32 [S], roughly standard normal."""

from __future__ import annotations

import numpy as np

from featherbrush.engine.arrays import Style

STYLE_LIMIT = 2.0
"""Models have seen few styles further out than this, and make poor pictures there."""


def style_from_seed(seed: int, size: int) -> Style:
    """A style drawn from a standard normal clipped to +-2, the same on every machine.

    seed: any integer. Returns float32 [size].
    """
    drawn = np.random.default_rng(seed % 2**64).standard_normal(size)
    return np.clip(drawn, -STYLE_LIMIT, STYLE_LIMIT).astype(np.float32)
