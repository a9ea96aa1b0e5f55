"""Reads and writes pictures, and opens image files that nobody has checked yet."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import ExifTags, Image, UnidentifiedImageError

from featherbrush.engine.arrays import AnyArray, Picture
from featherbrush.engine.canvas_check import MAX_SIDE
from featherbrush.engine.errors import FeatherbrushError, PictureError
from featherbrush.engine.files import write_whole

READABLE = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
"""Formats that are tried. Few on purpose: every decoder more is one more to be attacked."""

WRITABLE = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".webp": "WEBP",
    ".tif": "TIFF",
    ".tiff": "TIFF",
}
_OPTIONS: dict[str, dict[str, object]] = {
    "PNG": {},
    "JPEG": {"quality": 95, "subsampling": 0},
    "WEBP": {"quality": 95},
    "TIFF": {"compression": "tiff_adobe_deflate"},
}
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns an image upright, by its orientation in EXIF.

Pillow's exif_transpose does the same but writes the EXIF data anew, which fails where any other
part of it is damaged.
"""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class OpenedImage:
    """A decoded image, and what Pillow forgets by decoding it.

    raw_mode: how the file stores pixels ('RGB;16B', 'L;4', ...; '' where Pillow does not tell).
    frames: 1 for a still image.
    """

    image: Image.Image
    raw_mode: str
    frames: int


def open_image(path: Path, *, error: type[FeatherbrushError]) -> OpenedImage:
    """A fully decoded image of at most MAX_SIDE pixels a side, in whatever mode it has.

    Raises `error` with one line for a missing file, a file that is no image, a truncated one, or
    one that is too large (before it is decoded).
    """
    # os.path and not Path: its tests raise where a folder may not be looked into.
    if not os.path.exists(path):
        raise error(f"{path}: no such file")
    if not os.path.isfile(path):
        raise error(f"{path}: not a file")
    return _guarded(lambda: _open(path, READABLE, where=str(path), error=error), str(path), error)


def decode_png(data: bytes, *, where: str, error: type[FeatherbrushError]) -> OpenedImage:
    """The image in the bytes of a PNG file; `where` begins the message of a problem.

    Checked as `open_image` checks files. Raises `error`.
    """
    source = io.BytesIO(data)
    return _guarded(lambda: _open(source, ("PNG",), where=where, error=error), where, error)


def _guarded(work: Callable[[], Result], where: str, error: type[FeatherbrushError]) -> Result:
    """Run a decoder; whatever it raises becomes one line."""
    try:
        return work()
    except FeatherbrushError:
        raise
    except UnidentifiedImageError as problem:
        names = ", ".join(READABLE)
        raise error(f"{where}: not an image that can be read ({names})") from problem
    except Image.DecompressionBombError as problem:
        raise error(
            f"{where}: absurdly large; sides of 1 to {MAX_SIDE} pixels are read"
        ) from problem
    except Exception as problem:  # decoders raise nearly anything on damaged data
        reason = getattr(problem, "strerror", None) or problem
        raise error(f"{where}: the image cannot be read: {reason}") from problem


def _open(
    source: Path | io.BytesIO,
    formats: tuple[str, ...],
    *,
    where: str,
    error: type[FeatherbrushError],
) -> OpenedImage:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a large image; the next lines refuse it
        image = Image.open(source, formats=formats)
    with image:
        if max(image.size) > MAX_SIDE or min(image.size) < 1:
            size = f"{image.width}x{image.height}"
            raise error(f"{where}: {size} pixels; sides of 1 to {MAX_SIDE} are read")
        tile = image.tile[0].args if image.tile else ""
        raw_mode = tile[0] if isinstance(tile, tuple) and tile else tile
        frames = int(getattr(image, "n_frames", 1))
        image.load()
    return OpenedImage(image, str(raw_mode), frames)


def read_picture(path: Path) -> Picture:
    """A picture as RGB, uint8 [H, W, 3], turned upright; transparency is laid on white.

    Raises PictureError.
    """
    image = open_image(path, error=PictureError).image
    return _guarded(lambda: as_picture(image), str(path), PictureError)


def as_picture(image: Image.Image) -> Picture:
    """A decoded image as RGB, uint8 [H, W, 3], turned upright; transparency is laid on white."""
    image = _upright(image)
    if image.mode.startswith("I"):  # 16-bit grey: convert() would cut it off at 255
        image = Image.fromarray((np.asarray(image) >> 8).clip(0, 255).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image.convert("RGBA"))
    return np.asarray(image.convert("RGB")).copy()


def _upright(image: Image.Image) -> Image.Image:
    """The image turned as its EXIF data say; as it is where they make no sense."""
    try:
        turn = _UPRIGHT.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # damaged data raise nearly anything, and the pixels are sound
        return image
    return image if turn is None else image.transpose(turn)


def picture_format(path: Path) -> str:
    """The format that a file name's suffix asks for; PictureError when it is none we write."""
    kind = WRITABLE.get(path.suffix.lower())
    if kind is None:
        names = ", ".join(WRITABLE)
        raise PictureError(f"{path}: pictures are written as {names}; give it one of these endings")
    return kind


def write_picture(path: Path, picture: AnyArray) -> None:
    """Write a picture, uint8 [H, W, 3], whole or not at all; the suffix says the format.

    Raises PictureError; an existing file then stays as it was.
    """
    kind = picture_format(path)
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
        raise PictureError(
            f"a picture is uint8 [H, W, 3], this one is {picture.dtype} {picture.shape}"
        )
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(buffer, kind, **_OPTIONS[kind])
    write_whole(path, buffer.getvalue(), error=PictureError)
