"""A recipe: everything that makes one pair of models, in one commented TOML file."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from featherbrush.compression.distillation.architectures import ARCHITECTURES, Architecture
from featherbrush.compression.distillation.space import Space
from featherbrush.compression.families.conditional import Weights
from featherbrush.compression.networks.elastic import Entry, Widths
from featherbrush.compression.networks.published.resnet import Norm
from featherbrush.compression.training.schedule import Phase, Schedule
from featherbrush.engine.card import Channel, Identifier, Line, Prose, Side
from featherbrush.engine.errors import FeatherbrushError

ORIGINAL_MULTIPLES = {"gaugan": 32, "pix2pix": 4, "cyclegan": 4, "munit": 4}
STYLE_ENCODER_MULTIPLE = 32
"""What width and height of a picture that a style is taken from are multiples of."""
Positive = Annotated[int, Field(gt=0)]
Share = Annotated[float, Field(gt=0, le=1)]
Weight = Annotated[float, Field(ge=0, le=1000)]


class RecipeError(FeatherbrushError):
    """A recipe cannot be used; the message names the file, the field and what is expected."""


def _a_width(entry: Entry) -> Entry:
    try:
        return Widths.of([entry]).entries[0]
    except ValueError as error:
        raise ValueError(
            f'expected channels such as 48, or "48s" for separable convolutions, not {entry!r:.40}'
        ) from error


Choice = Annotated[Entry, AfterValidator(_a_width)]


class Part(BaseModel):
    """Base of all sections: unknown keys are errors, so that a typing mistake is not silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PhaseTable(Part):
    """One [[...phases]] entry."""

    size: Annotated[int, Field(ge=32, le=1024, multiple_of=32)]
    pictures: Positive
    batch: Annotated[int, Field(ge=2, le=256)] = 4
    paired: Annotated[int, Field(ge=0)] = 2
    enlarge: Annotated[float, Field(ge=0.5, le=4)] = 1.0


class ScheduleTable(Part):
    """Phases and the share of the steps over which the learning rate falls."""

    phases: Annotated[tuple[PhaseTable, ...], Field(min_length=1)]
    decay: Annotated[float, Field(ge=0, le=1)] = 0.3

    def schedule(self) -> Schedule:
        """As the loop takes it."""
        return Schedule(tuple(Phase(**p.model_dump()) for p in self.phases), self.decay)


class LossTable(ScheduleTable):
    """A training whose losses can be weighed.

    adversarial, perceptual, colour: weights of these losses; where a condition does not tell the colours (sketches),
    high weights of the last two give their mean: brown, and flat.
    """

    adversarial: Weight = Weights.adversarial
    perceptual: Weight = Weights.perceptual
    colour: Weight = Weights.colour


class OriginalTable(LossTable):
    """[original]: the network to be compressed.

    style: length of its style vector, 0 for none.
    start: checkpoint of another original, of pictures alike; what fits by name and shape is begun with.
    norm: of a pix2pix' or cyclegan's generator; "batch" where plain areas of one colour must keep it.
    hue: of a cyclegan, how much areas keep the hues of what they are drawn from: for pictures whose colours are those
        of what they mean, where no pair says so.
    """

    ngf: Annotated[int, Field(ge=2, le=128)]
    start: Path | None = None
    style: Annotated[int, Field(ge=0, le=64)] = 0
    norm: Norm = "instance"
    hue: Weight = 0.0

    def weights(self) -> Weights:
        """Loss weights of the original's training."""
        return Weights(adversarial=self.adversarial, perceptual=self.perceptual, colour=self.colour)


class MobileTable(ScheduleTable):
    """[mobile]: a mobile-resnet student that is distilled first, and that the supernet begins as.

    channels: its width at every entry; in the publication the original's ngf.
    """

    channels: Annotated[int, Field(ge=2, le=128)]

    def widths(self) -> Widths:
        """Of the student that is distilled first."""
        return Widths((self.channels,) * ARCHITECTURES["mobile-resnet"].entries)


