"""The studio in German: chosen in the menu, and not one English word left over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from featherbrush.app import texts
from featherbrush.app.windows import language
from featherbrush.app.windows.about_dialog import AboutDialog
from featherbrush.app.windows.menu_paths import entries
from featherbrush.app.windows.shortcut_editor import ShortcutEditor
from featherbrush.app.windows.tour import steps_for

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio


@pytest.fixture
def german() -> Iterator[None]:
    """German for one test."""
    texts.use("de")
    yield
    texts.use("en")


@pytest.fixture
def studio(german: None, make_studio: MakeStudio) -> Studio:
    """The studio in German."""
    return make_studio()


def english_only() -> frozenset[str]:
    """Source texts of several words whose translation is another."""
    catalogue = texts.read_catalogue("de")
    return frozenset(
        source.replace("&", "")
        for (_, source), translation in catalogue.items()
        if source != translation and " " in source and "{" not in source
    )


def words_of(widget: QWidget) -> Iterator[str]:
    """Everything that a widget and its children show or say."""
    for one in (widget, *widget.findChildren(QWidget)):
        yield from (one.toolTip(), one.accessibleName(), one.windowTitle())
        if isinstance(one, QLabel) or hasattr(one, "isCheckable"):
            yield one.text()


def test_menus_tooltips_and_dialogs_are_german(studio: Studio) -> None:
    window = studio.window
    parts = [window, ShortcutEditor(window.actions_by_name, window), AboutDialog("", window)]
    shown = {words.replace("&", "") for part in parts for words in words_of(part) if words}
    for entry in entries(window.menuBar()):
        shown |= {entry.title, *entry.menus, entry.action.toolTip()}
    shown |= {step.words for step in steps_for(window)}

    assert "Datei" in shown and "Speichern unter" in shown
    assert not shown & english_only()
    for part in parts[1:]:
        part.deleteLater()


def test_classes_have_german_names(studio: Studio) -> None:
    window = studio.window
    names = {info.name: info.id for info in window.document.palette.classes}

    window.canvas.class_hovered.emit(names["sky"])

    assert window.status.texts[0] == "Himmel"


def test_undo_names_the_step_in_german(studio: Studio) -> None:
    studio.do("clear")

    text = studio.window.actions_by_name["undo"].text().replace("&", "")
    assert text.startswith("Rückgängig: ")
    assert "lear" not in text


def test_what_is_wrong_with_a_file_is_said_in_german(studio: Studio, tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"this is no model")
    studio.answers.path = broken

    studio.do("open-model")

    studio.wait_for_message("broken.onnx")
    said = studio.window.messages.text
    assert "kein ONNX-Modell" in said and "die Datei noch einmal holen" in said
    assert "truncated" not in said


def test_another_language_is_chosen_in_the_menu_and_holds_from_the_next_start(
    make_studio: MakeStudio, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts.use("en")
    studio = make_studio()
    menu = next(
        one for one in studio.window.menuBar().findChildren(QMenu) if "Language" in one.title()
    )
    deutsch = next(one for one in menu.actions() if one.text() == "Deutsch")
    assert [one.text() for one in menu.actions()][1:] == ["English", "Deutsch"]

    deutsch.trigger()

    assert "nächsten Start" in studio.window.messages.text
    assert texts.language() == "en"
    assert language.wanted(settings) == "de"


def test_the_chosen_language_is_put_in_force_with_qts_own_words(
    qapp: QApplication, settings: QSettings
) -> None:
    settings.setValue("language", "de")
    translator = language.put_in_force(settings, qapp)
    try:
        assert texts.language() == "de"
        assert texts.tr("Cancel") == "Abbrechen"
        assert qapp.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    finally:
        if translator is not None:
            qapp.removeTranslator(translator)
        texts.use("en")


def test_the_systems_language_is_used_unless_one_was_chosen(settings: QSettings) -> None:
    assert language.wanted(settings) in texts.languages()
    settings.setValue("language", "xx")
    assert language.wanted(settings) in texts.languages()
