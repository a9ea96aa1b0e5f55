"""The menu row: every action of the studio has its place here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMenu, QMenuBar

from featherbrush.app.texts import source_title, tr
from featherbrush.app.windows import language
from featherbrush.app.windows.action_set import ActionSet
from featherbrush.app.windows.actions import TOOL_NAMES
from featherbrush.app.windows.option_bar import ModelMenu

RULE = ""
EDIT = (
    "undo",
    "redo",
    RULE,
    "cut",
    "copy",
    "copy-picture",
    "paste",
    "clear",
    RULE,
    "select-all",
    "deselect",
    "invert-selection",
    RULE,
    "flip-horizontally",
    "flip-vertically",
)
VIEW = (
    "zoom-in",
    "zoom-out",
    "zoom-fit",
    "zoom-actual",
    RULE,
    "rotate-left",
    "rotate-right",
    "rotate-reset",
    "mirror",
    RULE,
    "patterns",
    "underlay-load",
    "underlay-show",
    "underlay-remove",
    RULE,
    "side-by-side",
    "divider",
    "flip",
    "difference",
    "lens",
    "blind",
    "flip-sides",
    RULE,
)
EXPORTS = ("export-picture", "export-layers", RULE, "export-ids", "export-colors")
PANELS = ("show-navigator", "show-palette", "show-figures", "show-style", "show-models")
THEMES = ("theme-system", "theme-dark", "theme-light")
TOOLS = (
    *TOOL_NAMES,
    RULE,
    "brush-smaller",
    "brush-larger",
    "fill-everywhere",
    RULE,
    "symmetry-vertical",
    "symmetry-horizontal",
    RULE,
    "protect",
    "protect-none",
)
MODEL = (
    "add-model",
    "pause",
    RULE,
    "style-default",
    "style-random",
    "style-picture",
    "style-keep",
)
HELP = ("commands", "shortcuts", "edit-shortcuts", RULE, "tour", "about")


def fill_menu_bar(
    bar: QMenuBar,
    actions: ActionSet,
    *,
    models: ModelMenu,
    cores: QMenu,
    fill_examples: Callable[[QMenu], object],
    fill_recent: Callable[[QMenu], object],
    settings: QSettings,
    tell: Callable[[str], object],
) -> None:
    """Put all actions into their menus."""
    _file_menu(
        bar.addMenu(tr("&File")),
        actions,
        fill_examples=fill_examples,
        fill_recent=fill_recent,
    )
    _add(bar.addMenu(tr("&Edit")), actions, EDIT)
    view = bar.addMenu(tr("&View"))
    _add(view, actions, VIEW)
    _add(view.addMenu(tr("&Panels")), actions, PANELS)
    _add(view.addMenu(tr("&Theme")), actions, THEMES)
    language.fill_menu(view.addMenu(tr("&Language")), settings, tell=tell)
    _add(bar.addMenu(tr("&Tools")), actions, TOOLS)
    model = bar.addMenu(tr("&Model"))
    model.addMenu(models).setText(tr("&Choose model"))
    _add(model, actions, MODEL)
    model.addSeparator()
    model.addMenu(cores)
    _add(bar.addMenu(tr("&Help")), actions, HELP)


def _file_menu(
    menu: QMenu,
    actions: ActionSet,
    *,
    fill_examples: Callable[[QMenu], object],
    fill_recent: Callable[[QMenu], object],
) -> None:
    _add(menu, actions, ("new", "open"))
    fill_recent(menu.addMenu(tr("Open &recent")))
    _add(menu, actions, ("gallery",))
    fill_examples(menu.addMenu(tr("Open &example")))
    _add(menu, actions, (RULE, "save", "save-as", "save-template", RULE))
    _add(menu.addMenu(tr("E&xport")), actions, EXPORTS)
    _add(menu, actions, ("save-compressed", "save-original", "timelapse", RULE, "quit"))


def title_of(path: Path) -> str:
    """Return a file's name as a title: ``mountain-lake.png`` is "Mountain lake"."""
    return tr(source_title(path))


def _add(menu: QMenu, actions: ActionSet, names: Sequence[str]) -> None:
    for name in names:
        if name == RULE:
            menu.addSeparator()
        else:
            menu.addAction(actions[name])
