"""An artist opens label maps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.dialogs import Answer

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def grey_map(path: Path, *, shape: tuple[int, int] = (48, 64), class_id: int = 2) -> Path:
    Image.fromarray(np.full(shape, class_id, np.uint8)).save(path)
    return path


def test_opening_shows_the_map_and_makes_its_pictures(studio: Studio, tmp_path: Path) -> None:
    studio.answers.path = grey_map(tmp_path / "lake.png")

    studio.do("open")
    studio.settle()

    assert (studio.labels == 2).all()
    assert tuple(studio.picture(Side.ORIGINAL)[0, 0]) == (30, 80, 160)
    assert studio.window.windowTitle().startswith("lake.png")
    assert not studio.window.document.modified


def test_a_map_of_another_size_is_fitted_and_the_artist_is_told(
    studio: Studio, tmp_path: Path
) -> None:
    studio.answers.path = grey_map(tmp_path / "odd.png", shape=(77, 101))

    studio.do("open")
    studio.settle()

    assert studio.labels.shape == (80, 104)
    assert "odd.png was 101x77" in studio.window.messages.text
    assert studio.window.document.path is None
    assert studio.picture(Side.COMPRESSED).shape == (80, 104, 3)


def test_opening_asks_about_unsaved_work_before_it_goes(studio: Studio, tmp_path: Path) -> None:
    studio.draw((5, 5), (20, 8))
    painted = studio.labels
    studio.answers.path = grey_map(tmp_path / "lake.png")
    studio.answers.unsaved = Answer.CANCEL

    studio.do("open")

    assert studio.answers.asked == ["open map", "unsaved Untitled"]
    assert np.array_equal(studio.labels, painted)

    studio.answers.unsaved = Answer.DISCARD
    studio.do("open")
    assert (studio.labels == 2).all()


def test_a_file_that_cannot_be_read_is_told_without_a_question(
    studio: Studio, tmp_path: Path
) -> None:
    studio.draw((5, 5), (20, 8))
    (tmp_path / "text.png").write_text("no picture")

    assert not studio.window.files.open(tmp_path / "text.png")

    assert studio.answers.asked == []
    assert "text.png" in studio.window.messages.text


@pytest.mark.parametrize("answer", [Answer.SAVE, Answer.DISCARD])
def test_opening_ones_own_file_again_shows_what_it_holds_after_the_question(
    studio: Studio, tmp_path: Path, answer: Answer
) -> None:
    studio.window.tools.set_class(2)
    studio.draw((5, 10), (50, 10))
    first = studio.labels
    studio.answers.path = tmp_path / "mine.png"
    studio.do("save")
    studio.draw((5, 20), (50, 20))
    second = studio.labels
    assert not np.array_equal(first, second)
    studio.answers.unsaved = answer

    studio.do("open")

    assert np.array_equal(studio.labels, second if answer is Answer.SAVE else first)
    assert not studio.window.document.modified
    assert studio.window.document.path == tmp_path / "mine.png"


def test_saving_to_the_very_file_that_is_opened_opens_what_was_saved(
    studio: Studio, tmp_path: Path
) -> None:
    path = grey_map(tmp_path / "lake.png")
    studio.draw((5, 5), (50, 20))
    painted = studio.labels
    studio.answers.unsaved, studio.answers.path = Answer.SAVE, path

    studio.do("open")

    assert studio.answers.asked == ["open map", "unsaved Untitled", "save map Untitled.ora"]
    assert np.array_equal(studio.labels, painted)


def test_changing_ones_mind_in_the_dialog_changes_nothing(studio: Studio) -> None:
    before = studio.labels
    studio.answers.path = None

    studio.do("open")

    assert np.array_equal(studio.labels, before)


def test_a_dropped_map_is_opened(studio: Studio, tmp_path: Path) -> None:
    path = grey_map(tmp_path / "dropped.png", class_id=3)

    drop(studio.window, path)

    assert (studio.labels == 3).all()
    assert studio.window.document.path == path


def test_an_example_is_opened_without_a_file_to_overwrite(studio: Studio, tmp_path: Path) -> None:
    studio.window.files.open_example(grey_map(tmp_path / "example.png", class_id=1))

    assert (studio.labels == 1).all()
    assert studio.window.document.path is None
    assert not studio.window.document.modified


def drop(widget: Any, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    widget.dropEvent(event)
    assert event.isAccepted()
