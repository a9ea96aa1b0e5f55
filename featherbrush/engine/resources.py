"""Where files are: the bundled assets, and the user's own models."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

from featherbrush.engine.errors import FeatherbrushError

ASSETS_VARIABLE = "FEATHERBRUSH_ASSETS"
"""Environment variable: a folder to use in place of the bundled assets (for packagers)."""

DATA_VARIABLE = "FEATHERBRUSH_DATA"
"""Environment variable: a folder to use in place of the user's data folder."""


STATE_VARIABLE = "FEATHERBRUSH_STATE"
"""Environment variable: a folder to use in place of the user's state folder."""


def assets_dir() -> Path:
    """The folder with models/, palettes/ and examples/.

    In a checkout it lies in the repository's root, in an installed wheel inside the package, in a
    PyInstaller bundle beside the unpacked code. Raises FeatherbrushError when there is none.
    """
    for folder in _candidates():
        if folder.is_dir():
            return folder
    raise FeatherbrushError("the bundled assets are missing; install Featherbrush again")


def user_models_dir() -> Path:
    """The user's own models: every .onnx put here shows up in the library. May not exist yet."""
    return _user_data_dir() / "models"


def user_templates_dir() -> Path:
    """The user's own templates: documents to begin from. May not exist yet."""
    return _user_data_dir() / "templates"


def user_journals_dir() -> Path:
    """Where unsaved work is kept against a crash. May not exist yet."""
    own = os.environ.get(STATE_VARIABLE)
    state = Path(own) if own else Path(platformdirs.user_state_dir("featherbrush", appauthor=False))
    return state / "journals"


def _user_data_dir() -> Path:
    own = os.environ.get(DATA_VARIABLE)
    return Path(own) if own else Path(platformdirs.user_data_dir("featherbrush", appauthor=False))


def _candidates() -> list[Path]:
    own = os.environ.get(ASSETS_VARIABLE)
    if own:
        return [Path(own)]
    package = Path(__file__).resolve().parent.parent
    folders = [package / "assets", package.parent / "assets"]
    unpacked = getattr(sys, "_MEIPASS", None)
    if unpacked:
        folders = [Path(unpacked) / "featherbrush" / "assets", Path(unpacked) / "assets", *folders]
    return folders
