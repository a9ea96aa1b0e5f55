"""The loop: an interrupted training continues as if nothing had happened."""

from __future__ import annotations

import copy
import json
import math
from pathlib import Path
from typing import Any

import pytest
import torch
from lightning_fabric import Fabric
from torch import Tensor, nn

from featherbrush.compression.data.batches import Batch
from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.families.conditional import (
    ConditionalStep,
    Networks,
    Weights,
    enlarged,
)
from featherbrush.compression.training import checkpoint
from featherbrush.compression.training.checkpoint import CheckpointError
from featherbrush.compression.training.loop import Training, TrainingError, TrainingLog
from featherbrush.compression.training.schedule import Phase, Schedule

SCHEDULE = Schedule(
    (
        Phase(size=64, pictures=4, batch=2, paired=1),
        Phase(size=64, pictures=2, batch=2, paired=2, enlarge=1.5),
    ),
    decay=0.5,
)


class _Tiny(nn.Module):
    """Networks of one weight."""

    def __init__(self, classes: int = 1) -> None:
        super().__init__()
        self.generator = nn.Linear(classes, 1)


class _Step:
    """Learns by adding one; fails as it is told."""

    def __init__(self, networks: _Tiny, *, failing_at: int | None = None) -> None:
        self.networks, self.failing_at, self.enlarge = networks, failing_at, 1.0
        self.optimisers = {"generator": torch.optim.SGD(networks.parameters(), lr=1.0)}
        self.rates: list[float] = []

    def __call__(self, batch: Batch) -> dict[str, float]:
        self.rates.append(self.optimisers["generator"].param_groups[0]["lr"])
        with torch.no_grad():
            self.networks.generator.weight.add_(1)
        bad = len(self.rates) - 1 == self.failing_at
        return {"colour": math.nan if bad else 0.5, "adversarial": 1.0}


class _KilledError(Exception):
    """Stands for a process that ends in the middle of a training."""


class _Interrupted:
    """A step of the family's that dies when it is called for the nth time."""

    def __init__(self, step: ConditionalStep, *, after: int) -> None:
        self._step, self._left = step, after
        self.optimisers = step.optimisers

    @property
    def enlarge(self) -> float:
        return self._step.enlarge

    @enlarge.setter
    def enlarge(self, factor: float) -> None:
        self._step.enlarge = factor

    def __call__(self, batch: Batch) -> dict[str, float]:
        if self._left == 0:
            raise _KilledError
        self._left -= 1
        return self._step(batch)


def _fabric() -> Fabric:
    return Fabric(accelerator="cpu", devices=1)


def _family_training(
    networks: Networks, store: LabelledStore, folder: Path, *, dies_after: int = -1
) -> Training:
    step = ConditionalStep(networks, Weights())
    return Training(
        networks=networks,
        step=_Interrupted(step, after=dies_after),
        store=store,
        schedule=SCHEDULE,
        folder=folder,
        on_phase=lambda phase, source: networks.features.calibrate(
            enlarged(source.batch(0).pictures, phase.enlarge)
        ),
        on_sample=lambda *_: None,
        fabric=_fabric(),
        save_every=-1.0,  # after every step
    )


def _tiny_training(store: LabelledStore, folder: Path, **changes: Any) -> Training:
    networks = changes.pop("networks", None) or _Tiny()
    settings: dict[str, Any] = {
        "networks": networks,
        "step": _Step(networks),
        "store": store,
        "schedule": Schedule((Phase(size=64, pictures=8, batch=2),), decay=0.5),
        "folder": folder,
        "on_phase": lambda *_: None,
        "on_sample": lambda *_: None,
        "fabric": _fabric(),
        **changes,
    }
    return Training(**settings)


def _assert_same(first: Any, second: Any, where: str = "state") -> None:
    assert type(first) is type(second), where
    if isinstance(first, Tensor):
        assert torch.equal(first, second), where
    elif isinstance(first, dict):
        assert first.keys() == second.keys(), where
        for key in first:
            _assert_same(first[key], second[key], f"{where}.{key}")
    elif isinstance(first, list | tuple):
        assert len(first) == len(second), where
        for index, (a, b) in enumerate(zip(first, second, strict=True)):
            _assert_same(a, b, f"{where}[{index}]")
    else:
        assert first == second, where


