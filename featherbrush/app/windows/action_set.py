"""The QActions made from the table, and the keys that they answer to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from featherbrush.app.looks.icons import icon
from featherbrush.app.looks.tokens import Tokens
from featherbrush.app.texts import tr
from featherbrush.app.windows.actions import SPECS, ActionSpec


class ActionSet(QObject):
    """The actions of the table by name; their shortcuts may differ from the table's."""

    shortcuts_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = {name: _build(spec, parent) for name, spec in SPECS.items()}
        for action in self._actions.values():
            parent.addAction(action)

    def __getitem__(self, name: str) -> QAction:
        """Return an action; KeyError for a name that is not in the table."""
        return self._actions[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names in the table's order."""
        return iter(self._actions)

    def name(self, name: str) -> str:
        """Return what an action is called in the user's language, whatever it says just now."""
        return plain(tr(SPECS[name].text))

    def tip(self, name: str) -> str:
        """Return the sentence that teaches, or an empty string."""
        return tr(SPECS[name].tip)

    def shortcuts(self, name: str) -> tuple[str, ...]:
        """Return the keys of an action in portable text, the first one leads."""
        portable = QKeySequence.SequenceFormat.PortableText
        return tuple(key.toString(portable) for key in self._actions[name].shortcuts())

    def set_shortcuts(self, name: str, keys: Sequence[str]) -> None:
        """Let an action answer to these keys (portable text, such as "Ctrl+Shift+Z") only."""
        if tuple(keys) == self.shortcuts(name):
            return
        _give_keys(self._actions[name], SPECS[name], tuple(keys))
        self.shortcuts_changed.emit()

    def retheme(self, tokens: Tokens) -> None:
        """Draw the icons in the colours of a theme."""
        for name, spec in SPECS.items():
            if spec.icon:
                self._actions[name].setIcon(icon(spec.icon, tokens))


def plain(text: str) -> str:
    """Return a menu text without its mnemonic mark and dots."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("...")


def native(key: str) -> str:
    """Return a key in portable text the way this system and language write it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def tooltip(text: str, shortcuts: tuple[str, ...], tip: str) -> str:
    """Return a tooltip: the name, its first shortcut, and the sentence that teaches."""
    key = native(shortcuts[0]) if shortcuts else ""
    head = f"<b>{plain(text)}</b>" + (f" &nbsp;{key}" if key else "")
    return f"<div style='white-space:nowrap'>{head}</div>" + (f"<div>{tip}</div>" if tip else "")


def _build(spec: ActionSpec, parent: QWidget) -> QAction:
    action = QAction(tr(spec.text), parent)
    action.setCheckable(spec.checkable)
    action.setIconVisibleInMenu(False)
    action.setStatusTip("")
    _give_keys(action, spec, spec.shortcuts)
    return action


def _give_keys(action: QAction, spec: ActionSpec, keys: tuple[str, ...]) -> None:
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.setToolTip(tooltip(tr(spec.text), keys, tr(spec.tip)))
