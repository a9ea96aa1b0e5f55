"""Original, published student and our student of equal MACs, alternately in one run, for the four systems.

    python benchmarks/published_students.py [--system NAME] [--rounds N] [--threads N] [--json]

Full published size, random weights: what is measured is time, not pictures. Every network is the model file that the
studio would open, from pixels to pixels, run through onnxruntime on the CPU: in single precision, and ours in int8 as
well, which `export` writes where a trained student earns it (calibrated on random canvases here). MACs are true
arithmetic of one picture (MUNIT: style encoder not included), in thousand millions; ours has at most the published
student's. A round runs each of the four once, in turn; the figure is the median over the rounds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from dataclasses import asdict, dataclass

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from torch import Tensor, nn

from featherbrush.compression.export.fold import fold
from featherbrush.compression.export.int8 import quantised
from featherbrush.compression.export.onnx_file import trace
from featherbrush.compression.export.pixels import (
    DrawerModel,
    LabelsEntry,
    PictureEntry,
    parameters,
)
from featherbrush.compression.importing.pixels import LabelMapModel, PictureModel
from featherbrush.compression.networks.class_adaptive import ClassAdaptiveGenerator
from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.networks.foldable import FoldableGenerator
from featherbrush.compression.networks.published.architectures import Architecture, build
from featherbrush.compression.profiling.counting import counts_of, watched

STEP = 8
"""Our widths are multiples of this (the runtime's blocks are 8 or 16 channels)."""
TRACED = 128


@dataclass(frozen=True)
class System:
    """One row of the published table and the shape of our student for it."""

    name: str
    original: Architecture
    student: Architecture
    size: tuple[int, int]
    shape: tuple[int, ...]
    style: int = 0


@dataclass(frozen=True)
class Measured:
    """One network of one system."""

    system: str
    network: str
    macs: int
    parameters: int
    milliseconds: float


OURS = ("ours", "ours, int8")
RESNET_SHAPE = (2, 4, 16, 4, 2)
SYSTEMS = (
    System(
        "Pix2pix",
        Architecture(name="resnet_9blocks"),
        Architecture(
            name="sub_mobile_resnet_9blocks", configuration=(32, 32, 48, 32, 48, 48, 16, 16)
        ),
        (256, 256),
        RESNET_SHAPE,
    ),
    System(
        "CycleGAN",
        Architecture(name="resnet_9blocks"),
        Architecture(
            name="sub_mobile_resnet_9blocks", configuration=(16, 16, 32, 16, 32, 32, 16, 16)
        ),
        (256, 256),
        RESNET_SHAPE,
    ),
    System(
        "MUNIT",
        Architecture(name="munit"),
        Architecture(
            name="sub_mobile_munit", configuration=(16, 16, 16, 24, 56, 16, 40, 40, 32, 24)
        ),
        (256, 256),
        RESNET_SHAPE,
        style=8,
    ),
    System(
        "GauGAN",
        Architecture(name="spade"),
        Architecture(name="sub_mobile_spade", configuration=(32, 40, 40, 32, 40, 24, 32, 24)),
        (256, 512),
        (4, 8, 8, 8, 2, 1),
    ),
)


def main() -> int:
    """Measure and print; 1 when a student of ours is not twice as fast as the published one, in neither arithmetic."""
    options = _options()
    chosen = [s for s in SYSTEMS if options.system in (None, s.name.lower())]
    torch.set_num_threads(options.threads or torch.get_num_threads())
    found = [m for s in chosen for m in _measure(s, rounds=options.rounds, threads=options.threads)]
    if options.json:
        print(json.dumps([asdict(m) for m in found], indent=2))
    else:
        Console(width=110 if not sys.stdout.isatty() else None).print(_table(found))
    return int(any(max(_gain(found, s.name, n) for n in OURS) < 2 for s in chosen))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--system", choices=[s.name.lower() for s in SYSTEMS])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--threads", type=int, default=0, help="0: onnxruntime's choice")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _measure(system: System, *, rounds: int, threads: int) -> list[Measured]:
    torch.manual_seed(0)
    files: list[tuple[str, onnx.ModelProto, int, int]] = []
    for name, architecture in (("original", system.original), ("published", system.student)):
        height, width = system.size
        counted = counts_of(architecture, height=height, width=width, style_encoder=False)
        network = _pixels(build(architecture), architecture)
        files.append((name, _traced(network, system), counted.macs, counted.parameters))
    student = _ours(system, budget=files[1][2])
    ours, size = _traced(student, system), (_macs(student, system), parameters(student))
    feeds = _feeds(system)
    files.append((OURS[0], ours, *size))
    files.append((OURS[1], quantised(ours, [feeds], tail=1), *size))
    sessions = [_session(file, threads=threads) for _, file, *_ in files]
    times: list[list[float]] = [[] for _ in sessions]
    for number in range(rounds + 1):
        for session, taken in zip(sessions, times, strict=True):
            begun = time.perf_counter()
            session.run(None, feeds)
            if number:  # the first round warms up
                taken.append((time.perf_counter() - begun) * 1000)
    return [
        Measured(system.name, name, macs, count, statistics.median(taken))
        for (name, _, macs, count), taken in zip(files, times, strict=True)
    ]


