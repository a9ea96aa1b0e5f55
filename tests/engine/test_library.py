"""Which models there are, and where they are looked for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from featherbrush.engine import resources
from featherbrush.engine.errors import FeatherbrushError, ModelFileError
from featherbrush.engine.library import Library, default_library, model_entry


def test_a_folder_is_listed_pair_by_pair_the_original_first(model_folder: Path) -> None:
    library = Library([model_folder])
    ids = [entry.card.id for entry in library.entries()]
    assert ids == ["test-original", "test-compressed", "test-style"]
    assert library.entries()[0].bytes == (model_folder / "test-original.onnx").stat().st_size
    assert library.refused == ()


def test_a_pair_has_its_members(model_folder: Path) -> None:
    (pair,) = Library([model_folder]).pairs()
    assert pair.name == "test"
    assert pair.original.card.id == "test-original"
    assert pair.compressed.card.id == "test-compressed"
    assert pair.style_encoder is not None
    assert pair.style_encoder.card.id == "test-style"


def test_half_a_pair_is_no_pair(model_folder: Path) -> None:
    (model_folder / "test-original.onnx").unlink()
    library = Library([model_folder])
    assert library.pairs() == ()
    assert library.find("test-compressed").card.pair == "test"


def test_a_bad_file_is_listed_with_a_reason_and_spoils_nothing(
    model_folder: Path, write_model: Any
) -> None:
    whole = (model_folder / "test-original.onnx").read_bytes()
    (model_folder / "short.onnx").write_bytes(whole[:100])
    write_model(model_folder / "nameless.onnx", card=False)
    (model_folder / "notes.txt").write_text("not looked at")
    (model_folder / "folder.onnx").mkdir()
    library = Library([model_folder])
    assert len(library.pairs()) == 1
    assert {path.name for path, _ in library.refused} == {
        "short.onnx",
        "nameless.onnx",
        "folder.onnx",
    }
    assert all(str(path) in reason for path, reason in library.refused)


def test_of_two_models_with_one_id_the_first_folder_wins(
    model_folder: Path, write_model: Any, tmp_path: Path
) -> None:
    copy = write_model(tmp_path / "own" / "copy.onnx", id="test-original", role="original")
    library = Library([model_folder, copy.parent])
    assert library.find("test-original").path == model_folder / "test-original.onnx"
    assert [path for path, _ in library.refused] == [copy]


def test_the_first_folder_stands_for_a_pair_whatever_the_others_are_called(
    model_folder: Path, write_model: Any, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    for model_id, role in (("a-mine", "original"), ("b-mine", "compressed")):
        write_model(own / f"{model_id}.onnx", id=model_id, role=role)
    library = Library([model_folder, own])
    (pair,) = library.pairs()
    assert (pair.original.card.id, pair.compressed.card.id) == ("test-original", "test-compressed")
    assert library.find("b-mine").path == own / "b-mine.onnx"
    (other,) = Library([own, model_folder]).pairs()
    assert (other.original.card.id, other.compressed.card.id) == ("a-mine", "b-mine")


def test_an_unknown_id_names_the_known_ones(model_folder: Path) -> None:
    with pytest.raises(ModelFileError, match=r"no model 'x'.*test-original, test-compressed"):
        Library([model_folder]).find("x")


def test_folders_that_are_not_there_are_empty(tmp_path: Path) -> None:
    assert Library([tmp_path / "none"]).entries() == ()


def test_the_users_models_are_found_beside_the_bundled_ones(
    own_assets: Path, write_model: Any, tmp_path: Path
) -> None:
    write_model(tmp_path / "data" / "models" / "mine.onnx", id="mine")
    ids = {entry.card.id for entry in default_library().entries()}
    assert ids == {"test-original", "test-compressed", "test-style", "mine"}


def test_a_single_file_makes_an_entry(write_model: Any) -> None:
    path = write_model()
    assert model_entry(path).path == path


def test_assets_are_found_in_a_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FEATHERBRUSH_ASSETS", raising=False)
    (tmp_path / "featherbrush" / "assets").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.assets_dir() == tmp_path / "featherbrush" / "assets"


def test_missing_assets_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEATHERBRUSH_ASSETS", str(tmp_path / "none"))
    with pytest.raises(FeatherbrushError, match="install Featherbrush again"):
        resources.assets_dir()
    monkeypatch.setenv("FEATHERBRUSH_DATA", str(tmp_path))
    assert default_library().entries() == ()


def test_landscape_comes_first_and_the_others_by_name(tmp_path: Path, write_model: Any) -> None:
    for pair in ("atlas", "planet", "landscape"):
        for role in ("original", "compressed"):
            write_model(tmp_path / f"{pair}-{role}.onnx", id=f"{pair}-{role}", pair=pair, role=role)

    names = [pair.name for pair in Library([tmp_path]).pairs()]

    assert names == ["landscape", "atlas", "planet"]
