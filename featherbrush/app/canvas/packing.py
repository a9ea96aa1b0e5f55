"""Arrays in a line of text: compressed, base64, unpacked only to the size that is expected."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SMALL = 1 << 18
"""Bytes up to which packing well takes no time that anyone feels; a whole sketch would hold the interface."""


def packed(array: NDArray[Any]) -> str:
    """The bytes of an array, row by row, as text."""
    speed = 6 if array.nbytes <= _SMALL else 1
    data = np.ascontiguousarray(array).tobytes()
    return base64.b64encode(zlib.compress(data, speed)).decode("ascii")


def unpacked(text: str, *, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """uint8 of `shape` out of a text. Raises ValueError when it is damaged or of another size."""
    size = int(np.prod(shape))
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(base64.b64decode(text, validate=True), size + 1)
    except (ValueError, zlib.error) as error:
        raise ValueError(f"damaged: {error}") from error
    if len(data) != size:
        raise ValueError("not of the size that is written beside it")
    return np.frombuffer(data, dtype=np.uint8).reshape(shape).copy()


def packed_mask(mask: NDArray[np.bool_]) -> str:
    """A mask [h,w] as text."""
    return packed(np.packbits(mask))


def unpacked_mask(text: str, *, height: int, width: int) -> NDArray[np.bool_]:
    """bool [h,w] out of a text. Raises ValueError as `unpacked` does."""
    bits = unpacked(text, shape=((height * width + 7) // 8,))
    mask: NDArray[np.bool_] = np.unpackbits(bits, count=height * width).astype(np.bool_)
    return mask.reshape(height, width)
