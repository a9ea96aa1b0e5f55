"""What a rectangle of pixels was and became, packed: `old XOR new`, which leads both ways.

A stroke's difference is made of few long runs of one value (nothing, or one class over another),
so it is kept as runs. They are found and laid out again by numpy in a fraction of the time that
deflating all the pixels takes, which is what keeps an undo at 1024x1024 within a frame; and they are
not deflated: zlib lets other threads have Python meanwhile, and waits until they give it back. What
has no runs, soft ink, is deflated where it is small; a pasted photograph is only copied: little
would be gained, and the time would be felt.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from featherbrush.engine.arrays import Canvas
from featherbrush.engine.geometry import Bounds

_SPEED = 1
_PIXELS_PER_RUN = 6
_PIXELS_PER_RUN_OF_MANY = 16
"""Shorter runs on average are not worth listing; of a large patch they would take longer to lay out than to copy."""
_LENGTH = np.dtype(np.uint16)
_LONGEST = np.iinfo(_LENGTH).max
"""Longer runs are listed as several."""
_DEFLATED = 1 << 18
"""Bytes up to which pixels without runs are deflated."""


class Layout(Enum):
    """How the bytes of a patch are laid out."""

    RUNS = "lengths of runs, and their values channel after channel"
    DEFLATED = "all bytes, channel after channel, deflated"
    PLAIN = "all bytes as they lie in the canvas"


@dataclass(frozen=True, slots=True)
class Patch:
    """The packed difference of the pixels inside `bounds`."""

    bounds: Bounds
    layout: Layout
    data: bytes


def patch_of(old: Canvas, new: Canvas, *, bounds: Bounds) -> Patch:
    """Pack the difference of two canvases [H,W] or [H,W,3] inside `bounds`."""
    if bounds.empty:
        return Patch(bounds, Layout.PLAIN, b"")
    difference = old[bounds.rows, bounds.columns] ^ new[bounds.rows, bounds.columns]
    planes = _planes(difference)
    pixels = planes.shape[1]
    borders = np.flatnonzero((planes[:, 1:] != planes[:, :-1]).any(axis=0)) + 1
    large = planes.size > _DEFLATED
    if borders.size * (_PIXELS_PER_RUN_OF_MANY if large else _PIXELS_PER_RUN) >= pixels:
        if large:
            return Patch(bounds, Layout.PLAIN, difference.tobytes())
        return Patch(bounds, Layout.DEFLATED, zlib.compress(planes.tobytes(), _SPEED))
    cuts = np.arange(_LONGEST, pixels, _LONGEST)
    ends = np.append(np.insert(borders, np.searchsorted(borders, cuts), cuts), pixels)
    lengths = np.diff(ends, prepend=0).astype(_LENGTH)
    data = lengths.tobytes() + planes[:, ends - 1].tobytes()
    return Patch(bounds, Layout.RUNS, data)


def toggle(pixels: Canvas, patch: Patch) -> None:
    """Apply a patch in place: takes the change back where it is done, does it where it is not."""
    region = pixels[patch.bounds.rows, patch.bounds.columns]
    if patch.layout is Layout.PLAIN:
        region ^= np.frombuffer(patch.data, dtype=np.uint8).reshape(region.shape)
        return
    channels = np.atleast_3d(region)
    count = channels.shape[2]
    if patch.layout is Layout.RUNS:
        listed = np.frombuffer(patch.data, dtype=np.uint8)
        runs = listed.size // (_LENGTH.itemsize + count)
        lengths, values = np.split(listed, [_LENGTH.itemsize * runs])
        planes = [np.repeat(v, lengths.view(_LENGTH)) for v in values.reshape(count, runs)]
    else:
        unpacked = np.frombuffer(zlib.decompress(patch.data), dtype=np.uint8)
        planes = list(unpacked.reshape(count, -1))
    for channel, plane in enumerate(planes):
        channels[..., channel] ^= plane.reshape(region.shape[:2])


def _planes(difference: Canvas) -> NDArray[np.uint8]:
    """The bytes [channels, pixels]: side by side the channels would never be alike."""
    channels = np.atleast_3d(difference)
    return np.ascontiguousarray(channels.reshape(-1, channels.shape[2]).T)
