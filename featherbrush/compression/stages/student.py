"""Distil the supernet, and fine-tune the sub-network that the search chose."""

from __future__ import annotations

import torch

from featherbrush.compression.data.batches import BatchSource
from featherbrush.compression.distillation.keeping import keep_largest
from featherbrush.compression.distillation.step import (
    DistillationStep,
    StudentNetworks,
    StudentWeights,
)
from featherbrush.compression.families.conditional import Networks, noisy_pyramid
from featherbrush.compression.networks.elastic import Widths, cut_from
from featherbrush.compression.networks.kinds import StudentGenerator
from featherbrush.compression.networks.mobile import MobileResnetGenerator
from featherbrush.compression.networks.statistics import recalibrate
from featherbrush.compression.recipe import MobileTable, RecipeError, ScheduleTable
from featherbrush.compression.stages.original import final_batches, load_original
from featherbrush.compression.stages.run import Run, calibrate_features, on_device, sampler
from featherbrush.compression.training import checkpoint
from featherbrush.compression.training.checkpoint import part
from featherbrush.compression.training.loop import Training

FINETUNE_RATE = 4e-4
FINETUNE_ZOOM = 0.5
BEFORE = {"mobile": "original", "supernet": "original", "finetune": "supernet"}
"""What each stage learns from; a student of another one is not continued, searched or exported."""


def train_mobile(run: Run) -> None:
    """Distil the original into the mobile student that the supernet begins as; continues from mobile/last.pt.

    Raises:
        RecipeError: the recipe has no such stage.
    """
    table, original = _mobile(run), load_original(run)
    networks = _networks(run, original, run.new_student(table.widths()))
    step = DistillationStep(original, networks, StudentWeights(), space=None)
    _training(run, original, networks, step, table, "mobile").run()


def train_supernet(run: Run) -> None:
    """Distil the original into all sub-networks at once; continues from supernet/last.pt.

    With a mobile student in the recipe the supernet begins as its heaviest channels, and with its discriminator.

    Raises:
        CheckpointError: a stage before this one has not been run.
    """
    original = load_original(run)
    networks = _networks(run, original, run.new_student(run.recipe.supernet.space().supernet))
    if run.recipe.mobile is not None:
        _begin_as_mobile(run, networks)
    table = run.recipe.supernet
    step = DistillationStep(
        original,
        networks,
        StudentWeights(),
        space=table.space(),
    )
    _training(run, original, networks, step, table, "supernet").run()


def finetune(run: Run, widths: Widths) -> None:
    """Train the chosen sub-network on, alone; continues from finetune/last.pt."""
    original, table = load_original(run), run.recipe.finetune
    state = checkpoint.load(run.folder / "supernet" / checkpoint.LAST)
    student = cut_from(load_supernet(run), widths, run.new_student)
    networks = _networks(run, original, student)
    networks.discriminator.load_state_dict(part(state["networks"], "discriminator."))
    maps = part(state["networks"], "maps.")
    cut = networks.maps.state_dict()
    networks.maps.load_state_dict(
        {n: maps[n][tuple(slice(0, k) for k in t.shape)] for n, t in cut.items()}
    )
    # Final statistics first, and frozen: what is trained is then exactly what is exported. With statistics of the
    # batch, faults that only running statistics show (features that run away at one place) are never seen.
    recalibrate_student(run, networks.generator, original, batches=final_batches(run))
    step = DistillationStep(
        original,
        networks,
        StudentWeights(
            adversarial=table.adversarial,
            perceptual=table.perceptual,
            colour=table.colour,
            generator_rate=FINETUNE_RATE,
            distillation=0.0,
            zoom=FINETUNE_ZOOM,
        ),
        space=None,
    )
    _training(run, original, networks, step, table, "finetune").run()


def load_supernet(run: Run) -> StudentGenerator:
    """The distilled supernet with averaged weights, in evaluation mode.

    Raises:
        CheckpointError: the stage has not been run.
    """
    return _load(run, "supernet", run.recipe.supernet.space().supernet)


def load_finetuned(run: Run, widths: Widths) -> StudentGenerator:
    """The fine-tuned student, in evaluation mode (it was trained with its final statistics).

    Raises:
        CheckpointError: the stage has not been run.
    """
    return _load(run, "finetune", widths)


def recalibrate_student(
    run: Run, network: StudentGenerator, original: Networks, *, batches: int
) -> None:
    """Give a (cut) student the norm statistics of real maps and of the styles of their pictures."""
    phase = run.recipe.supernet.schedule().phases[-1]
    source = BatchSource(store=run.training_data, size=phase.size, count=4, paired=4, seed=7)
    random = torch.Generator().manual_seed(7)

    def forward(index: int) -> None:
        batch = source.batch(index).to(original.prior_mean.device)
        mean, _ = original.code(batch.pictures, original.features(batch.pictures))
        network(noisy_pyramid(batch.real, random), mean)

    recalibrate(network, forward, batches=batches)


def _mobile(run: Run) -> MobileTable:
    if run.recipe.mobile is None:
        raise RecipeError("mobile: the recipe has no [mobile] table; go on with distill")
    return run.recipe.mobile


def _begin_as_mobile(run: Run, networks: StudentNetworks) -> None:
    mobile, student = _load(run, "mobile", _mobile(run).widths()), networks.generator
    if isinstance(mobile, MobileResnetGenerator) and isinstance(student, MobileResnetGenerator):
        keep_largest(mobile, student)
    state = checkpoint.load(run.folder / "mobile" / checkpoint.LAST)
    networks.discriminator.load_state_dict(part(state["networks"], "discriminator."))


def _networks(run: Run, original: Networks, student: StudentGenerator) -> StudentNetworks:
    pairs = run.recipe.supernet.architecture().pairs[run.recipe.family]
    return StudentNetworks(original, student, pairs=pairs)


def _training(
    run: Run,
    original: Networks,
    networks: StudentNetworks,
    step: DistillationStep,
    table: ScheduleTable,
    stage: str,
) -> Training:
    on_device(networks, run.fabric.device)
    return Training(
        networks=networks,
        step=step,
        store=run.training_data,
        schedule=table.schedule(),
        folder=run.folder / stage,
        on_phase=lambda phase, source: calibrate_features(original, phase, source),
        on_sample=sampler(run, original),
        fabric=run.fabric,
        origin=origin(run, stage),
    )


def origin(run: Run, stage: str) -> str:
    """Digest of what a stage learns from, "" for the original.

    Raises:
        CheckpointError: the stage before it has not been run, or learned from another one than there is now.
    """
    before = BEFORE.get(stage)
    if before is None:
        return ""
    path = run.folder / before / checkpoint.LAST
    state = checkpoint.load(path)
    checkpoint.check_origin(state, origin(run, before), path)
    with checkpoint.fitting(path):
        return checkpoint.origin(state)


def _load(run: Run, stage: str, widths: Widths) -> StudentGenerator:
    path = run.folder / stage / checkpoint.LAST
    state, network = checkpoint.load(path), run.new_student(widths)
    checkpoint.check_origin(state, origin(run, stage), path)
    with checkpoint.fitting(path):
        network.load_state_dict(part(state["average"], "module."))
    return network.eval()
