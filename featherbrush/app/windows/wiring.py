"""What every action does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup, QKeySequence, QShortcut

from featherbrush.app.canvas import ToolKind
from featherbrush.app.looks.theme import ThemeChoice
from featherbrush.app.panels.palette_panel import KEYS
from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.actions import TOOL_NAMES
from featherbrush.app.windows.command_palette import open_palette
from featherbrush.app.windows.compare_layout import CompareMode

if TYPE_CHECKING:
    from featherbrush.app.windows.main_window import MainWindow

WHOLE = (
    "new",
    "open",
    "gallery",
    "save",
    "save-as",
    "save-template",
    "save-compressed",
    "save-original",
    "export-picture",
    "export-layers",
    "export-ids",
    "export-colors",
    "quit",
)
"""Actions on the document as a whole: a polygon under way is completed first, and is part of it."""


def connect_actions(window: MainWindow) -> None:
    """Connect the actions of the table to what they do in a window."""
    for name, call in _calls(window).items():
        triggered = window.actions_by_name[name].triggered
        if name in WHOLE:
            triggered.connect(lambda _=False: window.canvas.driver.finish())
        triggered.connect(lambda _=False, call=call: call())
    _connect_choices(window)
    _connect_panels(window)
    window.palette_desk.connect_actions()
    window.style_desk.connect_actions()
    window.model_shelf.connect_actions()
    window.viewing.connect_actions()
    window.editing.connect_actions()
    window.actions_by_name["pause"].toggled.connect(window.bridge.set_paused)
    _connect_keys(window)


def _connect_keys(window: MainWindow) -> None:
    """Connect the keys that belong to no action. The number keys work with the palette hidden."""
    escape = QShortcut(QKeySequence("Esc"), window)
    escape.activated.connect(partial(_dismiss, window))
    for place, key in enumerate(KEYS):
        number = QShortcut(QKeySequence(key), window)
        number.activated.connect(partial(window.palette_panel.take, place))


def _dismiss(window: MainWindow) -> None:
    """Take away what lies over the window: the tour, or else a message."""
    if not window.help.tour.end():
        window.messages.clear()


def _calls(window: MainWindow) -> dict[str, Callable[[], object]]:
    files, canvas = window.files, window.canvas
    return {
        "new": window.new_map,
        "open": files.open,
        "save": files.save,
        "save-as": files.save_as,
        "save-compressed": partial(window.save_picture, Side.COMPRESSED),
        "save-original": partial(window.save_picture, Side.ORIGINAL),
        "quit": window.close,
        "undo": canvas.driver.undo,
        "redo": canvas.driver.redo,
        "zoom-in": canvas.zoom_in,
        "zoom-out": canvas.zoom_out,
        "zoom-fit": canvas.fit,
        "zoom-actual": canvas.actual_size,
        "brush-smaller": window.tools.shrink,
        "brush-larger": window.tools.grow,
        "open-model": window.open_model,
        "style-default": window.styles.reset,
        "style-random": window.styles.throw_dice,
        "style-picture": window.take_style,
        **window.documents.calls(),
        "timelapse": window.timelapse.open,
        "commands": partial(open_palette, window),
        "shortcuts": window.help.show_shortcuts,
        "edit-shortcuts": window.help.edit_shortcuts,
        "tour": window.help.tour.start,
        "about": window.help.show_about,
    }


def _connect_choices(window: MainWindow) -> None:
    """Connect the actions of which one of several is always chosen."""
    themes = {f"theme-{choice}": choice for choice in ThemeChoice}
    _one_of(window, TOOL_NAMES, lambda name: window.tools.set_tool(ToolKind(name)))
    _one_of(window, tuple(CompareMode), lambda name: window.set_mode(CompareMode(name)))
    _one_of(window, tuple(themes), lambda name: window.theme.choose(themes[name]))
    actions = window.actions_by_name
    window.tools.tool_changed.connect(lambda tool: actions[tool].setChecked(True))
    actions[window.tools.tool.value].setChecked(True)


def _connect_panels(window: MainWindow) -> None:
    for name, panel in (
        ("show-palette", window.palette_panel),
        ("show-figures", window.figures_panel),
        ("show-style", window.style_panel),
    ):
        window.actions_by_name[name].setChecked(True)
        window.actions_by_name[name].toggled.connect(panel.setVisible)


def _one_of(window: MainWindow, names: Sequence[str], choose: Callable[[str], object]) -> None:
    group = QActionGroup(window)
    for name in names:
        action = window.actions_by_name[name]
        group.addAction(action)
        action.triggered.connect(lambda _=False, name=name: choose(name))
