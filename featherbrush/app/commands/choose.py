"""Which model a command line means: an id, a pair's name, a file, or nothing at all."""

from __future__ import annotations

from pathlib import Path

from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.library import Library, ModelEntry, Pair, default_library, model_entry
from featherbrush.engine.resources import user_models_dir


def library_for(model: str | None) -> Library:
    """The library that a choice is made from: for a model file, its folder comes before ours."""
    if model is None or not is_file_name(model):
        return default_library()
    return default_library(before=[Path(model).parent])


def is_file_name(model: str) -> bool:
    """Whether --model means a file and not an id: ids have no folders and no .onnx."""
    return Path(model).suffix.lower() == ".onnx" or len(Path(model).parts) > 1


def choose_model(library: Library, model: str | None, *, original: bool = False) -> ModelEntry:
    """The model to render with.

    model: an id, a pair's name (its compressed member), a path, or None for the first pair.
    original: take the original of the pair instead. Raises ModelFileError when there is none.
    """
    entry = _named(library, model)
    if original and entry.card.role != "original":
        entry = _member(library, entry.card.pair, "original")
    if entry.card.role == "style-encoder":
        raise ModelFileError(
            f"{entry.card.id} is a style encoder: it reads a style from a picture, for --style"
        )
    return entry


def choose_pairs(library: Library, model: str | None) -> tuple[Pair, ...]:
    """The pairs to measure: all, or the one that `model` belongs to.

    A model given as a file takes its place in the pair. Raises ModelFileError.
    """
    pairs = library.pairs()
    if model is not None:
        entry = _named(library, model)
        pairs = tuple(_with_member(pair, entry) for pair in pairs if pair.name == entry.card.pair)
    if not pairs:
        name = f" of {model}" if model else ""
        raise ModelFileError(
            f"no pair{name} to measure: that takes an original and the model compressed from it;"
            " see featherbrush models"
        )
    return pairs


def _named(library: Library, model: str | None) -> ModelEntry:
    if model is None:
        return _first(library)
    if is_file_name(model):
        return model_entry(Path(model))
    if any(entry.card.id == model for entry in library.entries()):
        return library.find(model)
    for role in ("compressed", "original"):
        member = library.member(model, role)
        if member is not None:
            return member
    for path, reason in library.refused:
        if path.stem == model:
            raise ModelFileError(reason)
    return library.find(model)


def _first(library: Library) -> ModelEntry:
    for pair in library.pairs():
        return pair.compressed
    for entry in library.entries():
        if entry.card.role != "style-encoder":
            return entry
    raise ModelFileError(f"there are no models; put .onnx files into {user_models_dir()}")


def _member(library: Library, pair: str, role: str) -> ModelEntry:
    entry = library.member(pair, role)
    if entry is not None:
        return entry
    raise ModelFileError(f"there is no {role} of the pair {pair}; see featherbrush models")


def _with_member(pair: Pair, entry: ModelEntry) -> Pair:
    original = entry if entry.card.role == "original" else pair.original
    compressed = entry if entry.card.role == "compressed" else pair.compressed
    return Pair(pair.name, original, compressed, pair.style_encoder)
