"""The controllers around documents, put together: recent files, gallery, export, safety."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from featherbrush.app.document.openraster import SUFFIX, write_openraster
from featherbrush.app.texts import one_line, tr
from featherbrush.app.windows.drag_out import DragOut
from featherbrush.app.windows.exporting import ExportActions
from featherbrush.app.windows.gallery import templates_in
from featherbrush.app.windows.menus import title_of
from featherbrush.app.windows.recent import RecentFiles
from featherbrush.app.windows.safety import Safety
from featherbrush.app.windows.studio_surroundings import StudioSurroundings
from featherbrush.engine.errors import DocumentError, FeatherbrushError
from featherbrush.engine.examples import example_files
from featherbrush.engine.resources import user_templates_dir

if TYPE_CHECKING:
    from featherbrush.app.windows.main_window import MainWindow


class Documents(QObject):
    """What a window can do with documents beside opening and saving them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._files = window.files
        self._messages = window.messages
        self._models = window.models
        self._files.surroundings = StudioSurroundings(
            window.models,
            pictures=window.pictures,
            shelf=window.shelf,
            background=window.background,
            parent=self,
        )
        self.recent = RecentFiles(window.settings, self)
        self.safety = Safety(
            window.document, files=window.files, messages=window.messages, parent=self
        )
        self.export = ExportActions(
            window.document,
            files=window.files,
            models=window.models,
            pictures=window.pictures,
            messages=window.messages,
            parent=window,
        )
        self.drag_out = DragOut(window.compare, lambda: self._files.name)
        self._files.used.connect(self.recent.add)

    def calls(self) -> dict[str, Callable[[], object]]:
        """What the actions of the table do, by their names."""
        return {
            "gallery": self.open_gallery,
            "save-template": self.save_template,
            "export-picture": self.export.export_picture,
            "export-layers": self._files.save_copy,
            "export-ids": partial(self.export.export_map, colors=False),
            "export-colors": partial(self.export.export_map, colors=True),
            "copy-picture": self.export.copy_picture,
        }

    def fill_recent(self, menu: QMenu) -> None:
        """Keep a menu of the files that were used last."""
        self.recent.attach(menu, self._files.open)

    def fill_examples(self, menu: QMenu) -> None:
        """Keep a menu of the examples for the models in use."""
        menu.aboutToShow.connect(partial(self._list_examples, menu))
        self._list_examples(menu)

    def _list_examples(self, menu: QMenu) -> None:
        menu.clear()
        for path in self._examples():
            entry = menu.addAction(title_of(path))
            entry.triggered.connect(lambda _=False, chosen=path: self._files.open_example(chosen))
        if menu.isEmpty():
            menu.addAction(tr("None for this model")).setEnabled(False)

    def _examples(self) -> tuple[Path, ...]:
        """What ships for the models in use."""
        choice = self._models.current
        return () if choice is None else example_files(choice.card)

    def open_gallery(self) -> None:
        """Begin with an example or a template."""
        folder = user_templates_dir()
        chosen = self._files.dialogs.choose_from_gallery(
            self._examples(), templates_in(folder), folder
        )
        if chosen is not None:
            self._files.open_example(chosen)

    def save_template(self) -> None:
        """Keep the document as a template; its own file and its unsaved mark stay as they are."""
        name = self._files.dialogs.name_template(Path(self._files.name).stem)
        if name is None:
            return
        path = user_templates_dir() / f"{_file_name(name)}{SUFFIX}"
        if path.exists() and not self._files.dialogs.confirm_overwrite(name):
            return
        try:
            _make_folder(path.parent)
            write_openraster(path, self._files.content())
        except FeatherbrushError as problem:
            self._messages.error(one_line(problem))
            return
        self._files.told.emit(tr("Kept as template {name}", name=name))

    def close(self) -> None:
        """End every thread; the journal goes."""
        self.export.close()
        self.safety.close()
        self.drag_out.close()


def _file_name(name: str) -> str:
    """A name that every file system takes."""
    safe = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "-", name).strip(" .")[:80]
    return safe or "template"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise DocumentError(f"{folder}: cannot be made: {problem.strerror or problem}") from problem
