"""What every family's step does with its discriminator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from featherbrush.compression.networks.projected import (
    ProjectedDiscriminator,
    hinge_discriminator,
)
from featherbrush.compression.training.parallel import share


def learn(
    optimiser: torch.optim.Optimizer, loss: Tensor, module: nn.Module, *, clip: float
) -> None:
    """One optimiser step on the mean gradient of all processes; the gradient norm of `module` is clipped at `clip`."""
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    parameters = (p for group in optimiser.param_groups for p in group["params"])
    share([p.grad for p in parameters if p.grad is not None])
    nn.utils.clip_grad_norm_(module.parameters(), clip)
    optimiser.step()


def criticism(
    discriminator: ProjectedDiscriminator,
    real: tuple[Sequence[Tensor], Tensor],
    fake: tuple[Sequence[Tensor], Tensor],
) -> Tensor:
    """The discriminator's hinge loss on (mixed features, one-hot map) of both sides; the fake side is detached."""
    drawn = [level.detach() for level in fake[0]]
    return hinge_discriminator(discriminator(*real), discriminator(drawn, fake[1]))


@contextmanager
def frozen(*modules: nn.Module) -> Iterator[None]:
    """Let gradients pass through modules without computing their own."""
    for module in modules:
        module.requires_grad_(False)
    try:
        yield
    finally:
        for module in modules:
            module.requires_grad_(True)
