"""Label maps as people draw them: big smooth blobs, ellipses and polygons over a simplified scene."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.uint8]


def simplify(ids: Ids, *, classes: int, cell: int) -> Ids:
    """Redraw a map [H, W] with a blunt brush: majority per `cell` pixels, then smooth outlines."""
    height, width = ids.shape
    small = (max(width // cell, 4), max(height // cell, 4))
    shares = np.stack(
        [
            cv2.resize((ids == k).astype(np.float32), small, interpolation=cv2.INTER_AREA)
            for k in range(classes)
        ],
        -1,
    )
    smooth = [
        cv2.resize(shares[..., k], (width, height), interpolation=cv2.INTER_CUBIC)
        for k in range(classes)
    ]
    return np.argmax(np.stack(smooth), 0).astype(np.uint8)


def add_shapes(ids: Ids, *, random: np.random.Generator, most: int = 3) -> Ids:
    """Paint up to `most` random ellipses or polygons, each in a class that the map already has."""
    ids = ids.copy()
    height, width = ids.shape
    present = np.unique(ids)
    for _ in range(int(random.integers(0, most + 1))):
        value = int(random.choice(present))
        centre = random.uniform((0, 0.2 * height), (width, height))
        radii = random.uniform(0.06, 0.3, 2) * (width, height)
        if random.random() < 0.5:
            axes = (int(radii[0]), int(radii[1] * 0.6) + 1)
            cv2.ellipse(ids, _point(centre), axes, random.uniform(-25, 25), 0, 360, value, -1)
        else:
            angles = np.sort(random.uniform(0, 2 * np.pi, int(random.integers(3, 7))))
            ring = np.stack((np.cos(angles), np.sin(angles) * 0.7), -1) * radii
            cv2.fillPoly(ids, [(centre + ring).astype(np.int32)], value)
    return ids


def as_painted(ids: Ids, *, classes: int, random: np.random.Generator) -> Ids:
    """A random blunt redrawing of a map [H, W]: simplified in cells of 6 to 24 pixels, with shapes added."""
    cell = int(np.exp(random.uniform(np.log(6), np.log(24))))
    return add_shapes(simplify(ids, classes=classes, cell=cell), random=random)


def _point(xy: NDArray[np.float64]) -> tuple[int, int]:
    return int(xy[0]), int(xy[1])
