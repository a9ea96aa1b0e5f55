"""A tiny landscape folder, tiny networks, and one thread: everything a test of the pipeline needs."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from featherbrush.compression.__main__ import main
from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.families import gaugan
from featherbrush.compression.families.conditional import Networks
from featherbrush.engine.card import ClassInfo, ModelCard, TrainingData

Ids = NDArray[np.uint8]
MakeLandscape = Callable[..., Path]
Compress = Callable[..., tuple[int, str, str]]

TABLE: tuple[dict[str, object], ...] = (
    {"id": 0, "name": "sky", "color": [110, 170, 230]},
    {"id": 1, "name": "mountain", "color": [120, 110, 100]},
    {"id": 2, "name": "water", "color": [30, 80, 160]},
    {"id": 3, "name": "grass", "color": [90, 160, 60]},
)
SIDE = 64
STYLE = 3


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Sums in one order, so that equal means equal to the bit."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def scene(number: int, *, side: int = SIDE) -> tuple[NDArray[np.uint8], Ids]:
    """Picture [H, W, 3] and map [H, W] of one made-up scene: sky over two kinds of land."""
    random = np.random.default_rng(number)
    rows, columns = np.mgrid[:side, :side]
    line = side * random.uniform(0.3, 0.6) + 4 * np.sin(columns / 6 + number)
    left, right = random.permutation([1, 2, 3])[:2]
    ids = np.where(rows < line, 0, np.where(columns < side * 0.4, left, right)).astype(np.uint8)
    colors = np.array([entry["color"] for entry in TABLE], np.float32)
    noise = random.normal(0, 20, (side, side, 1))
    return np.clip(colors[ids] + noise, 0, 255).astype(np.uint8), ids


@pytest.fixture
def make_landscape(tmp_path: Path) -> MakeLandscape:
    """make_landscape(training=6, held_out=2, suffix=".png") -> a landscape folder."""

    def make(training: int = 6, held_out: int = 2, suffix: str = ".png") -> Path:
        folder = tmp_path / "landscape"
        numbers = [n for n in range(10 * training) if n % 10 != 7][:training]
        numbers += [10 * n + 7 for n in range(held_out)]
        for part in ("images", "labels", "labels_painted"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        for number in numbers:
            picture, ids = scene(number)
            Image.fromarray(picture).save(folder / "images" / f"{number:06d}{suffix}")
            Image.fromarray(ids).save(folder / "labels" / f"{number:06d}.png")
            blunt = np.repeat(np.repeat(ids[::8, ::8], 8, 0), 8, 1)
            Image.fromarray(blunt).save(folder / "labels_painted" / f"{number:06d}.png")
        (folder / "classes.json").write_text(json.dumps(TABLE))
        return folder

    return make


@pytest.fixture(scope="session")
def store() -> LabelledStore:
    """Five scenes of 64x64 in memory; the painted maps differ from the exact ones."""
    pictures, maps = zip(*(scene(n) for n in range(5)), strict=True)
    exact = np.stack(maps)
    painted = np.repeat(np.repeat(exact[:, ::8, ::8], 8, 1), 8, 2)
    return LabelledStore(pictures=np.stack(pictures), exact=exact, painted=painted, classes=TABLE)


@pytest.fixture(scope="session")
def _original() -> Networks:
    torch.manual_seed(0)
    return gaugan.networks(channels=len(TABLE), critics=len(TABLE), style=STYLE, ngf=2)


@pytest.fixture
def original(_original: Networks) -> Networks:
    """An untrained original of ngf 2 for four classes and a style of three numbers; yours to change."""
    return copy.deepcopy(_original)


@pytest.fixture
def card() -> ModelCard:
    """A valid card of a compressed labels model of the four classes."""
    return ModelCard(
        schema_version=1,
        id="tiny-compressed",
        title="Tiny",
        description="Made by a test.",
        pair="tiny",
        role="compressed",
        family="gaugan",
        input="labels",
        classes=tuple(ClassInfo.model_validate(entry) for entry in TABLE),
        multiple=32,
        native=(64, 64),
        style_size=STYLE,
        macs=1,
        parameters=1,
        license="CC0-1.0",
        training=TrainingData(
            name="none", author="nobody", license="CC0-1.0", source="a test", pictures=0
        ),
        created="2024-01-01",
    )


@pytest.fixture
def compress(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Compress:
    """compress(*arguments) -> (exit code, standard output, standard error), run in tmp_path."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["featherbrush-compress", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def one_line(result: tuple[int, str, str]) -> str:
    """The one line of a refusal: exit code 2, nothing else on standard error."""
    code, _, error = result
    assert code == 2, result
    assert error.startswith("featherbrush-compress: ") and error.count("\n") == 1, error
    return error
