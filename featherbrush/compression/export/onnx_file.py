"""Write a model file: trace, store weights in half precision, add the card, prove it equal to the torch network."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from featherbrush.engine.card import CARD_KEY, ModelCard
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.files import write_whole

OPSET = 18
HALF_FROM = (
    256  # smaller tensors stay in full precision: they cost nothing and shapes may depend on them
)


class ExportError(FeatherbrushError):
    """The file would not compute what the network computes; nothing was written."""


def trace(module: nn.Module, inputs: dict[str, Tensor], *, output: str) -> onnx.ModelProto:
    """Export a module whose first input has dynamic height and width (axes 1 and 2)."""
    first = next(iter(inputs))
    axes = {first: {1: "height", 2: "width"}}
    if output == "picture":
        axes["picture"] = {1: "height", 2: "width"}
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # The tracing exporter is deprecated but writes far smaller graphs with symbolic sizes.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            tuple(inputs.values()),
            buffer,  # type: ignore[arg-type]  # a stream is fine for the tracing exporter
            input_names=list(inputs),
            output_names=[output],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    return onnx.load_from_string(buffer.getvalue())


def halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store large float weights in half precision, each behind a cast that the runtime folds when it loads."""
    graph, casts = model.graph, []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < HALF_FROM:
            continue
        name, values = tensor.name, numpy_helper.to_array(tensor)
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return model


def write(model: onnx.ModelProto, card: ModelCard, path: Path) -> None:
    """Add the card and write the file whole (temporary name, then renamed)."""
    del model.metadata_props[:]
    helper.set_model_props(model, {CARD_KEY: card.model_dump_json()})
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, model.SerializeToString(), error=ExportError)


def largest_difference(
    model: onnx.ModelProto, module: nn.Module, cases: Sequence[dict[str, Tensor]]
) -> float:
    """Largest absolute difference between file and network over all cases, in the output's own units."""
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    worst = 0.0
    for case in cases:
        feeds: dict[str, NDArray[np.generic]] = {name: t.numpy() for name, t in case.items()}
        ours = session.run(None, feeds)[0]
        with torch.no_grad():
            theirs = module(*case.values()).numpy()
        # np.maximum and not max(): a NaN must stay one, not be passed over.
        worst = float(np.maximum(worst, np.abs(ours.astype(np.float64) - theirs).max()))
    return worst


def export(
    module: nn.Module,
    *,
    cases: Sequence[dict[str, Tensor]],
    output: str,
    card: ModelCard,
    path: Path,
    tolerance: float,
) -> float:
    """Trace, halve, prove equal on every case, and only then write. Returns the largest difference.

    Args:
        module: its weights already rounded to half precision (`pixels.halved`).
        cases: named inputs; the first is traced, all are compared.
        tolerance: largest difference allowed (for pictures 1: one step of 255).
    Raises:
        ExportError: the difference is larger.
    """
    model = halve(trace(module, cases[0], output=output))
    difference = largest_difference(model, module, cases)
    if not difference <= tolerance:
        raise ExportError(
            f"{path.name}: file and network differ by {difference:.4g} (allowed {tolerance:g}); not written"
        )
    write(model, card, path)
    return difference
