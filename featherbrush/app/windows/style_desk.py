"""Connects the style panel's blend and favourites with the styles of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QLineEdit

from featherbrush.app.synthesis.styles import KEPT
from featherbrush.app.texts import tr

if TYPE_CHECKING:
    from featherbrush.app.windows.main_window import MainWindow


class StyleDesk(QObject):
    """What the style panel asks for, carried out on a window's styles."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def connect_actions(self) -> None:
        """Follow the panel and the shelf."""
        window, panel = self._window, self._window.style_panel
        window.actions_by_name["style-keep"].triggered.connect(window.styles.keep)
        panel.blend.blended.connect(self.blend)
        panel.rename_wanted.connect(self.ask_name)
        panel.remove_wanted.connect(window.styles.remove)
        window.shelf.chosen.connect(self._show)
        window.shelf.offered.connect(self._show)
        self._show()

    def blend(self, first: str, second: str, share: float) -> None:
        """Use the style at `share` of the way between two on offer."""
        self._window.shelf.blend(first, second, share=share)

    def ask_name(self, key: str) -> None:
        """Let the artist call a favourite something else."""
        name, agreed = QInputDialog.getText(
            self._window,
            tr("Rename a style"),
            tr("What is this style called?"),
            QLineEdit.EchoMode.Normal,
            key.removeprefix(KEPT),
        )
        if agreed:
            self._window.styles.rename(key, name)

    def _show(self, _option: object = None) -> None:
        current = self._window.shelf.current
        can_keep = current is not None and not current.kept
        self._window.actions_by_name["style-keep"].setEnabled(can_keep)
