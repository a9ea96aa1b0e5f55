"""Which models the studio paints with: a pair from the library, what a file offers, or any two."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

from featherbrush.app.document.extras import CanvasKind
from featherbrush.app.synthesis.state import Side
from featherbrush.app.texts import model_words, pair_title, tr
from featherbrush.engine.card import ModelCard
from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.library import Library, ModelEntry, model_entry


@dataclass(frozen=True)
class Choice:
    """A pair of models, or one of them alone; at least one of the two is there.

    When the artist compares two models that are no pair, the left one stands where a pair has its
    original and the right one where it has its compressed model, whatever their roles are.
    """

    name: str
    original: ModelEntry | None = None
    compressed: ModelEntry | None = None
    style_encoder: ModelEntry | None = None

    @property
    def title(self) -> str:
        """The name as people read it."""
        if self.mixed:
            return " / ".join(self.label(side) for side in Side)
        return model_words(pair_title(self.name))

    @property
    def mixed(self) -> bool:
        """Whether these are two models that were not made as a pair."""
        if self.original is None or self.compressed is None:
            return False
        left, right = self.original.card, self.compressed.card
        return (left.pair, left.role, right.role) != (right.pair, "original", "compressed")

    def shares_styles(self, other: Choice) -> bool:
        """Whether a style means the same to both: they are of one pair."""
        ours, theirs = self.card, other.card
        return (ours.pair, ours.style_size) == (theirs.pair, theirs.style_size)

    def label(self, side: Side) -> str:
        """What a side is called: its role in a pair, its model's title in any other company."""
        entry = self.entry(side)
        if entry is not None and self.mixed:
            return model_words(entry.card.title) or entry.card.id
        return tr("Original") if side is Side.ORIGINAL else tr("Compressed")

    @property
    def live_side(self) -> Side:
        """The side that follows the pen: the compressed one, of two others the lighter one."""
        if self.original is None or self.compressed is None:
            return Side.COMPRESSED if self.original is None else Side.ORIGINAL
        lighter = self.original.card.macs < self.compressed.card.macs
        return Side.ORIGINAL if self.mixed and lighter else Side.COMPRESSED

    @property
    def resting_side(self) -> Side | None:
        """The side that catches up when the pen rests, None when there is only one model."""
        if self.original is None or self.compressed is None:
            return None
        return Side.ORIGINAL if self.live_side is Side.COMPRESSED else Side.COMPRESSED

    @property
    def live(self) -> ModelEntry:
        """The model that follows the pen."""
        entry = self.entry(self.live_side)
        assert entry is not None
        return entry

    @property
    def resting(self) -> ModelEntry | None:
        """The model that catches up when the pen rests, None when there is only one."""
        return None if self.resting_side is None else self.entry(self.resting_side)

    @property
    def card(self) -> ModelCard:
        """What decides classes and style: the card of the model that follows the pen."""
        return self.live.card

    @property
    def multiple(self) -> int:
        """What divides every width and height that both models accept."""
        return math.lcm(*(entry.card.multiple for entry in self.entries))

    @property
    def kind(self) -> CanvasKind:
        """What the models are painted for."""
        return "labels" if self.card.input == "labels" else "sketch"

    @property
    def entries(self) -> tuple[ModelEntry, ...]:
        """The models that make pictures, left before right."""
        return tuple(entry for entry in (self.original, self.compressed) if entry is not None)

    def entry(self, side: Side) -> ModelEntry | None:
        """Return the model of a side."""
        return self.original if side is Side.ORIGINAL else self.compressed


def choices(library: Library) -> tuple[Choice, ...]:
    """Return what a library offers to paint with: pairs first, then single models."""
    pairs = [
        Choice(pair.name, pair.original, pair.compressed, pair.style_encoder)
        for pair in library.pairs()
        if comparable(pair.original, pair.compressed)
    ]
    paired = {choice.name for choice in pairs}
    single = [
        _alone(entry, library.style_encoder(entry.card.pair))
        for entry in library.entries()
        if entry.card.pair not in paired and entry.card.role != "style-encoder"
    ]
    return (*pairs, *single)


def comparable(one: ModelEntry, other: ModelEntry) -> bool:
    """Whether two models can make pictures of the same canvas."""
    roles = (one.card.role, other.card.role)
    same_input = (one.card.input, one.card.classes) == (other.card.input, other.card.classes)
    return same_input and "style-encoder" not in roles


def versus(left: ModelEntry, right: ModelEntry, library: Library) -> Choice:
    """Return two models side by side, be they a pair or not.

    Raises ModelFileError in one line when they do not take the same input.
    """
    if not comparable(left, right):
        raise ModelFileError(
            tr(
                "{left} and {right} do not take the same input; choose two models that do",
                left=left.card.id,
                right=right.card.id,
            )
        )
    name = (
        left.card.pair if left.card.pair == right.card.pair else f"{left.card.id}+{right.card.id}"
    )
    choice = Choice(name, left, right)
    return replace(choice, style_encoder=library.style_encoder(choice.card.pair))


def choice_for(offered: tuple[Choice, ...], name: str) -> Choice | None:
    """Return the offer that a pair's name or a model's id stands for."""
    for choice in offered:
        ids = {entry.card.id for entry in (choice.original, choice.compressed) if entry}
        if name == choice.name or name in ids:
            return choice
    return None


def choice_from_file(path: Path) -> Choice:
    """Return the model in a file, with its partners from the same folder.

    Raises ModelFileError in one line when the file is no model to paint with.
    """
    chosen = model_entry(path)
    if chosen.card.role == "style-encoder":
        raise ModelFileError(
            tr(
                "{path}: this is a style encoder; open the model that it belongs to instead",
                path=path,
            )
        )
    beside = Library([path.parent])
    partners = {
        entry.card.role: entry
        for entry in reversed(beside.entries())
        if entry.card.pair == chosen.card.pair
        and entry.card.style_size == chosen.card.style_size
        and comparable(entry, chosen)
    }
    partners[chosen.card.role] = chosen
    return Choice(
        chosen.card.pair,
        partners.get("original"),
        partners.get("compressed"),
        beside.style_encoder(chosen.card.pair),
    )


def _alone(entry: ModelEntry, encoder: ModelEntry | None) -> Choice:
    if entry.card.role == "compressed":
        return Choice(entry.card.pair, compressed=entry, style_encoder=encoder)
    return Choice(entry.card.pair, original=entry, style_encoder=encoder)
