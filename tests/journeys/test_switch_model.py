"""An artist changes to another pair of models, and the work stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt

from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.dialogs import Answer

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio

OTHER_CLASSES = [
    {"id": 0, "name": "void", "color": [0, 0, 0]},
    {"id": 5, "name": "street", "color": [90, 90, 90]},
]


@pytest.fixture
def two_pairs(make_studio: MakeStudio, model_folder: Path, write_model) -> Studio:
    """A studio with the pairs "test" (in use) and "zoo"."""
    for role in ("original", "compressed"):
        write_model(model_folder / f"zoo-{role}.onnx", id=f"zoo-{role}", role=role, pair="zoo")
    made = make_studio(model_folder)
    made.settle()
    return made


def test_the_other_pair_makes_the_pictures_of_the_same_map(two_pairs: Studio) -> None:
    studio, window = two_pairs, two_pairs.window
    studio.draw((5, 5), (40, 20))
    painted = studio.labels

    window.model_menu.action("zoo").trigger()
    studio.qtbot.waitUntil(lambda: window.models.current.name == "zoo", timeout=30_000)
    studio.settle()

    assert np.array_equal(studio.labels, painted)
    assert window.document.history.undo_names
    assert window.option_bar.model.text() == "Zoo"
    assert all(window.bridge.timing(side) for side in Side)


def test_a_model_file_is_opened_with_its_partner(
    studio: Studio, tmp_path: Path, write_model
) -> None:
    window = studio.window
    folder = tmp_path / "downloads"
    for role in ("original", "compressed"):
        write_model(folder / f"far-{role}.onnx", id=f"far-{role}", role=role, pair="far", macs=77)
    studio.answers.path = folder / "far-compressed.onnx"

    studio.do("open-model")
    studio.qtbot.waitUntil(lambda: window.models.current.name == "far", timeout=30_000)
    studio.settle()

    assert window.figures_panel.text("macs", Side.ORIGINAL) == "77"
    assert window.model_menu.action("far").isChecked()


def test_a_single_model_is_used_alone(studio: Studio, tmp_path: Path, write_model) -> None:
    window = studio.window
    studio.answers.path = write_model(tmp_path / "alone" / "one.onnx", id="one", pair="alone")

    studio.do("open-model")
    studio.qtbot.waitUntil(lambda: window.models.current.name == "alone", timeout=30_000)
    studio.settle()

    assert window.compare.revision(Side.ORIGINAL) == -1
    assert not window.actions_by_name["save-original"].isEnabled()
    assert window.figures_panel.speed_text == ""


def test_a_model_with_other_classes_asks_before_the_map_goes(
    studio: Studio, tmp_path: Path, write_model
) -> None:
    window = studio.window
    studio.draw((5, 5), (40, 20))
    painted = studio.labels
    studio.answers.path = write_model(
        tmp_path / "city" / "city.onnx", id="city", pair="city", classes=OTHER_CLASSES
    )
    studio.answers.unsaved = Answer.CANCEL

    studio.do("open-model")
    studio.qtbot.waitUntil(lambda: bool(studio.answers.asked[1:]), timeout=30_000)

    assert np.array_equal(studio.labels, painted)
    assert window.models.current.name == "test"

    studio.answers.unsaved = Answer.DISCARD
    studio.do("open-model")
    studio.qtbot.waitUntil(lambda: window.models.current.name == "city", timeout=30_000)
    assert {info.name for info in window.document.palette.classes} == {"void", "street"}
    assert window.tools.class_id in (0, 5)


def test_a_refused_change_leaves_the_original_to_arrive(
    make_studio: MakeStudio, model_folder: Path
) -> None:
    studio = make_studio(model_folder)
    window = studio.window
    used = window.models.current
    broken = replace(used, original=None, name="broken")
    broken.live.path.rename(model_folder / "away")
    # The original is just being loaded when the other model is asked for.
    window.bridge.pictured.connect(
        lambda _: window.models.use(broken), Qt.ConnectionType.SingleShotConnection
    )

    studio.qtbot.waitUntil(lambda: "test-compressed.onnx" in window.messages.text, timeout=30_000)
    studio.settle()

    assert window.models.current == used
    assert window.compare.revision(Side.ORIGINAL) == window.document.revision


def test_a_style_stays_with_the_models_of_its_pair(two_pairs: Studio) -> None:
    studio, window = two_pairs, two_pairs.window
    studio.do("style-random")
    style = window.document.style
    used = window.models.current
    alone = replace(used, original=None)

    window.models.use(alone)
    studio.qtbot.waitUntil(lambda: window.models.current == alone, timeout=30_000)
    studio.settle()
    assert np.array_equal(window.document.style, style)
    assert window.style_panel.tile("random").isChecked()

    window.model_menu.action("zoo").trigger()
    studio.qtbot.waitUntil(lambda: window.models.current.name == "zoo", timeout=30_000)
    assert window.document.style is None
    assert window.shelf.current.vector is None
