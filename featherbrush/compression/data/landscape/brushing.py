"""Exact label maps as a person would brush them: round corners, and nothing smaller than a brush."""

from __future__ import annotations

import numpy as np

from featherbrush.compression.data.landscape.kernels import Bytes, Ids, kernel
from featherbrush.engine.landscape_classes import LANDSCAPE_CLASSES

COUNT = len(LANDSCAPE_CLASSES)
LEAST = 40
"""Pixels under which an area is given to its neighbours."""


def brushed(labels: Bytes) -> Bytes:
    """A label map uint8 [H, W] redrawn with a brush of about six pixels."""
    a = labels.astype(np.uint8).copy()
    b = np.empty_like(a)
    _most_common(a, b, 2)
    _merge_small(b, LEAST)
    _most_common(b, a, 3)
    _most_common(a, b, 3)
    _merge_small(b, LEAST)
    return b


@kernel
def _most_common(labels: Bytes, out: Bytes, radius: int) -> None:
    """The most common class within a disc around each pixel; its own counts three times."""
    height, width = labels.shape
    reach = radius * radius + radius * 0.5
    counts = np.zeros(COUNT, np.int64)
    for r in range(height):
        for c in range(width):
            counts[:] = 0
            for a in range(-radius, radius + 1):
                row = min(height - 1, max(0, r + a))
                for b in range(-radius, radius + 1):
                    if a * a + b * b <= reach:
                        counts[labels[row, min(width - 1, max(0, c + b))]] += 1
            counts[labels[r, c]] += 2
            out[r, c] = np.argmax(counts)


@kernel
def _merge_small(labels: Bytes, least: int) -> None:
    """Give areas under `least` pixels to the class that touches them most, the smallest first."""
    height, width = labels.shape
    queue = np.zeros(height * width, np.int64)
    counts = np.zeros(COUNT, np.int64)
    for limit in (8, 20, least, least):
        seen = np.zeros((height, width), np.uint8)
        for r in range(height):
            for c in range(width):
                if seen[r, c] == 1:
                    continue
                counts[:] = 0
                size = _area(labels, seen, queue, counts, r, c)
                if size < limit and counts.max() > 0:
                    other = np.argmax(counts)
                    for k in range(size):
                        labels[queue[k] // width, queue[k] % width] = other


@kernel
def _area(labels: Bytes, seen: Bytes, queue: Ids, counts: Ids, r: int, c: int) -> int:
    """Collect the area around a pixel into `queue`, count the classes along its border; its size."""
    height, width = labels.shape
    own, size, i = labels[r, c], 1, 0
    queue[0] = r * width + c
    seen[r, c] = 1
    while i < size:
        y, x = queue[i] // width, queue[i] % width
        i += 1
        for dy, dx in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            row, column = y + dy, x + dx
            if row < 0 or column < 0 or row >= height or column >= width:
                continue
            if labels[row, column] != own:
                counts[labels[row, column]] += 1
            elif seen[row, column] == 0:
                seen[row, column] = 1
                queue[size] = row * width + column
                size += 1
    return size
