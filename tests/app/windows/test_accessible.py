"""Everything that can be operated says what it is: for screen readers, and for the curious."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from featherbrush.app.windows.about_dialog import AboutDialog
from featherbrush.app.windows.command_palette import CommandPalette
from featherbrush.app.windows.main_window import MainWindow
from featherbrush.app.windows.menu_paths import entries
from featherbrush.app.windows.shortcut_editor import ShortcutEditor
from featherbrush.app.windows.timelapse_window import TimelapseWindow

KINDS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)


WHOLE = (QAbstractSpinBox, QComboBox, QKeySequenceEdit, QLineEdit)
"""Controls that Qt puts together from others; the whole has the name."""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    made = MainWindow(settings=settings)
    qtbot.addWidget(made)
    yield made
    made.close()


def ancestors(widget: QWidget) -> Iterator[QWidget]:
    """The widgets that a widget lies in, from the inside out."""
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def operable(root: QWidget) -> list[QWidget]:
    """Controls and whatever takes the focus; parts that Qt makes for itself left out."""
    return [
        one
        for one in root.findChildren(QWidget)
        if (isinstance(one, KINDS) or one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not isinstance(one, QScrollBar | QTabBar | QHeaderView)
        and not one.objectName().startswith("qt_")
        and not any(isinstance(above, WHOLE) for above in ancestors(one))
    ]


def name_of(control: QWidget, root: QWidget) -> str:
    """What a screen reader calls it: its name, its text, or the label beside it."""
    if control.accessibleName():
        return control.accessibleName()
    if isinstance(control, QAbstractButton) and control.text():
        return control.text()
    labels = (label for label in root.findChildren(QLabel) if label.buddy() is control)
    return next((label.text() for label in labels), "")


def nameless(root: QWidget) -> list[str]:
    """The controls that say nothing, by class and place."""
    return [
        f"{type(one).__name__} {one.objectName()} in {type(one.parentWidget()).__name__}"
        for one in operable(root)
        if not name_of(one, root)
    ]


def test_every_control_of_the_window_has_a_name(window: MainWindow) -> None:
    assert len(operable(window)) > 30
    assert nameless(window) == []


def test_every_control_of_the_dialogs_has_a_name(window: MainWindow) -> None:
    dialogs = (
        ShortcutEditor(window.actions_by_name, window),
        AboutDialog("", window),
        CommandPalette(entries(window.menuBar()), window),
        TimelapseWindow(window),
    )

    for dialog in dialogs:
        assert nameless(dialog) == [], type(dialog).__name__
        dialog.deleteLater()


def test_every_action_is_in_a_menu_with_a_tooltip(window: MainWindow) -> None:
    listed = {entry.action for entry in entries(window.menuBar())}
    actions = window.actions_by_name

    assert [name for name in actions if actions[name] not in listed] == []
    assert [name for name in actions if not actions[name].toolTip()] == []
