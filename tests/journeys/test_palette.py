"""An artist finds a class, keeps favourites in front, and sees how much of the map each holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio

MANY = [
    {"id": n, "name": name, "color": [n * 9, 255 - n * 9, 90]}
    for n, name in enumerate(
        "sky mountain water grass road wall tree bridge boat sand snow cloud rock fence lamp".split()  # noqa: SIM905
    )
]


@pytest.fixture
def large(make_studio: MakeStudio, tmp_path: Path, write_model) -> Studio:
    """A studio with fifteen classes."""
    folder = tmp_path / "many"
    write_model(folder / "many.onnx", id="many", pair="many", classes=MANY)
    made = make_studio(folder)
    made.settle()
    return made


def key_of(studio: Studio, key: str) -> int:
    QTest.keyClick(studio.window, key)
    return studio.window.tools.class_id


def test_counts_follow_the_map(studio: Studio) -> None:
    window, panel = studio.window, studio.window.palette_panel
    labels = window.document.labels

    def told() -> None:
        for info in window.document.palette.classes:
            assert panel.button(info.id).pixels == int((labels == info.id).sum())

    studio.qtbot.waitUntil(told)
    panel.button(2).click()
    studio.draw((5, 5), (40, 20))
    studio.qtbot.waitUntil(told)
    assert f"{panel.button(2).pixels:,} pixels" in panel.button(2).toolTip()


def test_the_search_shows_what_it_finds_and_enter_takes_the_first(large: Studio) -> None:
    window, panel = large.window, large.window.palette_panel
    assert panel.search.isVisible()
    QTest.keyClicks(panel.search, "ROC")
    assert panel.shown == (12,)
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert window.tools.class_id == 12
    assert len(panel.shown) == len(MANY)
    assert panel.search.text() == ""


def test_favourites_come_first_take_the_number_keys_and_are_remembered(large: Studio) -> None:
    window, panel = large.window, large.window.palette_panel
    panel.button(13).favoured.emit(True)
    assert panel.shown[0] == 13
    assert panel.button(13).key == "1"
    panel.button(13).click()
    panel.button(5).click()
    assert window.settings.value("palette/favourites") == "fence"
    window.palette_desk.show()
    assert panel.shown[0] == 13
    panel.button(13).favoured.emit(False)
    assert panel.shown[0] == 0


def test_the_star_is_pressed_where_it_is_drawn(large: Studio) -> None:
    panel = large.window.palette_panel
    row = panel.button(4)
    row.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(row, Qt.Key.Key_Asterisk)
    assert row.favourite
    before = large.window.tools.class_id
    spot = row.rect().center()
    spot.setX(row.width() - 6 - 16 - 8)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert not row.favourite
    assert large.window.tools.class_id == before


def test_the_latest_classes_are_one_press_away(large: Studio) -> None:
    window, panel = large.window, large.window.palette_panel
    for class_id in (3, 9, 14):
        panel.button(class_id).click()
    assert panel.recent.isVisible()
    assert panel.recent.ids[:3] == (14, 9, 3)
    panel.recent.chosen.emit(9)
    assert window.tools.class_id == 9
    assert panel.recent.ids[:3] == (14, 9, 3)


def test_patterns_show_on_canvas_and_palette_alike(studio: Studio) -> None:
    panel = studio.window.palette_panel
    plain = panel.button(2).grab().toImage()
    studio.do("patterns")
    assert studio.window.canvas.patterns
    assert panel.button(2).grab().toImage() != plain
    studio.do("patterns")
    assert panel.button(2).grab().toImage() == plain
