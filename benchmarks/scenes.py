"""The stroke files that the benchmarks replay, and others made from them, always the same ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from featherbrush.app.canvas.packing import packed
from featherbrush.app.canvas.recording import PointerRecord, Record, Recording, ToolRecord, start_of
from featherbrush.app.canvas.settings import MAX_SIZE, ToolKind

STROKES = Path(__file__).parent / "strokes" / "landscape.jsonl"
RESTS_MS = (250, 0, 1000)
"""Added before strokes in turn: the original is cut off at work, does not begin, or finishes."""
THIN = 16
"""Of the points of an endless painting every so many-th is kept."""
SEED = 7
OTHER_TOOLS = (
    ToolKind.RECTANGLE,
    ToolKind.FILL,
    ToolKind.LINE,
    ToolKind.ERASER,
    ToolKind.ELLIPSE,
    ToolKind.LASSO,
)


def enlarged(recording: Recording, factor: int) -> Recording:
    """Return the same painting on a map `factor` times as large in width and height."""
    if factor == 1:
        return recording
    header = recording.header
    start = start_of(header).repeat(factor, axis=0).repeat(factor, axis=1)
    larger = header.model_copy(
        update={
            "width": header.width * factor,
            "height": header.height * factor,
            "start": packed(start),
        }
    )
    return Recording(larger, tuple(_enlarged(record, factor) for record in recording.records))


def with_rests(recording: Recording) -> Recording:
    """Return the same painting with rests between strokes, in which the original gets to work."""
    records: list[Record] = []
    later, strokes = 0, 0
    for record in recording.records:
        if record.do == "press":
            later += RESTS_MS[strokes % len(RESTS_MS)]
            strokes += 1
        records.append(record.model_copy(update={"t": record.t + later}))
    return Recording(recording.header, tuple(records), recording.sha256)


def endless(recording: Recording) -> Iterator[Record]:
    """Yield the painting over and over, shifted, in other classes, each fifth time with other tools.

    Strokes have fewer points than in the file, so that many thousands take minutes; the order and
    the numbers come from a fixed seed.
    """
    numbers = random.Random(SEED)
    for turn in count():
        dx, dy = numbers.uniform(-64, 64), numbers.uniform(-64, 64)
        tool = OTHER_TOOLS[turn // 5 % len(OTHER_TOOLS)] if turn % 5 == 4 else None
        for place, record in enumerate(recording.records):
            if isinstance(record, ToolRecord):
                yield _another_tool(record, recording, turn=turn, tool=tool)
            elif not isinstance(record, PointerRecord):
                yield record
            elif record.do == "press" or place % THIN == 0:
                yield record.model_copy(update={"x": record.x + dx, "y": record.y + dy})


def _enlarged(record: Record, factor: int) -> Record:
    if isinstance(record, PointerRecord):
        return record.model_copy(update={"x": record.x * factor, "y": record.y * factor})
    if isinstance(record, ToolRecord):
        return record.model_copy(update={"size": min(record.size * factor, MAX_SIZE)})
    return record


def _another_tool(
    record: ToolRecord, recording: Recording, *, turn: int, tool: ToolKind | None
) -> ToolRecord:
    classes = recording.header.classes
    class_id = classes[(classes.index(record.class_id) + turn) % len(classes)]
    return record.model_copy(update={"class_id": class_id, "tool": tool or record.tool})
