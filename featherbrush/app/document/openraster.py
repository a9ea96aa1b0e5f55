"""OpenRaster files (.ora): layers that Krita, GIMP and MyPaint show, and our data beside them.

Other programs see the canvas in its colours, the underlay and the pictures as ordinary layers.
What is exact (class ids, style, model) lies in `featherbrush/`, which they leave out when they save.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from featherbrush.app.document import ora_data
from featherbrush.app.document.archive import Archive, Member, pack
from featherbrush.app.document.content import Content
from featherbrush.app.document.extras import Underlay
from featherbrush.app.document.palette import Palette
from featherbrush.app.document.stack_xml import LARGEST, Layer, read_stack, write_stack
from featherbrush.engine.arrays import Canvas, Picture
from featherbrush.engine.errors import DocumentError, LabelMapError
from featherbrush.engine.files import write_whole
from featherbrush.engine.pictures import as_picture, decode_png

SUFFIX = ".ora"
MIMETYPE = b"image/openraster"
CANVAS_LAYERS = {"labels": "Label map", "sketch": "Sketch"}
UNDERLAY_LAYER = "Underlay"
CANVAS = "data/canvas.png"
UNDERLAY = "data/underlay.png"
DATA = "featherbrush/document.json"
IDS = "featherbrush/ids.png"
EXACT_UNDERLAY = "featherbrush/underlay.png"
"""The underlay in its own size, where the layer had to be stretched."""
THUMBNAIL_SIDE = 256


@dataclass(frozen=True, slots=True, eq=False)
class ForeignImage:
    """An OpenRaster file without our data: another program wrote it.

    picture: the layer that was our canvas if it is still there, else the merged image.
    """

    picture: Picture


def write_openraster(path: Path, content: Content) -> None:
    """Write a document whole or not at all; DocumentError in one line, the old file then stays."""
    write_whole(path, pack(_members(content)), error=DocumentError)


def read_openraster(path: Path) -> Content | ForeignImage:
    """A document from a file that nobody has checked yet.

    Raises DocumentError in one line for a file that is damaged, not to be trusted, or of another
    version. The file is never changed.
    """
    archive = Archive.open(path)
    if "mimetype" not in archive or archive.read("mimetype", most=100).strip() != MIMETYPE:
        raise DocumentError(f"{path}: a zip archive, but no OpenRaster file")
    if DATA in archive:
        return _ours(archive, path)
    return ForeignImage(_foreign(archive, path))


def merged(content: Content) -> Picture:
    """What the layers show together, uint8 [H,W,3]."""
    shown = [picture for _, picture in _pictures(content)]
    if shown:
        return shown[0]
    canvas, underlay = content.colored(), content.underlay
    if underlay is None or not underlay.visible:
        return canvas
    over = _fitted(underlay.picture, content)
    mixed = canvas + (over.astype(np.float32) - canvas) * np.float32(underlay.opacity)
    return np.rint(mixed).astype(np.uint8)


def thumbnail(picture: Picture, *, side: int = THUMBNAIL_SIDE) -> Picture:
    """A picture no larger than `side` pixels a side, uint8 [h,w,3]; never enlarged."""
    image = Image.fromarray(np.ascontiguousarray(picture))
    image.thumbnail((side, side), Image.Resampling.BOX)
    return np.asarray(image).copy()


# Writing


def _members(content: Content) -> Iterator[Member]:
    yield Member("mimetype", MIMETYPE, packed=False)
    yield Member("stack.xml", write_stack(_layers(content), content.extent))
    yield Member(CANVAS, encode_picture(content.colored()), packed=False)
    if content.underlay is not None:
        yield Member(
            UNDERLAY, encode_picture(_fitted(content.underlay.picture, content)), packed=False
        )
    for side, picture in _pictures(content):
        yield Member(_picture_source(side), encode_picture(picture), packed=False)
    whole = merged(content)
    yield Member("Thumbnails/thumbnail.png", encode_picture(thumbnail(whole)), packed=False)
    yield Member("mergedimage.png", encode_picture(whole), packed=False)
    yield Member(DATA, ora_data.data_of(content).model_dump_json(indent=1).encode())
    if content.kind == "labels":
        yield Member(IDS, _ids_png(content), packed=False)
    if content.underlay is not None and not _fits(content.underlay.picture, content):
        yield Member(EXACT_UNDERLAY, encode_picture(content.underlay.picture), packed=False)


def _layers(content: Content) -> Iterator[Layer]:
    """The stack, topmost first: pictures, what is traced, what was painted."""
    for place, (side, _) in enumerate(_pictures(content)):
        yield Layer(f"Picture ({side})", _picture_source(side), visible=place == 0)
    if content.underlay is not None:
        under = content.underlay
        yield Layer(UNDERLAY_LAYER, UNDERLAY, opacity=under.opacity, visible=under.visible)
    yield Layer(CANVAS_LAYERS[content.kind], CANVAS)


def _pictures(content: Content) -> list[tuple[str, Picture]]:
    """The pictures that fit the canvas, the original's first."""
    named = sorted(content.pictures.items(), reverse=True)
    return [(side, picture) for side, picture in named if _fits(picture, content)]