class SupernetTable(ScheduleTable):
    """[supernet]: the student's architecture and the choices for each of its entries: 48, or "48s" (separable)."""

    student: Literal["class-adaptive", "foldable", "mobile-resnet"] = "class-adaptive"
    choices: tuple[Annotated[tuple[Choice, ...], Field(min_length=1)], ...]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        wanted = self.architecture().entries
        if len(self.choices) != wanted:
            raise ValueError(
                f"choices: a {self.student} student has {wanted} entries, not {len(self.choices)}"
            )
        for sub_network in (self.space().largest, self.space().smallest):
            self.architecture().check(sub_network)
        return self

    def architecture(self) -> Architecture:
        """What `student` names."""
        return ARCHITECTURES[self.student]

    def space(self) -> Space:
        """As the sampler and the search take it."""
        return Space.of(self.choices)

    def check(self, widths: Widths) -> None:
        """Raise ValueError, saying what is expected, unless the supernet holds a network of these widths."""
        self.architecture().check(widths)
        supernet = self.space().supernet
        for i, (block, most) in enumerate(zip(widths.blocks, supernet.blocks, strict=True)):
            if block > most or supernet.kind(i) not in (widths.kind(i), "either"):
                raise ValueError(
                    f"entry {i + 1} of {widths} is not within the supernet's {supernet}"
                )


class SearchTable(Part):
    """[search]: how many sub-networks are tried, on how many pictures, and what is asked of the chosen one.

    method: nsga2 looks for the whole front; exhaustive measures every sub-network within the budget (`trials` counts
        for nothing then); evolution breeds within the budget, by the four settings below (arXiv 2003.08936).
    """

    method: Literal["nsga2", "exhaustive", "evolution"] = "nsga2"
    trials: Positive = 60
    pictures: Positive = 192
    calibration: Positive = 12
    budget_ms: float | None = None
    budget_macs: float | None = None
    population: Annotated[int, Field(ge=2)] = 100
    parent_ratio: Share = 0.25
    mutation_ratio: Annotated[float, Field(ge=0, le=1)] = 0.5
    mutation_probability: Share = 0.2


class ExportTable(Part):
    """[export]: `int8` quantises the compressed model, and keeps that where speed and quality both earn it."""

    int8: bool = False


class DataTable(Part):
    """[data]: the folder and what the cards say about it.

    exclude: pictures of which the set's meta.jsonl says one of these are left out ("flag", "tones").
    coloured: share of the sketches whose ink takes the colours of the picture; without, all ink is as the set has it.
    """

    folder: Path
    name: Line
    author: Line
    license: Line
    source: Line
    limit: Positive | None = None
    exclude: tuple[str, ...] = ()
    coloured: Annotated[float, Field(ge=0, le=1)] = 0.0


