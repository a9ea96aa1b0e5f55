"""What the studio starts with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QLineEdit, QMenu, QSpinBox

from featherbrush.app.synthesis.choice import choices
from featherbrush.app.windows import start
from featherbrush.app.windows.actions import SPECS
from featherbrush.app.windows.main_window import MainWindow
from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.library import default_library


@pytest.fixture
def window(qapp: Any, own_assets: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """The window as the studio starts it, with one example to begin with."""
    folder = own_assets / "examples" / "test"
    folder.mkdir(parents=True)
    example = np.full((48, 64), 3, np.uint8)
    Image.fromarray(example).save(folder / "meadow.png")
    offered = choices(default_library())
    first, _ = start.first_model(offered, None)
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    made = MainWindow(settings=settings, choices=offered, first=first)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_first_example_is_on_the_canvas(window: MainWindow) -> None:
    assert (window.document.labels == 3).all()
    assert window.document.path is None
    assert not window.document.modified


def test_a_model_can_be_asked_for(own_assets: Path, write_model: Any) -> None:
    offered = choices(default_library())

    first, problem = start.first_model(offered, "test-original")
    assert first is not None
    assert not problem
    assert first[0].name == "test"

    lone = write_model(own_assets / "far" / "far.onnx", id="far", pair="far")
    first, _ = start.first_model(offered, str(lone))
    assert first is not None
    assert first[0].name == "far"


def test_a_model_that_is_not_there_is_one_clear_line(own_assets: Path) -> None:
    with pytest.raises(ModelFileError, match="no model 'nobody' to paint with; there are: test"):
        start.first_model(choices(default_library()), "nobody")


def test_a_damaged_first_model_leaves_the_studio_without_one(own_assets: Path) -> None:
    offered = choices(default_library())
    (own_assets / "models" / "test-compressed.onnx").write_bytes(b"gone wrong")

    first, problem = start.first_model(offered, None)

    assert first is None
    assert "test-compressed.onnx" in problem


def test_every_action_has_its_place_in_the_menus(window: MainWindow) -> None:
    found: set[QAction] = set()

    def gather(menu: QMenu) -> None:
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                gather(inner)
            found.add(action)

    for top in window.menuBar().actions():
        menu = top.menu()
        assert isinstance(menu, QMenu)
        gather(menu)

    missing = [name for name in SPECS if window.actions_by_name[name] not in found]
    assert missing == []


def test_no_shortcut_means_two_things() -> None:
    keys = [QKeySequence(key).toString() for spec in SPECS.values() for key in spec.shortcuts]

    assert "" not in keys
    assert sorted(keys) == sorted(set(keys))
    assert not set(keys) & set("1234567890")


def test_every_control_says_its_name_and_what_it_does(window: MainWindow) -> None:
    kinds = (QAbstractButton, QAbstractSlider, QSpinBox)
    parts = (window.option_bar, window.tools_panel, window.palette_panel, window.style_panel)
    controls = [one for part in parts for kind in kinds for one in part.findChildren(kind)]
    controls = [
        one
        for one in controls
        if not one.objectName().startswith("qt_") and not isinstance(one.parent(), QLineEdit)
    ]

    unnamed = [
        one
        for one in controls
        if "ScrollBar" not in type(one).__name__ and not one.accessibleName()
    ]
    silent = [
        one for one in controls if "ScrollBar" not in type(one).__name__ and not one.toolTip()
    ]

    assert len(controls) > 20
    assert unnamed == []
    assert silent == []


def test_the_examples_on_offer_are_those_of_the_pair_in_use(window: MainWindow) -> None:
    menu = QMenu()
    window.documents.fill_examples(menu)
    assert [entry.text() for entry in menu.actions()] == ["Meadow"]

    window.document.replace(np.zeros((48, 64), np.uint8))
    menu.actions()[0].trigger()
    assert (window.document.labels == 3).all()
