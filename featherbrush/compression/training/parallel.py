"""Several processes that train one network: each learns from its share of a batch, and what they learn is averaged.

One process per device, started by torchrun; Lightning Fabric opens the connection. In a single process nothing here
does anything.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta

import torch
from lightning_fabric import Fabric
from lightning_fabric.strategies.ddp import DDPStrategy
from torch import Tensor, distributed

PATIENCE = timedelta(days=7)
"""Others wait while the first process searches and evaluates; torchrun ends all when one fails."""


def open_fabric() -> Fabric:
    """The device, or this process's one of many: a GPU where there is one, else the CPU."""
    accelerator = "cuda" if torch.cuda.is_available() else "cpu"
    world, local = (int(os.environ.get(n, "1")) for n in ("WORLD_SIZE", "LOCAL_WORLD_SIZE"))
    if world == 1:
        return Fabric(accelerator=accelerator, devices=1)
    fabric = Fabric(
        accelerator=accelerator,
        devices=local,
        num_nodes=world // local,
        strategy=DDPStrategy(timeout=PATIENCE),
    )
    fabric.launch()
    return fabric


def leave() -> None:
    """End the connection together: a process that goes while others are still listening makes them abort."""
    if distributed.is_available() and distributed.is_initialized():
        distributed.barrier()
        distributed.destroy_process_group()


@torch.no_grad()
def share(tensors: Sequence[Tensor]) -> None:
    """Replace tensors by their means over all processes, in place; every process gives the same shapes."""
    if not tensors or not (distributed.is_available() and distributed.is_initialized()):
        return
    flat = torch.cat([t.reshape(-1).float() for t in tensors])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    start = 0
    for tensor in tensors:
        tensor.copy_(flat[start : start + tensor.numel()].view_as(tensor))
        start += tensor.numel()
