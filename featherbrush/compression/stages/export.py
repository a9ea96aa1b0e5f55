"""Write the pair's model files: original, compressed, style encoder; each proven equal to its network."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.export.cards import graph_digest
from featherbrush.compression.export.equalise import equalise
from featherbrush.compression.export.fold import fold
from featherbrush.compression.export.int8 import Verdict, best_quantised
from featherbrush.compression.export.onnx_file import export, trace, write
from featherbrush.compression.export.pixels import (
    DrawerModel,
    StyleEncoderModel,
    halved,
    macs,
    parameters,
)
from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.recipe import STYLE_ENCODER_MULTIPLE
from featherbrush.compression.stages.drawing import (
    canvas_of,
    drawer,
    example,
    kind,
    style_reader,
)
from featherbrush.compression.stages.original import load_original
from featherbrush.compression.stages.run import Run
from featherbrush.compression.stages.student import load_finetuned
from featherbrush.engine.arrays import AnyArray
from featherbrush.engine.card import ClassInfo, ModelCard, TrainingData, read_card
from featherbrush.engine.style import style_from_seed

# One step of 255: both sides round the same float, which may lie on the edge between two steps.
PICTURE_TOLERANCE = 1.0
STYLE_TOLERANCE = 1e-2
CASES = 6
INT8_SAMPLES = 48
EVENED = 24
"""How many of them tell how loud channels get."""


@dataclass(frozen=True)
class Exported:
    """A file of the pair and its largest difference from the torch network (steps of 255; style units).

    int8: what quantising it gave, where the recipe asked for it.
    """

    path: Path
    difference: float
    int8: Verdict | None = None


def export_pair(run: Run, widths: Widths) -> list[Exported]:
    """Write models/<pair>-original, -compressed and -style.onnx.

    Raises:
        CheckpointError: a stage before this one has not been run.
        ExportError: a file would not compute what its network computes.
    """
    original = load_original(run).to("cpu")
    student = load_finetuned(run, widths).to("cpu")
    prior = {"prior_mean": original.prior_mean, "prior_factor": original.prior_factor}
    drawers = {
        "original": drawer(original.generator, original, run.training_data),
        "compressed": drawer(
            fold(student), original, run.training_data, channels=run.training_data.telling
        ),
    }
    written = []
    reader = style_reader(original)
    if reader is not None:
        written.append(_export_encoder(run, StyleEncoderModel(reader, **prior)))
    parent = None
    for role, module in drawers.items():
        notes = (
            "" if role == "original" else f"{run.recipe.supernet.student} student, widths {widths}"
        )
        done = _export_drawer(run, halved(module), role=role, parent=parent, notes=notes)
        if role == "compressed" and run.recipe.export.int8:
            done = _quantise(run, module, done)
        parent = graph_digest(done.path)
        written.append(done)
    return written


def _export_drawer(
    run: Run, module: torch.nn.Module, *, role: str, parent: str | None, notes: str
) -> Exported:
    width, height = run.recipe.pair.native
    random = torch.Generator().manual_seed(11)
    style = run.recipe.original.style
    held_out = run.held_out_data
    canvases = [example(held_out, width=width, height=height)]
    drawn = range(min(CASES - 2, len(held_out)))
    canvases += [torch.from_numpy(canvas_of(held_out, i, drawn=True).copy())[None] for i in drawn]
    canvases.append(example(held_out, width=width + 64, height=height + 32))
    styles = [torch.randn(1, style, generator=random) for _ in canvases]
    cases = [
        {"canvas": c} | ({"style": s} if style else {})
        for c, s in zip(canvases, styles, strict=True)
    ]
    card = _card(
        run, role, macs_of=macs(module, list(cases[0].values())), module=module
    ).model_copy(
        update={
            "input": kind(held_out),
            "classes": _classes(run),
            "multiple": run.recipe.multiple,
            "style_size": style,
            "default_style": _default_style(run),
            "parent_sha256": parent,
            "notes": notes,
        }
    )
    return _write(run, module, cases, output="picture", card=card, tolerance=PICTURE_TOLERANCE)


def _default_style(run: Run) -> tuple[float, ...] | None:
    seed = run.recipe.pair.default_style
    return (
        None if seed is None else tuple(style_from_seed(seed, run.recipe.original.style).tolist())
    )


def _draw(module: torch.nn.Module, feeds: Mapping[str, AnyArray]) -> Tensor:
    picture: Tensor = module(**{name: torch.from_numpy(v.copy()) for name, v in feeds.items()})
    return picture


def _quantise(run: Run, module: DrawerModel, done: Exported) -> Exported:
    """Put an int8 file in the place of a float one, if it is earned; the card says what was measured."""
    data, style = run.training_data, run.recipe.original.style
    random = np.random.default_rng(13)
    samples = []
    for index in np.linspace(0, len(data) - 1, min(INT8_SAMPLES, len(data))).astype(int):
        feeds = {"canvas": canvas_of(data, int(index))[None]}
        if style:
            feeds["style"] = random.standard_normal((1, style)).clip(-2, 2).astype(np.float32)
        samples.append(feeds)
    equalise(module.generator, lambda: [_draw(module, feeds) for feeds in samples[:EVENED]])
    traced = trace(
        module, {n: torch.from_numpy(v.copy()) for n, v in samples[0].items()}, output="picture"
    )
    int8, verdict = best_quantised(traced, samples)
    if verdict.earned:
        card = read_card(done.path)
        write(int8, card.model_copy(update={"notes": f"{card.notes}; {verdict}"}), done.path)
    return replace(done, int8=verdict)


def _export_encoder(run: Run, module: torch.nn.Module) -> Exported:
    width, height = run.recipe.pair.native
    halved(module)
    random = torch.Generator().manual_seed(12)
    noise = torch.randint(0, 256, (1, height, width, 3), generator=random, dtype=torch.uint8)
    cases = [{"canvas": noise}]
    if run.held_out_data.pictures.shape[1:3] == (height, width):
        cases.append({"canvas": torch.from_numpy(run.held_out_data.pictures[:1].copy())})
    card = _card(run, "style", macs_of=macs(module, [noise]), module=module).model_copy(
        update={
            "role": "style-encoder",
            "input": "picture",
            "multiple": STYLE_ENCODER_MULTIPLE,
            "style_size": run.recipe.original.style,
            "description": "Takes a style from any picture.",
        }
    )
    return _write(run, module, cases, output="style", card=card, tolerance=STYLE_TOLERANCE)


def _write(
    run: Run,
    module: torch.nn.Module,
    cases: list[dict[str, Tensor]],
    *,
    output: str,
    card: ModelCard,
    tolerance: float,
) -> Exported:
    path = run.folder / "models" / f"{card.id}.onnx"
    checked = ModelCard.model_validate(card.model_dump())
    difference = export(
        module, cases=cases, output=output, card=checked, path=path, tolerance=tolerance
    )
    return Exported(path, difference)


def _card(run: Run, role: str, *, macs_of: int, module: torch.nn.Module) -> ModelCard:
    pair, data = run.recipe.pair, run.recipe.data
    return ModelCard.model_construct(
        schema_version=1,
        id=f"{pair.name}-{role}",
        title=f"{pair.title} ({role})",
        description=pair.description,
        pair=pair.name,
        role=role,
        family=run.recipe.family,
        native=pair.native,
        macs=macs_of,
        parameters=parameters(module),
        license=pair.license,
        training=TrainingData(
            name=data.name,
            author=data.author,
            license=data.license,
            source=data.source,
            pictures=len(run.training_data),
        ),
        created=datetime.datetime.now(datetime.UTC).date().isoformat(),
    )


def _classes(run: Run) -> tuple[ClassInfo, ...]:
    data = run.training_data
    if isinstance(data, LabelledStore):
        return tuple(ClassInfo.model_validate(c) for c in data.classes)
    inks = enumerate(run.recipe.pair.inks)
    return tuple(ClassInfo(id=place, name=ink.name, color=ink.color) for place, ink in inks)
