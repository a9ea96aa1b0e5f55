"""How the main window's parts are laid out, and what of it is remembered."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QByteArray, QSettings, QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from featherbrush.app.looks.theme import ThemeChoice
from featherbrush.app.panels.tool_memory import remember_tools, restore_tools
from featherbrush.app.windows.compare_layout import CompareMode
from featherbrush.app.windows.fence import Fence
from featherbrush.engine.geometry import Bounds, Extent

if TYPE_CHECKING:
    from featherbrush.app.windows.main_window import MainWindow

E = TypeVar("E", bound=StrEnum)

CANVAS_SHARE, RESULT_SHARE = 42, 58
CANVAS_LEAST = 220
FIRST_SIZE = QSize(1280, 800)
PANELS = ("show-palette", "show-figures", "show-style", "show-navigator")
"""The actions that show and hide the panels which have a fixed place."""
MODEL = "model/pair"
"""The setting that names the pair in use; the next start begins with it."""
PATTERNS = "canvas/patterns"
FRAME = QSize(8, 40)
"""What a window manager puts around a window, about: not known before it is shown."""


def assemble(window: MainWindow) -> None:
    """Put the parts of the window together."""
    result = QWidget()
    result.setObjectName("resultPane")
    column = _column(result)
    column.addWidget(window.viewing.compare_bar)
    column.addWidget(window.compare, 1)
    column.addWidget(window.viewing.vote_bar)
    column.addWidget(window.figures_panel)
    column.addWidget(window.style_panel)
    splitter = window.splitter
    splitter.setHandleWidth(5)
    splitter.setChildrenCollapsible(False)
    window.canvas.setMinimumWidth(CANVAS_LEAST)
    splitter.addWidget(window.canvas)
    splitter.addWidget(result)
    splitter.setStretchFactor(0, CANVAS_SHARE)
    splitter.setStretchFactor(1, RESULT_SHARE)
    splitter.setSizes([CANVAS_SHARE * 10, RESULT_SHARE * 10])
    row = QHBoxLayout(window.stage)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(Fence(window.tools_panel))
    left = QWidget()
    stack = _column(left)
    stack.addWidget(window.palette_panel, 1)
    stack.addWidget(window.viewing.navigator)
    stack.addWidget(window.viewing.underlay_bar)
    row.addWidget(left)
    row.addWidget(splitter, 1)
    whole_window = QWidget()
    rows = _column(whole_window)
    rows.addWidget(Fence(window.option_bar))
    rows.addWidget(window.stage, 1)
    window.setCentralWidget(whole_window)
    window.canvas.setFocus()


def remember(window: MainWindow, settings: QSettings) -> None:
    """Keep size, place, panels, mode, patterns, theme, model and brush for the next start."""
    settings.setValue("window/geometry", window.saveGeometry())
    settings.setValue("window/docks", window.saveState())
    for name in PANELS:
        settings.setValue(f"panels/{name}", window.actions_by_name[name].isChecked())
    settings.setValue("window/splitter", window.splitter.saveState())
    # A vote is something one sets out to do: it does not greet anybody at the next start.
    blind = window.compare.mode is CompareMode.BLIND
    mode = CompareMode.SIDE_BY_SIDE if blind else window.compare.mode
    settings.setValue("compare/mode", mode.value)
    settings.setValue(PATTERNS, window.actions_by_name["patterns"].isChecked())
    settings.setValue("theme", window.theme.choice.value)
    if window.models.current is not None:
        settings.setValue(MODEL, window.models.current.name)
    remember_tools(window.tools, settings)


def restore(window: MainWindow, settings: QSettings) -> None:
    """Bring back what was remembered; anything unreadable is left at its default."""
    window.resize(FIRST_SIZE.boundedTo(window.screen().availableSize() - FRAME))
    for key, take in (
        ("window/geometry", window.restoreGeometry),
        ("window/docks", window.restoreState),
        ("window/splitter", window.splitter.restoreState),
    ):
        value = settings.value(key)
        if isinstance(value, QByteArray):
            take(value)
    for name in PANELS:
        shown = settings.value(f"panels/{name}", True, type=bool)
        window.actions_by_name[name].setChecked(bool(shown))
    patterns = settings.value(PATTERNS, False, type=bool)
    window.actions_by_name["patterns"].setChecked(bool(patterns))
    window.set_mode(_member(CompareMode, settings.value("compare/mode"), CompareMode.SIDE_BY_SIDE))
    choice = _member(ThemeChoice, settings.value("theme"), ThemeChoice.SYSTEM)
    window.actions_by_name[f"theme-{choice}"].setChecked(True)
    window.theme.choose(choice)
    restore_tools(window.tools, settings)


def whole(extent: Extent) -> Bounds:
    """Return everything that a map of this size covers."""
    return Bounds.of(extent)


def _member(kind: type[E], value: object, default: E) -> E:
    try:
        return kind(str(value))
    except ValueError:
        return default


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
