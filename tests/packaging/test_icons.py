"""The icon of the packages and the icon of the windows are one mark."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from featherbrush.app.looks.brand import mark

ICONS = Path(__file__).resolve().parents[2] / "packaging" / "icons"


def pixels(image: QImage) -> NDArray[np.int16]:
    """An image as int16 [H,W,4], red green blue alpha."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    flat = np.array(image.constBits(), dtype=np.int16)
    return flat.reshape(image.height(), image.width(), 4)


@pytest.mark.parametrize("size", [16, 64, 256])
def test_window_and_package_show_the_same_mark(qtbot: QtBot, size: int) -> None:
    painted = pixels(mark(size).toImage())
    shipped = pixels(QImage(str(ICONS / f"featherbrush-{size}.png")))
    assert painted.shape == shipped.shape
    # PNG stores straight alpha: rounding at the rims.
    assert np.abs(painted - shipped).mean() < 0.5


def test_every_size_was_drawn() -> None:
    sizes = runpy.run_path(str(ICONS / "draw.py"))["SIZES"]
    assert all(QImage(str(ICONS / f"featherbrush-{size}.png")).width() == size for size in sizes)
