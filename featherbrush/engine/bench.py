"""Times the members of a pair against each other, in one run, on the same canvases.

Original and compressed take turns, so that whatever else the machine does hits both; while one
runs the other is idle and its threads sleep (no spinning), so that neither takes the other's cores.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.errors import Cancelled, FeatherbrushError, RenderError
from featherbrush.engine.examples import Example, examples_for
from featherbrush.engine.generator import Generator
from featherbrush.engine.library import ModelEntry, Pair
from featherbrush.engine.machine import Machine, describe_machine, load_average, physical_cores
from featherbrush.engine.memory import MemoryUse, measure_memory

WARM_UP = 3
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """How often and with how many threads. `threads` None: all physical cores."""

    runs: int = 20
    threads: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be measured."""
        if self.runs < 1 or (self.threads is not None and self.threads < 1):
            raise RenderError("runs and threads must be at least 1")


@dataclass(frozen=True, slots=True)
class MemberBench:
    """One model's figures; times in ms, memory in bytes of a process that runs only this model."""

    id: str
    median_ms: float
    p95_ms: float
    macs: int
    parameters: int
    bytes: int
    peak_memory: int
    baseline_memory: int


@dataclass(frozen=True, slots=True)
class PairBench:
    """Both members' figures; the ratios say how many times lighter the compressed one is."""

    pair: str
    width: int
    height: int
    canvases: tuple[str, ...]
    original: MemberBench
    compressed: MemberBench
    time_ratio: float
    macs_ratio: float


@dataclass(frozen=True, slots=True)
class PairFailure:
    """A pair that could not be measured, and one line that says why."""

    pair: str
    reason: str


@dataclass(frozen=True, slots=True)
class BenchReport:
    """Everything needed to judge the figures: what ran, how, where and when.

    load: how many threads of other programs wanted a core when it began, None where not known.
    failed: the pairs that are missing in `pairs`.
    """

    protocol: str
    date: str
    machine: Machine
    threads: int
    runs: int
    warm_up: int
    load: float | None
    pairs: tuple[PairBench, ...]
    failed: tuple[PairFailure, ...]

    def to_json(self) -> dict[str, Any]:
        """The report as plain lists and dictionaries."""
        return asdict(self)


def bench(
    pairs: Sequence[Pair],
    *,
    settings: Settings,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
) -> BenchReport:
    """Measure every pair; see the module for how.

    progress: called with (steps done, steps in all). A pair whose models fail is reported as
    failed, and the others are measured. Raises Cancelled when called off.
    """
    cancellation = cancellation or Cancellation()
    load = load_average()
    each = 2 * (WARM_UP + settings.runs) + 2
    clock = _Steps(progress, total=len(pairs) * each)
    measured: list[PairBench] = []
    failed: list[PairFailure] = []
    for number, pair in enumerate(pairs, start=1):
        try:
            measured.append(
                _bench_pair(pair, settings=settings, steps=clock, cancellation=cancellation)
            )
        except Cancelled:
            raise
        except FeatherbrushError as error:
            failed.append(PairFailure(pair.name, str(error)))
            clock.skip_to(number * each)
    return BenchReport(
        protocol=(
            "original and compressed render the same canvases alternately in one process, the"
            " thread pools do not spin; memory is the peak of one process per model"
        ),
        date=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        machine=describe_machine(),
        threads=settings.threads or physical_cores(),
        runs=settings.runs,
        warm_up=WARM_UP,
        load=load,
        pairs=tuple(measured),
        failed=tuple(failed),
    )


class _Steps:
    """Counts steps for a progress listener."""

    def __init__(self, progress: Progress | None, *, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def step(self) -> None:
        self.skip_to(self._done + 1)

    def skip_to(self, done: int) -> None:
        self._done = done
        if self._progress is not None:
            self._progress(self._done, self._total)


def _bench_pair(
    pair: Pair, *, settings: Settings, steps: _Steps, cancellation: Cancellation
) -> PairBench:
    card = pair.compressed.card
    examples = examples_for(card)
    members = (pair.original, pair.compressed)
    use = []
    for member in members:  # before the sessions here exist, so that nothing competes
        use.append(
            measure_memory(
                member.path,
                examples[0].canvas,
                threads=settings.threads,
                cancellation=cancellation,
            )
        )
        steps.step()
    times = _alternate(
        members, examples=examples, settings=settings, steps=steps, cancellation=cancellation
    )
    original, compressed = (_member(*parts) for parts in zip(members, times, use, strict=True))
    return PairBench(
        pair=pair.name,
        width=examples[0].canvas.shape[1],
        height=examples[0].canvas.shape[0],
        canvases=tuple(example.name for example in examples),
        original=original,
        compressed=compressed,
        time_ratio=round(original.median_ms / max(compressed.median_ms, 1e-6), 2),
        macs_ratio=round(original.macs / max(compressed.macs, 1), 2),
    )


def _alternate(
    members: Sequence[ModelEntry],
    *,
    examples: Sequence[Example],
    settings: Settings,
    steps: _Steps,
    cancellation: Cancellation,
) -> list[list[float]]:
    """Milliseconds of every timed run, for each member; runs without the warm-up."""
    generators = [Generator(member.path, threads=settings.threads) for member in members]
    times: list[list[float]] = [[] for _ in members]
    try:
        for turn in range(WARM_UP + settings.runs):
            canvas = examples[turn % len(examples)].canvas
            for generator, taken in zip(generators, times, strict=True):
                began = time.perf_counter()
                generator.render(canvas, cancellation=cancellation)
                taken.append((time.perf_counter() - began) * 1000.0)
                steps.step()
    finally:
        for generator in generators:
            generator.close()
    return [taken[WARM_UP:] for taken in times]


def _member(entry: ModelEntry, times: Sequence[float], use: MemoryUse) -> MemberBench:
    return MemberBench(
        id=entry.card.id,
        median_ms=round(float(np.median(times)), 3),
        p95_ms=round(float(np.percentile(times, 95)), 3),
        macs=entry.card.macs,
        parameters=entry.card.parameters,
        bytes=entry.bytes,
        peak_memory=use.peak,
        baseline_memory=use.baseline,
    )
