"""What a run's data are as a canvas: how networks read it, and how they become functions from pixels to pixels."""

from __future__ import annotations

from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn

from featherbrush.compression.data.pixels import UNTINTED_CHANNELS
from featherbrush.compression.data.store import Bytes, LabelledStore, SketchStore, Store
from featherbrush.compression.export.pixels import (
    DrawerModel,
    FeatureStyle,
    LabelsEntry,
    OwnStyle,
    PictureEntry,
    SketchEntry,
    sample_canvas,
)
from featherbrush.compression.families.conditional import Networks
from featherbrush.compression.networks.translator import TranslatorGenerator


def kind(store: Store) -> Literal["labels", "sketch", "picture"]:
    """What a model card says of the canvas."""
    if isinstance(store, LabelledStore):
        return "labels"
    return "sketch" if isinstance(store, SketchStore) else "picture"


def drawer(
    generator: nn.Module, original: Networks, store: Store, *, channels: int | None = None
) -> DrawerModel:
    """A generator of the pair as a function from pixels to pixels.

    Args:
        channels: how many of the condition's it reads; without, all.
    """
    entries: dict[str, nn.Module] = {
        "labels": LabelsEntry(store.channels),
        "sketch": SketchEntry(tinted=channels != UNTINTED_CHANNELS),
        "picture": PictureEntry(),
    }
    return DrawerModel(
        generator,
        entries[kind(store)],
        prior_mean=original.prior_mean,
        prior_factor=original.prior_factor,
    )


def style_reader(original: Networks) -> nn.Module | None:
    """What reads styles from pictures; None for an original without styles."""
    if isinstance(original.generator, TranslatorGenerator):
        return OwnStyle(original.generator)
    head = original.encoder
    return None if head is None else FeatureStyle(original.features, head)


def example(store: Store, *, width: int, height: int) -> Tensor:
    """A canvas of this size to trace and count with: all classes, or a sketch or picture of the set, repeated."""
    if isinstance(store, LabelledStore):
        return sample_canvas(store.channels, width=width, height=height)
    canvas = canvas_of(store, 0)
    rows, columns = np.arange(height) % canvas.shape[0], np.arange(width) % canvas.shape[1]
    return torch.from_numpy(canvas[rows][:, columns])[None]


def canvas_of(store: Store, index: int, *, drawn: bool = False) -> Bytes:
    """A condition of the set as a model file takes it: a label map [H, W], or pixels [H, W, 3]."""
    condition = store.canvas(index, drawn=drawn)
    return store.show(condition) if kind(store) == "sketch" else condition


def inputs(canvas: Tensor, style: int) -> dict[str, Tensor]:
    """What a drawer is called with: the canvas, and a mean style if it has one."""
    return {"canvas": canvas} | ({"style": torch.zeros(1, style)} if style else {})