def _fits(picture: Picture, content: Content) -> bool:
    return picture.shape[:2] == content.extent.shape


def _picture_source(side: str) -> str:
    return f"data/picture-{side}.png"


def _fitted(picture: Picture, content: Content) -> Picture:
    """An underlay stretched over the canvas, as the studio shows it."""
    if _fits(picture, content):
        return picture
    size = (content.extent.width, content.extent.height)
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))


def encode_picture(picture: Picture) -> bytes:
    """A picture uint8 [H,W,3] as the bytes of a PNG."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()


def decode_picture(data: bytes, *, where: str) -> Picture:
    """The picture uint8 [H,W,3] in the bytes of a PNG; DocumentError beginning with `where`."""
    return as_picture(decode_png(data, where=where, error=DocumentError).image)


def _ids_png(content: Content) -> bytes:
    image = Image.fromarray(np.ascontiguousarray(content.pixels))
    colors = np.array(content.palette.color_table, np.uint32)
    table = np.stack([colors >> 16 & 255, colors >> 8 & 255, colors & 255], axis=-1)
    image.putpalette(table.astype(np.uint8).tobytes())
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


# Reading


def _ours(archive: Archive, path: Path) -> Content:
    data = ora_data.parse_data(archive.read(DATA, most=ora_data.LARGEST), where=str(path))
    try:
        palette = Palette(data.classes, data.background)
    except LabelMapError as problem:
        raise DocumentError(f"{path}: damaged, {problem}") from problem
    return Content(
        _pixels(archive, path, data=data, palette=palette),
        palette,
        style=ora_data.style_of(data),
        favourites=ora_data.favourites_of(data),
        underlay=_underlay(archive, path, data=data),
        model=ora_data.model_of(data),
    )


def _pixels(
    archive: Archive, path: Path, *, data: ora_data.DocumentData, palette: Palette
) -> Canvas:
    name = IDS if data.kind == "labels" else CANVAS
    image = decode_png(archive.read(name), where=f"{path}: {name}", error=DocumentError).image
    if image.size != data.size:
        size = f"{image.width}x{image.height}"
        raise DocumentError(f"{path}: damaged, {name} is {size} and not as its data says")
    if data.kind == "sketch":
        return as_picture(image)
    if image.mode != "P":
        raise DocumentError(f"{path}: damaged, {name} is no indexed image")
    ids: Canvas = np.asarray(image).copy()
    unknown = sorted(set(np.unique(ids).tolist()) - palette.ids)
    if unknown:
        raise DocumentError(f"{path}: damaged, it has classes {unknown[:5]} that it does not name")
    return ids


def _underlay(archive: Archive, path: Path, *, data: ora_data.DocumentData) -> Underlay | None:
    if data.underlay is None:
        return None
    name = EXACT_UNDERLAY if EXACT_UNDERLAY in archive else UNDERLAY
    picture = _picture(archive, path, name)
    return Underlay(picture, data.underlay.opacity, data.underlay.visible)


def _foreign(archive: Archive, path: Path) -> Picture:
    """The layer that was our canvas, if another program kept it; else what the layers make."""
    layers = read_stack(archive.read("stack.xml", most=LARGEST), where=str(path))
    whole = _picture(archive, path, "mergedimage.png")
    for layer in layers:
        if layer.name in CANVAS_LAYERS.values() and layer.source in archive:
            canvas = _picture(archive, path, layer.source)
            return canvas if canvas.shape == whole.shape else whole
    return whole


def _picture(archive: Archive, path: Path, name: str) -> Picture:
    return decode_picture(archive.read(name), where=f"{path}: {name:.100}")
