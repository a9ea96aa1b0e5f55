"""A file proven equal to its network, as far as single precision goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from featherbrush.compression.export.onnx_file import ExportError
from featherbrush.compression.networks.published.architectures import (
    Architecture,
    sample_inputs,
)

SLACK = 4.0
"""The runtime adds in another order than torch; both round, and neither is the better."""
COARSE_SHARE = 0.01
"""Of values that may be off where single precision itself is beyond the tolerance."""


def cases(architecture: Architecture) -> tuple[tuple[Tensor, ...], ...]:
    """Small inputs of two sizes, one of them not square, the same at every call."""
    side = max(2 * architecture.multiple, 32)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return tuple(
            sample_inputs(architecture, height=side, width=width)
            for width in (side, side + architecture.multiple)
        )


@torch.no_grad()
def rounding(network: nn.Module, inputs: Iterable[tuple[Tensor, ...]]) -> float:
    """Largest difference between the network's output in single and in double precision.

    Weights that let values grow and cancel make single precision coarse; no file can be closer than that.
    """
    inputs = list(inputs)
    single = [network(*case) for case in inputs]
    network.double()  # and back: every single is a double, so nothing is lost
    try:
        double = [network(*(tensor.double() for tensor in case)) for case in inputs]
    finally:
        network.float()
    differences = [(a - b).abs().max() for a, b in zip(single, double, strict=True)]
    return float(torch.stack(differences).max())


def prove(
    model: onnx.ModelProto,
    module: nn.Module,
    inputs: Sequence[dict[str, Tensor]],
    *,
    tolerance: float,
    coarse: bool = False,
) -> float:
    """The largest difference between file and network over named inputs, in the output's own units.

    Args:
        coarse: single precision itself is beyond the tolerance (see `rounding`): weights that let values grow
            to 1e5 before a tanh make a step of it, and any other order of addition turns single values over.
            Then one value in a hundred may be off.
    Raises:
        ExportError: more than that is off, or anything is not a number.
    """
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    differences = []
    for case in inputs:
        filed = session.run(None, {name: tensor.numpy() for name, tensor in case.items()})[0]
        with torch.no_grad():
            drawn = module(*case.values()).numpy()
        differences.append(np.abs(filed.astype(np.float64) - drawn).ravel())
    off = np.concatenate(differences)
    # Not `off > tolerance`: a NaN must count.
    share = float((~(off <= tolerance)).mean())
    largest = float(off.max())
    if np.isnan(largest) or share > (COARSE_SHARE if coarse else 0):
        raise ExportError(
            f"file and network differ by {largest:.4g} (allowed {tolerance:g}) in {share:.2%} of the"
            " values; nothing was written"
        )
    return largest
