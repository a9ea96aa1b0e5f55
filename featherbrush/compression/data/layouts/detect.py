"""Which layout a folder has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from featherbrush.compression.data.layouts import own, public
from featherbrush.compression.data.layouts.description import Description
from featherbrush.compression.data.store import DataError

# The most particular first: COCO-Stuff may have a folder labels/, too.
LAYOUTS: tuple[Callable[[Path], Description | None], ...] = (
    public.cityscapes,
    public.coco_stuff,
    public.ade20k,
    own.labelled,
    own.sketches,
    own.unaligned,
    own.aligned,
)
KNOWN = (
    "images/ with labels/ and classes.json, images/ with sketches/, trainA/ with trainB/, "
    "train/ of pictures side by side, Cityscapes, COCO-Stuff or ADE20K"
)


def describe(folder: Path) -> Description:
    """What the folder holds.

    Raises:
        DataError: no such folder, no layout that is known, or a part of it that cannot be understood.
    """
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder")
    for layout in LAYOUTS:
        if (description := layout(folder)) is not None:
            return description
    names = sorted(path.name for path in folder.iterdir())[:8]
    there = ", ".join(names) or "nothing"
    raise DataError(f"{folder}: has no layout that is known (it has {there}); expected {KNOWN}")
