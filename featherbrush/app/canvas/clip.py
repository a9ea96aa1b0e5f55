"""What copy and paste carry: pixels with their shape, their place and the names of their classes.

The clipboard gets our own bytes, which survive from map to map (classes are found again by name),
and a plain picture for other programs. Bytes come from anyone: sizes are bounded before anything
is unpacked. No widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from featherbrush.app.canvas.brush import Mask
from featherbrush.app.canvas.edits import Paste
from featherbrush.app.canvas.packing import packed, packed_mask, unpacked, unpacked_mask
from featherbrush.app.canvas.records import ClassId, Offset, Side
from featherbrush.app.canvas.scene import Scene, mask_of
from featherbrush.app.document.palette import Palette
from featherbrush.app.texts import tr
from featherbrush.engine.arrays import Canvas, Picture
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.geometry import Bounds, Extent

MIME = "application/x-featherbrush-clip"
MAX_BYTES = 96 << 20


class ClipError(FeatherbrushError):
    """What is on the clipboard cannot be pasted here."""


class _Form(BaseModel):
    """The clip as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    featherbrush: Literal["clip"] = "clip"
    version: Literal[1] = 1
    kind: Literal["labels", "sketch"]
    x: Offset
    y: Offset
    width: Side
    height: Side
    classes: Annotated[
        tuple[tuple[ClassId, Annotated[str, Field(max_length=200)]], ...], Field(max_length=256)
    ]
    pixels: str
    mask: str


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """`pixels` [h,w] or [h,w,3] where `mask` bool [h,w] is set, copied from `at`.

    `names` says what the ids of a label map stand for.
    """

    pixels: Canvas
    mask: Mask
    at: Bounds
    names: dict[int, str]

    @property
    def sketch(self) -> bool:
        """Whether it is ink rather than classes."""
        return self.pixels.ndim == 3


def copied(scene: Scene) -> Clip | None:
    """What is selected (or everything) as a clip; None when the selection is off the canvas."""
    bounds, mask = mask_of(scene.selection, scene.extent)
    if bounds.empty:
        return None
    pixels = scene.pixels[bounds.rows, bounds.columns].copy()
    names = {} if scene.sketch else {info.id: info.name for info in scene.palette.classes}
    return Clip(pixels, mask.copy(), bounds, names)


def to_bytes(clip: Clip) -> bytes:
    """A clip as the clipboard keeps it."""
    form = _Form(
        kind="sketch" if clip.sketch else "labels",
        x=clip.at.x,
        y=clip.at.y,
        width=clip.at.width,
        height=clip.at.height,
        classes=tuple(clip.names.items()),
        pixels=packed(clip.pixels),
        mask=packed_mask(clip.mask),
    )
    return form.model_dump_json().encode("utf-8")


def from_bytes(data: bytes) -> Clip:
    """The clip in bytes of the clipboard. Raises ClipError when they are not one."""
    if len(data) > MAX_BYTES:
        raise ClipError(tr("What is on the clipboard is too large to be pasted."))
    try:
        form = _Form.model_validate_json(data)
        shape = (form.height, form.width) if form.kind == "labels" else (form.height, form.width, 3)
        pixels = unpacked(form.pixels, shape=shape)
        mask = unpacked_mask(form.mask, height=form.height, width=form.width)
    except (ValidationError, ValueError) as error:
        raise ClipError(tr("What is on the clipboard is damaged and cannot be pasted.")) from error
    at = Bounds(form.x, form.y, form.width, form.height)
    return Clip(pixels, mask, at, dict(form.classes))


def picture_of(clip: Clip, palette: Palette) -> Picture:
    """A clip as uint8 [h,w,4], red, green, blue, alpha, for other programs."""
    colored = np.zeros((*clip.mask.shape, 4), dtype=np.uint8)
    if clip.sketch:
        colored[..., :3] = clip.pixels
    else:
        table = np.array(palette.color_table, dtype=np.uint32)[clip.pixels]
        for channel, shift in enumerate((16, 8, 0)):
            colored[..., channel] = (table >> shift) & 0xFF
    colored[..., 3] = np.where(clip.mask, 255, 0)
    return colored


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A paste that a document can take, and how many pixels it leaves out: no class fits them."""

    paste: Paste
    left_out: int = 0


def fitted(clip: Clip, scene: Scene) -> Fitted:
    """A clip for this document: classes found by name, placed where it was if that is in sight.

    Raises ClipError when it is of another kind, or none of its classes is here.
    """
    if clip.sketch != scene.sketch:
        raise ClipError(tr("A sketch cannot be pasted into a label map, nor a map into a sketch."))
    pixels, mask = clip.pixels, clip.mask
    if not scene.sketch:
        pixels, known = _by_name(clip, scene.palette)
        mask = mask & known
    left_out = int(np.count_nonzero(clip.mask)) - int(np.count_nonzero(mask))
    if not mask.any():
        raise ClipError(tr("None of the copied classes is in this map's palette."))
    return Fitted(Paste(pixels, mask, placed(clip.at, scene.extent)), left_out)


def from_picture(picture: Picture, scene: Scene) -> Fitted:
    """A picture uint8 [h,w,4] from another program as a paste.

    On a label map only pixels whose colour is exactly that of a class are taken.
    Raises ClipError when there are none, or when it is larger than any canvas.
    """
    height, width = picture.shape[:2]
    if max(height, width) > 4096:
        raise ClipError(tr("This picture is larger than 4096 pixels and cannot be pasted."))
    mask = picture[..., 3] > 127
    at = placed(Bounds(0, 0, width, height), scene.extent, centred=True)
    if scene.sketch:
        return Fitted(Paste(np.ascontiguousarray(picture[..., :3]), mask, at))
    ids, known = _by_color(picture, scene.palette)
    if not (mask & known).any():
        raise ClipError(tr("No colour of this picture is exactly that of a class of this map."))
    return Fitted(Paste(ids, mask & known, at), int(np.count_nonzero(mask & ~known)))


def placed(at: Bounds, extent: Extent, *, centred: bool = False) -> Bounds:
    """Where a piece goes: where it was, or into the middle when that is off the canvas."""
    seen = at.intersection(Bounds.of(extent))
    if not centred and not seen.empty:
        return at
    x, y = (extent.width - at.width) // 2, (extent.height - at.height) // 2
    return Bounds(x, y, at.width, at.height)


def _by_name(clip: Clip, palette: Palette) -> tuple[Canvas, Mask]:
    """Ids as this palette has them, and which of them it has; without names, ids stay."""
    here = {info.name.casefold(): info.id for info in palette.classes}
    table, known = np.zeros(256, dtype=np.uint8), np.zeros(256, dtype=np.bool_)
    for class_id in np.unique(clip.pixels).tolist():
        name = clip.names.get(class_id)
        found = class_id if name is None else here.get(name.casefold())
        if found is not None and found in palette.ids:
            table[class_id], known[class_id] = found, True
    return table[clip.pixels], known[clip.pixels]


def _by_color(picture: Picture, palette: Palette) -> tuple[Canvas, Mask]:
    ids = np.zeros(picture.shape[:2], dtype=np.uint8)
    known = np.zeros(picture.shape[:2], dtype=np.bool_)
    for info in palette.classes:
        same = (picture[..., :3] == np.array(info.color, dtype=np.uint8)).all(axis=2)
        ids[same], known[same] = info.id, True
    return ids, known
