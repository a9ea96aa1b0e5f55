"""Something goes wrong: a message says what, and the work stays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from featherbrush.app.synthesis.state import Side, State

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio


def test_a_broken_model_file_is_refused(studio: Studio, tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"\x08\x07 this is no model")
    studio.draw((5, 5), (40, 20))
    painted = studio.labels
    studio.answers.path = broken

    studio.do("open-model")

    studio.wait_for_message("broken.onnx")
    assert np.array_equal(studio.labels, painted)
    assert studio.window.models.current.name == "test"
    studio.settle()


def test_a_truncated_model_file_is_refused(
    studio: Studio, model_folder: Path, tmp_path: Path
) -> None:
    whole = (model_folder / "test-compressed.onnx").read_bytes()
    cut = tmp_path / "cut" / "cut.onnx"
    cut.parent.mkdir()
    cut.write_bytes(whole[: len(whole) // 2])
    studio.answers.path = cut

    studio.do("open-model")

    studio.wait_for_message("cut.onnx")
    assert studio.window.models.current.name == "test"


@pytest.mark.parametrize("kind", ["broken", "smaller"])
def test_a_model_that_fails_costs_a_message_and_no_stroke(
    make_studio: MakeStudio, model_folder: Path, write_model, kind: str
) -> None:
    write_model(model_folder / "test-compressed.onnx", kind=kind)
    studio = make_studio(model_folder)
    studio.wait_for_message("test-compressed")

    studio.window.palette_panel.button(2).click()
    studio.draw((5, 5), (40, 5))

    assert studio.labels[5, 20] == 2
    studio.qtbot.waitUntil(lambda: studio.window.bridge.state is State.FAILED, timeout=30_000)
    assert studio.window.option_bar.state.shown is State.FAILED


def test_an_original_that_cannot_be_loaded_leaves_the_compressed_one(
    make_studio: MakeStudio, model_folder: Path, write_model
) -> None:
    write_model(model_folder / "test-original.onnx", id="test-original", role="original")
    studio = make_studio(model_folder)
    (model_folder / "test-original.onnx").unlink()

    studio.wait_for_message("test-original.onnx")
    studio.qtbot.waitUntil(lambda: studio.window.bridge.current(Side.COMPRESSED), timeout=30_000)


def test_a_map_with_unknown_ids_is_asked_about_and_left_alone_without_an_answer(
    studio: Studio, tmp_path: Path
) -> None:
    path = tmp_path / "strange.png"
    strange = np.zeros((48, 64), np.uint8)
    strange[:2] = 200
    Image.fromarray(strange).save(path)
    before = studio.labels
    studio.answers.path = path

    studio.do("open")

    survey = studio.answers.survey
    assert survey is not None
    assert dict(zip(survey.colors, survey.counts, strict=True))[(200, 200, 200)] == 2 * 64
    assert np.array_equal(studio.labels, before)


def test_a_file_that_is_no_picture_is_refused(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "letter.png"
    path.write_text("dear reader")
    before = studio.labels
    studio.answers.path = path

    studio.do("open")

    assert "letter.png" in studio.window.messages.text
    assert np.array_equal(studio.labels, before)
    assert path.read_text() == "dear reader"


def test_an_unwritable_target_is_told_and_the_work_stays(studio: Studio, tmp_path: Path) -> None:
    studio.draw((5, 5), (40, 20))
    painted = studio.labels
    studio.answers.path = tmp_path / "no such folder" / "map.png"

    studio.do("save")
    assert "map.png" in studio.window.messages.text
    assert studio.window.document.modified
    assert np.array_equal(studio.labels, painted)

    studio.settle()
    studio.answers.path = tmp_path / "no such folder" / "picture.png"
    studio.do("save-compressed")
    assert "picture.png" in studio.window.messages.text


def test_the_next_success_takes_the_message_away(studio: Studio, tmp_path: Path) -> None:
    studio.answers.path = tmp_path / "no such folder" / "map.png"
    studio.do("save")
    assert studio.window.messages.text

    studio.answers.path = tmp_path / "map.png"
    studio.do("save")

    assert studio.window.messages.text == ""
