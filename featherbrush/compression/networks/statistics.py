"""Batch-norm statistics: averaged or cut weights need their own before anything is judged or exported."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn


@torch.no_grad()
def recalibrate(network: nn.Module, forward: Callable[[int], object], *, batches: int) -> None:
    """Recompute every batch norm's running statistics as the plain mean over `batches` calls.

    Args:
        network: left in evaluation mode; without batch norms nothing else happens.
        forward: runs the network on the batch of this index.
    """
    norms = [m for m in network.modules() if isinstance(m, nn.BatchNorm2d)]
    if not norms:
        network.eval()
        return
    momenta = [n.momentum for n in norms]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # None: cumulative average
    network.train()
    for index in range(batches):
        forward(index)
    for norm, momentum in zip(norms, momenta, strict=True):
        norm.momentum = momentum
    network.eval()
