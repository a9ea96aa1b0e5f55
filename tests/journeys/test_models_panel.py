"""An artist looks at the models, adds one, compares any two, and takes one away again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from featherbrush.app.synthesis.state import Side
from featherbrush.engine.library import default_library
from featherbrush.engine.speed import Cost

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio


@pytest.fixture
def shelf(
    make_studio: MakeStudio, own_assets: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Studio:
    """A studio whose bundled models are the test pair, with the panel open."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    made = make_studio(own_assets / "models")
    made.settle()
    made.do("show-models")
    return made


def wait_for_model(studio: Studio, *ids: str) -> None:
    window = studio.window

    def there() -> None:
        assert {entry.card.id for entry in window.models.current.entries} == set(ids)

    studio.qtbot.waitUntil(there, timeout=30_000)
    studio.settle()


def drop(studio: Studio, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    studio.window.model_shelf.panel.dropEvent(event)


def test_every_model_is_there_with_what_its_card_says(shelf: Studio) -> None:
    panel = shelf.window.model_shelf.panel
    panel.choose("test-compressed")
    words = panel.details.toPlainText()
    assert panel.isVisible()
    assert "CC0-1.0" in words
    assert "Test model" in words
    assert "not measured yet" in words
    assert not panel.remove.isEnabled()
    panel.choose("test-style")
    assert not panel.use.isEnabled()


def test_a_compressed_model_that_is_not_faster_here_says_so(shelf: Studio) -> None:
    window, panel = shelf.window, shelf.window.model_shelf.panel
    library = default_library()
    for name, time in (("test-original", 40.0), ("test-compressed", 41.0)):
        window.model_shelf.speeds.put(library.find(name), Cost(time, 5_000_000))
    window.model_shelf.show()
    panel.choose("test-compressed")
    assert "Not faster on this machine: 41.0 ms" in panel.details.toPlainText()


def test_a_dropped_model_is_copied_offered_and_used(
    shelf: Studio, tmp_path: Path, write_model
) -> None:
    window, panel = shelf.window, shelf.window.model_shelf.panel
    drop(shelf, write_model(tmp_path / "new" / "x.onnx", id="dusk", pair="dusk"))
    kept = tmp_path / "data" / "models" / "dusk.onnx"
    shelf.qtbot.waitUntil(lambda: panel.chosen is not None and panel.chosen.path == kept)

    assert window.model_menu.action("dusk")
    panel.use.click()
    wait_for_model(shelf, "dusk")


def test_a_file_that_is_no_model_is_refused_with_the_reason(shelf: Studio, tmp_path: Path) -> None:
    (tmp_path / "junk.onnx").write_bytes(b"\x00" * 64)
    drop(shelf, tmp_path / "junk.onnx")
    shelf.wait_for_message("junk.onnx")
    assert not (tmp_path / "data" / "models").exists()


def test_only_the_artists_own_models_can_be_removed_and_not_while_in_use(
    shelf: Studio, tmp_path: Path, write_model
) -> None:
    window, panel = shelf.window, shelf.window.model_shelf.panel
    drop(shelf, write_model(tmp_path / "new" / "x.onnx", id="dusk", pair="dusk"))
    kept = tmp_path / "data" / "models" / "dusk.onnx"
    shelf.qtbot.waitUntil(lambda: panel.chosen is not None and panel.chosen.path == kept)
    panel.use.click()
    wait_for_model(shelf, "dusk")

    panel.choose("dusk")
    panel.remove.click()
    assert "is in use" in window.messages.text
    assert kept.exists()

    panel.choose("test-compressed")
    assert not panel.remove.isEnabled()
    panel.use.click()
    wait_for_model(shelf, "test-original", "test-compressed")
    panel.choose("dusk")
    panel.remove.click()
    assert not kept.exists()
    with pytest.raises(KeyError):
        panel.choose("dusk")


def test_any_two_models_of_one_input_are_compared(
    shelf: Studio, tmp_path: Path, write_model
) -> None:
    window, panel = shelf.window, shelf.window.model_shelf.panel
    shelf.draw((5, 5), (40, 20))
    painted = shelf.labels
    drop(shelf, write_model(tmp_path / "x.onnx", id="dusk", pair="dusk", title="Dusk", macs=5))
    shelf.qtbot.waitUntil(lambda: panel.chosen is not None and panel.chosen.card.id == "dusk")

    panel.left.click()
    wait_for_model(shelf, "dusk", "test-compressed")

    assert (shelf.labels == painted).all()
    assert window.models.current.original.card.id == "dusk"
    assert window.bridge.live_side is Side.ORIGINAL
    assert window.figures_panel.text("macs", Side.ORIGINAL) == "5"
    assert all(window.bridge.timing(side) for side in Side)
    panel.choose("test-original")
    panel.left.click()
    wait_for_model(shelf, "test-original", "test-compressed")
    assert not window.models.current.mixed
    assert window.bridge.live_side is Side.COMPRESSED


def test_fewer_cores_open_the_models_again_and_change_nothing_else(shelf: Studio) -> None:
    window = shelf.window
    shelf.do("style-random")
    shelf.settle()
    style, before = window.document.style, shelf.picture(Side.COMPRESSED).copy()

    window.model_shelf.set_cores(1)
    shelf.qtbot.waitUntil(lambda: not all(window.bridge.timing(side) for side in Side))
    shelf.settle()

    assert window.models.threads == 1
    assert (window.document.style == style).all()
    assert (shelf.picture(Side.COMPRESSED) == before).all()
    assert window.shelf.current.key == "random"


def test_calibration_measures_at_rest_and_gives_way_to_the_pen(shelf: Studio) -> None:
    window = shelf.window
    calibration = window.model_shelf.calibration
    calibration._rest.setInterval(1)
    window.model_shelf.begin()
    shelf.qtbot.waitUntil(lambda: calibration.under_way, timeout=30_000)
    shelf.draw((5, 5), (40, 20))

    entry = default_library().find("test-original")
    shelf.qtbot.waitUntil(lambda: window.model_shelf.speeds.of(entry) is not None, timeout=60_000)
    assert window.figures_panel.text("memory", Side.ORIGINAL) != "–"
