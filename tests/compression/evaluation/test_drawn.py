"""Drawn maps for the report: what does not belong there is one line, before an evaluation begins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.evaluation.drawn import drawn_maps
from featherbrush.compression.evaluation.results import EvaluationError
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.errors import LabelMapError
from featherbrush.engine.labels import write_label_map

Scenes = Callable[..., LabelledStore]


@pytest.fixture
def store(scenes: Scenes) -> LabelledStore:
    return scenes(1)


@pytest.fixture
def draw(tmp_path: Path, store: LabelledStore) -> Callable[..., Path]:
    """draw(name, height, width) -> the folder with one more map."""
    classes = [ClassInfo.model_validate(entry) for entry in store.classes]

    def write(name: str, height: int = 64, width: int = 96) -> Path:
        write_label_map(tmp_path / name, np.full((height, width), 2, np.uint8), classes)
        return tmp_path

    return write


def _failure(folder: Path, store: object) -> str:
    with pytest.raises((EvaluationError, LabelMapError)) as caught:
        drawn_maps(folder, store, multiple=32)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_maps_of_one_size_are_read(draw: Callable[..., Path], store: LabelledStore) -> None:
    folder = draw("a.png") and draw("b.png")

    maps = drawn_maps(folder, store, multiple=32)

    assert [m.shape for m in maps] == [(64, 96)] * 2 and maps[0][5, 5] == 2


def test_no_folder_and_an_empty_one_are_named(tmp_path: Path, store: LabelledStore) -> None:
    assert f"{tmp_path / 'nosuch'}: no such folder" in _failure(tmp_path / "nosuch", store)
    assert f"{tmp_path}: no drawn maps" in _failure(tmp_path, store)


def test_sizes_that_do_not_fit_are_named(draw: Callable[..., Path], store: LabelledStore) -> None:
    draw("a.png")
    assert "b.png: 64 x 64 pixels, not 96 x 64" in _failure(draw("b.png", 64, 64), store)
    assert "a.png: 80 x 64 pixels, not multiples of 32" in _failure(draw("a.png", 64, 80), store)


def test_a_file_that_is_no_map_is_named(tmp_path: Path, store: LabelledStore) -> None:
    (tmp_path / "a.png").write_text("no picture")

    assert "a.png" in _failure(tmp_path, store)
