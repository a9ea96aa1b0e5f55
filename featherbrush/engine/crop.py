"""Cuts a picture to the proportions of a canvas."""

from __future__ import annotations

import numpy as np
from PIL import Image

from featherbrush.engine.arrays import Picture
from featherbrush.engine.geometry import Bounds, Extent


def middle_of(picture: Extent, *, like: Extent) -> Bounds:
    """The largest part in the middle of a picture that has the proportions of `like`."""
    proportion = like.width / like.height
    width = min(picture.width, max(1, round(picture.height * proportion)))
    height = min(picture.height, max(1, round(picture.width / proportion)))
    return Bounds((picture.width - width) // 2, (picture.height - height) // 2, width, height)


def cropped(picture: Picture, *, like: Extent, longest: int) -> Picture:
    """The middle of a picture uint8 [H, W, 3] in the proportions of `like`.

    It is made smaller where a side would be above `longest` pixels, never larger.
    """
    part = middle_of(Extent.of(picture), like=like)
    pixels = picture[part.rows, part.columns]
    shrink = longest / max(part.width, part.height)
    if shrink >= 1:
        return pixels.copy()
    size = max(1, round(part.width * shrink)), max(1, round(part.height * shrink))
    smaller = Image.fromarray(np.ascontiguousarray(pixels)).resize(size, Image.Resampling.BOX)
    return np.asarray(smaller).copy()
