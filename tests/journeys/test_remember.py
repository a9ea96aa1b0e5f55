"""The studio remembers how it was left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings

from featherbrush.app.looks.theme import ThemeChoice
from featherbrush.app.synthesis.choice import choices
from featherbrush.app.windows.compare_layout import CompareMode
from featherbrush.app.windows.layout import MODEL
from featherbrush.app.windows.start import first_model
from featherbrush.engine.library import Library

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


def test_the_pair_in_use_and_the_patterns_come_back(
    make_studio: MakeStudio, model_folder: Path, write_model: Any, settings: QSettings
) -> None:
    for role in ("original", "compressed"):
        write_model(model_folder / f"zoo-{role}.onnx", id=f"zoo-{role}", role=role, pair="zoo")
    offered = choices(Library([model_folder]))
    assert [choice.name for choice in offered] == ["test", "zoo"]
    first = make_studio(model_folder)
    first.window.models.use(offered[1])
    first.qtbot.waitUntil(lambda: first.window.models.current == offered[1], timeout=30_000)
    first.do("patterns")
    assert first.window.close()

    second = make_studio(model_folder)

    assert second.window.actions_by_name["patterns"].isChecked()
    kept = str(settings.value(MODEL))
    for wanted, name in ((None, "zoo"), ("test", "test")):
        begun, problem = first_model(offered, wanted, kept=kept)
        assert begun is not None and not problem
        assert begun[0].name == name
    begun, _ = first_model(offered[:1], None, kept=kept)
    assert begun is not None, "a pair that is gone is not missed"


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
