"""The menu row: every action of the studio has its place here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QMenu, QMenuBar

from featherbrush.app.windows.actions import TOOL_NAMES, ActionSet
from featherbrush.app.windows.option_bar import ModelMenu

RULE = ""
EDIT = ("undo", "redo", RULE, "clear")
VIEW = (
    "zoom-in",
    "zoom-out",
    "zoom-fit",
    "zoom-actual",
    RULE,
    "side-by-side",
    "divider",
    RULE,
)
PANELS = ("show-palette", "show-figures", "show-style")
THEMES = ("theme-system", "theme-dark", "theme-light")
TOOLS = (*TOOL_NAMES, RULE, "brush-smaller", "brush-larger")
MODEL = ("pause", RULE, "style-default", "style-random", "style-picture")
HELP = ("shortcuts", "about")


def fill_menu_bar(
    bar: QMenuBar,
    actions: ActionSet,
    *,
    models: ModelMenu,
    examples: Sequence[Path],
    open_example: Callable[[Path], object],
) -> None:
    """Put all actions into their menus."""
    _file_menu(bar.addMenu("&File"), actions, examples=examples, open_example=open_example)
    _add(bar.addMenu("&Edit"), actions, EDIT)
    view = bar.addMenu("&View")
    _add(view, actions, VIEW)
    _add(view.addMenu("&Panels"), actions, PANELS)
    _add(view.addMenu("&Theme"), actions, THEMES)
    _add(bar.addMenu("&Tools"), actions, TOOLS)
    model = bar.addMenu("&Model")
    model.addMenu(models).setText("&Choose model")
    _add(model, actions, MODEL)
    _add(bar.addMenu("&Help"), actions, HELP)


def _file_menu(
    menu: QMenu,
    actions: ActionSet,
    *,
    examples: Sequence[Path],
    open_example: Callable[[Path], object],
) -> None:
    _add(menu, actions, ("new", "open"))
    offered = menu.addMenu("Open &example")
    for path in examples:
        entry = offered.addAction(title_of(path))
        entry.triggered.connect(lambda _=False, chosen=path: open_example(chosen))
    offered.setEnabled(bool(examples))
    _add(menu, actions, (RULE, "save", "save-as"))
    _add(menu, actions, (RULE, "save-compressed", "save-original", RULE, "quit"))


def title_of(path: Path) -> str:
    """Return a file's name as a title: ``mountain-lake.png`` is "Mountain lake"."""
    return path.stem.replace("-", " ").replace("_", " ").capitalize()


def _add(menu: QMenu, actions: ActionSet, names: Sequence[str]) -> None:
    for name in names:
        if name == RULE:
            menu.addSeparator()
        else:
            menu.addAction(actions[name])
