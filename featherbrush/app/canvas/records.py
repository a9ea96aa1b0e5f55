"""The lines of a stroke file, each checked in every field."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from featherbrush.app.canvas.edits import Command, Edit, Nudge, Paste, Protect, Select
from featherbrush.app.canvas.input import Device, PointerSample
from featherbrush.app.canvas.packing import packed, packed_mask, unpacked, unpacked_mask
from featherbrush.app.canvas.pressure import LINEAR, MAX_GAMMA, MIN_GAMMA
from featherbrush.app.canvas.settings import (
    MAX_SIZE,
    MIN_SIZE,
    Combine,
    Region,
    ToolKind,
    ToolState,
)
from featherbrush.app.canvas.stabiliser import Stabiliser
from featherbrush.app.canvas.symmetry import MAX_RADIAL, Symmetry
from featherbrush.app.document.extras import Guard, Selection
from featherbrush.engine.geometry import Bounds, Extent

MAX_SIDE = 4096

Milliseconds = Annotated[int, Field(ge=0, le=10**12)]
Coordinate = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
ClassId = Annotated[int, Field(ge=0, le=255)]
Side = Annotated[int, Field(ge=1, le=MAX_SIDE)]
Offset = Annotated[int, Field(ge=-MAX_SIDE, le=MAX_SIDE)]
Degrees = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Channel = Annotated[int, Field(ge=0, le=255)]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Header(_Line):
    """First line: what the strokes were painted on. `start` is the canvas, compressed, base64.

    Version 1 knew label maps only; `inks` are the colours (id, red, green, blue) of a sketch.
    """

    featherbrush: Literal["strokes"] = "strokes"
    version: Literal[1, 2, 3] = 3
    width: Side
    height: Side
    classes: Annotated[tuple[ClassId, ...], Field(min_length=1, max_length=256)]
    background: ClassId
    start: str
    kind: Literal["labels", "sketch"] = "labels"
    inks: Annotated[
        tuple[tuple[ClassId, Channel, Channel, Channel], ...], Field(max_length=256)
    ] = ()

    @property
    def extent(self) -> Extent:
        """Size of the canvas."""
        return Extent(self.width, self.height)


class ToolRecord(_Line):
    """Another tool, size, class or option was taken in hand."""

    do: Literal["tool"] = "tool"
    t: Milliseconds
    tool: ToolKind
    size: Annotated[float, Field(ge=MIN_SIZE, le=MAX_SIZE, allow_inf_nan=False)]
    class_id: ClassId
    pressure: bool
    gamma: Annotated[float, Field(ge=MIN_GAMMA, le=MAX_GAMMA, allow_inf_nan=False)] = LINEAR
    tilt: bool = False
    stabiliser: Stabiliser = Stabiliser.OFF
    vertical: bool = False
    horizontal: bool = False
    radial: Annotated[int, Field(ge=1, le=MAX_RADIAL)] = 1
    contiguous: bool = True
    region: Region = Region.RECTANGLE
    combine: Combine = Combine.REPLACE

    @classmethod
    def of(cls, state: ToolState, *, t: int) -> ToolRecord:
        """The record of a tool state at a time."""
        symmetry = state.symmetry
        return cls(
            t=t,
            tool=state.tool,
            size=state.size,
            class_id=state.class_id,
            pressure=state.pressure,
            gamma=state.gamma,
            tilt=state.tilt,
            stabiliser=state.stabiliser,
            vertical=symmetry.vertical,
            horizontal=symmetry.horizontal,
            radial=symmetry.radial,
            contiguous=state.contiguous,
            region=state.region,
            combine=state.combine,
        )

    @property
    def state(self) -> ToolState:
        """The tool state that it sets."""
        return ToolState(
            tool=self.tool,
            size=self.size,
            class_id=self.class_id,
            pressure=self.pressure,
            gamma=self.gamma,
            tilt=self.tilt,
            stabiliser=self.stabiliser,
            symmetry=Symmetry(self.vertical, self.horizontal, self.radial),
            contiguous=self.contiguous,
            region=self.region,
            combine=self.combine,
        )


class PointerRecord(_Line):
    """The pointer went down or moved. `alt`: Alt was held; `tx`, `ty`: the pen's tilt."""

    do: Literal["press", "move"]
    t: Milliseconds
    x: Coordinate
    y: Coordinate
    p: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 1.0
    d: Device = Device.MOUSE
    pick: bool = False
    constrain: bool = False
    alt: bool = False
    tx: Degrees = 0.0
    ty: Degrees = 0.0

    @classmethod
    def of(cls, do: str, sample: PointerSample, *, t: int) -> PointerRecord:
        """The record of a sample at a time. Raises ValidationError for a sample off all bounds."""
        fields = {
            "do": do,
            "t": t,
            "x": sample.x,
            "y": sample.y,
            "p": sample.pressure,
            "d": sample.device,
            "pick": sample.pick,
            "constrain": sample.constrain,
            "alt": sample.alternate,
            "tx": sample.tilt_x,
            "ty": sample.tilt_y,
        }
        return cls.model_validate(fields)

    @property
    def sample(self) -> PointerSample:
        """The sample that was recorded."""
        return PointerSample(
            x=self.x,
            y=self.y,
            pressure=self.p,
            time=self.t,
            device=self.d,
            pick=self.pick,
            constrain=self.constrain,
            alternate=self.alt,
            tilt_x=self.tx,
            tilt_y=self.ty,
        )


