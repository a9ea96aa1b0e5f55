"""What one picture of a model costs on this machine, measured in a process of its own.

A process, because creating a session holds Python's lock for as long as it takes, which an
interface would feel even from a thread; and because it can be ended the moment somebody paints.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from featherbrush.engine.arrays import Canvas
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.card import ModelCard
from featherbrush.engine.child import in_child
from featherbrush.engine.memory import peak_memory

WARM_UP = 2
RUNS = 7
ENOUGH_SECONDS = 4.0
"""A slow model is measured over fewer pictures."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Median milliseconds of one picture at the native size, and the bytes that it needs.

    The bytes are those that the process had more than before it knew the model.
    """

    milliseconds: float
    memory: int


def measure_cost(
    path: Path, *, threads: int | None = None, cancellation: Cancellation | None = None
) -> Cost:
    """What one picture costs.

    threads: None for all physical cores. Raises ModelFileError or RenderError when the model
    fails, Cancelled when called off.
    """
    return Cost(*in_child(_measure, path, threads, cancellation=cancellation))


def sample_canvas(card: ModelCard) -> Canvas:
    """A canvas at the native size that touches every class, or a sheet with a drawn ring."""
    width, height = card.native
    down, across = np.mgrid[0:height, 0:width]
    if card.input == "labels":
        ids = np.array([info.id for info in card.classes], np.uint8)
        labels: Canvas = ids[(down * len(ids) // height + across // 64) % len(ids)]
        return labels
    sheet = np.full((height, width, 3), 255, np.uint8)
    distance = np.hypot(down - height / 2, across - width / 2)
    sheet[np.abs(distance - min(width, height) / 3) < 2] = 0
    return sheet


def _measure(path: Path, threads: int | None) -> tuple[float, int]:
    import onnxruntime  # noqa: F401 - loaded now, so that it does not count as the model's

    from featherbrush.engine.generator import Generator

    before = peak_memory()
    generator = Generator(path, threads=threads)
    canvas = sample_canvas(generator.card)
    times: list[float] = []
    began = time.perf_counter()
    for turn in range(WARM_UP + RUNS):
        start = time.perf_counter()
        generator.render(canvas)
        if turn >= WARM_UP:
            times.append((time.perf_counter() - start) * 1000.0)
        if times and time.perf_counter() - began > ENOUGH_SECONDS:
            break
    generator.close()
    return median(times), max(0, peak_memory() - before)
