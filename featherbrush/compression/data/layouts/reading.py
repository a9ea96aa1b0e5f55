"""Pictures of unknown origin: measured before they are decoded, and told apart when they are no pictures."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from featherbrush.compression.data.store import DataError

Bytes = NDArray[np.uint8]
MOST_PIXELS = 64_000_000
LABEL_MODES = ("L", "P", "1")
WIDE_MODES = ("I", "I;16", "I;16B", "I;16L")


def read_picture(path: Path) -> Bytes:
    """A picture as uint8 [H, W, 3], transparency on white.

    Raises:
        DataError: the file cannot be read or is larger than 64 million pixels.
    """
    with _loaded(path) as image:
        return _on_white(image)


def read_grey(path: Path) -> Bytes:
    """A sketch as uint8 [H, W]: 0 is ink, 255 is paper. Raises DataError as `read_picture` does."""
    with _loaded(path) as image:
        if image.mode == "L" and "transparency" not in image.info:
            # Most sketches are; the mean of three equal channels would be the same, slower.
            return _pixels(image)
        red, green, blue = np.moveaxis(_on_white(image).astype(np.uint16), -1, 0)
    return ((2 * red + 5 * green + blue) // 8).astype(np.uint8)


def read_values(path: Path) -> Bytes:
    """The values of a label map's pixels as uint8 [H, W], whatever colours a palette gives them.

    Raises:
        DataError: the file cannot be read, holds colours, or values beyond 255.
    """
    with _loaded(path) as image:
        if image.mode in LABEL_MODES:
            return _pixels(image)
        if image.mode not in WIDE_MODES:
            raise DataError(
                f"{path}: holds colours ({image.mode}), not ids; a label map has one channel"
            )
        values = np.asarray(image)
    if values.size and (values.min() < 0 or values.max() > 255):
        raise DataError(f"{path}: has values up to {values.max()}; ids go up to 255")
    return values.astype(np.uint8)


def size_of(path: Path) -> tuple[int, int]:
    """Width and height from the file's header. Raises DataError when there is none."""
    with _opened(path) as image:
        return image.size


def _opened(path: Path) -> Image.Image:
    """The file's header, checked; nothing is decoded yet."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DataError(f"{path}: not a picture that can be read ({error})") from error
    if image.width * image.height > MOST_PIXELS:
        image.close()
        raise DataError(f"{path}: {image.width}x{image.height} pixels are too many to read")
    return image


def _loaded(path: Path) -> Image.Image:
    image = _opened(path)
    try:
        image.load()
    except (OSError, SyntaxError, ValueError) as error:
        image.close()
        raise DataError(f"{path}: damaged ({error})") from error
    return image


def _on_white(image: Image.Image) -> Bytes:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, (255, 255, 255, 255))
        image = Image.alpha_composite(paper, layer)
    return _pixels(image.convert("RGB"))


def _pixels(image: Image.Image) -> Bytes:
    return np.array(image, np.uint8)
