"""Model files that the studio opens, made of published networks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from featherbrush.compression.data.pixels import to_pixels
from featherbrush.compression.export import onnx_file
from featherbrush.compression.export.pixels import halved
from featherbrush.compression.importing import cards, proof
from featherbrush.compression.importing.checkpoint import CheckpointError
from featherbrush.compression.importing.pixels import LabelMapModel, PictureModel, StyleModel
from featherbrush.compression.networks.published.architectures import Architecture
from featherbrush.compression.networks.published.munit import MunitGenerator
from featherbrush.compression.profiling.counting import counts_of
from featherbrush.engine.card import ClassInfo, ModelCard

STEP = 1 / 127.5
"""One of 255 steps of a picture in the network's -1..1."""
STYLE_TOLERANCE = 1e-2
"""A style's numbers have a deviation of about 1."""


@dataclass(frozen=True, slots=True)
class Written:
    """One model file and how far it is from its network, in steps of 255 (a style: in its own units)."""

    path: Path
    card: ModelCard
    difference: float


def write_model(
    network: nn.Module,
    architecture: Architecture,
    origin: cards.Origin,
    *,
    path: Path,
    size: tuple[int, int],
    classes: tuple[ClassInfo, ...] = (),
    edges: bool = False,
) -> Written:
    """Write the model file of a loaded network. Its weights are rounded to half precision, in place.

    Args:
        size: native height and width.
        classes: of a SPADE network, generated where empty.
        edges: the last label channel is for the edges of instances, which the file draws itself.
    Raises:
        ConfigurationError: the network does not take this size.
        CheckpointError: weights beyond half precision.
        ExportError: file and network differ by more than rounding.
    """
    _round(network)
    count = architecture.labels - edges
    if architecture.takes_labels:
        classes = classes or cards.generated_classes(count)
        module: nn.Module = LabelMapModel(network, classes=count, edges=edges)
    else:
        module = PictureModel(network)
    card = cards.make_card(
        architecture,
        origin,
        path=path,
        size=size,
        counts=counts_of(architecture, height=size[0], width=size[1], style_encoder=False),
        classes=classes,
        notes=_notes(architecture, edges=edges),
    )
    inputs = proof.cases(architecture)
    coarse = proof.SLACK * proof.rounding(network, inputs) > STEP
    named = [_canvas(case, architecture, count=count) for case in inputs]
    model = onnx_file.halve(onnx_file.trace(module, named[0], output="picture"))
    difference = proof.prove(model, module, named, tolerance=1, coarse=coarse)
    onnx_file.write(model, card, path)
    return Written(path, card, difference)


def write_style_encoder(
    network: MunitGenerator, architecture: Architecture, card: ModelCard, *, path: Path
) -> Written:
    """Write the style encoder of a MUNIT network, in half precision; card: of its model file, the pair's."""
    _round(network)
    whole = counts_of(architecture, height=card.native[1], width=card.native[0])
    card = cards.style_card(
        card, path=path, parameters=whole.parameters - card.parameters, macs=whole.macs - card.macs
    )
    inputs = proof.cases(architecture)
    difference = onnx_file.export(
        StyleModel(network),
        cases=[{"canvas": to_pixels(case[0])} for case in inputs],
        output="style",
        card=card,
        path=path,
        tolerance=STYLE_TOLERANCE,
    )
    return Written(path, card, difference)


def _round(network: nn.Module) -> None:
    halved(network)
    for key, tensor in network.state_dict().items():
        if not tensor.isfinite().all():
            raise CheckpointError(f"{key}: has values beyond half precision; export it with --raw")


def _canvas(case: Sequence[Tensor], architecture: Architecture, *, count: int) -> dict[str, Tensor]:
    """A case of the bare network as the model file takes it."""
    first = case[0]
    if architecture.takes_labels:
        ids = first.argmax(1).clamp(max=count - 1)
        return {"canvas": ids.to(torch.uint8)}
    if architecture.takes_style:
        return {"canvas": to_pixels(first), "style": case[1].flatten(1)}
    return {"canvas": to_pixels(first)}


def _notes(architecture: Architecture, *, edges: bool) -> str:
    if not edges:
        return ""
    return (
        "The network was trained with the edges of instances as a further input. This file marks"
        " the edges between classes in their place; edges between two things of one class are not"
        f" known. Labels: {architecture.labels - 1} classes and the edges."
    )
