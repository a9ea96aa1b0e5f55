from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from featherbrush.app.synthesis.choice import choice_for, choice_from_file, choices, versus
from featherbrush.app.synthesis.state import Side
from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.library import Library


def test_a_pair_is_one_choice(model_folder: Path) -> None:
    (choice,) = choices(Library([model_folder]))

    assert choice.title == "Test"
    assert choice.live_side is Side.COMPRESSED
    assert choice.live.card.id == "test-compressed"
    assert choice.resting is not None
    assert choice.resting.card.id == "test-original"
    assert choice.style_encoder is not None


def test_a_model_without_its_partner_is_a_choice_of_its_own(
    model_folder: Path, write_model: Any
) -> None:
    write_model(model_folder / "lone.onnx", id="lone", role="original", pair="lone")

    lone = choice_for(choices(Library([model_folder])), "lone")

    assert lone is not None
    assert lone.live_side is Side.ORIGINAL
    assert lone.resting is None


def test_a_choice_is_found_by_pair_and_by_model(model_folder: Path) -> None:
    offered = choices(Library([model_folder]))

    assert choice_for(offered, "test") is offered[0]
    assert choice_for(offered, "test-original") is offered[0]
    assert choice_for(offered, "other") is None


def test_a_file_brings_its_partners_along(model_folder: Path) -> None:
    choice = choice_from_file(model_folder / "test-original.onnx")

    assert choice.live.card.id == "test-compressed"
    assert choice.resting is not None


def test_a_partner_with_other_classes_is_left_out(model_folder: Path, write_model: Any) -> None:
    other = [{"id": 0, "name": "void", "color": [0, 0, 0]}]
    path = write_model(model_folder / "aaa.onnx", id="test-other", role="compressed", classes=other)

    choice = choice_from_file(path)

    assert choice.compressed is not None
    assert choice.compressed.card.id == "test-other"
    assert choice.original is None


def test_a_style_encoder_is_refused_in_one_line(write_model: Any) -> None:
    path = write_model(id="wrong", role="style-encoder", input="picture", classes=[])

    with pytest.raises(ModelFileError, match="style encoder"):
        choice_from_file(path)


def test_sketch_models_are_offered_and_opened(sketch_folder: Path) -> None:
    ink = choice_for(choices(Library([sketch_folder])), "ink")
    assert ink is not None
    assert ink.kind == "sketch"
    assert ink.resting_side is Side.ORIGINAL
    assert choice_from_file(sketch_folder / "ink-original.onnx").kind == "sketch"


def test_any_two_models_of_one_input_compare_and_the_lighter_one_is_live(
    model_folder: Path, write_model: Any
) -> None:
    write_model(model_folder / "dusk.onnx", id="dusk", pair="dusk", macs=5, multiple=16, title="D")
    library = Library([model_folder])

    mixed = versus(library.find("dusk"), library.find("test-original"), library)

    assert mixed.mixed
    assert mixed.live_side is Side.ORIGINAL
    assert mixed.resting_side is Side.COMPRESSED
    assert mixed.multiple == 16
    assert mixed.label(Side.ORIGINAL) == "D"
    pair = versus(library.find("test-original"), library.find("test-compressed"), library)
    assert not pair.mixed
    assert pair == choice_for(choices(library), "test")


def test_models_of_different_inputs_do_not_compare(sketch_folder: Path) -> None:
    library = Library([sketch_folder])
    with pytest.raises(ModelFileError, match="same input"):
        versus(library.find("ink-original"), library.find("test-original"), library)
