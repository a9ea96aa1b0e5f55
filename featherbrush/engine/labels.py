"""Label maps: class ids in files, in colours, and in sizes that a model takes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from featherbrush.engine.arrays import AnyArray, Labels, Picture
from featherbrush.engine.canvas_check import MAX_SIDE, list_counts, unknown_ids
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.errors import LabelMapError
from featherbrush.engine.files import write_whole
from featherbrush.engine.geometry import Extent
from featherbrush.engine.pictures import OpenedImage, open_image, write_picture

__all__ = [
    "check_depth",
    "colorize",
    "fit",
    "fit_extent",
    "read_label_map",
    "stored_greys",
    "write_label_map",
    "write_picture",
]

_GREY_STEPS = {"L;2": 85, "L;4": 17}
"""Pillow stretches 2 and 4 bit grey to 0..255; dividing gives the stored values back."""


def read_label_map(path: Path, classes: Sequence[ClassInfo]) -> Labels:
    """The class ids in an image file, uint8 [H, W].

    An indexed image is read by colour when every colour it uses is a class's colour (a program
    may have reordered the palette) and by index otherwise; an 8-bit grey one by value; an RGB or
    opaque RGBA one by exact colour. Raises LabelMapError for a file that is no such image, or has
    ids or colours that no class has, naming them with their numbers of pixels.
    """
    opened = open_image(path, error=LabelMapError)
    _check_kind(opened, path)
    image = opened.image
    if image.mode == "P":
        return _from_indexed(image, classes, path)
    if image.mode in ("L", "1"):
        return _checked(stored_greys(opened), classes, path)
    return _from_colors(_opaque(image, path), classes, path)


def write_label_map(path: Path, ids: AnyArray, classes: Sequence[ClassInfo]) -> None:
    """Write class ids, uint8 [H, W], as an indexed PNG with the classes' colours as its palette.

    Whole or not at all. Raises LabelMapError, also for a name that does not end in .png.
    """
    if path.suffix.lower() != ".png":
        raise LabelMapError(f"{path}: label maps are written as .png; give it that ending")
    image = Image.fromarray(_as_labels(ids), mode="L")
    image.putpalette(_color_table(classes).tobytes())
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=False)
    write_whole(path, buffer.getvalue(), error=LabelMapError)


def colorize(ids: AnyArray, classes: Sequence[ClassInfo]) -> Picture:
    """Class ids, uint8 [H, W], in the colours of their classes, uint8 [H, W, 3].

    Ids without a class come out black.
    """
    return _color_table(classes)[_as_labels(ids)]


def fit_extent(extent: Extent, *, multiple: int) -> Extent:
    """The extent whose sides are the nearest multiples, at least one, within what is read."""
    most = MAX_SIDE // multiple

    def nearest(side: int) -> int:
        return multiple * min(most, max(1, (side + multiple // 2) // multiple))

    return Extent(nearest(extent.width), nearest(extent.height))


def fit(ids: AnyArray, *, multiple: int, extent: Extent | None = None) -> AnyArray:
    """Resize a label map or sketch, [H, W] or [H, W, 3], by nearest neighbour.

    To `extent`, or without one to the nearest multiples. No value appears that was not there.
    """
    wanted = fit_extent(extent or Extent.of(ids), multiple=multiple)
    rows = _nearest(ids.shape[0], wanted.height)
    columns = _nearest(ids.shape[1], wanted.width)
    return np.ascontiguousarray(ids[rows[:, None], columns[None, :]])


def check_depth(opened: OpenedImage, path: Path) -> None:
    """Raise LabelMapError for more than 8 bits per channel, which hold more than ids and colours."""
    mode = opened.image.mode
    if mode in ("I", "F") or mode.startswith("I;") or ";16" in opened.raw_mode:
        raise LabelMapError(f"{path}: has more than 8 bits per channel; save it as 8-bit PNG")


def stored_greys(opened: OpenedImage) -> Labels:
    """The values that the file of a grey image (mode 1 or L) holds, uint8 [H, W]."""
    step = _GREY_STEPS.get(opened.raw_mode, 1)
    return np.asarray(opened.image).astype(np.uint8) // np.uint8(step)


def _nearest(source: int, target: int) -> AnyArray:
    """For every target pixel the source pixel under its centre."""
    return ((np.arange(target) * 2 + 1) * source) // (2 * target)


def _check_kind(opened: OpenedImage, path: Path) -> None:
    mode = opened.image.mode
    if opened.frames > 1:
        raise LabelMapError(f"{path}: is animated ({opened.frames} frames); save one frame as PNG")
    check_depth(opened, path)
    if mode not in ("1", "L", "LA", "P", "PA", "RGB", "RGBA"):
        raise LabelMapError(f"{path}: is a {mode} image; save it as indexed, grey or RGB PNG")


def _from_indexed(image: Image.Image, classes: Sequence[ClassInfo], path: Path) -> Labels:
    indices = np.asarray(image)
    table = np.zeros((256, 3), np.uint8)
    colors = np.array(image.getpalette("RGB") or [], np.uint8).reshape(-1, 3)
    table[: len(colors)] = colors
    used = np.unique(indices)
    by_color = {entry.color: entry.id for entry in classes}
    lookup = np.zeros(256, np.uint8)
    for index in used.tolist():
        named = by_color.get(_triple(table[index]))
        if named is None or len(by_color) < len(classes):  # not ours, or ambiguous
            return _checked(indices, classes, path)
        lookup[index] = named
    labels: Labels = lookup[indices]
    return labels


def _opaque(image: Image.Image, path: Path) -> Picture:
    """RGB of an image, refusing transparent pixels: they have no class."""
    rgba = np.asarray(image.convert("RGBA"))
    clear = int(np.count_nonzero(rgba[..., 3] != 255))
    if clear:
        raise LabelMapError(
            f"{path}: {list_counts({'transparent': clear})}; every pixel of a label map has a class"
        )
    return rgba[..., :3]


def _from_colors(rgb: Picture, classes: Sequence[ClassInfo], path: Path) -> Labels:
    codes = _codes(rgb)
    found, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    by_code = {int(_codes(np.array(entry.color, np.uint8))): entry.id for entry in classes}
    unknown = {
        f"#{code:06x}": int(n)
        for code, n in zip(found.tolist(), counts, strict=True)
        if code not in by_code
    }
    if unknown:
        raise LabelMapError(
            f"{path}: colours that no class has: {list_counts(unknown)}; save label maps as indexed"
            " PNG, without smoothing"
        )
    ids = np.array([by_code[code] for code in found.tolist()], np.uint8)
    labels: Labels = ids[inverse].reshape(rgb.shape[:2])
    return labels


def _codes(rgb: AnyArray) -> AnyArray:
    """Colours [..., 3] as integers 0xRRGGBB [...]."""
    wide = rgb.astype(np.int32)
    codes: AnyArray = (wide[..., 0] << 16) | (wide[..., 1] << 8) | wide[..., 2]
    return codes


def _checked(ids: Labels, classes: Sequence[ClassInfo], path: Path) -> Labels:
    known = [entry.id for entry in classes]
    counts = np.bincount(ids.ravel(), minlength=256)
    unknown = {int(i): int(counts[i]) for i in np.flatnonzero(counts) if int(i) not in known}
    if unknown:
        raise LabelMapError(f"{path}: {unknown_ids(unknown, known)}")
    return ids.copy()


def _color_table(classes: Sequence[ClassInfo]) -> Picture:
    """The colour of every id, uint8 [256, 3]."""
    table = np.zeros((256, 3), np.uint8)
    for entry in classes:
        table[entry.id] = entry.color
    return table


def _as_labels(ids: AnyArray) -> Labels:
    if ids.dtype != np.uint8 or ids.ndim != 2:
        raise LabelMapError(f"a label map is uint8 [H, W], this one is {ids.dtype} {ids.shape}")
    return np.ascontiguousarray(ids)


def _triple(color: AnyArray) -> tuple[int, int, int]:
    red, green, blue = (int(part) for part in color)
    return red, green, blue
