"""Which pictures stand on each side of a distance.

Both sides must have the same number, and the same composition: a Frechet distance moves with N,
and a set with mirror images is less varied than one of as many separate pictures. So one selection
(which pictures, and which of them again as mirror images) is made once and applied to every side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from featherbrush.compression.data.opening import is_held_out
from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.evaluation.results import EvaluationError, Samples
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.pictures import open_image, read_picture

Bytes = NDArray[np.uint8]

_PARTS = ("images", "labels", "labels_painted")


@dataclass(frozen=True)
class Selection:
    """`distinct` indices into an array, followed by `mirrored` ones to take as mirror images."""

    distinct: NDArray[np.int64]
    mirrored: NDArray[np.int64]

    def __len__(self) -> int:
        """The number of pictures."""
        return len(self.distinct) + len(self.mirrored)

    def take(self, array: Bytes) -> Bytes:
        """Entries of [N, H, W, ...] as selected: a new array [len(self), H, W, ...]."""
        return np.concatenate((array[self.distinct], array[self.mirrored][:, :, ::-1]))

    def describe(self, training: int) -> Samples:
        """The numbers, with the number of distinct training pictures in the store."""
        return Samples(
            pictures=len(self),
            distinct=len(self.distinct),
            mirrored=len(self.mirrored),
            training=training,
        )


def select(available: int, wanted: int) -> Selection:
    """Spread evenly over what is there; mirror images only where distinct pictures run out.

    At most twice `available`. Raises EvaluationError for fewer than two pictures.
    """
    if available < 2 or wanted < 2:
        raise EvaluationError(
            f"a distance needs two held-out pictures or more, not {min(available, wanted)}; "
            "hold out more of the data"
        )
    distinct = min(available, wanted)
    return Selection(
        _spread(available, distinct), _spread(available, min(available, wanted - distinct))
    )


def matching(selection: Selection, available: int) -> Selection:
    """The same composition from another array, as far as it goes."""
    distinct = _spread(available, min(available, len(selection.distinct)))
    return Selection(distinct, distinct[: len(selection.mirrored)])


def with_extra(store: LabelledStore, folder: Path | None) -> LabelledStore:
    """A held-out store with further renderings, decoded into memory.

    folder: has images/, labels/ and labels_painted/, or folders that have them. Only held-out
    numbers count (see data.store.is_held_out), and only scenes of which all three parts are there.
    Raises EvaluationError for a folder without any, or a damaged or odd-sized file.
    """
    if folder is None:
        return store
    roots = [folder, *sorted(p for p in folder.glob("*") if p.is_dir())]
    scenes = [scene for root in roots for scene in _scenes(root)]
    if not scenes:
        raise EvaluationError(f"{folder}: no held-out scenes in {', '.join(_PARTS)}")
    try:
        found = [(read_picture(p), _ids(e), _ids(b)) for p, e, b in scenes]
    except FeatherbrushError as error:
        raise EvaluationError(str(error)) from error
    size = store.exact.shape[1:]
    for paths, arrays in zip(scenes, found, strict=True):
        if any(array.shape[:2] != size for array in arrays):
            raise EvaluationError(f"{paths[0]}: not of the size of the held-out set, {size}")
    pictures, exact, painted = (np.stack(part) for part in zip(*found, strict=True))
    return replace(
        store,
        pictures=np.concatenate((store.pictures, pictures)),
        exact=np.concatenate((store.exact, exact)),
        painted=np.concatenate((store.painted, painted)),
    )


def _scenes(root: Path) -> list[tuple[Path, Path, Path]]:
    """(picture, exact map, painted map) of every complete held-out scene of one folder."""
    found = []
    for picture in sorted((root / "images").glob("*")):
        maps = [root / part / f"{picture.stem}.png" for part in _PARTS[1:]]
        if is_held_out(picture.name) and all(path.exists() for path in maps):
            found.append((picture, maps[0], maps[1]))
    return found


def _ids(path: Path) -> Bytes:
    return np.asarray(open_image(path, error=EvaluationError).image, np.uint8)


def _spread(available: int, count: int) -> NDArray[np.int64]:
    return np.linspace(0, available, count, endpoint=False).astype(np.int64)
