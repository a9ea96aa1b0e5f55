"""Model files that come into the user's folder, and those that must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.install import install_model
from featherbrush.engine.library import Library


def test_a_model_is_copied_under_its_id(tmp_path: Path, write_model) -> None:
    source = write_model(tmp_path / "downloads" / "some name (1).onnx", id="dusk")
    folder = tmp_path / "mine"

    entry = install_model(source, folder=folder, library=Library([folder]))

    assert entry.path == folder / "dusk.onnx"
    assert entry.path.read_bytes() == source.read_bytes()
    assert [path.name for path in folder.iterdir()] == ["dusk.onnx"]
    assert Library([folder]).find("dusk").card.id == "dusk"


def test_a_style_encoder_may_come_too(tmp_path: Path, write_model) -> None:
    source = write_model(kind="encoder", id="enc", role="style-encoder", input="picture")
    entry = install_model(source, folder=tmp_path / "mine", library=Library([]))
    assert entry.card.role == "style-encoder"


def test_what_is_no_model_is_refused_and_nothing_is_written(tmp_path: Path, write_model) -> None:
    folder = tmp_path / "mine"
    library = Library([folder])
    (tmp_path / "junk.onnx").write_bytes(b"not a model at all")
    bare = write_model(tmp_path / "bare.onnx", card=False)
    liar = write_model(tmp_path / "liar.onnx", id="liar", style_size=9)
    other = write_model(
        tmp_path / "other.onnx",
        kind="sketch",
        id="other",
        input="labels",
        classes=[{"id": 0, "name": "a", "color": [0, 0, 0]}],
    )

    for source, words in (
        (tmp_path / "missing.onnx", "no such"),
        (tmp_path / "junk.onnx", "junk.onnx"),
        (bare, "without a Featherbrush card"),
        (other, "dimensions"),
        (liar, "style is fixed to 1 x 4 where its card promises 1 x 9"),
    ):
        with pytest.raises(ModelFileError, match=words):
            install_model(source, folder=folder, library=library)
    assert not folder.exists() or not list(folder.iterdir())
    assert liar.exists()


def test_an_id_that_is_taken_is_refused(tmp_path: Path, write_model) -> None:
    folder = tmp_path / "mine"
    write_model(folder / "here.onnx", id="dusk")
    source = write_model(tmp_path / "new.onnx", id="dusk")

    with pytest.raises(ModelFileError, match="is here already"):
        install_model(source, folder=folder, library=Library([folder]))
    assert [path.name for path in folder.iterdir()] == ["here.onnx"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, write_model) -> None:
    (tmp_path / "mine").write_text("a file where the folder should be")
    with pytest.raises(ModelFileError, match="cannot be copied"):
        install_model(write_model(id="dusk"), folder=tmp_path / "mine", library=Library([]))
