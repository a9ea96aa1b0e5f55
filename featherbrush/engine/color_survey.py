"""Which colours an image uses, and how it becomes a label map once each of them has a class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from featherbrush.engine.arrays import AnyArray, Labels, Picture
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.errors import LabelMapError
from featherbrush.engine.labels import check_depth, stored_greys
from featherbrush.engine.palettes import Color, DatasetPalette
from featherbrush.engine.pictures import OpenedImage, open_image

MOST_COLORS = 256
"""A map cannot have more classes; an image with more colours is a picture, or was smoothed."""


@dataclass(frozen=True, eq=False)
class ColorSurvey:
    """The distinct colours of an image, the most frequent first.

    counts: pixels of each. places: index into `colors` of every pixel, [H, W]. grey: the image
    is grey, so that its values may be class ids.
    """

    colors: tuple[Color, ...]
    counts: tuple[int, ...]
    places: NDArray[np.intp]
    grey: bool = False

    def labels(self, classes: Mapping[Color, int]) -> Labels:
        """The label map, uint8 [H, W], with a class for each colour.

        Raises LabelMapError, naming colours and counts, when a colour has none.
        """
        missing = [
            f"{hex_name(color)} ({count} pixels)"
            for color, count in zip(self.colors, self.counts, strict=True)
            if color not in classes
        ]
        if missing:
            raise LabelMapError(f"colours without a class: {', '.join(missing[:5])}")
        table = np.array([classes[color] for color in self.colors], np.uint8)
        labels: Labels = table[self.places]
        return labels


def hex_name(color: Color) -> str:
    """A colour as people write it: '#8040c0'."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def survey_image(path: Path) -> ColorSurvey:
    """The colours of an image file; of a grey one the values that it stores, as greys.

    Raises LabelMapError for a file that is no image, has more than 8 bits per channel, transparent
    pixels, or more than `MOST_COLORS` colours (a photograph, or a map that was smoothed or saved as
    JPEG).
    """
    opened = open_image(path, error=LabelMapError)
    check_depth(opened, path)
    clear = _transparent(opened.image)
    if clear:
        raise LabelMapError(
            f"{path}: {clear} transparent pixels; every pixel of a label map has a class"
        )
    grey = opened.image.mode in ("1", "L")
    return survey_colors(_rgb(opened, grey=grey), where=str(path), grey=grey)


def survey_colors(picture: Picture, *, where: str, grey: bool = False) -> ColorSurvey:
    """The colours of a picture, uint8 [H, W, 3]; `where` begins the message of a problem.

    Raises LabelMapError for more than `MOST_COLORS` colours.
    """
    wide = picture.astype(np.int32)
    codes = (wide[..., 0] << 16) | (wide[..., 1] << 8) | wide[..., 2]
    found, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    if len(found) > MOST_COLORS:
        raise LabelMapError(
            f"{where}: has {len(found)} colours, a label map at most {MOST_COLORS}; it is a picture"
            " or a map that was smoothed"
        )
    order = np.argsort(-counts, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    colors = tuple(_color(int(found[place])) for place in order)
    places = rank[inverse].reshape(picture.shape[:2])
    return ColorSurvey(colors, tuple(int(counts[place]) for place in order), places, grey)


def best_palette(survey: ColorSurvey, palettes: Iterable[DatasetPalette]) -> DatasetPalette | None:
    """The palette that names most pixels of a coloured image; None when none names any."""
    if survey.grey:
        return None  # grey values may be the ids of any dataset: only a person knows which
    offers = [(_named_pixels(survey, palette), palette) for palette in palettes]
    pixels, best = max(offers, key=lambda offer: offer[0], default=(0, None))
    return best if pixels else None


def propose(
    survey: ColorSurvey, classes: Sequence[ClassInfo], palette: DatasetPalette | None
) -> dict[Color, int]:
    """Classes for those colours where nothing needs to be guessed.

    A colour that is a class's own, or that the dataset's palette gives one name which a class has
    as well. Colours that several classes share, or that nobody knows, are left out.
    """
    own = {entry.color: entry.id for entry in classes}
    by_name = {_plain(entry.name): entry.id for entry in classes}
    chosen: dict[Color, int] = {}
    for color in survey.colors:
        names = palette.names(color, as_id=survey.grey) if palette else ()
        if len(names) == 1 and _plain(names[0]) in by_name:
            chosen[color] = by_name[_plain(names[0])]
        elif color in own and not names and not survey.grey:
            chosen[color] = own[color]
    return chosen


def _plain(name: str) -> str:
    """A class name without case and without the '-other' that COCO-Stuff adds."""
    return name.strip().lower().removesuffix("-other").rstrip("s")


def _named_pixels(survey: ColorSurvey, palette: DatasetPalette) -> int:
    return sum(
        count
        for color, count in zip(survey.colors, survey.counts, strict=True)
        if palette.names(color)
    )


def _rgb(opened: OpenedImage, *, grey: bool) -> Picture:
    """The colours of an image, uint8 [H, W, 3]; its stored values where they may be ids."""
    if grey:
        return np.repeat(stored_greys(opened)[..., None], 3, axis=2)
    return np.asarray(opened.image.convert("RGB"))


def _transparent(image: Image.Image) -> int:
    """How many pixels are not opaque."""
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return 0
    alpha: AnyArray = np.asarray(image.convert("RGBA"))[..., 3]
    return int(np.count_nonzero(alpha != 255))


def _color(code: int) -> Color:
    return code >> 16, (code >> 8) & 255, code & 255