class Ink(Part):
    """A colour to paint with, and what it stands for."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    color: tuple[Channel, Channel, Channel]


class PairTable(Part):
    """[pair]: names of the pair.

    inks: of a pair that does not read label maps, what the studio offers to paint with, the paper first.
    default_style: seed of the style that a new picture begins with; without, the average, which suits where styles are
        shades of one thing (light, season) and not where they are colours, whose average is grey.
    """

    # Cards say "<name>-compressed" and "<title> (compressed)" within the lengths that they allow.
    name: Annotated[Identifier, Field(max_length=64 - len("-compressed"))]
    title: Annotated[Line, Field(max_length=400 - len(" (compressed)"))]
    description: Prose
    license: Line
    native: tuple[Side, Side] = (256, 256)
    inks: Annotated[tuple[Ink, ...], Field(max_length=256)] = ()
    default_style: Annotated[int, Field(ge=0)] | None = None


UNUSED = {
    "gaugan": ("norm", "hue"),
    "pix2pix": ("hue",),
    "cyclegan": ("adversarial", "perceptual", "colour"),
    "munit": ("norm", "hue"),
}
"""What [original] may say for other families only."""


class Recipe(Part):
    """One pair of models, from data to evaluated files."""

    family: Literal["gaugan", "pix2pix", "cyclegan", "munit"]
    pair: PairTable
    data: DataTable
    original: OriginalTable
    mobile: MobileTable | None = None
    supernet: SupernetTable
    search: SearchTable
    finetune: LossTable
    export: ExportTable = ExportTable()

    @property
    def multiple(self) -> int:
        """What width and height of a picture are multiples of, for both models of the pair."""
        return max(ORIGINAL_MULTIPLES[self.family], self.supernet.architecture().multiple)

    @property
    def native_multiple(self) -> int:
        """What the native size is a multiple of: the style encoder, where there is one, has it as well."""
        return math.lcm(self.multiple, STYLE_ENCODER_MULTIPLE if self.original.style else 1)

    @model_validator(mode="after")
    def _belongs(self) -> Self:
        if (self.family in ("gaugan", "munit")) != (self.original.style > 0):
            raise ValueError(f"original.style: {self.original.style} does not fit a {self.family}")
        if self.pair.default_style is not None and not self.original.style:
            raise ValueError(f"pair.default_style: a {self.family} has no styles; remove the line")
        if any(side % self.native_multiple for side in self.pair.native):
            raise ValueError(
                f"pair.native: {self.pair.native[0]} x {self.pair.native[1]} are no multiples of "
                f"{self.native_multiple}, as this pair needs them"
            )
        for field in UNUSED[self.family]:
            if getattr(self.original, field) != OriginalTable.model_fields[field].default:
                raise ValueError(
                    f"original.{field}: a {self.family} does not use it; remove the line"
                )
        if self.family not in self.supernet.architecture().pairs:
            raise ValueError(f"supernet.student: no {self.supernet.student} for {self.family}")
        if self.mobile is not None:
            if self.supernet.student != "mobile-resnet":
                raise ValueError(f"mobile: a {self.supernet.student} supernet cannot begin as it")
            if self.mobile.channels < max(self.supernet.space().largest.blocks):
                raise ValueError(
                    f"mobile.channels: {self.mobile.channels} are fewer than supernet.choices has"
                )
        return self


def load_recipe(path: Path) -> Recipe:
    """Read and check a recipe; a relative data folder is relative to the working directory.

    Raises:
        RecipeError: missing, not TOML, or a field that does not fit (the first one is named).
    """
    try:
        return Recipe.model_validate(tomllib.loads(path.read_text()))
    except FileNotFoundError as error:
        raise RecipeError(f"{path}: no such recipe") from error
    except OSError as error:
        raise RecipeError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path}: not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        # What concerns several tables has no field of its own: its message names them.
        raise RecipeError(": ".join(filter(None, (str(path), field, message)))) from error


def smoke(recipe: Recipe) -> Recipe:
    """The same path on a few pictures: minutes instead of hours, and nothing worth keeping."""

    def short(table: ScheduleTable) -> dict[str, object]:
        first = table.phases[0]
        # Whatever the pictures can be shrunk to for this phase, they can be shrunk on to a fraction of it.
        size = next((s for s in range(64, first.size, 32) if first.size % s == 0), first.size)
        phase = first.model_copy(update={"size": size, "pictures": 8, "batch": 4})
        return {"phases": (phase,)}

    # An exhaustive search of few sub-networks is still one.
    few: tuple[Entry, ...] = (8,) if recipe.search.method == "exhaustive" else (8, 16)
    choices = [
        (*few, "16s") if any(str(c).endswith("s") for c in entry) else few
        for entry in recipe.supernet.choices
    ]
    choices[-1] = (8, 16)
    mobile = recipe.mobile
    tables = {
        "mobile": mobile and mobile.model_copy(update={**short(mobile), "channels": 20}),
        "original": recipe.original.model_copy(
            update={**short(recipe.original), "ngf": 4, "start": None}
        ),
        "supernet": recipe.supernet.model_copy(
            update={**short(recipe.supernet), "choices": tuple(choices)}
        ),
        "search": recipe.search.model_copy(
            update={
                "trials": 3,
                "pictures": 8,
                "calibration": 1,
                "population": 2,
                "budget_ms": None,
                "budget_macs": None,
            }
        ),
        "finetune": recipe.finetune.model_copy(update=short(recipe.finetune)),
        "data": recipe.data.model_copy(update={"limit": 24}),
        "pair": recipe.pair.model_copy(update={"native": (64, 64)}),
    }
    return recipe.model_copy(update=tables)