@pytest.fixture
def unbroken(original: Networks, store: LabelledStore, tmp_path: Path) -> dict[str, Any]:
    """The checkpoint of a training that nothing interrupted."""
    _family_training(copy.deepcopy(original), store, tmp_path / "unbroken").run()
    return checkpoint.load(tmp_path / "unbroken" / "last.pt")


def test_a_killed_training_continues_bit_for_bit(
    original: Networks, store: LabelledStore, tmp_path: Path, unbroken: dict[str, Any]
) -> None:
    folder = tmp_path / "broken"
    for dies_after in (1, 1):  # once within a phase, once after the change to the second
        with pytest.raises(_KilledError):
            _family_training(copy.deepcopy(original), store, folder, dies_after=dies_after).run()
    assert checkpoint.load(folder / "last.pt")["step"] == 2

    _family_training(copy.deepcopy(original), store, folder).run()

    assert unbroken["step"] == SCHEDULE.steps
    _assert_same(checkpoint.load(folder / "last.pt"), unbroken)


def test_a_finished_training_is_not_trained_again(store: LabelledStore, tmp_path: Path) -> None:
    _tiny_training(store, tmp_path).run()
    again = _tiny_training(store, tmp_path)

    again.run()

    assert again.step.rates == []  # type: ignore[attr-defined]
    assert again.done == 4


def test_the_rate_follows_the_schedule(store: LabelledStore, tmp_path: Path) -> None:
    training = _tiny_training(store, tmp_path)

    training.run()

    assert training.step.rates == pytest.approx([1, 1, 1, 0.55])  # type: ignore[attr-defined]


def test_phases_are_announced_once_and_set_the_enlargement(
    store: LabelledStore, tmp_path: Path
) -> None:
    announced: list[tuple[float, int]] = []
    training = _tiny_training(
        store,
        tmp_path,
        schedule=SCHEDULE,
        on_phase=lambda phase, source: announced.append((phase.enlarge, source.paired)),
    )

    training.run()

    assert announced == [(1.0, 1), (1.5, 2)]
    assert training.step.enlarge == 1.5


def test_a_loss_that_is_not_finite_stops_the_training_and_keeps_the_checkpoint(
    store: LabelledStore, tmp_path: Path
) -> None:
    networks = _Tiny()
    training = _tiny_training(
        store,
        tmp_path,
        networks=networks,
        step=_Step(networks, failing_at=2),
        save_every=-1.0,
    )

    with pytest.raises(TrainingError) as caught:
        training.run()

    message = str(caught.value)
    assert "colour" in message and "adversarial" not in message
    assert "step 2" in message and str(tmp_path) in message and "\n" not in message
    assert checkpoint.load(tmp_path / "last.pt")["step"] == 2


def test_a_weight_that_is_not_finite_keeps_the_checkpoint_before_it(
    store: LabelledStore, tmp_path: Path
) -> None:
    _tiny_training(store, tmp_path, schedule=Schedule((Phase(size=64, pictures=4, batch=2),))).run()
    networks = _Tiny()

    class Diverging(_Step):
        def __call__(self, batch: Batch) -> dict[str, float]:
            losses = super().__call__(batch)
            with torch.no_grad():
                self.networks.generator.weight.fill_(math.inf)
            return losses

    training = _tiny_training(store, tmp_path, networks=networks, step=Diverging(networks))
    with pytest.raises(TrainingError, match=r"generator\.weight is not finite at step 4") as caught:
        training.run()

    assert "last.pt" in str(caught.value)
    assert checkpoint.load(tmp_path / "last.pt")["step"] == 2


def test_what_learned_from_another_origin_is_not_continued(
    store: LabelledStore, tmp_path: Path
) -> None:
    _tiny_training(store, tmp_path, origin="one").run()
    _tiny_training(store, tmp_path, origin="one").run()
    kept = (tmp_path / "last.pt").read_bytes()

    with pytest.raises(CheckpointError, match="trained on since; remove the folder"):
        _tiny_training(store, tmp_path, origin="other").run()

    assert (tmp_path / "last.pt").read_bytes() == kept


