"""Reads whatever file an artist opens, and asks where a file leaves something open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

import numpy as np

from featherbrush.app.document.content import Content
from featherbrush.app.document.extras import CanvasKind, Underlay
from featherbrush.app.document.openraster import SUFFIX, ForeignImage, read_openraster
from featherbrush.app.document.palette import Palette, ink_palette
from featherbrush.app.document.sketch_file import fit_sketch
from featherbrush.engine.arrays import Canvas
from featherbrush.engine.color_survey import ColorSurvey, best_palette, survey_colors, survey_image
from featherbrush.engine.errors import LabelMapError, PictureError
from featherbrush.engine.labels import fit, read_label_map
from featherbrush.engine.palettes import Color, bundled_palettes
from featherbrush.engine.pictures import OpenedImage, as_picture, open_image, read_picture

MOST_GREYS = 64
"""A grey image with more values is a photograph and no map of ids."""

READABLE = (SUFFIX, ".png", ".bmp", ".gif", ".webp", ".jpg", ".jpeg", ".tif", ".tiff")
"""Endings of the files that can be opened."""


class PictureUse(Enum):
    """What a plain picture is opened as."""

    UNDERLAY = "underlay"
    SKETCH = "sketch"
    NOTHING = "nothing"


class Questions(Protocol):
    """Who is asked when a file leaves something open."""

    def map_colors(
        self, survey: ColorSurvey, palette: Palette, *, name: str, names: Mapping[Color, str]
    ) -> dict[Color, int] | None:
        """A class for each colour, None when the artist changed their mind."""
        ...

    def ask_picture_use(self, name: str, *, sketch: bool) -> PictureUse:
        """What to do with a picture that is no label map."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """What a file became.

    native: whether saving may write to the file again: it holds all of this, pixel for pixel.
    document: whether it is a whole document, with its style. underlay_only: the canvas stays, the
    content's underlay is laid under it.
    """

    content: Content
    native: bool
    document: bool = False
    underlay_only: bool = False


class Opener:
    """Reads one file for a canvas of some kind and palette."""

    def __init__(
        self, kind: CanvasKind, palette: Palette, questions: Questions, *, can_sketch: bool = False
    ) -> None:
        self._kind = kind
        self._palette = palette
        self._questions = questions
        self._can_sketch = can_sketch

    def read(self, path: Path, *, current: Canvas) -> Opened | None:
        """Read a file; None when the artist was asked something and changed their mind.

        current: the canvas that an underlay would be laid under. Raises FeatherbrushError in one
        line for a file that cannot be read; it is left untouched.
        """
        if path.suffix.lower() == SUFFIX:
            return self._read_openraster(path)
        if self._kind == "sketch":
            return self._read_sketch(path)
        return self._read_map(path, current)

    def _read_sketch(self, path: Path) -> Opened:
        opened = open_image(path, error=PictureError)
        native = _is_png(path) and _is_plain(opened)
        return Opened(Content(as_picture(opened.image), self._palette), native=native)

    def _read_openraster(self, path: Path) -> Opened | None:
        found = read_openraster(path)
        if isinstance(found, Content):
            return Opened(found, native=True, document=True)
        return self._foreign(found, path)

    def _foreign(self, found: ForeignImage, path: Path) -> Opened | None:
        """What another program saved: a sketch as it is, a map by its colours."""
        if self._kind == "sketch":
            return Opened(Content(found.picture, self._palette), native=False)
        return self._ask(survey_colors(found.picture, where=str(path)), path)

    def _read_map(self, path: Path, current: Canvas) -> Opened | None:
        try:
            labels = read_label_map(path, self._palette.classes)
        except LabelMapError as problem:
            return self._read_colors(path, current, problem)
        survey = self._of_a_dataset(path)
        if survey is not None:
            return self._ask(survey, path)
        return Opened(Content(labels, self._palette), native=_is_png(path))

    def _of_a_dataset(self, path: Path) -> ColorSurvey | None:
        """The colours of an indexed image that are a dataset's, not ours.

        Its indices happen to be class ids of ours, which says nothing: they are the dataset's.
        """
        try:
            survey = survey_image(path)
        except LabelMapError:
            return None
        own = {entry.color for entry in self._palette.classes}
        best = best_palette(survey, bundled_palettes())
        if best is None or own.issuperset(survey.colors):
            return None
        return survey if all(best.names(color) for color in survey.colors) else None

    def _read_colors(self, path: Path, current: Canvas, problem: LabelMapError) -> Opened | None:
        try:
            survey = survey_image(path)
        except LabelMapError:
            return self._read_as_picture(path, current, problem)
        if survey.grey and len(survey.colors) > MOST_GREYS:
            return self._read_as_picture(path, current, problem)
        return self._ask(survey, path)

    def _ask(self, survey: ColorSurvey, path: Path) -> Opened | None:
        """Use the colours that are our classes' own, or ask which class each colour is."""
        own = {entry.color: entry.id for entry in self._palette.classes}
        chosen: Mapping[Color, int] | None = own
        if survey.grey or not own.keys() >= set(survey.colors):
            chosen = self._questions.map_colors(survey, self._palette, name=path.name, names={})
        if chosen is None:
            return None
        return Opened(Content(survey.labels(chosen), self._palette), native=False)

    def _read_as_picture(
        self, path: Path, current: Canvas, problem: LabelMapError
    ) -> Opened | None:
        try:
            picture = read_picture(path)
        except PictureError:
            raise problem from None
        use = self._questions.ask_picture_use(path.name, sketch=self._can_sketch)
        if use is PictureUse.SKETCH:
            return Opened(Content(picture, ink_palette()), native=False)
        if use is not PictureUse.UNDERLAY:
            return None
        content = Content(current, self._palette, underlay=Underlay(picture))
        return Opened(content, native=True, underlay_only=True)


def translate_classes(
    content: Content, palette: Palette, questions: Questions, *, name: str
) -> Canvas | None:
    """The labels of a document with other classes, in the classes of `palette`.

    By name where every class that is used has a namesake, otherwise as the artist says; None when
    they change their mind.
    """
    by_name = {info.name.lower(): info.id for info in palette.classes}
    used = [int(value) for value in np.unique(content.pixels)]
    names = {value: content.palette.name(value).lower() for value in used}
    if by_name.keys() >= set(names.values()):
        table = np.zeros(256, np.uint8)
        table[used] = [by_name[names[value]] for value in used]
        labels: Canvas = table[content.pixels]
        return labels
    survey = survey_colors(content.colored(), where=name)
    infos = [info for info in content.palette.classes if info.id in used]
    said = {info.color: info.name for info in infos}
    chosen = questions.map_colors(survey, palette, name=name, names=said)
    return None if chosen is None else survey.labels(chosen)


def fitted(pixels: Canvas, *, multiple: int) -> Canvas:
    """A canvas in a size that the model takes: labels by nearest neighbour, ink smoothly."""
    if pixels.ndim == 2:
        return fit(pixels, multiple=multiple)
    return fit_sketch(pixels, multiple=multiple)


def _is_png(path: Path) -> bool:
    return path.suffix.lower() == ".png"


def _is_plain(opened: OpenedImage) -> bool:
    """Whether RGB of 8 bits holds all of it, pixel for pixel: a sketch loses the rest."""
    image = opened.image
    return (
        image.mode in ("RGB", "P", "L", "1")
        and ";16" not in opened.raw_mode
        and "transparency" not in image.info
        and opened.frames == 1
    )
