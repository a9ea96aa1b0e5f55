"""Cards in model files: replaced without touching what the model computes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest

from featherbrush.compression.export.cards import graph_digest, read_model_card, replace_card
from featherbrush.engine.card import CARD_KEY
from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.generator import Generator

WriteModel = Callable[..., Path]


def test_the_new_card_is_read_back_and_the_graph_keeps_its_bytes(write_model: WriteModel) -> None:
    path = write_model()
    graph = onnx.load(path).graph.SerializeToString()
    before = path.read_bytes()
    card = read_model_card(path).model_copy(update={"title": "Another title \u2013 longer" * 5})

    replace_card(path, card)

    assert read_model_card(path) == card
    assert onnx.load(path).graph.SerializeToString() == graph
    assert graph in before and graph in path.read_bytes()


def test_replacing_leaves_one_card_and_the_other_metadata(write_model: WriteModel) -> None:
    path = write_model()
    model = onnx.load(path)
    model.metadata_props.add(key="made by", value="a test")
    onnx.save(model, path)

    for title in ("first", "second"):
        replace_card(path, read_model_card(path).model_copy(update={"title": title}))

    keys = [entry.key for entry in onnx.load(path).metadata_props]
    assert sorted(keys) == sorted(["made by", CARD_KEY])
    assert read_model_card(path).title == "second"


def test_a_file_without_a_card_gets_one(write_model: WriteModel, tmp_path: Path) -> None:
    card = read_model_card(write_model())
    bare = write_model(tmp_path / "bare.onnx", card=False)

    replace_card(bare, card)

    assert read_model_card(bare) == card


def test_the_model_still_renders(write_model: WriteModel) -> None:
    path = write_model()
    canvas = np.ones((48, 64), np.uint8)
    generator = Generator(path, threads=1)
    expected = generator.render(canvas)
    generator.close()

    replace_card(path, read_model_card(path).model_copy(update={"notes": "changed"}))

    generator = Generator(path, threads=1)
    np.testing.assert_array_equal(generator.render(canvas), expected)
    generator.close()


def test_the_digest_ignores_the_card_and_nothing_else(
    write_model: WriteModel, tmp_path: Path
) -> None:
    path = write_model()
    digest = graph_digest(path)
    replace_card(path, read_model_card(path).model_copy(update={"notes": "changed"}))

    assert graph_digest(path) == digest
    assert graph_digest(write_model(tmp_path / "other.onnx", kind="broken")) != digest


@pytest.mark.parametrize("content", [b"", b"not a model at all, but long enough to look at", None])
def test_what_is_no_model_is_refused_and_left_alone(
    write_model: WriteModel, tmp_path: Path, content: bytes | None
) -> None:
    card = read_model_card(write_model())
    path = tmp_path / "other.onnx"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ModelFileError):
        replace_card(path, card)

    assert (path.read_bytes() if path.exists() else None) == content
    assert not list(tmp_path.glob("*.part"))


def test_a_truncated_model_is_refused_and_left_alone(write_model: WriteModel) -> None:
    path = write_model()
    card = read_model_card(path)
    path.write_bytes(path.read_bytes()[:-7])
    before = path.read_bytes()

    with pytest.raises(ModelFileError):
        replace_card(path, card)

    assert path.read_bytes() == before
