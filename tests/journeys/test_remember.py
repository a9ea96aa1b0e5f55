"""The studio remembers how it was left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from featherbrush.app.looks.theme import ThemeChoice
from featherbrush.app.windows.compare_layout import CompareMode

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio


def test_mode_theme_and_brush_come_back(make_studio: MakeStudio, model_folder: Path) -> None:
    first = make_studio(model_folder)
    first.do("divider")
    first.do("theme-light")
    first.window.tools.set_size(33)
    assert first.window.close()

    second = make_studio(model_folder)

    assert second.window.compare.mode is CompareMode.DIVIDER
    assert second.window.theme.choice is ThemeChoice.LIGHT
    assert second.window.tools.size == 33


def test_shown_and_hidden_panels_come_back(make_studio: MakeStudio, model_folder: Path) -> None:
    first = make_studio(model_folder)
    first.do("show-models")
    first.do("show-navigator")
    assert first.window.close()

    second = make_studio(model_folder)

    assert not second.window.model_shelf.dock.isHidden()
    assert second.window.viewing.navigator.isHidden()
    assert second.window.actions_by_name["show-models"].isChecked()
    assert not second.window.actions_by_name["show-navigator"].isChecked()


def test_unreadable_settings_are_left_at_their_defaults(
    make_studio: MakeStudio, model_folder: Path, settings
) -> None:
    settings.setValue("compare/mode", "upside down")
    settings.setValue("theme", 7)
    settings.setValue("brush/size", "huge")
    settings.setValue("window/geometry", "nonsense")

    studio = make_studio(model_folder)

    assert studio.window.compare.mode is CompareMode.SIDE_BY_SIDE
    assert studio.window.theme.choice is ThemeChoice.SYSTEM
