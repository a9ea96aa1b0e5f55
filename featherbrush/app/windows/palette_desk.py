"""Keeps the palette panel and the document of one mind: classes or inks, counts, favourites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog

from featherbrush.app.panels.class_counts import ClassCounts
from featherbrush.app.texts import one_line, tr
from featherbrush.app.windows.first_map import brush_class
from featherbrush.engine.errors import FeatherbrushError

if TYPE_CHECKING:
    from featherbrush.app.windows.main_window import MainWindow

FAVOURITES = "palette/favourites"


class PaletteDesk(QObject):
    """What the palette panel shows of a window's document, and what it does to it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._panel = window.palette_panel
        self._sketch = window.document.kind == "sketch"
        self.counts = ClassCounts(window.document, self)

    def connect_actions(self) -> None:
        """Follow the document, and do what the panel is asked for."""
        window, panel = self._window, self._panel
        window.document.replaced.connect(self.show)
        window.document.palette_changed.connect(self.show)
        self.counts.counted.connect(panel.set_counts)
        panel.favoured.connect(self.favour)
        panel.color_wanted.connect(self.ask_color)
        window.actions_by_name["patterns"].toggled.connect(panel.set_patterns)
        self.show()

    def show(self) -> None:
        """Show the classes of the map, or the inks of the sketch."""
        window, palette = self._window, self._window.document.palette
        sketch = window.document.kind == "sketch"
        if sketch != self._sketch:
            self._sketch = sketch
            window.tools.set_class(brush_class(palette))
        self._panel.set_classes(palette.classes, background=palette.background, inks=sketch)
        if not sketch:
            self._show_favourites()
        self._panel.choose(window.tools.class_id)
        self.counts.count()

    def favour(self, class_id: int, wanted: bool) -> None:
        """Put a class among the favourites, or take it out; remembered by its name."""
        name = self._window.document.palette.name(class_id)
        names = self._names() | {name} if wanted else self._names() - {name}
        self._window.settings.setValue(FAVOURITES, "\n".join(sorted(names)))
        self._show_favourites()

    def ask_color(self) -> None:
        """Let the artist mix an ink, and take it in hand."""
        window = self._window
        present = QColor(*window.document.palette.color(window.tools.class_id))
        color = QColorDialog.getColor(present, window, tr("Another ink"))
        if color.isValid():
            self.add_ink((color.red(), color.green(), color.blue()))

    def add_ink(self, color: tuple[int, int, int]) -> None:
        """Give the sketch an ink and take it in hand; nothing on a label map."""
        document = self._window.document
        if document.kind != "sketch":
            return
        try:
            palette, number = document.palette.with_ink(color)
        except FeatherbrushError as problem:
            self._window.messages.error(one_line(problem))
            return
        document.set_inks(palette)
        self._window.take_class(number)

    def _show_favourites(self) -> None:
        names = self._names()
        classes = self._window.document.palette.classes
        self._panel.set_favourites(frozenset(info.id for info in classes if info.name in names))

    def _names(self) -> set[str]:
        return set(str(self._window.settings.value(FAVOURITES, "")).splitlines())