class PlainRecord(_Line):
    """Something done that needs no position; `complete` and `back` are a polygon's."""

    do: Literal["release", "cancel", "complete", "back", "undo", "redo"]
    t: Milliseconds


class EditRecord(_Line):
    """An edit that needs nothing but its name, or a nudge by `dx`, `dy`."""

    do: Literal["edit"] = "edit"
    t: Milliseconds
    edit: Command | Literal["nudge"]
    dx: Offset = 0
    dy: Offset = 0

    @property
    def value(self) -> Edit:
        """The edit that was recorded."""
        if isinstance(self.edit, Command):
            return self.edit
        return Nudge(self.dx, self.dy)


class PasteRecord(_Line):
    """Pixels were pasted; what they are and where they count, compressed, base64."""

    do: Literal["paste"] = "paste"
    t: Milliseconds
    x: Offset
    y: Offset
    width: Side
    height: Side
    depth: Literal[1, 3]
    pixels: str
    mask: str

    @classmethod
    def of(cls, paste: Paste, *, t: int) -> PasteRecord:
        """The record of a paste at a time."""
        at = paste.at
        return cls(
            t=t,
            x=at.x,
            y=at.y,
            width=at.width,
            height=at.height,
            depth=1 if paste.pixels.ndim == 2 else 3,
            pixels=packed(paste.pixels),
            mask=packed_mask(paste.mask),
        )

    @property
    def value(self) -> Paste:
        """The edit that was recorded. Raises ValueError for damaged pixels."""
        shape = (self.height, self.width) if self.depth == 1 else (self.height, self.width, 3)
        mask = unpacked_mask(self.mask, height=self.height, width=self.width)
        at = Bounds(self.x, self.y, self.width, self.height)
        return Paste(unpacked(self.pixels, shape=shape), mask, at)


class SelectRecord(_Line):
    """The selection became this; width 0 for none."""

    do: Literal["select"] = "select"
    t: Milliseconds
    x: Annotated[int, Field(ge=0, le=MAX_SIDE)] = 0
    y: Annotated[int, Field(ge=0, le=MAX_SIDE)] = 0
    width: Annotated[int, Field(ge=0, le=MAX_SIDE)] = 0
    height: Annotated[int, Field(ge=0, le=MAX_SIDE)] = 0
    mask: str = ""

    @classmethod
    def of(cls, selection: Selection | None, *, t: int) -> SelectRecord:
        """The record of a selection at a time."""
        if selection is None:
            return cls(t=t)
        at = selection.bounds
        mask = packed_mask(selection.mask)
        return cls(t=t, x=at.x, y=at.y, width=at.width, height=at.height, mask=mask)

    @property
    def value(self) -> Select:
        """The edit that was recorded. Raises ValueError for a damaged mask."""
        if not self.width or not self.height:
            return Select(None)
        mask = unpacked_mask(self.mask, height=self.height, width=self.width)
        return Select(Selection(Bounds(self.x, self.y, self.width, self.height), mask))


class GuardRecord(_Line):
    """Classes are guarded from now on."""

    do: Literal["protect"] = "protect"
    t: Milliseconds
    protected: Annotated[tuple[ClassId, ...], Field(max_length=256)] = ()
    only: ClassId | None = None

    @property
    def value(self) -> Protect:
        """The edit that was recorded."""
        return Protect(Guard(frozenset(self.protected), self.only))


class EndRecord(_Line):
    """Last line: SHA-256 of the bytes of the canvas that came out."""

    do: Literal["end"] = "end"
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


AnyEdit = EditRecord | PasteRecord | SelectRecord | GuardRecord
Record = ToolRecord | PointerRecord | PlainRecord | AnyEdit
LINES: TypeAdapter[Record | EndRecord] = TypeAdapter(
    Annotated[Record | EndRecord, Field(discriminator="do")]
)


def edit_record(edit: Edit, *, t: int) -> AnyEdit:
    """The record of an edit at a time."""
    if isinstance(edit, Paste):
        return PasteRecord.of(edit, t=t)
    if isinstance(edit, Select):
        return SelectRecord.of(edit.selection, t=t)
    if isinstance(edit, Protect):
        return GuardRecord(t=t, protected=tuple(sorted(edit.guard.protected)), only=edit.guard.only)
    if isinstance(edit, Nudge):
        return EditRecord(t=t, edit="nudge", dx=edit.dx, dy=edit.dy)
    return EditRecord(t=t, edit=edit)
