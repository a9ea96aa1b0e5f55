"""Key layouts of the public releases, brought into the one that the published networks have."""

from __future__ import annotations

import re
from collections.abc import Mapping

import torch
from torch import Tensor

from featherbrush.compression.importing.checkpoint import CheckpointError

_NO_DROPOUT = re.compile(r"(model\.\d+\.conv_block)\.5\.")
"""Residual blocks without a dropout entry have their second convolution one place earlier."""
_WITHOUT_MEANING = re.compile(
    # Statistics of instance norms, kept by early releases and never used ...
    r"model\.\d+\.(running_mean|running_var|num_batches_tracked)"
    r"|model\.\d+\.conv_block\.\d+\.(running_mean|running_var|num_batches_tracked)"
    # ... and those of MUNIT's adaptive norms, which are placeholders.
    r"|(dec|enc_content|enc_style)\..*\.norm\.(running_mean|running_var|num_batches_tracked)"
)
_SPECTRAL = "weight_orig"


def canonical(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The same weights under the keys of the published networks.

    Renames the blocks without dropout, leaves out what carries no meaning, and divides out spectral norms
    (Miyato et al. 2018, arXiv 1802.05957). Raises CheckpointError naming the key that stands in the way.
    """
    found: dict[str, Tensor] = {}
    for key, tensor in tensors.items():
        if _WITHOUT_MEANING.fullmatch(key) or key.endswith(("weight_u", "weight_v")):
            continue
        name = _NO_DROPOUT.sub(r"\1.6.", key)
        if key.endswith(_SPECTRAL):
            name, tensor = key.removesuffix("_orig"), _without_spectral_norm(tensors, key)
        if name in found:
            raise CheckpointError(f"{key:.200}: stands twice in the file, under two names")
        found[name] = tensor
    return found


def _without_spectral_norm(tensors: Mapping[str, Tensor], key: str) -> Tensor:
    """weight = weight_orig / (u^T W v), W the weight as a matrix with one row per output channel."""
    stem = key.removesuffix(_SPECTRAL)
    weight = tensors[key].float()
    if weight.dim() < 2:
        raise CheckpointError(f"{key:.200}: {tuple(weight.shape)} is no weight of a convolution")
    matrix = weight.flatten(1)
    u = _vector(tensors, f"{stem}weight_u", length=matrix.shape[0])
    v = _vector(tensors, f"{stem}weight_v", length=matrix.shape[1])
    largest = torch.dot(u, matrix @ v)
    if not (largest.isfinite() and largest != 0):
        raise CheckpointError(f"{key:.200}: its spectral norm is {float(largest)}")
    return weight / largest


def _vector(tensors: Mapping[str, Tensor], key: str, *, length: int) -> Tensor:
    if key not in tensors:
        raise CheckpointError(f"{key:.200}: missing; a spectral norm needs it")
    if tensors[key].shape != (length,):
        shape = tuple(tensors[key].shape)
        raise CheckpointError(f"{key:.200}: has shape {shape}, ({length},) is due")
    return tensors[key].float()
