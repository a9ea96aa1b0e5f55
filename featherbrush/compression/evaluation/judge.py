"""The network that judges: one pass gives the features behind every metric that needs a network.

EfficientNet-Lite2 judges because Lite0 trains: a generator learns to please the features that it is
trained on, so a distance on those saturates long before the pictures are good.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from featherbrush.compression.data.pixels import from_pixels
from featherbrush.compression.networks.features import FrozenFeatures

JUDGING_TAPS = (0, 3, 6, 14, 20)
JUDGING_CHANNELS = (16, 24, 48, 120, 352)
JUDGING_STRIDES = (2, 4, 8, 16, 32)

Pictures = NDArray[np.uint8]
Network = TypeVar("Network", bound=nn.Module)


@cache
def judging_network(device: str = "cpu") -> FrozenFeatures:
    """The frozen Lite2 with one tap per stride (2 to 32), loaded once per device and process."""
    network = FrozenFeatures(variant=2, taps=JUDGING_TAPS)
    return channels_last(network.to(torch.device(device)))


def channels_last(module: Network) -> Network:
    """The module with weights laid out for channels-last input, which halves its time on a CPU."""
    return module.to(memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]


def as_input(pictures: Pictures, device: torch.device) -> Tensor:
    """Pictures uint8 [N, H, W, 3] to float [N, 3, H, W] in -1..1, channels last in memory.

    Raises ValueError for another type or shape.
    """
    if pictures.dtype != np.uint8 or pictures.ndim != 4 or pictures.shape[3] != 3:
        raise ValueError(
            f"pictures are uint8 [N, H, W, 3], these are {pictures.dtype} {pictures.shape}"
        )
    x = from_pixels(torch.from_numpy(np.array(pictures)).to(device))
    return x.contiguous(memory_format=torch.channels_last)


def batches(count: int, size: int = 8) -> Iterator[slice]:
    """Slices that cut `count` items into batches of at most `size`."""
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))
