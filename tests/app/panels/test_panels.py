"""The panels on their own, without a window around them."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from featherbrush.app.canvas import ToolSettings
from featherbrush.app.canvas.settings import MAX_SIZE, MIN_SIZE
from featherbrush.app.panels.figures_panel import FiguresPanel
from featherbrush.app.panels.palette_panel import KEYS, PalettePanel
from featherbrush.app.panels.state_indicator import StateIndicator
from featherbrush.app.panels.style_panel import StylePanel
from featherbrush.app.panels.tools_panel import STEPS, BrushSize, size_at, step_of
from featherbrush.app.synthesis.state import Side, State, Timing
from featherbrush.app.synthesis.styles import StyleShelf
from featherbrush.engine.card import ClassInfo


def test_the_slider_reaches_every_end_and_keeps_small_sizes_apart() -> None:
    assert size_at(0) == MIN_SIZE
    assert size_at(STEPS) == MAX_SIZE
    assert step_of(MIN_SIZE) == 0
    assert step_of(MAX_SIZE) == STEPS
    assert step_of(3) - step_of(2) > step_of(103) - step_of(102)


def test_number_and_slider_follow_each_other(qtbot: QtBot) -> None:
    settings = ToolSettings()
    size = BrushSize(settings)
    qtbot.addWidget(size)

    size.number.setValue(100)
    assert settings.size == 100
    assert size.slider.value() == step_of(100)

    settings.set_size(7)
    assert size.number.value() == 7


def test_figures_speak_of_slower_when_it_is_slower(qtbot: QtBot) -> None:
    panel = FiguresPanel()
    qtbot.addWidget(panel)

    panel.set_timing(Side.ORIGINAL, Timing(310, 310, 4))
    assert panel.speed_text == ""
    panel.set_timing(Side.COMPRESSED, Timing(10, 10, 40))
    assert panel.speed_text == "31x faster"
    panel.set_timing(Side.COMPRESSED, Timing(620, 620, 40))
    assert panel.speed_text == "2.0x slower"
    panel.set_model(Side.COMPRESSED, None)
    assert panel.speed_text == ""


def test_the_palette_gives_the_first_ten_classes_a_key(qtbot: QtBot) -> None:
    panel = PalettePanel()
    qtbot.addWidget(panel)
    classes = tuple(ClassInfo(id=n, name=f"c{n}", color=(n, n, n)) for n in range(12))
    chosen: list[int] = []
    panel.chosen.connect(chosen.append)

    panel.set_classes(classes, background=0)
    panel.button(11).click()
    for place in range(len(KEYS)):
        panel.take(place)

    assert chosen == [11, *range(10)]
    assert "background" in panel.button(0).toolTip()


def test_another_palette_takes_the_place_of_the_first(qtbot: QtBot) -> None:
    panel = PalettePanel()
    qtbot.addWidget(panel)
    panel.set_classes((ClassInfo(id=0, name="a", color=(0, 0, 0)),), background=0)

    panel.set_classes((ClassInfo(id=9, name="b", color=(1, 1, 1)),), background=9)
    panel.choose(9)

    assert panel.current == 9
    with pytest.raises(KeyError):
        panel.button(0)


def test_the_indicator_shows_trouble_at_once_and_calm_when_it_lasts(qtbot: QtBot) -> None:
    indicator = StateIndicator()
    qtbot.addWidget(indicator)

    indicator.set_state(State.WORKING)
    indicator.set_state(State.UP_TO_DATE)
    assert indicator.shown is State.WORKING
    qtbot.waitUntil(lambda: indicator.shown is State.UP_TO_DATE, timeout=20_000)

    indicator.set_timing(Timing(12.5, 12.5, 3))
    assert indicator.time_text == "12.5 ms"
    indicator.set_state(State.EASING)
    assert "Easing off" in indicator.accessibleName()
    assert indicator.time_text == "12.5 ms"

    indicator.set_state(State.FAILED)
    assert indicator.shown is State.FAILED
    assert indicator.time_text == ""
    assert "Failed" in indicator.accessibleName()


def test_tiles_of_styles_that_stay_keep_their_pictures(qtbot: QtBot) -> None:
    panel, shelf = StylePanel([]), StyleShelf()
    qtbot.addWidget(panel)
    shelf.offer(np.zeros(4, np.float32))
    panel.show_options(shelf.options, current="default")
    panel.set_preview("seed-1", np.zeros((8, 16, 3), np.uint8))

    shelf.throw(7)
    panel.show_options(shelf.options, current="random")

    assert panel.tile("seed-1").has_picture
    assert panel.tile("random").isChecked()
    assert not panel.tile("random").has_picture
