"""What every family's step does with its discriminator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import torch
from torch import Tensor, nn

from featherbrush.compression.networks.projected import (
    ProjectedDiscriminator,
    hinge_discriminator,
)
from featherbrush.compression.training.parallel import share


class Rates(Protocol):
    """Learning rates of the two sides."""

    @property
    def generator_rate(self) -> float:
        """Of all that draws."""

    @property
    def discriminator_rate(self) -> float:
        """Of all that judges."""


def optimisers(
    drawing: Iterable[nn.Module | None],
    judging: Iterable[nn.Module],
    rates: Rates,
    *,
    momentum: float = 0.0,
) -> dict[str, torch.optim.Optimizer]:
    """Adam for the modules that draw (None is left out) and for those that judge.

    Args:
        momentum: Adam's first beta for what draws; discriminators have none.
    """
    drawn = [p for module in drawing if module is not None for p in module.parameters()]
    judged = [p for module in judging for p in module.parameters()]
    return {
        "generator": torch.optim.Adam(drawn, lr=rates.generator_rate, betas=(momentum, 0.99)),
        "discriminator": torch.optim.Adam(judged, lr=rates.discriminator_rate, betas=(0.0, 0.99)),
    }


def learn(optimiser: torch.optim.Optimizer, loss: Tensor, *, clip: float) -> None:
    """One optimiser step on the mean gradient of all processes, its norm over all parameters clipped at `clip`."""
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    parameters = [p for group in optimiser.param_groups for p in group["params"]]
    share([p.grad for p in parameters if p.grad is not None])
    nn.utils.clip_grad_norm_(parameters, clip)
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
