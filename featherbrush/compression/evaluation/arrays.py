"""Large arrays in the evaluation's cache: recognised by a digest, written whole."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Named = dict[str, NDArray[Any]]

_LOOKED_AT = 64


def digest(*arrays: Bytes) -> str:
    """A short name for the contents of arrays: shapes, and every byte of 64 entries spread evenly.

    Reading all of them would take longer than what the cache saves.
    """
    hashed = hashlib.sha256()
    for array in arrays:
        hashed.update(repr((array.shape, array.dtype.str)).encode())
        for index in np.unique(np.linspace(0, max(0, len(array) - 1), _LOOKED_AT).astype(int)):
            hashed.update(np.ascontiguousarray(array[index : index + 1]).tobytes())
    return hashed.hexdigest()[:16]


def kept(path: Path, build: Callable[[], Named]) -> Named:
    """The named arrays of an .npz file, built and written whole when it is not there."""
    if path.exists():
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    built = build()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.npz")
    try:
        np.savez(partial, allow_pickle=False, **built)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return built
