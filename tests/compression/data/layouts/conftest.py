"""Tiny folders in the layouts of the field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Write pixels to a path below tmp_path: save("set/images/a.png", pixels) -> the file's path."""

    def write(name: str, pixels: NDArray[np.uint8]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(path)
        return path

    return write


@pytest.fixture
def picture() -> NDArray[np.uint8]:
    """Uint8 [48, 64, 3], every pixel different."""
    return np.random.default_rng(0).integers(0, 256, (48, 64, 3), dtype=np.uint8)


@pytest.fixture
def ids() -> NDArray[np.uint8]:
    """Uint8 [48, 64]: class 0 left, 1 in the middle, 2 right."""
    return np.repeat(np.array([0, 1, 2, 2], np.uint8), 16)[None].repeat(48, 0)


@pytest.fixture
def labelled(
    tmp_path: Path, save: Save, picture: NDArray[np.uint8], ids: NDArray[np.uint8]
) -> Path:
    """A folder of nine pictures with label maps and three classes; number 7 is held out."""
    for n in range(9):
        save(f"set/images/{n:03d}.png", np.roll(picture, n, 1))
        save(f"set/labels/{n:03d}.png", ids)
    (tmp_path / "set" / "classes.json").write_text(
        '[{"id": 0, "name": "sky", "color": [1, 2, 3]}, {"id": 1, "name": "tree", "color": [4, 5, 6]},'
        ' {"id": 2, "name": "sea", "color": [7, 8, 9]}]'
    )
    return tmp_path / "set"
