"""No model is there: the studio says so, and still paints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from featherbrush.app.synthesis.state import State

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio


def test_painting_works_and_a_message_says_what_is_missing(make_studio: MakeStudio) -> None:
    studio = make_studio()

    studio.window.palette_panel.button(6).click()
    studio.draw((20, 20), (90, 20))

    assert studio.labels[20, 50] == 6
    assert "open a model" in studio.window.messages.text
    assert studio.window.bridge.state is State.NO_MODEL
    assert not studio.window.actions_by_name["pause"].isEnabled()


def test_a_model_can_be_opened_afterwards(make_studio: MakeStudio, model_folder: Path) -> None:
    studio = make_studio()
    studio.answers.path = model_folder / "test-original.onnx"

    studio.do("open-model")
    studio.qtbot.waitUntil(lambda: studio.window.models.current is not None, timeout=30_000)
    studio.settle()

    assert studio.window.models.current.name == "test"
    assert studio.window.messages.text == ""
