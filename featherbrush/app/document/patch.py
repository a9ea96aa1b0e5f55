"""What a rectangle of pixels was and became, packed: `old XOR new`, which leads both ways.

A stroke's difference is made of few long runs of one value (nothing, or one class over another),
so it is kept as runs; what is no such thing, a pasted photograph say, is kept as it is. Both are
deflated. Runs are found and laid out again by numpy in a fraction of the time that deflating all
the pixels takes, which is what keeps an undo at 1024x1024 within a frame.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds

_SPEED = 1
_PIXELS_PER_RUN = 16
"""Shorter runs on average are not worth listing."""
_DEFLATED = 1 << 18
"""Bytes up to which pixels without runs are deflated: of a photograph little would be gained, and
the time it takes would be felt."""


@dataclass(frozen=True, slots=True)
class Patch:
    """The packed difference of the pixels inside `bounds`; `runs` is 0 where none are listed."""

    bounds: Bounds
    runs: int
    data: bytes


def patch_of(old: Canvas, new: Canvas, *, bounds: Bounds) -> Patch:
    """Pack the difference of two canvases [H,W] or [H,W,3] inside `bounds`."""
    flat = _planes(old[bounds.rows, bounds.columns] ^ new[bounds.rows, bounds.columns])
    starts = np.flatnonzero(flat[1:] != flat[:-1])
    if starts.size * _PIXELS_PER_RUN >= flat.size:
        speed = _SPEED if flat.size <= _DEFLATED else 0
        return Patch(bounds, 0, zlib.compress(flat.tobytes(), speed))
    ends = np.append(starts + 1, flat.size).astype(np.uint32)
    lengths = np.diff(ends, prepend=np.uint32(0))
    data = lengths.astype(np.uint32).tobytes() + flat[ends - 1].tobytes()
    return Patch(bounds, int(ends.size), zlib.compress(data, _SPEED))


def toggle(pixels: Canvas, patch: Patch) -> None:
    """Apply a patch in place: takes the change back where it is done, does it where it is not."""
    region = pixels[patch.bounds.rows, patch.bounds.columns]
    data = np.frombuffer(zlib.decompress(patch.data), dtype=np.uint8)
    if patch.runs:
        lengths = data[: 4 * patch.runs].view(np.uint32)
        data = np.repeat(data[4 * patch.runs :], lengths)
    if region.ndim == 2:
        region ^= data.reshape(region.shape)
        return
    height, width, channels = region.shape
    for channel, plane in enumerate(data.reshape(channels, height, width)):
        region[..., channel] ^= plane


def _planes(difference: Canvas) -> NDArray[np.uint8]:
    """The bytes in one row, channel after channel: side by side they would never be alike."""
    if difference.ndim == 2:
        return difference.reshape(-1)
    return np.ascontiguousarray(difference.transpose(2, 0, 1)).reshape(-1)
