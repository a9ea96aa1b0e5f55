"""Who has which key, and what of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from featherbrush.app.windows import shortcuts
from featherbrush.app.windows.action_set import ActionSet
from featherbrush.app.windows.actions import SPECS


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def actions(qtbot: QtBot) -> Iterator[ActionSet]:
    parent = QWidget()
    qtbot.addWidget(parent)
    yield ActionSet(parent)
    parent.close()


def test_a_key_is_taken_from_the_action_that_had_it(actions: ActionSet) -> None:
    assert shortcuts.owner(actions, "Ctrl+S", asking="undo") == "save"

    shortcuts.assign(actions, "undo", place=0, key="Ctrl+S")

    assert actions.shortcuts("undo")[0] == "Ctrl+S"
    assert "Ctrl+S" not in actions.shortcuts("save")
    assert "Ctrl+S" in actions["undo"].toolTip()


def test_an_alternative_is_added_and_taken_away(actions: ActionSet) -> None:
    shortcuts.assign(actions, "save", place=1, key="F12")
    assert actions.shortcuts("save") == ("Ctrl+S", "F12")

    shortcuts.assign(actions, "save", place=0, key="")
    assert actions.shortcuts("save") == ("F12",)


def test_resetting_one_takes_its_keys_back(actions: ActionSet) -> None:
    shortcuts.assign(actions, "undo", place=0, key="Ctrl+S")

    shortcuts.reset(actions, "save")

    assert actions.shortcuts("save") == shortcuts.defaults("save")
    assert "Ctrl+S" not in actions.shortcuts("undo")


def test_resetting_all_is_the_table_again(actions: ActionSet) -> None:
    shortcuts.assign(actions, "undo", place=0, key="Ctrl+S")
    shortcuts.assign(actions, "about", place=0, key="F11")

    shortcuts.reset_all(actions)

    assert all(actions.shortcuts(name) == shortcuts.defaults(name) for name in actions)


def test_only_what_differs_is_kept_and_comes_back(
    actions: ActionSet, settings: QSettings, qtbot: QtBot
) -> None:
    shortcuts.assign(actions, "about", place=0, key="F11")
    shortcuts.assign(actions, "redo", place=0, key="")
    shortcuts.assign(actions, "undo", place=0, key=";")
    shortcuts.remember(actions, settings)
    assert sorted(settings.allKeys()) == ["shortcuts/about", "shortcuts/redo", "shortcuts/undo"]

    parent = QWidget()
    qtbot.addWidget(parent)
    again = ActionSet(parent)
    shortcuts.restore(again, settings)

    assert again.shortcuts("about") == ("F11",)
    assert again.shortcuts("redo") == actions.shortcuts("redo")
    assert again.shortcuts("undo") == (";",)
    assert again.shortcuts("save") == shortcuts.defaults("save")


def test_damaged_and_reserved_keys_in_the_settings_are_left_out(
    actions: ActionSet, settings: QSettings
) -> None:
    settings.setValue("shortcuts/about", "Space")
    settings.setValue("shortcuts/undo", "%%%; no such key")

    shortcuts.restore(actions, settings)

    assert actions.shortcuts("about") == ()
    assert all(key for key in actions.shortcuts("undo"))


def test_a_key_of_the_artists_is_kept_when_the_table_gives_it_to_another_action(
    actions: ActionSet, settings: QSettings
) -> None:
    settings.setValue("shortcuts/about", "Ctrl+S")

    shortcuts.restore(actions, settings)

    assert actions.shortcuts("about") == ("Ctrl+S",)
    assert actions.shortcuts("save") == ()


def test_the_table_uses_no_reserved_key() -> None:
    taken = {key for spec in SPECS.values() for key in spec.shortcuts}

    assert not taken & set(shortcuts.FIXED)
