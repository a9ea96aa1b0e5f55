"""The training loop. It knows phases, averages, checkpoints and logs; what a step does is the family's business."""

from __future__ import annotations

import json
import math
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from lightning_fabric import Fabric
from rich.progress import Progress, TextColumn, TimeRemainingColumn
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from featherbrush.compression.data.batches import Batch, BatchSource
from featherbrush.compression.data.store import Store
from featherbrush.compression.training import checkpoint
from featherbrush.compression.training.parallel import share
from featherbrush.compression.training.schedule import Phase, Schedule
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.files import write_whole

AVERAGE_DECAY = 0.999
Tensors = tuple[Tensor, ...] | list[Tensor]


class TrainingError(FeatherbrushError):
    """Training cannot go on; the message says where and what is kept."""


class Step(Protocol):
    """What a family gives the loop: its optimisers, and one step of learning from a batch."""

    enlarge: float

    @property
    def optimisers(self) -> Mapping[str, torch.optim.Optimizer]:
        """By name; their first rates are what the schedule scales."""

    def __call__(self, batch: Batch, /) -> dict[str, float]:
        """Learn from one batch; returns losses by name."""


@dataclass
class Training:
    """One stage of training in a folder of its own (`last.pt`, `log.jsonl`, sample sheets).

    Args:
        networks: everything that is saved; its attribute `generator` is averaged.
        step: the family's step on these networks.
        folder: created if missing; a `last.pt` in it is continued from.
        on_phase: called when a phase begins, with the phase and its batch source (feature calibration).
        on_sample: called with the averaged generator, the path of a sheet to write and the phase.
        origin: digest of the stage that this one learns from (`checkpoint.origin`), "" for the first.
    """

    networks: nn.Module
    step: Step
    store: Store
    schedule: Schedule
    folder: Path
    on_phase: Callable[[Phase, BatchSource], None]
    on_sample: Callable[[nn.Module, Path, Phase], None]
    fabric: Fabric
    origin: str = ""
    seed: int = 0
    save_every: float = 180.0
    sample_every: float = 600.0

    def __post_init__(self) -> None:
        generator = self.networks.get_submodule("generator")
        self.average = AveragedModel(generator, multi_avg_fn=_warm_average)
        self.done = 0
        self.phase = -1
        self._rates = {n: o.param_groups[0]["lr"] for n, o in self.step.optimisers.items()}
        self._log = TrainingLog(self.folder / "log.jsonl")

    @property
    def path(self) -> Path:
        """The checkpoint that this stage continues from."""
        return self.folder / checkpoint.LAST

    def run(self) -> None:
        """Train to the end of the schedule, from the last checkpoint if there is one.

        Raises:
            TrainingError: a loss or a weight is not finite (the last good checkpoint stays), the recipe's batches
                cannot be split over the processes, or its sizes are none of the data.
            CheckpointError: the checkpoint is damaged, belongs to other networks, or learned from another origin.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            state = checkpoint.load(self.path)
            checkpoint.check_origin(state, self.origin, self.path)
            with checkpoint.fitting(self.path):
                self.load(state)
            self._log.forget_after(self.done)
        self._check_split()
        self._check_sizes()
        if self.done < self.schedule.steps:
            self._train()
        # Every process begins the next stage with what the first one has written.
        self.fabric.barrier()

    def _train(self) -> None:
        saved = sampled = time.monotonic()
        columns = (
            *Progress.get_default_columns()[:-1],
            TimeRemainingColumn(),
            TextColumn("{task.fields[note]}"),
        )
        with Progress(*columns, disable=not self.fabric.is_global_zero) as progress:
            bar = progress.add_task(
                self.folder.name, total=self.schedule.steps, completed=self.done, note=""
            )
            while self.done < self.schedule.steps:
                losses = self._advance()
                progress.update(bar, completed=self.done, note=self._log.note)
                if self.fabric.is_global_zero:
                    self._log.add(losses, step=self.done)
                if time.monotonic() - saved > self.save_every:
                    self.save()
                    saved = time.monotonic()
                if time.monotonic() - sampled > self.sample_every:
                    self.sample()
                    sampled = time.monotonic()
        self.save()
        self.sample()

    def _check_split(self) -> None:
        shares = self.fabric.world_size
        for phase in self.schedule.phases:
            if phase.batch % shares or phase.paired % shares:
                raise TrainingError(
                    f"{self.folder}: a batch of {phase.batch}, {phase.paired} of them paired, cannot be split over "
                    f"{shares} processes; change batch and paired in the recipe"
                )

    def _check_sizes(self) -> None:
        side = self.store.pictures.shape[1]
        for phase in self.schedule.phases:
            if side % phase.size:
                raise TrainingError(
                    f"{self.folder}: pictures of {side}x{side} cannot be learned at {phase.size}x{phase.size}; "
                    f"change size in the recipe to {side} or a whole fraction of it"
                )

    def _advance(self) -> dict[str, float]:
        index = self.schedule.phase_at(self.done)
        phase = self.schedule.phases[index]
        source = BatchSource(
            store=self.store,
            size=phase.size,
            count=phase.batch,
            paired=phase.paired,
            seed=self.seed,
        )
        if index != self.phase:
            self.phase, self.step.enlarge = index, phase.enlarge
            self.on_phase(phase, source)
        for name, optimiser in self.step.optimisers.items():
            for group in optimiser.param_groups:
                group["lr"] = self._rates[name] * self.schedule.rate(self.done)
        batch = source.batch(self.done).part(self.fabric.global_rank, self.fabric.world_size)
        losses = _shared(self.step(batch.to(self.fabric.device)), self.fabric.device)
        bad = [name for name, value in losses.items() if not math.isfinite(value)]
        if bad:
            raise TrainingError(
                f"{self.folder}: {', '.join(bad)} is not finite at step {self.done}; "
                f"the checkpoint before it is kept in {self.path.name}"
            )
        self.done += 1
        self.average.update_parameters(self.networks.get_submodule("generator"))
        return losses

    def state(self) -> dict[str, Any]:
        """All that continues this stage exactly: weights, averages, optimisers, step (batches follow from it)."""
        return {
            "networks": self.networks.state_dict(),
            "average": self.average.state_dict(),
            "optimisers": {n: o.state_dict() for n, o in self.step.optimisers.items()},
            "step": self.done,
            "origin": self.origin,
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Continue from `state`."""
        self.networks.load_state_dict(state["networks"])
        self.average.load_state_dict(state["average"])
        for name, optimiser in self.step.optimisers.items():
            optimiser.load_state_dict(state["optimisers"][name])
        self.done = int(state["step"])

    def save(self) -> None:
        """Write the checkpoint (first process only).

        Raises:
            TrainingError: a weight is not finite (losses are looked at before the step that they cause); the
                checkpoint before it stays.
            CheckpointError: it cannot be written; the checkpoint before it stays.
        """
        if not self.fabric.is_global_zero:
            return
        bad = [n for n, t in self.networks.state_dict().items() if not torch.isfinite(t).all()]
        if bad:
            raise TrainingError(
                f"{self.folder}: {bad[0]} is not finite at step {self.done}; "
                f"the checkpoint before it is kept in {self.path.name}"
            )
        checkpoint.save(self.state(), self.path)

    def sample(self) -> None:
        """Write a sample sheet named after the step (first process only)."""
        if self.fabric.is_global_zero:
            path = self.folder / f"sheet_{self.done:06d}.png"
            self.on_sample(self.average.module, path, self.schedule.phases[max(self.phase, 0)])


