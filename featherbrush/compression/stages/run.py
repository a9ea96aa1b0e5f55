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
from featherbrush.compression.data.opening import open_store
from featherbrush.compression.data.store import Store
from featherbrush.compression.families import cyclegan, gaugan, munit, pix2pix
from featherbrush.compression.families.conditional import Networks, enlarged
from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.networks.kinds import StudentGenerator
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
    def training_data(self) -> Store:
        """The side that trains."""
        return self._side(held_out=False)

    @cached_property
    def held_out_data(self) -> Store:
        """The side that only judges."""
        return self._side(held_out=True)

    def _side(self, *, held_out: bool) -> Store:
        data = self.recipe.data
        return open_store(
            data.folder,
            self.folder / "cache",
            held_out=held_out,
            limit=data.limit,
            exclude=data.exclude,
            coloured=data.coloured,
        )

    def new_original(self) -> Networks:
        """Untrained networks of the original."""
        table, data = self.recipe.original, self.training_data
        torch.manual_seed(0)
        sizes = {"channels": data.channels, "critics": data.critics, "ngf": table.ngf}
        match self.recipe.family:
            case "gaugan":
                networks = gaugan.networks(style=table.style, **sizes)
            case "pix2pix":
                networks = pix2pix.networks(norm=table.norm, **sizes)
            case "cyclegan":
                networks = cyclegan.networks(ngf=table.ngf, norm=table.norm)
            case "munit":
                networks = munit.networks(style=table.style, **sizes)
        return on_device(networks, self.fabric.device)

    def new_student(self, widths: Widths) -> StudentGenerator:
        """An untrained student of these widths.

        Raises:
            ValueError: another number of widths than the architecture has entries.
        """
        torch.manual_seed(1)
        student = self.recipe.supernet.architecture().build(
            channels=self.training_data.telling, style=self.recipe.original.style, widths=widths
        )
        return on_device(student, self.fabric.device)


def on_device(network: Network, device: torch.device) -> Network:
    """Move a network in place, in the memory layout that convolutions run fastest in; returns it."""
    network.to(device)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stub lacks it alone
    return network


def calibrate_features(networks: Networks, phase: Phase, source: BatchSource) -> None:
    """Measure the feature network's channels on real pictures of this phase's size."""
    pictures = [source.batch(step).pictures for step in range(CALIBRATION_STEPS)]
    device = next(networks.generator.parameters()).device
    networks.features.calibrate(enlarged(torch.cat(pictures).to(device), phase.enlarge))


def sampler(run: Run, networks: Networks) -> Callable[[nn.Module, Path, Phase], None]:
    """What the loop calls to write a sample sheet of an averaged generator.

    Raises:
        DataError: there are no held-out pictures; known before the training, not at its first sheet.
    """
    held_out = run.held_out_data

    def sample(generator: nn.Module, path: Path, phase: Phase) -> None:
        write_sheet(
            generator,
            networks.prior,
            path,
            styles=networks.style_size,
            training=run.training_data,
            held_out=held_out,
            size=phase.size,
        )

    return sample
