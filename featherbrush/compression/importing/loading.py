"""A published network with a checkpoint's weights: every key compared before anything is allocated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from featherbrush.compression.importing.checkpoint import CheckpointError, read_tensors
from featherbrush.compression.importing.inference import infer
from featherbrush.compression.importing.layouts import canonical
from featherbrush.compression.networks.published.architectures import Architecture, Name, build
from featherbrush.compression.networks.published.configurations import Configuration
from featherbrush.compression.networks.published.spade import Upsampling

_STATISTICS = ("running_mean", "running_var")
_COUNTER = "num_batches_tracked"


def load(
    path: Path,
    *,
    name: Name,
    channels: int | None = None,
    configuration: Configuration | None = None,
    labels: int | None = None,
    upsampling: Upsampling = "more",
    part: str | None = None,
) -> tuple[Architecture, nn.Module]:
    """The network of a checkpoint in evaluation mode, and what it was found to be.

    What is left out of channels, configuration and labels is read from the shapes in the file.
    Raises CheckpointError (`PATH: KEY: ...`) for the first key that does not fit.
    """
    tensors = read_tensors(path, part=part)
    try:
        weights = canonical(tensors)
        architecture = infer(
            name,
            weights,
            channels=channels,
            configuration=configuration,
            labels=labels,
            upsampling=upsampling,
        )
        return architecture, fill(architecture, weights)
    except CheckpointError as error:
        raise CheckpointError(f"{path}: {error}") from error


def fill(architecture: Architecture, weights: Mapping[str, Tensor]) -> nn.Module:
    """The network with these weights (canonical keys); raises CheckpointError for the first misfit."""
    with torch.device("meta"):
        network = build(architecture)
    wanted = network.state_dict()
    for key in weights:
        if key not in wanted:
            raise CheckpointError(f"{key:.200}: {architecture} has no such key")
    fitted = {key: _fitted(key, due, weights) for key, due in wanted.items()}
    network.load_state_dict(fitted, assign=True)
    return network.requires_grad_(False).eval()


def _fitted(key: str, due: Tensor, weights: Mapping[str, Tensor]) -> Tensor:
    if key.endswith(_COUNTER):  # says how the statistics came to be, not what they are
        return torch.zeros((), dtype=torch.long)
    if key not in weights:
        raise CheckpointError(f"{key}: missing")
    tensor = weights[key]
    if key.endswith(_STATISTICS) and tensor.dim() == 1 and tensor.shape[0] > due.shape[0]:
        # Compressed networks keep the statistics of the network that they were cut from.
        tensor = tensor[: due.shape[0]]
    if tensor.shape != due.shape:
        raise CheckpointError(f"{key}: has shape {tuple(tensor.shape)}, {tuple(due.shape)} is due")
    if not tensor.is_floating_point():
        raise CheckpointError(f"{key}: holds {tensor.dtype}, floating-point numbers are due")
    copied = tensor.float().clone(memory_format=torch.contiguous_format)
    if not copied.isfinite().all():
        raise CheckpointError(f"{key}: holds values that are not finite")
    return copied