def test_the_origin_of_a_stage_is_what_its_average_draws_with(
    store: LabelledStore, tmp_path: Path
) -> None:
    training = _tiny_training(store, tmp_path)
    training.run()
    first = checkpoint.origin(checkpoint.load(training.path))
    assert first == checkpoint.origin(training.state())

    with torch.no_grad():
        training.average.module.weight.add_(1)  # type: ignore[union-attr,operator]
    assert checkpoint.origin(training.state()) != first


@pytest.mark.parametrize("size", [96, 256])
def test_a_size_that_the_pictures_cannot_be_shrunk_to_is_refused(
    store: LabelledStore, tmp_path: Path, size: int
) -> None:
    schedule = Schedule((Phase(size=size, pictures=4, batch=2),))

    with pytest.raises(TrainingError, match=f"cannot be learned at {size}x{size}"):
        _tiny_training(store, tmp_path, schedule=schedule).run()


def test_a_checkpoint_of_another_network_is_refused_in_one_line(
    store: LabelledStore, tmp_path: Path
) -> None:
    _tiny_training(store, tmp_path).run()
    kept = (tmp_path / "last.pt").read_bytes()

    with pytest.raises(CheckpointError) as caught:
        _tiny_training(store, tmp_path, networks=_Tiny(classes=3)).run()

    assert str(tmp_path / "last.pt") in str(caught.value) and "\n" not in str(caught.value)
    assert (tmp_path / "last.pt").read_bytes() == kept


def test_the_average_lags_behind_the_weights(store: LabelledStore, tmp_path: Path) -> None:
    training = _tiny_training(store, tmp_path)
    first = training.networks.generator.weight.item()  # type: ignore[union-attr,operator]

    training.run()

    average = training.average.module.weight.item()  # type: ignore[union-attr,operator]
    assert first < average < training.networks.generator.weight.item()  # type: ignore[union-attr,operator]


def test_a_finished_training_leaves_its_files_alone(store: LabelledStore, tmp_path: Path) -> None:
    _tiny_training(store, tmp_path).run()
    sheets: list[str] = []
    before = (tmp_path / "last.pt").stat().st_mtime_ns

    _tiny_training(store, tmp_path, on_sample=lambda *_: sheets.append("drawn")).run()

    assert sheets == []
    assert (tmp_path / "last.pt").stat().st_mtime_ns == before


def test_a_sample_sheet_is_written_at_the_end(store: LabelledStore, tmp_path: Path) -> None:
    sheets: list[str] = []
    _tiny_training(
        store, tmp_path, on_sample=lambda generator, path, phase: sheets.append(path.name)
    ).run()

    assert sheets == ["sheet_000004.png"]


def test_the_log_holds_averages_as_json_lines(tmp_path: Path) -> None:
    log = TrainingLog(tmp_path / "log.jsonl", every=2)

    for step, value in enumerate((1.0, 3.0, 5.0, 5.0, 9.0), 1):
        log.add({"colour": value}, step=step)

    lines = [json.loads(line) for line in log.path.read_text().splitlines()]
    assert [(line["step"], line["colour"]) for line in lines] == [(2, 2.0), (4, 5.0)]
    assert "colour 5.00" in log.note


def test_steps_that_are_taken_again_stand_in_the_log_once(tmp_path: Path) -> None:
    log = TrainingLog(tmp_path / "log.jsonl", every=1)
    for step in (1, 2, 3):
        log.add({"colour": float(step)}, step=step)
    with log.path.open("a") as file:
        file.write('{"colour": 4.0, "st')

    again = TrainingLog(log.path, every=1)
    again.forget_after(2)
    again.add({"colour": 5.0}, step=3)

    lines = [json.loads(line) for line in log.path.read_text().splitlines()]
    assert [(line["step"], line["colour"]) for line in lines] == [(1, 1.0), (2, 2.0), (3, 5.0)]
