"""Small made-up scenes: stripes of textured colour whose label maps are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from featherbrush.compression.data.store import LabelledStore

Bytes = NDArray[np.uint8]
Scenes = Callable[..., LabelledStore]

CLASSES: tuple[dict[str, object], ...] = (
    {"id": 0, "name": "sky", "color": [110, 170, 230]},
    {"id": 1, "name": "mountain", "color": [120, 110, 100]},
    {"id": 2, "name": "water", "color": [30, 80, 160]},
    {"id": 3, "name": "grass", "color": [90, 160, 60]},
)
"""Those of the model files that write_model makes."""


def _scenes(count: int, *, seed: int = 0, size: tuple[int, int] = (64, 64)) -> LabelledStore:
    """`count` scenes of CLASSES, (height, width) `size`: sky above a wavy line, land below."""
    random = np.random.default_rng(seed)
    height, width = size
    maps = np.zeros((count, height, width), np.uint8)
    rows, columns = np.mgrid[:height, :width]
    for i in range(count):
        line = height * random.uniform(0.25, 0.6) + 5 * np.sin(columns / 7 + random.uniform(0, 6))
        split = width * random.uniform(0.3, 0.7)
        left, right = random.permutation([1, 2, 3])[:2]
        maps[i] = np.where(rows < line, 0, np.where(columns < split, left, right))
    colors = np.array([entry["color"] for entry in CLASSES], np.float32)
    noise = random.normal(0, 22, (count, height, width, 1))
    light = random.normal(0, 12, (count, 1, 1, 3))
    pictures = np.clip(colors[maps] + noise + light, 0, 255).astype(np.uint8)
    return LabelledStore(pictures=pictures, exact=maps, painted=maps.copy(), classes=CLASSES)


def _blurred(pictures: Bytes) -> Bytes:
    """Each pixel averaged with its neighbours (3x3)."""
    padded = np.pad(pictures.astype(np.float32), ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")
    height, width = pictures.shape[1:3]
    shifts = [(y, x) for y in range(3) for x in range(3)]
    around = [padded[:, y : y + height, x : x + width] for y, x in shifts]
    blurred: Bytes = np.mean(around, 0).astype(np.uint8)
    return blurred


def _noise(count: int, *, size: tuple[int, int] = (64, 64), seed: int = 9) -> Bytes:
    """Pictures of nothing."""
    random = np.random.default_rng(seed)
    return random.integers(0, 256, (count, *size, 3), dtype=np.uint8)


@pytest.fixture(scope="session")
def scenes() -> Scenes:
    """scenes(count, seed=0, size=(height, width)) -> LabelledStore."""
    return _scenes


@pytest.fixture(scope="session")
def blurred() -> Callable[[Bytes], Bytes]:
    """blurred(pictures) -> pictures."""
    return _blurred


@pytest.fixture(scope="session")
def noise() -> Callable[..., Bytes]:
    """noise(count, size=(height, width), seed=9) -> pictures."""
    return _noise
