"""Label maps that somebody drew, to be shown in the report."""

from __future__ import annotations

from pathlib import Path

from featherbrush.compression.data.store import LabelledStore, Store
from featherbrush.compression.evaluation.rendering import Labels
from featherbrush.compression.evaluation.results import EvaluationError
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.labels import read_label_map


def drawn_maps(folder: Path, store: Store, *, multiple: int) -> list[Labels]:
    """The label maps (*.png) of a folder, uint8 [H, W], all of one size, by name.

    Args:
        store: whose classes they have.
        multiple: what the models of the pair take.
    Raises:
        EvaluationError: no classes, no folder, no maps, or maps of other sizes.
        LabelMapError: a file that is no label map of these classes.
    """
    if not isinstance(store, LabelledStore):
        raise EvaluationError(f"{folder}: drawn maps are for pairs with classes; leave out --drawn")
    if not folder.is_dir():
        raise EvaluationError(f"{folder}: no such folder of drawn maps")
    paths = sorted(folder.glob("*.png"))
    if not paths:
        raise EvaluationError(f"{folder}: no drawn maps (*.png) in it")
    classes = [ClassInfo.model_validate(entry) for entry in store.classes]
    maps = [read_label_map(path, classes) for path in paths]
    for path, labels in zip(paths, maps, strict=True):
        _check_size(path, labels, first=maps[0], multiple=multiple)
    return maps


def _check_size(path: Path, labels: Labels, *, first: Labels, multiple: int) -> None:
    height, width = labels.shape
    if any(side % multiple for side in (height, width)):
        raise EvaluationError(f"{path}: {width} x {height} pixels, not multiples of {multiple}")
    if labels.shape != first.shape:
        raise EvaluationError(
            f"{path}: {width} x {height} pixels, not {first.shape[1]} x {first.shape[0]} as the "
            "first one; drawn maps are of one size"
        )
