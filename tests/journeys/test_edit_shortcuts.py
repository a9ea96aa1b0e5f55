"""Keys as the artist's hands know them: changed in a dialog, kept for the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from featherbrush.app.canvas import ToolKind

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio


@pytest.fixture
def studio(make_studio: MakeStudio) -> Studio:
    """The studio without a model: nothing here needs pictures."""
    return make_studio()


def test_a_new_key_works_at_once_and_the_help_page_knows_it(studio: Studio) -> None:
    window = studio.window
    editor = window.help.edit_shortcuts()
    editor.choose("eraser")
    editor.wish(0, "F9")
    editor.reject()

    QTest.keyClick(window.canvas, Qt.Key.Key_F9)
    studio.do("shortcuts")

    assert window.tools.tool is ToolKind.ERASER
    assert "F9" in studio.answers.page
    assert "F9" in window.actions_by_name["eraser"].toolTip()


def test_a_key_in_use_is_named_and_taken_only_on_demand(studio: Studio) -> None:
    window = studio.window
    editor = window.help.edit_shortcuts()
    editor.choose("eraser")

    editor.wish(0, "Ctrl+S")
    assert "“Save”" in editor.conflict.text()
    assert not editor.take.isHidden()
    assert window.actions_by_name.shortcuts("save") == ("Ctrl+S",)

    QTest.mouseClick(editor.take, Qt.MouseButton.LeftButton)
    assert window.actions_by_name.shortcuts("eraser") == ("Ctrl+S",)
    assert window.actions_by_name.shortcuts("save") == ()
    editor.reject()


def test_keys_of_the_canvas_cannot_be_given_away(studio: Studio) -> None:
    editor = studio.window.help.edit_shortcuts()
    editor.choose("eraser")

    editor.wish(0, "Space")

    assert "reserved" in editor.conflict.text()
    assert editor.take.isHidden()
    assert studio.window.actions_by_name.shortcuts("eraser") == ("E",)
    editor.reject()


def test_pressing_keys_in_the_field_assigns_them(studio: Studio) -> None:
    editor = studio.window.help.edit_shortcuts()
    editor.choose("about")
    field = editor.edits[0]

    QTest.keyClick(field, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    field.editingFinished.emit()

    assert studio.window.actions_by_name.shortcuts("about") == ("Shift+F8",)
    editor.reject()


def test_keys_are_kept_for_the_next_start_and_reset_one_by_one_or_all(
    make_studio: MakeStudio, settings: QSettings
) -> None:
    first = make_studio()
    editor = first.window.help.edit_shortcuts()
    for name, key in (("about", "F10"), ("tour", "F11")):
        editor.choose(name)
        editor.wish(0, key)
    editor.reject()
    first.window.close()

    second = make_studio()
    actions = second.window.actions_by_name
    assert actions.shortcuts("about") == ("F10",)

    editor = second.window.help.edit_shortcuts()
    editor.choose("about")
    editor.reset_one.click()
    assert actions.shortcuts("about") == ()
    assert actions.shortcuts("tour") == ("F11",)

    editor.reset_all.click()
    assert actions.shortcuts("tour") == ()
    assert not [key for key in settings.allKeys() if key.startswith("shortcuts/")]
    editor.reject()


def test_the_search_leaves_what_was_looked_for(studio: Studio) -> None:
    editor = studio.window.help.edit_shortcuts()
    QTest.keyClicks(editor.search, "erase")

    shown = [
        editor.list.topLevelItem(row).text(0)
        for row in range(editor.list.topLevelItemCount())
        if not editor.list.topLevelItem(row).isHidden()
    ]

    assert shown == ["Eraser"]
    editor.reject()
