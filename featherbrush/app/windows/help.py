"""What the Help menu offers: keys to read and to change, the tour, what the studio is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt

from featherbrush.app.texts import tr
from featherbrush.app.windows import shortcuts
from featherbrush.app.windows.about_dialog import AboutDialog
from featherbrush.app.windows.help_dialogs import about_page, shortcuts_page
from featherbrush.app.windows.shortcut_editor import ShortcutEditor
from featherbrush.app.windows.tour import Guide

if TYPE_CHECKING:
    from featherbrush.app.windows.main_window import MainWindow


class Help:
    """Help for one window; keeps its shortcuts in the settings."""

    def __init__(self, window: MainWindow, settings: QSettings) -> None:
        self._window = window
        self._settings = settings
        self.tour = Guide(window, settings)
        shortcuts.restore(window.actions_by_name, settings)
        window.actions_by_name.shortcuts_changed.connect(self._remember)

    def show_shortcuts(self) -> None:
        """Show every key there is, as it is now."""
        page = shortcuts_page(self._window.actions_by_name)
        self._window.files.dialogs.read(tr("Keyboard shortcuts"), page)

    def edit_shortcuts(self) -> ShortcutEditor:
        """Show the dialog that changes keys."""
        editor = ShortcutEditor(self._window.actions_by_name, self._window)
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.open()
        return editor

    def show_about(self) -> AboutDialog:
        """Show what the studio and the model in use are made of."""
        about = AboutDialog(about_page(self._window.models.current), self._window)
        about.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        about.open()
        return about

    def _remember(self) -> None:
        shortcuts.remember(self._window.actions_by_name, self._settings)
