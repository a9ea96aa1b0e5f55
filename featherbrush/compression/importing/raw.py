"""The bare float network as ONNX: for tools other than the studio, and to compare with the checkpoint."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import onnx
import torch
from torch import nn

from featherbrush.compression.export.onnx_file import OPSET, ExportError
from featherbrush.compression.importing import proof
from featherbrush.compression.networks.published.architectures import Architecture
from featherbrush.engine.files import write_whole

TOLERANCE = 1e-3


def write_raw(network: nn.Module, architecture: Architecture, path: Path) -> float:
    """Write inputs `input` [1, C, H, W] (and `style` [1, S, 1, 1]) to `output` [1, 3, H, W], single precision.

    Height and width are dynamic in the network's multiple. Returns the largest difference between file
    and network over two cases; raises ExportError, and writes nothing, where it is beyond rounding.
    """
    names = ("input", "style") if architecture.takes_style else ("input",)
    inputs = proof.cases(architecture)
    model = _trace(network, inputs[0], names)
    named = [dict(zip(names, case, strict=True)) for case in inputs]
    coarse = proof.SLACK * proof.rounding(network, inputs) > TOLERANCE
    difference = proof.prove(model, network, named, tolerance=TOLERANCE, coarse=coarse)
    onnx.checker.check_model(model)
    write_whole(path, model.SerializeToString(), error=ExportError)
    return difference


def _trace(
    network: nn.Module, inputs: tuple[torch.Tensor, ...], names: tuple[str, ...]
) -> onnx.ModelProto:
    sides = {2: "height", 3: "width"}
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracing exporter's own deprecation
        torch.onnx.export(
            network,
            inputs,
            buffer,  # type: ignore[arg-type]  # a stream is fine for the tracing exporter
            input_names=list(names),
            output_names=["output"],
            dynamic_axes={"input": sides, "output": sides},
            opset_version=OPSET,
            dynamo=False,
        )
    return onnx.load_from_string(buffer.getvalue())
