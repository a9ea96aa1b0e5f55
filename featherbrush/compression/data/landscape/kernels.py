"""How the renderer's inner loops are compiled, and the few functions that all of them share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from featherbrush.compression.data.store import DataError

try:
    import numba  # type: ignore[import-untyped]
except ImportError as error:
    raise DataError("the landscape renderer needs numba: pip install numba") from error

Function = TypeVar("Function", bound=Callable[..., object])
Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Color = tuple[float, float, float]

SIDE = 512
"""Rows and columns that are rendered; pictures have half of them."""


def kernel(function: Function) -> Function:
    """Compile a function of numbers and arrays to machine code, once per machine."""
    compiled = numba.njit(cache=True, fastmath=True, error_model="numpy")(function)
    return cast("Function", compiled)


@kernel
def smoothstep(low: float, high: float, x: float) -> float:
    """0 below `low`, 1 above `high`, smooth between."""
    t = (x - low) / (high - low)
    t = 0.0 if t < 0 else (1.0 if t > 1 else t)
    return t * t * (3 - 2 * t)


@kernel
def chance(i: int, j: int, k: int) -> float:
    """A number in 0..1 that belongs to three integers."""
    n = (i * 374761393 + j * 668265263 + k * 1442695041) & 0xFFFFFFFF
    n = ((n ^ (n >> 13)) * 1274126177) & 0xFFFFFFFF
    n = (n ^ (n >> 16)) & 0xFFFFFFFF
    n = (n * 2246822519) & 0xFFFFFFFF
    return ((n ^ (n >> 15)) & 0xFFFFFF) / 16777216.0
