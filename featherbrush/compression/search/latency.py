"""Latency as the artist will have it: the exported file, on the runtime that ships, on this machine."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray

from featherbrush.engine.session import open_session

WARM_UP = 4


def milliseconds(
    model: onnx.ModelProto, *, width: int, height: int, threads: int | None = None, runs: int = 15
) -> float:
    """Median time of one picture, in milliseconds, in a session as the studio opens it.

    Args:
        model: a model with the input `canvas` and perhaps `style`.
        width, height: size of the canvas in pixels.
        threads: of one run, None for all physical cores.
        runs: timed runs after a warm-up.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "candidate.onnx"
        path.write_bytes(model.SerializeToString())
        session = open_session(path, threads=threads)
    shapes = {i.name: i.shape for i in session.get_inputs()}
    feeds: dict[str, NDArray[Any]] = {
        "canvas": np.zeros((1, height, width, *shapes["canvas"][3:]), np.uint8)
    }
    if "style" in shapes:
        feeds["style"] = np.zeros((1, shapes["style"][1]), np.float32)
    times = []
    for _ in range(WARM_UP + runs):
        start = time.perf_counter()
        session.run(None, feeds)
        times.append(time.perf_counter() - start)
    return statistics.median(times[WARM_UP:]) * 1000