def _pixels(network: nn.Module, architecture: Architecture) -> nn.Module:
    if architecture.takes_labels:
        return LabelMapModel(network, classes=architecture.labels - 1, edges=True)
    return PictureModel(network)


def _ours(system: System, *, budget: int) -> nn.Module:
    """The model of the widest student of the system's shape within the budget of MACs."""
    fits, beyond = 0, 1
    while _macs(_student(system, beyond), system) <= budget:
        fits, beyond = beyond, 2 * beyond
    while beyond - fits > 1:
        middle = (fits + beyond) // 2
        if _macs(_student(system, middle), system) <= budget:
            fits = middle
        else:
            beyond = middle
    return _student(system, fits)


def _student(system: System, unit: int) -> nn.Module:
    """Our student with `unit` steps of width at its widest."""
    most = max(system.shape)
    widths = Widths(tuple(max(unit * n // most, 1) * STEP for n in system.shape))
    style = system.style
    labels = system.student.labels - 1
    if system.student.takes_labels:
        network: nn.Module = ClassAdaptiveGenerator(classes=labels, style=style, widths=widths)
        entry: nn.Module = LabelsEntry(labels)
    else:
        network, entry = FoldableGenerator(channels=4, style=style, widths=widths), PictureEntry()
    return DrawerModel(
        fold(network.eval()),
        entry,
        prior_mean=torch.zeros(style),
        prior_factor=torch.eye(style),
    )


def _macs(model: nn.Module, system: System) -> int:
    """Counted at 64 x 64 and scaled by area: every layer of ours works at a stride."""
    feeds = {name: torch.from_numpy(array) for name, array in _feeds(system, side=64).items()}
    with watched(model) as counter:
        model(*feeds.values())
    return counter.macs * system.size[0] * system.size[1] // 64**2


def _feeds(system: System, *, side: int | None = None) -> dict[str, NDArray[np.generic]]:
    height, width = (side, side) if side else system.size
    random = np.random.default_rng(0)
    if system.student.takes_labels:
        coarse = random.integers(0, 20, (1, height // 32, width // 32), np.uint8)
        return {"canvas": coarse.repeat(32, 1).repeat(32, 2)}
    feeds: dict[str, NDArray[np.generic]] = {
        "canvas": random.integers(0, 256, (1, height, width, 3), np.uint8)
    }
    if system.style:
        feeds["style"] = random.standard_normal((1, system.style)).astype(np.float32)
    return feeds


def _traced(module: nn.Module, system: System) -> onnx.ModelProto:
    inputs: dict[str, Tensor] = {
        name: torch.from_numpy(array) for name, array in _feeds(system, side=TRACED).items()
    }
    return trace(module, inputs, output="picture")


def _session(model: onnx.ModelProto, *, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Four pools that spin between runs would fight for the cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


def _gain(found: list[Measured], system: str, ours: str) -> float:
    times = {m.network: m.milliseconds for m in found if m.system == system}
    return times["published"] / times[ours]


def _table(found: list[Measured]) -> Table:
    table = Table(title="One picture at the published size, median of alternate runs")
    for heading in ("system", "network", "GMACs", "parameters", "ms", "ours is faster by"):
        table.add_column(heading, justify="left" if heading in ("system", "network") else "right")
    for m in found:
        gain = f"{_gain(found, m.system, m.network):.2f}" if m.network in OURS else ""
        table.add_row(
            m.system,
            m.network,
            f"{m.macs / 1e9:.2f}",
            f"{m.parameters:,}",
            f"{m.milliseconds:.1f}",
            gain,
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
