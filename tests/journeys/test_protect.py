"""Protecting classes: no tool changes them, the bar says so, and the palette's menu sets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from featherbrush.app.document.extras import Guard
from featherbrush.engine.card import ClassInfo

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def menu_of(studio: Studio, class_id: int):
    info = studio.window.document.palette.find(class_id)
    assert isinstance(info, ClassInfo)
    menu = studio.window.editing.class_menus.open(info, QPoint(0, 0))
    return menu, [action for action in menu.actions() if action.text()]


def test_a_protected_class_stays_under_every_stroke(studio: Studio) -> None:
    before = studio.labels
    menu, entries = menu_of(studio, 1)
    entries[0].trigger()
    menu.close()
    studio.window.tools.set_class(2)
    studio.window.tools.set_size(30)

    studio.draw((2, 24), (60, 24))

    assert np.array_equal(studio.labels == 1, before == 1)
    assert (studio.labels == 2).sum() > (before == 2).sum()
    guard = studio.window.option_bar.tools.guard
    assert "mountain" in guard.text()


def test_painting_over_one_class_only_changes_no_other(studio: Studio) -> None:
    before = studio.labels
    menu, entries = menu_of(studio, 0)
    entries[1].trigger()
    menu.close()
    studio.window.tools.set_class(2)
    studio.window.tools.set_size(60)

    studio.draw((2, 24), (60, 24))

    assert np.array_equal(studio.labels[before != 0], before[before != 0])
    assert (studio.labels[before == 0] == 2).any()
    assert "sky" in studio.window.option_bar.tools.guard.text()


def test_a_right_click_on_a_class_opens_its_menu(studio: Studio) -> None:
    button = studio.window.palette_panel.button(1)
    middle = button.rect().center()
    QApplication.sendEvent(
        button,
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, button.mapToGlobal(middle)),
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[0].trigger()
    menu.close()

    assert studio.window.document.guard == Guard(frozenset({1}))


def test_the_key_protects_the_class_in_hand_and_lets_go_again(studio: Studio) -> None:
    studio.window.tools.set_class(3)

    studio.do("protect")
    assert studio.window.document.guard == Guard(frozenset({3}))
    studio.do("protect")
    assert studio.window.document.guard.open

    studio.do("protect")
    studio.do("protect-none")
    assert studio.window.document.guard.open
    assert studio.window.option_bar.tools.guard.text() == ""
