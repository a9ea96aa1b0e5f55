"""What the models of a pair are given to draw: conditions of the held-out side, as a model file takes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from featherbrush.compression.data.store import LabelledStore, SketchStore, Store
from featherbrush.compression.evaluation.rendering import Maps
from featherbrush.compression.evaluation.results import EvaluationError
from featherbrush.compression.evaluation.samples import Selection, with_extra

Bytes = NDArray[np.uint8]


def prepared(store: Store, extra: Path | None, *, wanted: int) -> Store:
    """The held-out side with further renderings, or with several sketches of each picture, up to `wanted`.

    Raises:
        EvaluationError: further renderings for a set that has no label maps, or damaged ones.
    """
    if isinstance(store, LabelledStore):
        return with_extra(store, extra)
    if extra is not None:
        raise EvaluationError(f"{extra}: further renderings need a set of label maps")
    return _unfolded(store, wanted) if isinstance(store, SketchStore) else store


def _unfolded(store: SketchStore, wanted: int) -> SketchStore:
    """Each picture as often as needed, every time with another sketch."""
    times = min(-(-wanted // len(store)), store.sketches.shape[1])
    sketches = np.concatenate([store.sketches[:, k : k + 1] for k in range(times)])
    return replace(store, pictures=np.tile(store.pictures, (times, 1, 1, 1)), sketches=sketches)


def canvases(store: Store, *, drawn: bool) -> Bytes:
    """All conditions of a side as canvases: uint8 [N, H, W] for label maps, else [N, H, W, 3]."""
    if isinstance(store, LabelledStore):
        return store.painted if drawn else store.exact
    return np.stack([store.show(store.canvas(i, drawn=drawn)) for i in range(len(store))])


def truth(store: Store, selection: Selection) -> Bytes:
    """The maps [N, H, W] that the distinct pictures are read against; none without classes."""
    if isinstance(store, LabelledStore):
        return np.asarray(store.exact[selection.distinct])
    return np.zeros((0, *store.pictures.shape[1:3]), np.uint8)


def described(store: Store, maps: Maps) -> str:
    """What is rendered, for the protocol."""
    if isinstance(store, LabelledStore):
        return f"{maps} label maps"
    if not isinstance(store, SketchStore):
        return "pictures"
    pictures = len(np.unique(store.pictures[:, ::16, ::16].reshape(len(store), -1), axis=0))
    return f"sketches ({pictures} different pictures)"
