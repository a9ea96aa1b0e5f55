"""The dialog that changes shortcuts; conflicts are named before anything is taken away."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.texts import tr
from featherbrush.app.windows import shortcuts
from featherbrush.app.windows.action_set import ActionSet, native
from featherbrush.app.windows.trees import rows, select_first

NAME = Qt.ItemDataRole.UserRole
PLACES = 2
"""Keys of an action that can be edited: the first one leads, the other is an alternative."""


class ShortcutEditor(QDialog):
    """All actions with their keys. A change holds at once; a key in use is taken only on demand."""

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Edit shortcuts"))
        self.resize(620, 620)
        self._actions = actions
        self._wish: tuple[int, str] | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search for an action or a key"))
        self.search.setAccessibleName(tr("Search for an action or a key"))
        self.search.setClearButtonEnabled(True)
        self.list = _action_list()
        self.edits = tuple(_key_edit() for _ in range(PLACES))
        self.edits[0].setAccessibleName(tr("Shortcut"))
        self.edits[1].setAccessibleName(tr("Alternative"))
        self.conflict = QLabel()
        self.conflict.setWordWrap(True)
        self.take = QPushButton(tr("Use it here"))
        self.take.hide()
        self.reset_one = QPushButton(tr("Reset"))
        self.reset_one.setToolTip(tr("Give this action its own shortcut back."))
        self.reset_all = QPushButton(tr("Reset all"))
        self.reset_all.setToolTip(tr("Give every action its own shortcut back."))
        self._lay_out()
        self._connect()
        self._fill()
        select_first(self.list)

    def choose(self, name: str) -> None:
        """Select an action by its name in the table."""
        self.list.setCurrentItem(self._item(name))

    @property
    def chosen(self) -> str:
        """The name of the action that is being edited."""
        item = self.list.currentItem()
        return str(item.data(0, NAME)) if item is not None else ""

    def wish(self, place: int, key: str) -> None:
        """Give the chosen action a key (portable text, "" for none), or name who has it."""
        self._wish = None
        other = shortcuts.owner(self._actions, key, asking=self.chosen) if key else None
        if reserved := shortcuts.fixed_use(key):
            self._say(tr("{key} is reserved: {use}.", key=native(key), use=reserved))
        elif other is not None:
            self._wish = (place, key)
            name = self._actions.name(other)
            self._say(tr("{key} belongs to “{action}”.", key=native(key), action=name), ask=True)
        else:
            self._assign(place, key)

    def take_over(self) -> None:
        """Take the key away from the action that has it."""
        if self._wish is not None:
            self._assign(*self._wish)

    def _assign(self, place: int, key: str) -> None:
        shortcuts.assign(self._actions, self.chosen, place=place, key=key)
        self._show_chosen()

    def _reset_chosen(self) -> None:
        shortcuts.reset(self._actions, self.chosen)
        self._show_chosen()

    def _reset_everything(self) -> None:
        shortcuts.reset_all(self._actions)
        self._show_chosen()

    def _say(self, words: str, *, ask: bool = False) -> None:
        self.conflict.setText(words)
        self.take.setVisible(ask)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        for words, edit in zip((tr("&Shortcut"), tr("&Alternative")), self.edits, strict=True):
            label = QLabel(words)
            label.setBuddy(edit)
            # The underlined letter is wider than the layout reckons with.
            label.setMinimumWidth(label.sizeHint().width() + 8)
            form.addRow(label, edit)
        said = QHBoxLayout()
        said.addWidget(self.conflict, 1)
        said.addWidget(self.take)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ResetRole
        buttons.addButton(self.reset_one, role)
        buttons.addButton(self.reset_all, role)
        buttons.rejected.connect(self.reject)
        for button in (*buttons.buttons(), self.take):
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addLayout(form)
        column.addLayout(said)
        column.addWidget(buttons)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_chosen())
        self.take.clicked.connect(self.take_over)
        self.reset_one.clicked.connect(self._reset_chosen)
        self.reset_all.clicked.connect(self._reset_everything)
        for place, edit in enumerate(self.edits):
            edit.editingFinished.connect(lambda place=place: self._typed(place))

    def _typed(self, place: int) -> None:
        key = self.edits[place].keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        now = self._actions.shortcuts(self.chosen)
        if key != (now[place] if place < len(now) else ""):
            self.wish(place, key)

    def _fill(self) -> None:
        for name in self._actions:
            item = QTreeWidgetItem([self._actions.name(name), ""])
            item.setData(0, NAME, name)
            item.setToolTip(0, self._actions.tip(name))
            self.list.addTopLevelItem(item)
        self._show_keys()

    def _show_keys(self) -> None:
        for item in rows(self.list):
            name = str(item.data(0, NAME))
            keys = self._actions.shortcuts(name)
            item.setText(1, ", ".join(native(key) for key in keys))
            font = item.font(1)
            font.setBold(keys != shortcuts.defaults(name))
            item.setFont(1, font)

    def _show_chosen(self) -> None:
        self._wish = None
        self._say("")
        self._show_keys()
        keys = self._actions.shortcuts(self.chosen) if self.chosen else ()
        for place, edit in enumerate(self.edits):
            with QSignalBlocker(edit):
                edit.setKeySequence(QKeySequence(keys[place] if place < len(keys) else ""))

    def _filter(self, query: str) -> None:
        for item in rows(self.list):
            line = f"{item.text(0)} {item.text(1)}".casefold()
            item.setHidden(not all(word in line for word in query.casefold().split()))

    def _item(self, name: str) -> QTreeWidgetItem:
        return next(item for item in rows(self.list) if item.data(0, NAME) == name)


def _action_list() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(tr("Actions and their shortcuts"))
    tree.setHeaderLabels([tr("Action"), tr("Shortcut")])
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.header().setStretchLastSection(True)
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    tree.setColumnWidth(1, 200)
    return tree


def _key_edit() -> QKeySequenceEdit:
    edit = QKeySequenceEdit()
    edit.setMaximumSequenceLength(1)
    edit.setClearButtonEnabled(True)
    edit.setToolTip(tr("Click here, then press the keys."))
    return edit
