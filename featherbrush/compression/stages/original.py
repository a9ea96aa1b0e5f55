"""Train the original, and hand it on with final statistics."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from featherbrush.compression.data.batches import BatchSource
from featherbrush.compression.families.conditional import (
    ConditionalStep,
    Networks,
    noisy_pyramid,
)
from featherbrush.compression.families.cyclegan import CycleStep, CycleWeights
from featherbrush.compression.families.munit import TranslatorStep, TranslatorWeights
from featherbrush.compression.networks.statistics import recalibrate
from featherbrush.compression.stages.run import Run, calibrate_features, sampler
from featherbrush.compression.training import checkpoint
from featherbrush.compression.training.checkpoint import LAST, part
from featherbrush.compression.training.compiling import Prepare, preparation
from featherbrush.compression.training.loop import Step, Training

FINAL_BATCHES = 32


def train_original(run: Run) -> None:
    """Train to the end of the recipe's schedule; continues from original/last.pt.

    Raises:
        CheckpointError: what the recipe starts from is missing, or has nothing in common with this original.
    """
    training(run).run()


def training(run: Run) -> Training:
    """The stage's loop, ready to run."""
    networks, table = run.new_original(), run.recipe.original
    folder = run.folder / "original"
    if table.start is not None and not (folder / LAST).exists():
        begin_as(networks, table.start)
    return Training(
        networks=networks,
        step=_step(run, networks, preparation(table.schedule())),
        store=run.training_data,
        schedule=table.schedule(),
        folder=folder,
        on_phase=lambda phase, source: calibrate_features(networks, phase, source),
        on_sample=sampler(run, networks),
        fabric=run.fabric,
    )


def _step(run: Run, networks: Networks, prepare: Prepare) -> Step:
    match run.recipe.family:
        case "cyclegan":
            return CycleStep(networks, CycleWeights(hue=run.recipe.original.hue), prepare=prepare)
        case "munit":
            table = run.recipe.original
            weights = TranslatorWeights(
                adversarial=table.adversarial, perceptual=table.perceptual, colour=table.colour
            )
            # Its pieces are many and small: compiled, a step took longer.
            return TranslatorStep(networks, weights)
    return ConditionalStep(networks, run.recipe.original.weights(), prepare=prepare)


def begin_as(networks: Networks, path: Path) -> None:
    """Take over from another original, averaged, whatever fits by name and shape.

    A generator that draws such pictures already only has to learn to read another input.

    Raises:
        CheckpointError: no such checkpoint, or most of the generator does not fit.
    """
    state = checkpoint.load(path)
    with checkpoint.fitting(path):
        averaged = part(state["average"], "module.")
        theirs = state["networks"] | {f"generator.{n}": tensor for n, tensor in averaged.items()}
    ours = networks.state_dict()
    fit = {n: t for n, t in theirs.items() if n in ours and ours[n].shape == t.shape}
    if 2 * _weights(part(fit, "generator.")) < _weights(networks.generator.state_dict()):
        raise checkpoint.CheckpointError(
            f"{path}: most of it does not fit this original; give both the same family of generator and ngf, "
            "or remove `start` from the recipe"
        )
    networks.load_state_dict(ours | fit)


def _weights(state: Mapping[str, Tensor]) -> int:
    return sum(tensor.numel() for tensor in state.values())


def final_batches(run: Run) -> int:
    """Batches that final statistics are taken from: no more than there are pictures."""
    return min(FINAL_BATCHES, len(run.training_data))


def load_original(run: Run) -> Networks:
    """The trained original with averaged weights and re-calibrated norms, frozen, in evaluation mode.

    Raises:
        CheckpointError: the stage has not been run.
    """
    path = run.folder / "original" / LAST
    state, networks = checkpoint.load(path), run.new_original()
    with checkpoint.fitting(path):
        networks.load_state_dict(state["networks"])
        networks.generator.load_state_dict(part(state["average"], "module."))
    phase = run.recipe.original.schedule().phases[-1]
    source = BatchSource(store=run.training_data, size=phase.size, count=4, paired=4, seed=7)
    random = torch.Generator().manual_seed(7)

    def forward(index: int) -> None:
        batch = source.batch(index).to(run.fabric.device)
        mean, _ = networks.code(batch.pictures, networks.features(batch.pictures))
        networks.generator(noisy_pyramid(batch.real, random), mean)

    recalibrate(networks.generator, forward, batches=final_batches(run))
    return networks.eval().requires_grad_(False)
