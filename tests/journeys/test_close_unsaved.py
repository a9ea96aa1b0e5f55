"""An artist closes the studio with work that is not saved."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows import exporting
from featherbrush.app.windows.dialogs import Answer, Dialogs
from featherbrush.app.windows.export_dialog import ExportWish

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def test_cancel_keeps_the_window_and_the_work(studio: Studio) -> None:
    studio.draw((5, 5), (40, 20))
    painted = studio.labels
    studio.answers.unsaved = Answer.CANCEL

    assert not studio.window.close()

    assert studio.window.isVisible()
    assert np.array_equal(studio.labels, painted)
    studio.draw((5, 9), (40, 9))
    studio.settle()


def test_discard_closes_without_writing(studio: Studio, tmp_path: Path) -> None:
    studio.draw((5, 5), (40, 20))
    studio.answers.unsaved = Answer.DISCARD
    studio.answers.path = tmp_path / "never.png"

    assert studio.window.close()

    assert not (tmp_path / "never.png").exists()


def test_save_writes_the_map_and_closes(studio: Studio, tmp_path: Path) -> None:
    studio.draw((5, 5), (40, 20))
    painted = studio.labels
    studio.answers.unsaved = Answer.SAVE
    studio.answers.path = tmp_path / "saved.png"

    assert studio.window.close()

    with Image.open(tmp_path / "saved.png") as image:
        assert np.array_equal(np.asarray(image), painted)


def test_save_that_goes_nowhere_keeps_the_window(studio: Studio) -> None:
    studio.draw((5, 5), (40, 20))
    studio.answers.unsaved = Answer.SAVE
    studio.answers.path = None

    assert not studio.window.close()
    assert studio.window.isVisible()


def test_nothing_is_asked_when_everything_is_saved(studio: Studio) -> None:
    assert studio.window.close()

    assert studio.answers.asked == []


def test_the_real_question_is_cancelled_by_escape(studio: Studio) -> None:
    studio.window.files.dialogs = Dialogs(studio.window, studio.window.settings)
    studio.draw((5, 5), (40, 20))
    seen: list[str] = []

    def press_escape() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(box.text())
        QTest.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(0, press_escape)

    assert not studio.window.close()
    assert "Untitled" in seen[0]


def await_a_picture(studio: Studio, path: Path) -> None:
    """Ask to save the original's picture of a map that it has not drawn yet; the map is saved."""
    studio.draw((5, 5), (40, 20))
    studio.window.document.mark_saved(None)
    studio.answers.path = path
    studio.do("save-original")
    assert not path.exists()
    studio.answers.asked.clear()


def test_a_picture_that_is_still_coming_is_asked_about(studio: Studio, tmp_path: Path) -> None:
    await_a_picture(studio, tmp_path / "late.png")
    studio.answers.confirmed = False

    assert not studio.window.close()

    assert studio.answers.asked == ["without late.png"]
    studio.qtbot.waitUntil((tmp_path / "late.png").exists, timeout=30_000)
    assert studio.window.close()
    assert studio.answers.asked == ["without late.png"], "it is there: nothing to ask about"


def test_a_picture_can_be_given_up(studio: Studio, tmp_path: Path) -> None:
    await_a_picture(studio, tmp_path / "late.png")

    assert studio.window.close()

    assert studio.answers.asked == ["without late.png"]
    assert not (tmp_path / "late.png").exists()


def test_a_picture_that_comes_while_the_question_is_open_is_saved(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "late.png"
    await_a_picture(studio, path)

    def answer(_name: str) -> bool:
        studio.qtbot.waitUntil(path.exists, timeout=30_000)
        return True

    monkeypatch.setattr(studio.answers, "confirm_without_picture", answer)

    assert studio.window.close()
    assert path.exists()


def test_a_large_picture_that_is_being_drawn_is_asked_about(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, begun = threading.Event(), threading.Event()
    draw = exporting.draw_enlarged

    def held(*args: Any, **kwargs: Any) -> Any:
        begun.set()
        may_go_on.wait(30)
        return draw(*args, **kwargs)

    monkeypatch.setattr(exporting, "draw_enlarged", held)
    studio.answers.path = tmp_path / "large.png"
    studio.answers.export = ExportWish(Side.COMPRESSED, factor=2)
    written: list[Path] = []
    studio.window.documents.export.exported.connect(written.append)
    studio.do("export-picture")
    assert begun.wait(30)

    studio.answers.confirmed = False
    assert not studio.window.close()
    assert studio.answers.asked[-1] == "without large.png"
    may_go_on.set()
    studio.qtbot.waitUntil(lambda: written == [tmp_path / "large.png"], timeout=30_000)
    assert studio.window.close(), "nothing is left to ask about"
