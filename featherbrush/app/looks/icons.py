"""The icons of the studio, by what they mean, drawn from one family (Phosphor, by QtAwesome)."""

from __future__ import annotations

import os

# QtAwesome reaches Qt through qtpy, which would take whichever binding it finds first.
os.environ.setdefault("QT_API", "pyside6")

import qtawesome
from PySide6.QtGui import QIcon

from featherbrush.app.looks.tokens import Tokens

NAMES = {
    "brush": "ph.paint-brush",
    "eraser": "ph.eraser",
    "line": "ph.line-segment",
    "pencil": "ph.pencil-simple",
    "rectangle": "ph.rectangle",
    "ellipse": "ph.circle",
    "polygon": "ph.polygon",
    "lasso": "ph.scribble-loop",
    "select": "ph.selection",
    "move": "ph.arrows-out-cardinal",
    "pen": "ph.pen-nib",
    "steady": "ph.waves",
    "symmetry": "ph.snowflake",
    "protect": "ph.shield",
    "protected": "ph.shield-checkered",
    "select-rectangle": "ph.selection",
    "select-ellipse": "ph.circle-dashed",
    "select-lasso": "ph.scribble-loop",
    "select-replace": "ph.square",
    "select-add": "ph.plus",
    "select-subtract": "ph.minus",
    "copy": "ph.copy",
    "cut": "ph.scissors",
    "paste": "ph.clipboard",
    "fill": "ph.paint-bucket",
    "eyedropper": "ph.eyedropper",
    "undo": "ph.arrow-u-up-left",
    "redo": "ph.arrow-u-up-right",
    "pause": "ph.pause-circle",
    "resume": "ph.play-circle",
    "side-by-side": "ph.columns",
    "divider": "ph.square-half",
    "flip": "ph.cards",
    "difference": "ph.circle-half",
    "lens": "ph.magnifying-glass",
    "blind": "ph.eye-slash",
    "eye": "ph.eye",
    "rotate-left": "ph.arrow-counter-clockwise",
    "rotate-right": "ph.arrow-clockwise",
    "mirror": "ph.arrows-left-right",
    "default-style": "ph.arrow-counter-clockwise",
    "random": "ph.dice-five",
    "favourite": "ph.star",
    "picture": "ph.image",
    "model": "ph.cube",
    "open": "ph.folder-open",
    "save": "ph.floppy-disk",
    "close": "ph.x",
    "warning": "ph.warning",
    "info": "ph.info",
    "fit": "ph.corners-out",
    "more": "ph.caret-down",
}


def icon(name: str, tokens: Tokens) -> QIcon:
    """Return the icon called ``name`` in the theme's colours (KeyError for an unknown name).

    A checked button takes the accent's own ink, a disabled one fades.
    """
    drawn: QIcon = qtawesome.icon(
        NAMES[name], color=tokens.text, color_disabled=tokens.faint, color_on=tokens.accent
    )
    return drawn


def tinted(name: str, color: str) -> QIcon:
    """Return the icon called ``name`` in one colour (``#rrggbb``)."""
    drawn: QIcon = qtawesome.icon(NAMES[name], color=color)
    return drawn
