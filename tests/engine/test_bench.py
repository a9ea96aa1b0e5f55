"""The benchmark: fair turns, memory in a process of its own, and a report that says how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from featherbrush.engine import bench as bench_module
from featherbrush.engine.bench import Settings, bench
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.errors import Cancelled, RenderError
from featherbrush.engine.examples import examples_for
from featherbrush.engine.generator import Generator
from featherbrush.engine.labels import write_label_map
from featherbrush.engine.library import Library
from featherbrush.engine.memory import MemoryUse, measure_memory


@pytest.fixture
def no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_module, "measure_memory", lambda *_, **__: MemoryUse(2, 1))


@pytest.mark.usefixtures("no_child")
def test_members_take_turns_and_the_warm_up_is_not_counted(
    own_assets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[str] = []
    original = Generator.render

    def spy(self: Generator, *args: Any, **kwargs: Any) -> Any:
        turns.append(self.card.role)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(Generator, "render", spy)
    steps: list[tuple[int, int]] = []
    report = bench(
        Library([own_assets / "models"]).pairs(),
        settings=Settings(runs=4, threads=1),
        progress=lambda done, total: steps.append((done, total)),
    )
    assert turns == ["original", "compressed"] * (4 + report.warm_up)
    assert steps[-1][0] == steps[-1][1] == len(turns) + 2
    (pair,) = report.pairs
    assert pair.macs_ratio == 20.0
    assert 0 < pair.original.median_ms <= pair.original.p95_ms
    assert (pair.width, pair.height) == (64, 48)
    assert pair.canvases == ("stripes",)
    assert report.threads == 1
    assert report.machine.cpu


@pytest.mark.usefixtures("no_child")
def test_the_report_is_json(own_assets: Path) -> None:
    report = bench(Library([own_assets / "models"]).pairs(), settings=Settings(runs=1))
    read = json.loads(json.dumps(report.to_json()))
    assert read["pairs"][0]["compressed"]["peak_memory"] == 2
    assert read["machine"]["onnxruntime"]


@pytest.mark.usefixtures("no_child")
def test_a_pair_that_fails_costs_only_its_own_figures(own_assets: Path, write_model: Any) -> None:
    for role in ("original", "compressed"):
        name = f"bad-{role}"
        path = own_assets / "models" / f"{name}.onnx"
        write_model(path, kind="broken", id=name, pair="bad", role=role)
    steps: list[tuple[int, int]] = []
    report = bench(
        Library([own_assets / "models"]).pairs(),
        settings=Settings(runs=1, threads=1),
        progress=lambda done, total: steps.append((done, total)),
    )
    assert [pair.pair for pair in report.pairs] == ["test"]
    (failure,) = report.failed
    assert failure.pair == "bad"
    assert "the model failed" in failure.reason
    assert [done for done, _ in steps] == sorted({done for done, _ in steps})
    assert steps[-1][0] == steps[-1][1]


def test_a_bench_that_is_called_off_reports_no_failure(own_assets: Path) -> None:
    token = Cancellation()
    token.cancel()
    with pytest.raises(Cancelled):
        bench(
            Library([own_assets / "models"]).pairs(),
            settings=Settings(runs=1),
            cancellation=token,
        )


def test_memory_is_measured_in_a_process_of_its_own(write_model: Any) -> None:
    ballast = np.ones(250_000_000, np.uint8)  # must not be counted: it is ours, not the model's
    use = measure_memory(write_model(), np.zeros((48, 64), np.uint8), threads=1)
    assert 0 < use.baseline <= use.peak < ballast.nbytes


def test_a_model_that_fails_while_its_memory_is_measured_is_told(write_model: Any) -> None:
    with pytest.raises(RenderError, match="the model failed"):
        measure_memory(write_model(kind="broken"), np.zeros((48, 64), np.uint8))


def test_measuring_memory_can_be_called_off(write_model: Any) -> None:
    token = Cancellation()
    token.cancel()
    with pytest.raises(Cancelled):
        measure_memory(
            write_model(kind="endless"), np.zeros((48, 64), np.uint8), cancellation=token
        )


def test_settings_that_measure_nothing_are_refused() -> None:
    for runs, threads in [(0, None), (5, 0)]:
        with pytest.raises(RenderError, match="at least 1"):
            Settings(runs=runs, threads=threads)


def test_examples_are_the_bundled_maps_of_the_models_classes(own_assets: Path) -> None:
    card = Library([own_assets / "models"]).find("test-compressed").card
    folder = own_assets / "examples" / card.pair
    folder.mkdir(parents=True)
    ids = np.zeros((96, 128), np.uint8)
    ids[48:] = 3
    write_label_map(folder / "meadow.png", ids, card.classes)
    foreign = card.classes[0].model_copy(update={"id": 200, "color": (1, 2, 3)})
    write_label_map(folder / "other.png", np.full((48, 64), 200, np.uint8), [foreign])
    (example,) = examples_for(card)
    assert example.name == "meadow"
    assert example.canvas.shape == (48, 64)
    assert example.canvas[0, 0] == 0
    assert example.canvas[47, 63] == 3
