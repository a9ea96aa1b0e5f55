"""The large public sets of label maps as their authors arrange them: Cityscapes, COCO-Stuff, ADE20K."""

from __future__ import annotations

import colorsys
from importlib import resources
from pathlib import Path

from featherbrush.compression.data.layouts.description import (
    UNKNOWN,
    ClassName,
    Description,
    Kind,
    Side,
)
from featherbrush.compression.data.layouts.files import matched, pictures

GOLDEN_RATIO = 0.618034


def cityscapes(folder: Path) -> Description | None:
    """leftImg8bit/SIDE/CITY/*_leftImg8bit.png and gtFine/SIDE/CITY/*_gtFine_labelIds.png (Cordts et al. 2016).

    Values are the ids 0..33; anything else counts as unlabeled (0).
    """
    if not (folder / "leftImg8bit").is_dir() or not (folder / "gtFine").is_dir():
        return None

    def side(name: str) -> Side:
        return matched(
            pictures(folder / "leftImg8bit" / name, ending="_leftImg8bit", below=True),
            pictures(folder / "gtFine" / name, ending="_gtFine_labelIds", below=True),
            key=lambda path: path.stem.rpartition("_")[0].removesuffix("_gtFine"),
        )

    classes = _cityscapes_classes()
    values = [*range(len(classes)), *[UNKNOWN] * (256 - len(classes))]
    values[255] = 0
    return Description(
        layout="Cityscapes (leftImg8bit/, gtFine/)",
        kind=Kind.LABELLED,
        training=side("train"),
        held_out=side("val"),
        classes=classes,
        values=tuple(values),
        ignored=frozenset((255,)),
    )


def coco_stuff(folder: Path) -> Description | None:
    """Pictures in [images/]{train,val}2017, maps in stuffthingmaps/, annotations/ or beside them (Caesar et al. 2018).

    Also {train,val}_img with {train,val}_label. Values 0..181 are ids; 255, unlabelled, becomes class 182.
    """
    found = {name: _coco_folders(folder, name) for name in ("train", "val")}
    if found["train"] is None:
        return None
    sides = {
        name: matched(pictures(pair[0]), pictures(pair[1])) if pair else Side()
        for name, pair in found.items()
    }
    classes = _named("coco_stuff", last="unlabelled")
    known = len(classes) - 1
    values = (*range(known), *[UNKNOWN] * (255 - known), known)
    return Description(
        layout="COCO-Stuff (images and stuffthingmaps of train2017 and val2017)",
        kind=Kind.LABELLED,
        training=sides["train"],
        held_out=sides["val"],
        classes=classes,
        values=values,
        ignored=frozenset((255,)),
    )


def ade20k(folder: Path) -> Description | None:
    """images/{training,validation}, annotations/{training,validation} (Zhou et al. 2017, scene parsing benchmark).

    Value v of 1..150 is class v - 1; 0, other objects, becomes class 150.
    """
    if not (folder / "annotations" / "training").is_dir():
        return None

    def side(name: str) -> Side:
        return matched(pictures(folder / "images" / name), pictures(folder / "annotations" / name))

    classes = _named("ade20k", last="other")
    known = len(classes) - 1
    return Description(
        layout="ADE20K (images/ and annotations/, each with training/ and validation/)",
        kind=Kind.LABELLED,
        training=side("training"),
        held_out=side("validation"),
        classes=classes,
        values=(known, *range(known), *[UNKNOWN] * (255 - known)),
        ignored=frozenset((0,)),
    )


def _coco_folders(folder: Path, side: str) -> tuple[Path, Path] | None:
    year = f"{side}2017"
    candidates = [(folder / f"{side}_img", folder / f"{side}_label")]
    for images in (folder / "images" / year, folder / year):
        for maps in ("stuffthingmaps_trainval2017", "stuffthingmaps", "annotations", "labels"):
            candidates.append((images, folder / maps / year))
    return next((pair for pair in candidates if pair[0].is_dir() and pair[1].is_dir()), None)


def _cityscapes_classes() -> tuple[ClassName, ...]:
    rows = (line.rsplit(" ", 3) for line in _lines("cityscapes"))
    return tuple(ClassName(name, (int(r), int(g), int(b))) for name, r, g, b in rows)


def _named(table: str, *, last: str) -> tuple[ClassName, ...]:
    """Classes of a table of names, and `last`, in colours as far apart as so many can be."""
    return tuple(ClassName(name, _color(i)) for i, name in enumerate((*_lines(table), last)))


def _color(index: int) -> tuple[int, int, int]:
    hue = index * GOLDEN_RATIO % 1
    light, full = (0.95, 0.72, 0.5)[index % 3], (0.75, 0.5)[index // 3 % 2]
    red, green, blue = colorsys.hsv_to_rgb(hue, full, light)
    return round(255 * red), round(255 * green), round(255 * blue)


def _lines(table: str) -> list[str]:
    names = resources.files("featherbrush.compression.data.layouts") / "names" / f"{table}.txt"
    return names.read_text(encoding="utf-8").splitlines()