def _shared(losses: dict[str, float], device: torch.device) -> dict[str, float]:
    """The losses' means over all processes: all of them see the same, and stop together."""
    values = torch.tensor(list(losses.values()), device=device)
    share([values])
    return dict(zip(losses, values.tolist(), strict=True))


class TrainingLog:
    """Averages losses over 25 steps and appends one JSON line each time."""

    def __init__(self, path: Path, *, every: int = 25) -> None:
        self.path, self.every, self.note = path, every, ""
        self._sums: defaultdict[str, float] = defaultdict(float)
        self._count, self._since = 0, time.monotonic()

    def forget_after(self, step: int) -> None:
        """Drop the lines of steps that a killed training took after its last checkpoint: they are taken again."""
        if not self.path.exists():
            return
        lines = self.path.read_text().splitlines(keepends=True)
        kept = [line for line in lines if _step_of(line) <= step]
        if kept != lines:
            write_whole(self.path, "".join(kept).encode(), error=TrainingError)

    def add(self, losses: Mapping[str, float], *, step: int) -> None:
        """Add the losses of one step."""
        for name, value in losses.items():
            self._sums[name] += value
        self._count += 1
        if self._count < self.every:
            return
        line = {name: round(value / self._count, 4) for name, value in self._sums.items()}
        seconds = (time.monotonic() - self._since) / self._count
        with self.path.open("a") as file:
            file.write(json.dumps(line | {"step": step, "seconds": round(seconds, 3)}) + "\n")
        self.note = " ".join(f"{name} {value:.2f}" for name, value in line.items())
        self._sums.clear()
        self._count, self._since = 0, time.monotonic()


def _step_of(line: str) -> float:
    """The step of a line of the log; infinity for half a line, which a killed process left."""
    try:
        return float(json.loads(line)["step"])
    except (ValueError, KeyError, TypeError):
        return math.inf


@torch.no_grad()
def _warm_average(average: Tensors, current: Tensors, count: Tensor | int) -> None:
    """Exponential average whose decay grows to 0.999, so that the first steps are soon forgotten."""
    decay = min(AVERAGE_DECAY, (1 + int(count)) / (10 + int(count)))
    torch._foreach_lerp_(average, current, 1 - decay)
