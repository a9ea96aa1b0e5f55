"""Which models the studio paints with: a pair from the library, or what a file offers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from featherbrush.app.synthesis.state import Side
from featherbrush.engine.card import ModelCard
from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.library import Library, ModelEntry, model_entry


@dataclass(frozen=True)
class Choice:
    """A pair of models, or one of them alone; at least one of the two is there."""

    name: str
    original: ModelEntry | None = None
    compressed: ModelEntry | None = None
    style_encoder: ModelEntry | None = None

    @property
    def title(self) -> str:
        """The name as people read it."""
        return self.name.replace("-", " ").replace("_", " ").capitalize()

    @property
    def live_side(self) -> Side:
        """The side that follows the pen: the compressed model where there is one."""
        return Side.COMPRESSED if self.compressed is not None else Side.ORIGINAL

    @property
    def live(self) -> ModelEntry:
        """The model that follows the pen."""
        entry = self.compressed or self.original
        assert entry is not None
        return entry

    @property
    def resting(self) -> ModelEntry | None:
        """The model that catches up when the pen rests, None when there is only one."""
        return self.original if self.compressed is not None else None

    @property
    def card(self) -> ModelCard:
        """What decides classes, sizes and style: the card of the model that follows the pen."""
        return self.live.card

    def entry(self, side: Side) -> ModelEntry | None:
        """Return the model of a side."""
        return self.original if side is Side.ORIGINAL else self.compressed


def choices(library: Library) -> tuple[Choice, ...]:
    """Return what a library offers to paint label maps with: pairs first, then single models."""
    pairs = [
        Choice(pair.name, pair.original, pair.compressed, pair.style_encoder)
        for pair in library.pairs()
    ]
    paired = {choice.name for choice in pairs}
    single = [
        _alone(entry, library.style_encoder(entry.card.pair))
        for entry in library.entries()
        if entry.card.pair not in paired and entry.card.role != "style-encoder"
    ]
    return tuple(choice for choice in (*pairs, *single) if choice.card.input == "labels")


def choice_for(offered: tuple[Choice, ...], name: str) -> Choice | None:
    """Return the offer that a pair's name or a model's id stands for."""
    for choice in offered:
        ids = {entry.card.id for entry in (choice.original, choice.compressed) if entry}
        if name == choice.name or name in ids:
            return choice
    return None


def choice_from_file(path: Path) -> Choice:
    """Return the model in a file, with its partners from the same folder.

    Raises ModelFileError in one line when the file is no model that paints label maps.
    """
    chosen = model_entry(path)
    if chosen.card.role == "style-encoder":
        raise ModelFileError(
            f"{path}: this is a style encoder; open the model that it belongs to instead"
        )
    if chosen.card.input != "labels":
        raise ModelFileError(
            f"{path}: this model takes a {chosen.card.input}; this version paints label maps only"
        )
    beside = Library([path.parent])
    partners = {
        entry.card.role: entry
        for entry in reversed(beside.entries())
        if entry.card.pair == chosen.card.pair and _agree(entry.card, chosen.card)
    }
    partners[chosen.card.role] = chosen
    return Choice(
        chosen.card.pair,
        partners.get("original"),
        partners.get("compressed"),
        beside.style_encoder(chosen.card.pair),
    )


def _agree(one: ModelCard, other: ModelCard) -> bool:
    """Whether two models can be compared on one map."""
    return (one.classes, one.style_size) == (other.classes, other.style_size)


def _alone(entry: ModelEntry, encoder: ModelEntry | None) -> Choice:
    if entry.card.role == "compressed":
        return Choice(entry.card.pair, compressed=entry, style_encoder=encoder)
    return Choice(entry.card.pair, original=entry, style_encoder=encoder)
