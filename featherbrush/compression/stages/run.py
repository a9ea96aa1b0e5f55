"""One run of a recipe: its folder, its data and its device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import torch
from lightning_fabric import Fabric
from torch import nn

from featherbrush.compression.data.batches import BatchSource
from featherbrush.compression.data.store import LabelledStore, open_store
from featherbrush.compression.families.gaugan import GauganNetworks, enlarged
from featherbrush.compression.recipe import Recipe
from featherbrush.compression.training.samples import write_sheet
from featherbrush.compression.training.schedule import Phase

CALIBRATION_STEPS = 12
Network = TypeVar("Network", bound=nn.Module)


@dataclass(frozen=True)
class Run:
    """A recipe at work in a folder: original/, supernet/, search/, finetune/, models/, evaluation/ appear in it."""

    recipe: Recipe
    folder: Path
    fabric: Fabric

    @cached_property
    def training_data(self) -> LabelledStore:
        """The side that trains."""
        data = self.recipe.data
        return open_store(data.folder, self.folder / "cache", held_out=False, limit=data.limit)

    @cached_property
    def held_out_data(self) -> LabelledStore:
        """The side that only judges."""
        data = self.recipe.data
        return open_store(data.folder, self.folder / "cache", held_out=True, limit=data.limit)

    @property
    def classes(self) -> int:
        """Number of classes of the label maps."""
        return len(self.training_data.classes)

    def new_original(self) -> GauganNetworks:
        """Untrained networks of the original."""
        table = self.recipe.original
        torch.manual_seed(0)
        networks = GauganNetworks(classes=self.classes, style=table.style, ngf=table.ngf)
        return on_device(networks, self.fabric.device)


def on_device(network: Network, device: torch.device) -> Network:
    """Move a network in place, in the memory layout that convolutions run fastest in; returns it."""
    network.to(device)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stub lacks it alone
    return network


def calibrate_features(networks: GauganNetworks, phase: Phase, source: BatchSource) -> None:
    """Measure the feature network's channels on real pictures of this phase's size."""
    pictures = [source.batch(step).pictures for step in range(CALIBRATION_STEPS)]
    device = next(networks.generator.parameters()).device
    networks.features.calibrate(enlarged(torch.cat(pictures).to(device), phase.enlarge))


def sampler(run: Run, networks: GauganNetworks) -> Callable[[nn.Module, Path, Phase], None]:
    """What the loop calls to write a sample sheet of an averaged generator."""

    def sample(generator: nn.Module, path: Path, phase: Phase) -> None:
        write_sheet(
            generator,
            networks.prior,
            path,
            styles=networks.style_size,
            training=run.training_data,
            held_out=run.held_out_data,
            size=phase.size,
        )

    return sample
