"""Everything that the menus hold, with the way that leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from featherbrush.app.windows.action_set import native, plain

ARROW = " › "


@dataclass(frozen=True)
class MenuEntry:
    """One thing that can be done: its action and the titles of the menus around it."""

    action: QAction
    menus: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return plain(self.action.text())

    @property
    def path(self) -> str:
        """The menus that lead to it, from left to right."""
        return ARROW.join(self.menus)

    @property
    def key(self) -> str:
        """Its first shortcut as this system writes it, or an empty string."""
        keys = self.action.shortcuts()
        return native(keys[0].toString()) if keys else ""


def entries(bar: QMenuBar) -> tuple[MenuEntry, ...]:
    """Return what the menus hold at this moment, each action once, in their order."""
    found: dict[QAction, MenuEntry] = {}
    for action in bar.actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            for entry in _within(menu, (plain(action.text()),)):
                found.setdefault(entry.action, entry)
    return tuple(found.values())


def _within(menu: QMenu, menus: tuple[str, ...]) -> Iterator[MenuEntry]:
    # Menus that are filled when they open are filled now.
    menu.aboutToShow.emit()
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _within(below, (*menus, plain(action.text())))
        elif not action.isSeparator() and action.text():
            yield MenuEntry(action, menus)
