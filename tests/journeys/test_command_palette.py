"""A few letters and Enter: the command palette finds and does everything that the menus hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from featherbrush.app.canvas import ToolKind
from featherbrush.app.windows.command_palette import CommandPalette
from featherbrush.app.windows.trees import rows

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio


@pytest.fixture
def studio(make_studio: MakeStudio) -> Studio:
    """The studio without a model: nothing here needs pictures."""
    return make_studio()


def opened(studio: Studio) -> CommandPalette:
    """The palette, opened by its action."""
    studio.do("commands")
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, CommandPalette)]
    assert len(found) == 1
    return found[0]


def type_into(palette: CommandPalette, words: str) -> None:
    QTest.keyClicks(palette.line, words)


def test_letters_and_enter_do_it(studio: Studio) -> None:
    palette = opened(studio)
    type_into(palette, "eras")
    assert palette.titles[0] == "Eraser"

    QTest.keyClick(palette.line, Qt.Key.Key_Return)

    assert studio.window.tools.tool is ToolKind.ERASER
    assert not _alive(palette) or not palette.isVisible()


def test_arrow_keys_choose_another_one(studio: Studio) -> None:
    palette = opened(studio)
    type_into(palette, "zoom")
    second = palette.titles[1]

    QTest.keyClick(palette.line, Qt.Key.Key_Down)

    item = palette.list.currentItem()
    assert item is not None and item.text(0) == second
    palette.close()


def test_what_cannot_be_done_is_greyed_and_not_run(studio: Studio) -> None:
    palette = opened(studio)
    type_into(palette, "redo")
    item = rows(palette.list)[0]

    assert item.text(0) == "Redo" and item.isDisabled()
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.close()


def test_key_and_menu_are_shown_beside_every_command(studio: Studio) -> None:
    palette = opened(studio)
    type_into(palette, "side by side")
    item = rows(palette.list)[0]

    assert item.text(1) == "View"
    assert item.text(2) == "S"
    palette.close()


def test_escape_closes_and_does_nothing(studio: Studio) -> None:
    before = studio.labels
    palette = opened(studio)
    type_into(palette, "clear")
    QTest.keyClick(palette.line, Qt.Key.Key_Escape)

    assert not _alive(palette) or not palette.isVisible()
    assert (studio.labels == before).all()


def test_every_action_of_the_table_is_found(studio: Studio) -> None:
    palette = opened(studio)
    listed = {entry.action for entry in palette._commands}
    actions = studio.window.actions_by_name

    assert [name for name in actions if actions[name] not in listed] == []
    palette.close()


@pytest.mark.parametrize("words", ["pen tip of a giraffe", "zzzz"])
def test_nothing_found_is_an_empty_list_and_enter_waits(studio: Studio, words: str) -> None:
    palette = opened(studio)
    type_into(palette, words)
    QTest.keyClick(palette.line, Qt.Key.Key_Return)

    assert palette.titles == ()
    assert palette.isVisible()
    palette.close()


def _alive(palette: CommandPalette) -> bool:
    return bool(shiboken6.isValid(palette))
