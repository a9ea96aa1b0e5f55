"""Sketches in the sizes that models take."""

from __future__ import annotations

import numpy as np
from PIL import Image

from featherbrush.engine.arrays import Picture
from featherbrush.engine.geometry import Extent
from featherbrush.engine.labels import fit_extent


def fit_sketch(picture: Picture, *, multiple: int) -> Picture:
    """A sketch uint8 [H,W,3] in the nearest size whose sides are multiples of `multiple`."""
    extent = fit_extent(Extent.of(picture), multiple=multiple)
    if extent == Extent.of(picture):
        return picture
    resized = Image.fromarray(picture).resize(
        (extent.width, extent.height), Image.Resampling.LANCZOS
    )
    return np.asarray(resized).copy()
