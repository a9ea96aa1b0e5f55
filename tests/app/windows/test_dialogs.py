"""The dialogs themselves: escape leads out of each, and folders are remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from featherbrush.app.document import Palette
from featherbrush.app.windows.action_set import ActionSet
from featherbrush.app.windows.dialogs import Answer, Dialogs
from featherbrush.app.windows.help_dialogs import about_page, shortcuts_page
from featherbrush.app.windows.new_map_dialog import NewMapDialog
from featherbrush.engine.geometry import Extent
from featherbrush.engine.landscape_classes import LANDSCAPE_CLASSES


@pytest.fixture
def dialogs(qtbot: QtBot, tmp_path: Path) -> Dialogs:
    parent = QWidget()
    qtbot.addWidget(parent)
    return Dialogs(parent, QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))


def press_when_open(key: Qt.Key) -> None:
    """Press a key in the dialog that opens next."""
    QTimer.singleShot(0, lambda: QTest.keyClick(QApplication.activeModalWidget(), key))


def test_escape_leads_out_of_every_dialog(dialogs: Dialogs) -> None:
    palette = Palette.of(LANDSCAPE_CLASSES)

    press_when_open(Qt.Key.Key_Escape)
    assert dialogs.new_map(palette, native=Extent(256, 256), multiple=32) is None
    press_when_open(Qt.Key.Key_Escape)
    assert dialogs.ask_unsaved("lake.png") is Answer.CANCEL
    press_when_open(Qt.Key.Key_Escape)
    assert not dialogs.confirm_without_picture("lake.png")
    press_when_open(Qt.Key.Key_Escape)
    assert not dialogs.confirm_stop_video("lake.gif")
    press_when_open(Qt.Key.Key_Escape)
    dialogs.read("About", about_page(None))


def test_return_gives_nothing_up_and_the_named_button_does(dialogs: Dialogs) -> None:
    for ask in (dialogs.confirm_without_picture, dialogs.confirm_stop_video):
        press_when_open(Qt.Key.Key_Return)
        assert not ask("lake")
        QTimer.singleShot(0, press_destructive)
        assert ask("lake")


def press_destructive() -> None:
    """Press the button of a question that gives something up."""
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    role = QMessageBox.ButtonRole.DestructiveRole
    next(one for one in box.buttons() if box.buttonRole(one) is role).click()


def test_return_creates_the_new_map(dialogs: Dialogs) -> None:
    palette = Palette.of(LANDSCAPE_CLASSES)
    press_when_open(Qt.Key.Key_Return)

    asked = dialogs.new_map(palette, native=Extent(256, 192), multiple=32)

    assert asked is not None
    assert asked.extent == Extent(256, 192)
    assert asked.fill == palette.background


def test_sides_snap_to_what_the_model_takes(qtbot: QtBot) -> None:
    dialog = NewMapDialog(Palette.of(LANDSCAPE_CLASSES), native=Extent(256, 256), multiple=32)
    qtbot.addWidget(dialog)

    dialog.width_box.setValue(300)
    dialog.width_box.editingFinished.emit()
    dialog.height_box.setValue(5)
    dialog.height_box.editingFinished.emit()

    assert dialog.chosen.extent == Extent(288, 128)


def test_each_kind_of_file_remembers_its_own_folder(
    dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    def answer(_parent: QWidget, _title: str, folder: str, _names: str) -> tuple[str, str]:
        begun.append(folder)
        return str(tmp_path / "maps" / "lake.png"), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)

    dialogs.open_map()
    dialogs.open_map()
    dialogs.open_model()

    assert begun[0] == begun[2] == str(Path.home())
    assert begun[1] == str(tmp_path / "maps")


def test_pages_name_the_present_shortcuts_and_the_licence(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    actions = ActionSet(parent)
    actions.set_shortcuts("undo", ["F7"])

    assert "F7" in shortcuts_page(actions) and "Ctrl+Z" not in shortcuts_page(actions)
    assert "Apache License 2.0" in about_page(None)
