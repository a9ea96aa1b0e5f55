"""An artist compares the two pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.compare_layout import CompareMode
from featherbrush.app.windows.framing import FITTED

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def test_side_by_side_shows_both_pictures_whole(studio: Studio) -> None:
    compare = studio.window.compare
    studio.do("side-by-side")

    original, compressed = (compare.picture_rect(side) for side in Side)

    assert original.size() == compressed.size()
    assert not original.intersects(compressed)
    assert compare.rect().contains(original.toAlignedRect())
    assert compare.rect().contains(compressed.toAlignedRect())


def test_the_divider_lays_one_picture_over_the_other(studio: Studio) -> None:
    compare = studio.window.compare
    studio.do("divider")

    assert compare.mode is CompareMode.DIVIDER
    assert compare.picture_rect(Side.ORIGINAL) == compare.picture_rect(Side.COMPRESSED)
    assert studio.window.actions_by_name["divider"].isChecked()


def test_the_divider_is_dragged(studio: Studio) -> None:
    compare = studio.window.compare
    studio.do("divider")
    middle = QPoint(compare.width() // 2, compare.height() // 3)
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton

    QTest.mousePress(compare, left, none, middle)
    QTest.mouseMove(compare, QPoint(compare.width() // 4, middle.y()))
    QTest.mouseRelease(compare, left, none, QPoint(compare.width() // 4, middle.y()))

    assert compare.divider == pytest.approx(0.25, abs=0.01)
    assert compare.framing == FITTED


def test_the_divider_shows_the_original_on_its_left(studio: Studio, write_model) -> None:
    """The original is made red, the compressed picture left as it is."""
    compare = studio.window.compare
    studio.do("divider")
    red = studio.picture(Side.ORIGINAL).copy()
    red[:] = (255, 0, 0)
    compare.set_picture(Side.ORIGINAL, red, revision=studio.window.document.revision)
    place = compare.picture_rect(Side.ORIGINAL)

    seen = compare.grab().toImage()

    ratio = seen.devicePixelRatio()
    row = round((place.top() + place.height() * 0.3) * ratio)
    left = seen.pixelColor(round((place.left() + place.width() * 0.25) * ratio), row)
    right = seen.pixelColor(round((place.left() + place.width() * 0.75) * ratio), row)
    assert left.getRgb()[:3] == (255, 0, 0)
    assert right.getRgb()[:3] != (255, 0, 0)


def test_arrow_keys_move_the_divider(studio: Studio) -> None:
    compare = studio.window.compare
    studio.do("divider")

    QTest.keyClick(compare, Qt.Key.Key_Left)

    assert compare.divider < 0.5


def test_zooming_the_canvas_zooms_the_pictures(studio: Studio) -> None:
    window = studio.window

    window.canvas.zoom(2.0)

    assert window.compare.framing.zoom == pytest.approx(2.0)
    studio.do("zoom-fit")
    assert window.compare.framing.zoom == pytest.approx(1.0)


def test_zooming_and_dragging_the_pictures_moves_the_canvas(studio: Studio) -> None:
    window = studio.window
    before = window.canvas.view

    window.compare.zoom_by(2.0, at=QPointF(40, 80))
    assert window.canvas.view.scale == pytest.approx(before.scale * 2)

    scale, x = window.canvas.view.scale, window.canvas.view.x
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QTest.mousePress(window.compare, left, none, QPoint(60, 60))
    QTest.mouseMove(window.compare, QPoint(70, 60))
    QTest.mouseRelease(window.compare, left, none, QPoint(70, 60))
    assert window.canvas.view.scale == pytest.approx(scale)
    assert window.canvas.view.x > x


def test_figures_of_both_models_and_the_speed_up_are_shown(studio: Studio) -> None:
    figures = studio.window.figures_panel
    for side in Side:
        for key in ("time", "rate", "macs", "parameters", "bytes"):
            assert figures.text(key, side) != "–"
    assert figures.text("macs", Side.ORIGINAL) == "20.0 M"
    assert figures.text("macs", Side.COMPRESSED) == "1.00 M"
    assert figures.speed_text.endswith(("faster", "slower"))
