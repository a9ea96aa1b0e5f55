"""An artist starts a new map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.dialogs import Answer
from featherbrush.app.windows.new_map_dialog import NewMap
from featherbrush.engine.geometry import Extent

if TYPE_CHECKING:
    from tests.journeys.conftest import Studio


def test_a_new_map_has_the_size_and_class_that_were_asked_for(studio: Studio) -> None:
    studio.answers.new = NewMap(Extent(128, 96), fill=3)

    studio.do("new")
    studio.settle()

    assert studio.labels.shape == (96, 128)
    assert (studio.labels == 3).all()
    assert studio.picture(Side.ORIGINAL).shape == (96, 128, 3)
    assert not studio.window.document.modified


def test_unsaved_work_is_asked_about_first(studio: Studio) -> None:
    studio.draw((5, 5), (40, 20))
    painted = studio.labels
    studio.answers.unsaved = Answer.CANCEL

    studio.do("new")

    assert studio.answers.asked == ["unsaved Untitled"]
    assert np.array_equal(studio.labels, painted)


def test_help_pages_open(studio: Studio) -> None:
    studio.do("shortcuts")
    about = studio.window.help.show_about()

    assert studio.answers.asked == ["read Keyboard shortcuts"]
    assert "Ctrl+Z" in studio.answers.page
    assert "CC0-1.0" in about.page.toPlainText()
    listed = [about.licences.list.item(row).text() for row in range(about.licences.list.count())]
    for row, name in enumerate(listed):
        about.licences.list.setCurrentRow(row)
        words = about.licences.text.toPlainText()
        if name.startswith(("numpy", "pillow", "PySide6", "onnxruntime", "polib", "QtAwesome")):
            assert len(words) > 500, name
    about.reject()
