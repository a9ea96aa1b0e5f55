"""The dialogs around documents: what they show, what they give, and that nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QListWidget,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from featherbrush.app.document import Palette
from featherbrush.app.document.content import Content
from featherbrush.app.document.journal import lock_of
from featherbrush.app.document.journal_file import Mark
from featherbrush.app.document.openraster import write_openraster
from featherbrush.app.document.recovery import LostWork
from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.color_dialog import ColorDialog
from featherbrush.app.windows.export_dialog import ExportDialog, ExportWish
from featherbrush.app.windows.gallery import GalleryDialog, templates_in
from featherbrush.app.windows.recent import RecentFiles
from featherbrush.app.windows.recovery_dialog import RecoveryDialog, Rescue
from featherbrush.engine.card import ModelCard
from featherbrush.engine.color_survey import survey_colors
from featherbrush.engine.geometry import Extent
from featherbrush.engine.landscape_classes import LANDSCAPE_CLASSES
from featherbrush.engine.palettes import bundled_palettes

SKY, CAR, ODD = (70, 130, 180), (0, 0, 142), (1, 2, 3)


@pytest.fixture
def palette() -> Palette:
    return Palette.of(LANDSCAPE_CLASSES)


@pytest.fixture
def colors(qtbot: QtBot, palette: Palette) -> ColorDialog:
    picture = np.array([[SKY] * 6, [CAR] * 6, [ODD] * 6], np.uint8)
    survey = survey_colors(picture, where="a")
    dialog = ColorDialog(survey, palette, name="a.png", datasets=bundled_palettes())
    qtbot.addWidget(dialog)
    return dialog


def ok(dialog: ColorDialog) -> bool:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def test_colours_of_a_dataset_are_named_and_only_the_sure_one_is_chosen(
    colors: ColorDialog,
) -> None:
    assert colors.dataset_box.currentText() == "Cityscapes"
    assert colors.classes == {SKY: 0}
    assert colors.status.text() == "2 without a class (12 pixels)"
    assert not ok(colors)


def test_import_is_possible_when_every_colour_has_a_class(colors: ColorDialog) -> None:
    colors.choose(CAR, 2)
    assert not ok(colors)
    colors.choose(ODD, 4)
    assert ok(colors)
    assert colors.classes == {SKY: 0, CAR: 2, ODD: 4}


def test_the_rest_can_be_set_at_once(colors: ColorDialog, palette: Palette) -> None:
    colors.rest_button.click()
    assert colors.classes == {SKY: 0, CAR: palette.background, ODD: palette.background}
    assert ok(colors)


def test_without_a_dataset_nothing_is_chosen(colors: ColorDialog) -> None:
    colors.dataset_box.setCurrentIndex(0)
    assert colors.classes == {}


def test_the_wheel_chooses_nothing_and_is_left_to_the_rows(colors: ColorDialog) -> None:
    colors.show()
    chosen = colors.classes
    for box in colors.findChildren(QComboBox):
        before = box.currentIndex()
        box.setFocus()
        assert not turn_wheel(box), "the area around it scrolls"
        assert box.currentIndex() == before
    assert colors.classes == chosen


def turn_wheel(widget: QWidget) -> bool:
    """One notch towards the user, over the middle of a widget; whether the widget took it."""
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at,
        widget.mapToGlobal(at),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


@pytest.fixture
def export(qtbot: QtBot) -> ExportDialog:
    from tests.conftest import card_fields

    card = ModelCard.model_validate(card_fields())
    dialog = ExportDialog({Side.ORIGINAL: card, Side.COMPRESSED: card}, Extent(512, 512))
    qtbot.addWidget(dialog)
    return dialog


def test_the_export_says_how_the_picture_comes_to_be(export: ExportDialog) -> None:
    assert export.wish == ExportWish(Side.ORIGINAL, 1, True)
    assert not export.method_box.isEnabled()
    export.factor_box.setCurrentIndex(1)
    assert "draws the larger canvas." in export.note.text()
    export.factor_box.setCurrentIndex(3)
    assert "tiles" in export.note.text()
    assert "2048x2048" in export.factor_box.currentText()
    export.method_box.setCurrentIndex(1)
    assert "resampling" in export.note.text()
    assert export.wish == ExportWish(Side.ORIGINAL, 4, False)


def test_a_sketch_is_enlarged_as_it_is_unless_asked_otherwise(qtbot: QtBot) -> None:
    from tests.conftest import card_fields

    card = ModelCard.model_validate(card_fields(input="sketch"))
    dialog = ExportDialog({Side.ORIGINAL: card, Side.COMPRESSED: card}, Extent(256, 256))
    qtbot.addWidget(dialog)
    dialog.factor_box.setCurrentIndex(3)
    assert dialog.wish == ExportWish(Side.ORIGINAL, 4, False)
    assert "resampling" in dialog.note.text()
    dialog.method_box.setCurrentIndex(0)
    assert dialog.wish == ExportWish(Side.ORIGINAL, 4, True)
    assert "hollow" in dialog.note.text()
    assert "finer" not in dialog.note.text(), "it is another picture, and not a better one"


def test_a_size_that_no_model_draws_is_labelled_as_resampled(qtbot: QtBot) -> None:
    from tests.conftest import card_fields

    card = ModelCard.model_validate(card_fields())
    dialog = ExportDialog({Side.COMPRESSED: card}, Extent(2048, 1024))
    qtbot.addWidget(dialog)
    dialog.factor_box.setCurrentIndex(2)
    assert "cannot draw that size" in dialog.note.text()
    assert not dialog.method_box.isEnabled()
    assert not dialog.wish.redraw


@pytest.mark.parametrize(
    ("button", "answer"),
    [("recover_button", Rescue.RECOVER), ("discard_button", Rescue.DISCARD)],
)
def test_recovery_gives_the_answer_and_which_work(
    qtbot: QtBot, palette: Palette, tmp_path: Path, button: str, answer: Rescue
) -> None:
    dialog = RecoveryDialog(lost_works(palette, tmp_path))
    qtbot.addWidget(dialog)
    dialog.list.setCurrentRow(1)
    getattr(dialog, button).click()
    assert dialog.answer == (answer, 1)


def test_escape_leaves_lost_work_for_later(qtbot: QtBot, palette: Palette, tmp_path: Path) -> None:
    dialog = RecoveryDialog(lost_works(palette, tmp_path))
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.answer[0] is Rescue.LATER
    assert "lake.ora" in dialog.list.item(0).text()
    assert "2026" in dialog.list.item(0).text() or "26" in dialog.list.item(0).text()


def lost_works(palette: Palette, folder: Path) -> list[LostWork]:
    content = Content(np.zeros((48, 64), np.uint8), palette)
    path = folder / "1.journal"
    marks = (Mark(path="/x/lake.ora", time=1_790_000_000), Mark(time=1_780_000_000))
    return [LostWork(path, content, mark, lock_of(path)) for mark in marks]


def test_the_gallery_shows_what_can_be_read_and_names_what_cannot(
    qtbot: QtBot, palette: Palette, tmp_path: Path
) -> None:
    write_openraster(tmp_path / "good-one.ora", Content(np.zeros((48, 64), np.uint8), palette))
    (tmp_path / "bad.ora").write_text("no archive")
    (tmp_path / "notes.txt").write_text("not ours")
    templates = templates_in(tmp_path)
    assert [path.name for path in templates] == ["bad.ora", "good-one.ora"]
    assert templates_in(tmp_path / "nowhere") == ()

    dialog = GalleryDialog((), templates, folder=tmp_path)
    qtbot.addWidget(dialog)
    dialog.tabs.setCurrentIndex(1)
    page = dialog.tabs.currentWidget()
    assert isinstance(page, QListWidget)
    assert not page.item(0).flags() & Qt.ItemFlag.ItemIsEnabled
    assert str(tmp_path / "bad.ora") in page.item(0).toolTip()
    assert page.item(1).text() == "Good one"
    page.setCurrentRow(1)
    assert dialog.chosen == tmp_path / "good-one.ora"


def test_recent_files_are_listed_with_numbers_and_opened(qtbot: QtBot, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    recent, opened = RecentFiles(settings), []
    menu = QMenu()
    qtbot.addWidget(menu)
    recent.attach(menu, opened.append)
    assert [action.text() for action in menu.actions() if action.text()] == ["No files yet"]
    for name in ("a & b.ora", "c.ora"):
        (tmp_path / name).write_text("")
        recent.add(tmp_path / name)
    menu.aboutToShow.emit()
    first, second, *_ = menu.actions()
    assert (first.text(), second.text()) == ("&1  c.ora", "&2  a && b.ora")
    second.trigger()
    assert opened == [tmp_path / "a & b.ora"]
    for number in range(12):
        (tmp_path / f"{number}.ora").write_text("")
        recent.add(tmp_path / f"{number}.ora")
    assert len(recent.paths) == 10
