"""The files that were opened or saved last, and the menu that lists them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from featherbrush.app.texts import tr

MOST = 10
KEY = "files/recent"


class RecentFiles(QObject):
    """Up to ten files, the latest first, remembered in the settings."""

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that are still there."""
        stored = self._settings.value(KEY, [])
        names = stored if isinstance(stored, list) else [stored]
        files = [name for name in names if isinstance(name, str) and os.path.isfile(name)]
        return tuple(Path(name) for name in files[:MOST])

    def add(self, path: Path) -> None:
        """Put a file first."""
        own = path.absolute()
        others = [one for one in self.paths if one != own]
        self._settings.setValue(KEY, [str(one) for one in (own, *others)][:MOST])

    def clear(self) -> None:
        """Forget them all; the files themselves stay."""
        self._settings.remove(KEY)

    def attach(self, menu: QMenu, open_file: Callable[[Path], object]) -> None:
        """List the files whenever `menu` is about to be shown."""
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(lambda: self._fill(menu, open_file))
        self._fill(menu, open_file)

    def _fill(self, menu: QMenu, open_file: Callable[[Path], object]) -> None:
        menu.clear()
        for place, path in enumerate(self.paths, start=1):
            name = path.name.replace("&", "&&")
            action = QAction(f"&{place % 10}  {name}", menu)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, chosen=path: open_file(chosen))
            menu.addAction(action)
        empty = menu.isEmpty()
        menu.addSeparator()
        forget = QAction(tr("No files yet") if empty else tr("&Clear this list"), menu)
        forget.setEnabled(not empty)
        forget.triggered.connect(self.clear)
        menu.addAction(forget)
