"""The array types that travel through the engine."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Labels: TypeAlias = NDArray[np.uint8]
"""Class ids, uint8 [H, W]."""

Picture: TypeAlias = NDArray[np.uint8]
"""RGB, uint8 [H, W, 3]."""

Canvas: TypeAlias = NDArray[np.uint8]
"""What a model is given: class ids [H, W], or a sketch or picture [H, W, 3]."""

Style: TypeAlias = NDArray[np.float32]
"""A point in a model's style space, float32 [S]."""

AnyArray: TypeAlias = NDArray[Any]


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """A read-only view: safe to hand to another thread when nobody writes to the original."""
    view = array.view()
    view.flags.writeable = False
    return view
