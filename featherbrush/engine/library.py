"""Which models there are: the bundled ones and those in the user's folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from featherbrush.engine.card import ModelCard, read_card
from featherbrush.engine.errors import FeatherbrushError, ModelFileError
from featherbrush.engine.resources import assets_dir, user_models_dir

_ROLES = ("original", "compressed", "style-encoder")


FIRST = "landscape"
"""The pair that everything begins with where nobody asks for another: it shows most of what there is."""


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One usable model file: where it is, what it says about itself, its size in bytes."""

    path: Path
    card: ModelCard
    bytes: int


@dataclass(frozen=True, slots=True)
class Pair:
    """An original, the model compressed from it, and the encoder of their styles, if any."""

    name: str
    original: ModelEntry
    compressed: ModelEntry
    style_encoder: ModelEntry | None = None


class Library:
    """The models in some folders, looked at once. A bad file is listed in `refused`, not raised."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Read the card of every .onnx in the folders; of two models with one id the first wins.

        Earlier folders come first within a pair and role, too: they say who stands for the pair.
        """
        self._refused: list[tuple[Path, str]] = []
        found: dict[str, ModelEntry] = {}
        for path in self._model_files(folders):
            entry = self._read(path)
            if entry is None:
                continue
            first = found.setdefault(entry.card.id, entry)
            if first is not entry:
                self._refused.append((path, f"{path}: {entry.card.id} is already in {first.path}"))
        rank = {folder: place for place, folder in reversed(list(enumerate(folders)))}
        self._entries = tuple(
            sorted(found.values(), key=lambda entry: _order(entry, rank[entry.path.parent]))
        )

    @property
    def refused(self) -> tuple[tuple[Path, str], ...]:
        """The files that are no usable models, each with one line that says why."""
        return tuple(self._refused)

    def entries(self) -> tuple[ModelEntry, ...]:
        """All models, pair by pair, the original first."""
        return self._entries

    def find(self, model_id: str) -> ModelEntry:
        """The model with this id; ModelFileError names those that there are."""
        for entry in self._entries:
            if entry.card.id == model_id:
                return entry
        known = ", ".join(entry.card.id for entry in self._entries) or "none"
        raise ModelFileError(f"no model {model_id!r:.80}; there are: {known}")

    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of which both the original and the compressed model are here: FIRST, the others by name."""
        names = sorted({entry.card.pair for entry in self._entries})
        found = []
        for name in sorted(names, key=lambda name: name != FIRST):
            original, compressed = self.member(name, "original"), self.member(name, "compressed")
            if original is not None and compressed is not None:
                found.append(Pair(name, original, compressed, self.style_encoder(name)))
        return tuple(found)

    def member(self, pair: str, role: str) -> ModelEntry | None:
        """Who stands for a role of a pair, the first of those that could; None without one."""
        for entry in self._entries:
            if (entry.card.pair, entry.card.role) == (pair, role):
                return entry
        return None

    def style_encoder(self, pair: str) -> ModelEntry | None:
        """The style encoder of a pair, None without one."""
        return self.member(pair, "style-encoder")

    def _model_files(self, folders: Iterable[Path]) -> Iterator[Path]:
        for folder in folders:
            try:
                names = sorted(os.listdir(folder))
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                self._refused.append((folder, f"{folder}: cannot be listed: {error.strerror}"))
                continue
            yield from (
                folder / name
                for name in names
                if name.lower().endswith(".onnx") and not name.startswith(".")
            )

    def _read(self, path: Path) -> ModelEntry | None:
        try:
            return model_entry(path)
        except ModelFileError as error:
            self._refused.append((path, str(error)))
            return None


def model_entry(path: Path) -> ModelEntry:
    """The entry of one model file; raises ModelFileError when it is none."""
    card = read_card(path)
    return ModelEntry(path, card, path.stat().st_size)


def default_library(*, before: Sequence[Path] = ()) -> Library:
    """The bundled models, then those in the user's folder; the folders `before` come first."""
    folders = list(before)
    with contextlib.suppress(FeatherbrushError):  # a model given by path works without assets
        folders.append(assets_dir() / "models")
    return Library([*folders, user_models_dir()])


def _order(entry: ModelEntry, rank: int) -> tuple[str, int, int, str]:
    return entry.card.pair, _ROLES.index(entry.card.role), rank, entry.card.id
