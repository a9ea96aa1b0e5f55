"""Static int8: convolutions in 8 bits, calibrated on real inputs, and kept only where that is earned.

Weights are quantised per channel and in 7 of 8 bits: instruction sets without dot products of bytes (VNNI) add pairs of
products in 16 bits, which full 8-bit weights overflow. The first convolution (0 and 1 in, nothing to gain) and the last
(the head, where a step is seen) stay in full precision, as does the transposed one that makes pixels of it. Where the
pictures ask for it so do the one or two before the head (docs/decisions/0011-int8-where-it-is-earned.md).
"""

from __future__ import annotations

import io
import logging
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

from featherbrush.engine.session import open_session

Feeds = Mapping[str, NDArray[np.generic]]
LEAST_PSNR = 45.0
"""dB to the unquantised file's pictures: below, grain on smooth surfaces is seen, and judged."""
TAILS = (1, 2, 3)
"""How many of the last convolutions stay in float, tried in turn."""
INSIDE = 99.999
"""Percent of all activations that lie within a tensor's range; the others are clipped."""
LEAST_GAIN = 1.15
"""Times faster, below which a second kind of arithmetic is not worth carrying."""
ROUNDS, RUNS = 5, 6


@dataclass(frozen=True)
class Verdict:
    """Medians of one picture, alternately timed, and how close the int8 pictures are (psnr: dB).

    tail: how many of the last convolutions are in float.
    """

    milliseconds: float
    int8_milliseconds: float
    psnr: float
    tail: int

    @property
    def gain(self) -> float:
        """How many times faster int8 is."""
        return self.milliseconds / self.int8_milliseconds

    @property
    def earned(self) -> bool:
        """Whether speed and quality both allow it."""
        return self.gain >= LEAST_GAIN and self.psnr >= LEAST_PSNR

    def __str__(self) -> str:
        words = f"int8: {self.gain:.2f}x faster than float, {self.psnr:.1f} dB PSNR to its pictures"
        return words if self.tail == 1 else f"{words}, last {self.tail} convolutions in float"


class _Reader(CalibrationDataReader):  # type: ignore[misc]  # untyped library
    """Feeds one by one, as the calibration asks for them."""

    def __init__(self, samples: Sequence[Feeds]) -> None:
        self._samples: Iterator[Feeds] = iter(samples)

    def get_next(self) -> Feeds | None:
        """The next feeds, None after the last."""
        return next(self._samples, None)


def best_quantised(
    model: onnx.ModelProto, samples: Sequence[Feeds]
) -> tuple[onnx.ModelProto, Verdict]:
    """The int8 model with the fewest convolutions in float whose pictures are close enough.

    Where none is, the last that was tried; its verdict says so.
    """
    for tail in TAILS:
        int8 = quantised(model, samples, tail=tail)
        verdict = compare(model, int8, samples, tail=tail)
        if verdict.psnr >= LEAST_PSNR:
            break
    return int8, verdict


def quantised(model: onnx.ModelProto, samples: Sequence[Feeds], *, tail: int) -> onnx.ModelProto:
    """A model with float weights (not halved) in int8.

    Args:
        samples: real inputs by name; their activations set the ranges.
        tail: how many of the last convolutions stay in float, 1 at least.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, prepared, target = (Path(folder) / f"{n}.onnx" for n in ("float", "ready", "int8"))
        onnx.save(model, source)
        quant_pre_process(source, prepared, skip_symbolic_shape=True)
        convolutions = [n.name for n in onnx.load(prepared).graph.node if n.op_type == "Conv"]
        logging.disable(logging.WARNING)  # it warns of what was just done, and prints how
        try:
            with redirect_stdout(io.StringIO()):
                quantize_static(
                    prepared,
                    target,
                    _Reader(samples),
                    quant_format=QuantFormat.QDQ,
                    calibrate_method=CalibrationMethod.Percentile,
                    extra_options={"CalibPercentile": INSIDE},
                    op_types_to_quantize=["Conv"],
                    nodes_to_exclude=[convolutions[0], *convolutions[-tail:]],
                    per_channel=True,
                    reduce_range=True,
                    activation_type=QuantType.QUInt8,
                    weight_type=QuantType.QInt8,
                )
        finally:
            logging.disable(logging.NOTSET)
        return onnx.load(target)


def compare(
    model: onnx.ModelProto, int8: onnx.ModelProto, samples: Sequence[Feeds], *, tail: int
) -> Verdict:
    """Time both alternately on this machine and hold their pictures against each other."""
    with tempfile.TemporaryDirectory() as folder:
        sessions = []
        for number, candidate in enumerate((model, int8)):
            path = Path(folder) / f"{number}.onnx"
            onnx.save(candidate, path)
            sessions.append(open_session(path))
        times: tuple[list[float], list[float]] = ([], [])
        errors = []
        for sample in samples[:ROUNDS]:
            pictures = []
            for session, found in zip(sessions, times, strict=True):
                session.run(None, dict(sample))
                for _ in range(RUNS):
                    start = time.perf_counter()
                    picture = session.run(None, dict(sample))[0]
                    found.append(1000 * (time.perf_counter() - start))
                pictures.append(picture.astype(np.float64))
            errors.append(np.square(pictures[0] - pictures[1]).mean())
    psnr = 10 * np.log10(255**2 / max(float(np.mean(errors)), 1e-6))
    return Verdict(statistics.median(times[0]), statistics.median(times[1]), float(psnr), tail)
