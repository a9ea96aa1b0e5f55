"""Train the original, and hand it on with final statistics."""

from __future__ import annotations

import torch

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
from featherbrush.compression.training.checkpoint import part
from featherbrush.compression.training.compiling import Prepare, preparation
from featherbrush.compression.training.loop import Step, Training

FINAL_BATCHES = 32


def train_original(run: Run) -> None:
    """Train to the end of the recipe's schedule; continues from original/last.pt."""
    training(run).run()


def training(run: Run) -> Training:
    """The stage's loop, ready to run."""
    networks, table = run.new_original(), run.recipe.original
    return Training(
        networks=networks,
        step=_step(run, networks, preparation(table.schedule())),
        store=run.training_data,
        schedule=table.schedule(),
        folder=run.folder / "original",
        on_phase=lambda phase, source: calibrate_features(networks, phase, source),
        on_sample=sampler(run, networks),
        fabric=run.fabric,
    )


def _step(run: Run, networks: Networks, prepare: Prepare) -> Step:
    match run.recipe.family:
        case "cyclegan":
            return CycleStep(networks, CycleWeights(), prepare=prepare)
        case "munit":
            return TranslatorStep(networks, TranslatorWeights(), prepare=prepare)
    return ConditionalStep(networks, run.recipe.original.weights(), prepare=prepare)


def final_batches(run: Run) -> int:
    """Batches that final statistics are taken from: no more than there are pictures."""
    return min(FINAL_BATCHES, len(run.training_data))


def load_original(run: Run) -> Networks:
    """The trained original with averaged weights and re-calibrated norms, frozen, in evaluation mode.

    Raises:
        CheckpointError: the stage has not been run.
    """
    path = run.folder / "original" / "last.pt"
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
