"""True FID and KID, for those who bring Inception's weights: they are not free to be shipped with a package."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from featherbrush.compression.evaluation.distances import Features
from featherbrush.compression.evaluation.judge import Pictures, as_input, batches
from featherbrush.compression.evaluation.progress import shown
from featherbrush.compression.importing.checkpoint import CheckpointError, read_tensors
from featherbrush.compression.networks.inception import Inception

_UNUSED = ("fc.", "AuxLogits.")
_COUNTED = ".num_batches_tracked"


def load_inception(path: Path) -> Inception:
    """The network with the weights of a file (pt_inception-2015-12-05, as torch.save wrote it), frozen.

    Raises CheckpointError: no such file, more in it than tensors, or a key that is missing or does not fit.
    """
    network = Inception()
    found, wanted = read_tensors(path), network.state_dict()
    for key, tensor in wanted.items():
        if key.endswith(_COUNTED):
            found.setdefault(key, tensor)
        elif key not in found:
            raise CheckpointError(f"{path}: not the weights of FID's Inception: {key} is missing")
        elif found[key].shape != tensor.shape:
            shapes = f"{tuple(found[key].shape)}, not {tuple(tensor.shape)}"
            raise CheckpointError(f"{path}: not the weights of FID's Inception: {key} is {shapes}")
    for key in found.keys() - wanted.keys():
        if not key.startswith(_UNUSED):
            raise CheckpointError(f"{path}: not the weights of FID's Inception: has {key:.200}")
    network.load_state_dict({key: found[key] for key in wanted})
    return network.eval().requires_grad_(False)


def inception_features(
    pictures: Pictures, network: Inception, *, what: str, device: str = "cpu"
) -> Features:
    """Pictures uint8 [N, H, W, 3] to float32 [N, 2048]. what: for the progress."""
    where = torch.device(device)
    network.to(where)
    parts = list(batches(len(pictures)))
    with torch.inference_mode():
        found = [
            network(as_input(pictures[part], where)).cpu().numpy()
            for part in shown(parts, f"Inception: {what}")
        ]
    return np.concatenate(found)
