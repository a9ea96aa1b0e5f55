"""Shortcuts as the artist wants them: who has a key, and what is kept in the settings."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtGui import QKeySequence

from featherbrush.app.texts import mark, tr
from featherbrush.app.windows.action_set import ActionSet
from featherbrush.app.windows.actions import SPECS

GROUP = "shortcuts"
CLASS_KEYS = mark("Choose a class")
FIXED = {
    **dict.fromkeys("1234567890", CLASS_KEYS),
    "Esc": mark("Take the stroke back"),
    "Space": mark("Pan, or paint at the keyboard's cursor"),
    **dict.fromkeys(
        ("Left", "Right", "Up", "Down", "Shift+Left", "Shift+Right", "Shift+Up", "Shift+Down"),
        mark("Move the keyboard's cursor"),
    ),
}
"""Keys that the canvas and the palette answer to themselves; they cannot be given away."""

_PORTABLE = QKeySequence.SequenceFormat.PortableText


def owner(actions: ActionSet, key: str, *, asking: str) -> str | None:
    """Return the name of the other action that a key belongs to, or None."""
    names = (name for name in actions if name != asking)
    return next((name for name in names if key in actions.shortcuts(name)), None)


def fixed_use(key: str) -> str:
    """Return what a key is reserved for, in the user's language, or an empty string."""
    return tr(FIXED[key]) if key in FIXED else ""


def defaults(name: str) -> tuple[str, ...]:
    """Return the shortcuts that the table gives an action, in portable text."""
    return tuple(QKeySequence(key).toString(_PORTABLE) for key in SPECS[name].shortcuts)


def assign(actions: ActionSet, name: str, *, place: int, key: str) -> None:
    """Give an action a key at a place (0 leads); any other action loses it. "" takes it away."""
    taken_from = owner(actions, key, asking=name) if key else None
    if taken_from is not None:
        kept = tuple(one for one in actions.shortcuts(taken_from) if one != key)
        actions.set_shortcuts(taken_from, kept)
    keys = list(actions.shortcuts(name))
    if place < len(keys):
        keys[place] = key
    else:
        keys.append(key)
    actions.set_shortcuts(name, tuple(dict.fromkeys(one for one in keys if one)))


def reset(actions: ActionSet, name: str) -> None:
    """Give an action its own shortcuts back; others that took them lose them."""
    for key in defaults(name):
        other = owner(actions, key, asking=name)
        if other is not None:
            actions.set_shortcuts(
                other, tuple(one for one in actions.shortcuts(other) if one != key)
            )
    actions.set_shortcuts(name, defaults(name))


def reset_all(actions: ActionSet) -> None:
    """Give every action the shortcuts of the table."""
    for name in actions:
        actions.set_shortcuts(name, defaults(name))


def remember(actions: ActionSet, settings: QSettings) -> None:
    """Keep what differs from the table."""
    settings.remove(GROUP)
    for name in actions:
        if actions.shortcuts(name) != defaults(name):
            keys = [QKeySequence(key) for key in actions.shortcuts(name)]
            settings.setValue(f"{GROUP}/{name}", QKeySequence.listToString(keys, _PORTABLE))


def restore(actions: ActionSet, settings: QSettings) -> None:
    """Bring back what was kept; keys that cannot be read, are reserved or double are left out."""
    for name in actions:
        value = settings.value(f"{GROUP}/{name}")
        if value is None:
            continue
        read = QKeySequence.listFromString(str(value), _PORTABLE)
        keys = [key.toString(_PORTABLE) for key in read]
        actions.set_shortcuts(name, [key for key in keys if key and key not in FIXED])
    _drop_doubles(actions)


def _drop_doubles(actions: ActionSet) -> None:
    """A new version may have given a key of the artist's to something else: the artist's stays."""
    for name in actions:
        mine = actions.shortcuts(name)
        if mine == defaults(name):
            free = tuple(key for key in mine if not _chosen_elsewhere(actions, name, key))
            actions.set_shortcuts(name, free)


def _chosen_elsewhere(actions: ActionSet, name: str, key: str) -> bool:
    other = owner(actions, key, asking=name)
    return other is not None and key not in defaults(other)
