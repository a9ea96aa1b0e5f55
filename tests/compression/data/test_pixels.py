"""Where the outlines of a sketch enclose, with gaps and without."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor

from featherbrush.compression.data.pixels import ink

MIDDLE = (128, 128)


def enclosure_of(*figures: tuple[tuple[int, int], int], gap: int = 0) -> Tensor:
    """Of circles in ink, the first with a gap of so many pixels on its right side."""
    sketch = np.full((256, 256, 3), 255, np.uint8)
    for centre, radius in figures:
        cv2.circle(sketch, centre, radius, (0, 0, 0), 3)
    if gap:
        (x, y), radius = figures[0]
        sketch[y - gap // 2 : y + gap // 2, x + radius - 8 : x + radius + 8] = 255
    return ink(torch.from_numpy(sketch)[None])[0, 3]


@pytest.mark.parametrize("gap", [0, 8, 14])
def test_an_outline_encloses_also_with_a_small_gap(gap: int) -> None:
    enclosed = enclosure_of((MIDDLE, 80), gap=gap)

    assert enclosed[128, 70:180].min() == 1
    assert enclosed[100, 70:180].min() == 1


def test_a_wide_opening_encloses_less() -> None:
    enclosed = enclosure_of((MIDDLE, 80), gap=60)

    assert enclosed[128, 128] == pytest.approx(0.75)
    assert enclosed[128, 240] <= 0.5
    assert enclosed[10, 10] <= 0.25


def test_what_lies_between_two_figures_is_not_enclosed() -> None:
    enclosed = enclosure_of(((64, 128), 50), ((192, 128), 50))

    assert enclosed[128, 128] < 1
    assert enclosed[128, 64] == enclosed[128, 192] == 1
