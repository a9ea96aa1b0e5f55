"""Puts a model file into the user's folder, or says why it does not belong there."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from featherbrush.engine.card import read_card
from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.generator import Generator
from featherbrush.engine.library import Library, ModelEntry, model_entry
from featherbrush.engine.style_encoder import StyleEncoder


def install_model(source: Path, *, folder: Path, library: Library) -> ModelEntry:
    """Copy a model file into `folder`, whole or not at all; what it is there.

    The card is read, the file checked and loaded before anything is written; none of that runs
    code from the file. `library` holds the models that there are already. Raises ModelFileError in
    one line for a file that is no usable model, an id that is taken, or a folder that cannot be
    written.
    """
    card = read_card(source)
    for entry in library.entries():
        if entry.card.id == card.id:
            raise ModelFileError(f"{source}: the model {card.id} is here already: {entry.path}")
    # A session is the only full proof that onnxruntime can load it and the signature is right.
    if card.role == "style-encoder":
        StyleEncoder(source)
    else:
        Generator(source).close()
    target = folder / f"{card.id}.onnx"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.path.exists(target):
            raise ModelFileError(f"{target}: is in the way; rename or remove it first")
        _copy(source, target)
    except OSError as problem:
        reason = problem.strerror or problem
        raise ModelFileError(f"{target}: the model cannot be copied here: {reason}") from problem
    return model_entry(target)


def _copy(source: Path, target: Path) -> None:
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as copy, open(source, "rb") as original:
            shutil.copyfileobj(original, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
