"""A patch leads back and forth exactly, whatever the pixels are and however it is laid out."""

from __future__ import annotations

import numpy as np
import pytest

from featherbrush.app.document.patch import Layout, patch_of, toggle
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds


def pixels(kind: str, shape: tuple[int, ...]) -> Canvas:
    """A canvas of one value, of a few large fields, or of noise."""
    random = np.random.default_rng(7)
    if kind == "noise":
        return random.integers(0, 256, shape, dtype=np.uint8)
    canvas = np.full(shape, 3, dtype=np.uint8)
    if kind == "fields":
        canvas[10:40, 5:60] = 200
        canvas[30:, 20:] = 17
    return canvas


@pytest.mark.parametrize("channels", [(), (3,)])
@pytest.mark.parametrize(
    ("kind", "side", "layout"),
    [
        ("fields", 600, Layout.RUNS),
        ("noise", 64, Layout.DEFLATED),
        ("noise", 600, Layout.PLAIN),
    ],
)
def test_it_leads_back_and_forth(
    kind: str, side: int, layout: Layout, channels: tuple[int, ...]
) -> None:
    shape = (side, side, *channels)
    old, new = pixels("even", shape), pixels(kind, shape)
    bounds = Bounds(2, 4, side - 5, side - 7)
    patch = patch_of(old, new, bounds=bounds)
    canvas = old.copy()

    toggle(canvas, patch)
    inside = canvas[bounds.rows, bounds.columns]
    assert np.array_equal(inside, new[bounds.rows, bounds.columns])
    assert np.array_equal(canvas[:4], old[:4])

    toggle(canvas, patch)
    assert np.array_equal(canvas, old)
    assert patch.layout is layout
