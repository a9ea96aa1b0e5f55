"""Every action of the studio in one table: its words, its shortcuts, what it teaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from featherbrush.app.windows.icons import icon
from featherbrush.app.windows.tokens import Tokens


@dataclass(frozen=True)
class ActionSpec:
    """One action: ``text`` for menus, ``tip`` a sentence that teaches, ``icon`` a meaning."""

    text: str
    shortcuts: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    checkable: bool = False


SPECS: dict[str, ActionSpec] = {
    "new": ActionSpec("&New map", ("Ctrl+N",), "Start again from one class everywhere."),
    "open": ActionSpec(
        "&Open label map...",
        ("Ctrl+O",),
        "Open a PNG whose pixels are class numbers.",
        "open",
    ),
    "save": ActionSpec("&Save label map", ("Ctrl+S",), "Write the map where it came from.", "save"),
    "save-as": ActionSpec("Save label map &as...", ("Ctrl+Shift+S",)),
    "save-compressed": ActionSpec("Save the &compressed picture...", ("Ctrl+E",)),
    "save-original": ActionSpec("Save the &original picture...", ("Ctrl+Shift+E",)),
    "quit": ActionSpec("&Quit", ("Ctrl+Q",)),
    "undo": ActionSpec("&Undo", ("Ctrl+Z",), "Take back the last stroke.", "undo"),
    "redo": ActionSpec(
        "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do again what was taken back.", "redo"
    ),
    "clear": ActionSpec("&Clear to background", ("Del",), "Fill the map with the background."),
    "zoom-in": ActionSpec("Zoom &in", ("+", "=", "Ctrl++", "Ctrl+=")),
    "zoom-out": ActionSpec("Zoom &out", ("-", "Ctrl+-")),
    "zoom-fit": ActionSpec("&Fit", ("Ctrl+0",), "Show the whole map.", "fit"),
    "zoom-actual": ActionSpec("&100 %", ("Ctrl+1",)),
    "side-by-side": ActionSpec(
        "&Side by side",
        ("S",),
        "The original and the compressed picture beside each other.",
        "side-by-side",
        checkable=True,
    ),
    "divider": ActionSpec(
        "&Divider",
        ("D",),
        "One picture with a line to drag: the original left of it, the compressed right.",
        "divider",
        checkable=True,
    ),
    "show-palette": ActionSpec("&Classes", checkable=True),
    "show-figures": ActionSpec("&Figures", checkable=True),
    "show-style": ActionSpec("S&tyles", checkable=True),
    "theme-system": ActionSpec("As the &system", checkable=True),
    "theme-dark": ActionSpec("&Dark", checkable=True),
    "theme-light": ActionSpec("&Light", checkable=True),
    "brush": ActionSpec(
        "&Brush",
        ("B",),
        "Paint with the chosen class. A pen's pressure sets the width.",
        "brush",
        checkable=True,
    ),
    "eraser": ActionSpec(
        "&Eraser", ("E",), "Paint with the background class.", "eraser", checkable=True
    ),
    "line": ActionSpec(
        "&Line",
        ("L",),
        "Drag a straight line: a horizon, a river bank.",
        "line",
        checkable=True,
    ),
    "fill": ActionSpec(
        "&Fill",
        ("F",),
        "Give a whole connected area the chosen class.",
        "fill",
        checkable=True,
    ),
    "picker": ActionSpec(
        "Eye&dropper",
        ("P", "I"),
        "Take the class under the cursor. Any tool does it while Ctrl is held.",
        "eyedropper",
        checkable=True,
    ),
    "brush-smaller": ActionSpec("S&maller brush", ("[",)),
    "brush-larger": ActionSpec("La&rger brush", ("]",)),
    "pause": ActionSpec(
        "&Pause",
        ("Ctrl+.",),
        "Stop making pictures; painting goes on. Resume to see the picture of the map as it is.",
        "pause",
        checkable=True,
    ),
    "open-model": ActionSpec(
        "&Open model...",
        ("Ctrl+M",),
        "Use a model file (.onnx with a model card).",
        "model",
    ),
    "style-default": ActionSpec(
        "&Default style",
        ("Shift+R",),
        "The model's average light and season.",
        "default-style",
    ),
    "style-random": ActionSpec(
        "&Random style",
        ("R",),
        "Throw the dice for another light and season.",
        "random",
    ),
    "style-picture": ActionSpec(
        "Style from a &picture...",
        ("Ctrl+Shift+I",),
        "Take light and season from a picture. Dropping one on the styles does the same.",
        "picture",
    ),
    "shortcuts": ActionSpec("&Keyboard shortcuts", ("F1",)),
    "about": ActionSpec("&About Featherbrush"),
}

TOOL_NAMES = ("brush", "eraser", "line", "fill", "picker")


def plain(text: str) -> str:
    """Return a menu text without its mnemonic mark and dots."""
    return text.replace("&", "").removesuffix("...")


def tooltip(text: str, shortcuts: tuple[str, ...], tip: str) -> str:
    """Return a tooltip: the name, its first shortcut, and the sentence that teaches."""
    key = QKeySequence(shortcuts[0]).toString(QKeySequence.SequenceFormat.NativeText)
    head = f"<b>{plain(text)}</b>" + (f" &nbsp;{key}" if key else "")
    return f"<div style='white-space:nowrap'>{head}</div>" + (f"<div>{tip}</div>" if tip else "")


class ActionSet:
    """The QActions made from the table, by name."""

    def __init__(self, parent: QWidget) -> None:
        self._actions = {name: _build(spec, parent) for name, spec in SPECS.items()}
        for action in self._actions.values():
            parent.addAction(action)

    def __getitem__(self, name: str) -> QAction:
        """Return an action; KeyError for a name that is not in the table."""
        return self._actions[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names in the table's order."""
        return iter(self._actions)

    def retheme(self, tokens: Tokens) -> None:
        """Draw the icons in the colours of a theme."""
        for name, spec in SPECS.items():
            if spec.icon:
                self._actions[name].setIcon(icon(spec.icon, tokens))


def _build(spec: ActionSpec, parent: QWidget) -> QAction:
    action = QAction(spec.text, parent)
    action.setCheckable(spec.checkable)
    action.setShortcuts([QKeySequence(key) for key in spec.shortcuts])
    action.setIconVisibleInMenu(False)
    if spec.shortcuts or spec.tip:
        action.setToolTip(tooltip(spec.text, spec.shortcuts or ("",), spec.tip))
    action.setStatusTip("")
    return action
