"""The command palette: type a few letters of what you want done, press Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QMainWindow,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.texts import tr
from featherbrush.app.windows.fuzzy import score
from featherbrush.app.windows.menu_paths import MenuEntry, entries
from featherbrush.app.windows.trees import rows, select_first

WIDTH, HEIGHT = 640, 420
TOP = 72
MOVING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
RUNNING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ESCAPE = Qt.Key.Key_Escape
PLACE = Qt.ItemDataRole.UserRole


class CommandPalette(QDialog):
    """A line to type in over a list of commands. Enter runs the chosen one, Escape closes.

    Commands that cannot be done now are greyed and not run. It closes when another window is used.
    """

    def __init__(self, commands: Sequence[MenuEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("commandPalette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Commands"))
        self.resize(WIDTH, HEIGHT)
        self._commands = tuple(commands)
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Search for a command"))
        self.line.setAccessibleName(tr("Search for a command"))
        self.line.installEventFilter(self)
        self.list = _command_list()
        self.list.itemActivated.connect(lambda _item, _column: self.run())
        self.list.itemClicked.connect(lambda _item, _column: self.run())
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        self.line.textChanged.connect(self._search)
        self._search("")
        self.line.setFocus()

    @property
    def titles(self) -> tuple[str, ...]:
        """The commands that the search found, best first."""
        return tuple(item.text(0) for item in rows(self.list))

    def run(self) -> None:
        """Close, then do the chosen command; nothing when it cannot be done now."""
        item = self.list.currentItem()
        if item is None or item.isDisabled():
            return
        action = self._commands[item.data(0, PLACE)].action
        self.close()
        action.trigger()

    def _search(self, query: str) -> None:
        self.list.clear()
        self.list.addTopLevelItems([self._item(place) for place in found(self._commands, query)])
        # A best hit that cannot be done now is shown so: Enter must not run the next best.
        listed = rows(self.list)
        if listed and not (query.strip() and listed[0].isDisabled()):
            select_first(self.list)

    def _item(self, place: int) -> QTreeWidgetItem:
        command = self._commands[place]
        item = QTreeWidgetItem([command.title, command.path, command.key])
        item.setData(0, PLACE, place)
        item.setDisabled(not command.action.isEnabled())
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(0, command.action.toolTip())
        return item

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that move go from the line to the list; Enter runs, Escape closes."""
        if not isinstance(event, QKeyEvent) or event.key() not in (*MOVING, *RUNNING, ESCAPE):
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.ShortcutOverride:
            # These keys are the palette's, whatever shortcuts the main window has.
            event.accept()
        elif event.type() is QEvent.Type.KeyPress:
            self._key(event)
        return True

    def _key(self, event: QKeyEvent) -> None:
        if event.key() in MOVING:
            self.list.keyPressEvent(event)
        elif event.key() in RUNNING:
            self.run()
        else:
            self.close()

    def changeEvent(self, event: QEvent) -> None:
        """Close when another window of any program is used."""
        super().changeEvent(event)
        gone = event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow()
        if gone and self.isVisible():
            self.close()


def found(commands: Sequence[MenuEntry], query: str) -> tuple[int, ...]:
    """Return the places of the commands that a search finds, best first.

    Letters in a command's own name count more than those in the names of its menus.
    """
    scored: list[tuple[float, int]] = []
    for place, command in enumerate(commands):
        in_title = score(query, command.title)
        anywhere = score(query, f"{command.title} {command.path}")
        if in_title is not None:
            scored.append((-1000 - in_title if query.strip() else 0, place))
        elif anywhere is not None:
            scored.append((-anywhere, place))
    return tuple(place for _, place in sorted(scored))


def open_palette(window: QMainWindow) -> CommandPalette:
    """Show the palette over a window with all that its menus hold."""
    palette = CommandPalette(entries(window.menuBar()), window)
    left = (window.width() - palette.width()) // 2
    palette.move(window.mapToGlobal(QPoint(max(0, left), TOP)))
    palette.show()
    palette.activateWindow()
    return palette


def _command_list() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(tr("Commands"))
    tree.setColumnCount(3)
    tree.setHeaderHidden(True)
    tree.setRootIsDecorated(False)
    tree.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = tree.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in (1, 2):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return tree
