"""featherbrush-compress: help, one clear line for every mistake, and the whole path on a few pictures."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from featherbrush.compression.stages import original
from featherbrush.engine.card import read_card
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.generator import Generator
from featherbrush.engine.style_encoder import StyleEncoder
from tests.compression.conftest import Compress, one_line, scene

MakeLandscape = Callable[..., Path]


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_help_names_every_stage(compress: Compress, arguments: list[str]) -> None:
    _, out, err = compress(*arguments)

    for stage in ("train", "distill", "search", "finetune", "export", "evaluate", "run"):
        assert stage in out
    assert not err


def test_a_missing_recipe_is_one_line(compress: Compress, tmp_path: Path) -> None:
    assert "seascape" in one_line(compress("train", "seascape"))
    assert "mine.toml" in one_line(compress("run", tmp_path / "mine.toml"))
    assert not (tmp_path / "runs").exists()


def test_a_mistake_in_a_recipe_is_one_line(compress: Compress, tmp_path: Path) -> None:
    recipe = tmp_path / "mine.toml"
    recipe.write_text('family = "gaugan"\nmodel = "large"\n')

    assert str(recipe) in one_line(compress("train", recipe))


@pytest.mark.parametrize("arguments", [["paint"], ["train"], ["train", "landscape", "--quickly"]])
def test_a_wrong_command_line_is_one_line(compress: Compress, arguments: list[str]) -> None:
    assert "--help" in one_line(compress(*arguments))


def test_missing_data_is_one_line(compress: Compress, tmp_path: Path) -> None:
    error = one_line(compress("train", "landscape", "--smoke", "--data", tmp_path / "absent"))

    assert str(tmp_path / "absent") in error


@pytest.mark.parametrize("stage", ["distill", "search", "finetune", "export", "evaluate"])
def test_a_stage_before_its_turn_is_one_line(
    compress: Compress, make_landscape: MakeLandscape, tmp_path: Path, stage: str
) -> None:
    folder = tmp_path / "run"

    error = one_line(
        compress(stage, "landscape", "--smoke", "--data", make_landscape(), "--folder", folder)
    )

    assert str(folder) in error


def test_widths_that_are_none_are_one_line(
    compress: Compress, make_landscape: MakeLandscape
) -> None:
    data = make_landscape()

    error = one_line(
        compress("export", "landscape", "--smoke", "--data", data, "--widths", "16_thin")
    )

    assert "16_thin" in error


def test_widths_beyond_the_supernets_are_one_line(
    compress: Compress, make_landscape: MakeLandscape
) -> None:
    arguments = ("finetune", "landscape", "--smoke", "--data", make_landscape())
    wide, few = "16_16_32_16_16_16", "16_16"

    assert f"entry 3 of {wide} is not within" in one_line(compress(*arguments, "--widths", wide))
    assert "6 numbers" in one_line(compress(*arguments, "--widths", few))


def test_a_wrong_storage_is_one_line_before_the_search_begins(
    compress: Compress, make_landscape: MakeLandscape
) -> None:
    arguments = ("search", "landscape", "--smoke", "--data", make_landscape())

    assert "garbage" in one_line(compress(*arguments, "--storage", "garbage"))


def test_wrong_drawn_maps_are_one_line_before_any_stage(
    compress: Compress, make_landscape: MakeLandscape, tmp_path: Path
) -> None:
    drawn, folder = tmp_path / "nosuch", tmp_path / "run"
    arguments = ("--smoke", "--folder", folder, "--drawn", drawn, "--data")

    for command in ("run", "evaluate"):
        assert str(drawn) in one_line(compress(command, "landscape", *arguments, make_landscape()))
    without_classes = _sketch_set(tmp_path / "sketches")
    drawn.mkdir()
    error = one_line(compress("run", "sticker", *arguments, without_classes))
    assert "--drawn" in error
    assert not (folder / "original").exists()


def _full_disk() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _full_disk_of_a_file_written_whole() -> None:
    try:
        _full_disk()
    except OSError as problem:
        raise FeatherbrushError(f"front.json: cannot be written: {problem.strerror}") from problem


@pytest.mark.parametrize("fail", [_full_disk, _full_disk_of_a_file_written_whole])
def test_a_full_disk_is_one_line_that_says_how_to_go_on(
    compress: Compress,
    make_landscape: MakeLandscape,
    monkeypatch: pytest.MonkeyPatch,
    fail: Callable[[], None],
) -> None:
    monkeypatch.setattr(original, "train_original", lambda _: fail())

    error = one_line(compress("train", "landscape", "--smoke", "--data", make_landscape()))

    assert os.strerror(errno.ENOSPC) in error and "goes on from the last checkpoint" in error


def test_an_error_of_the_system_without_a_file_is_one_line(
    compress: Compress, make_landscape: MakeLandscape, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(original, "train_original", fail)

    error = one_line(compress("train", "landscape", "--smoke", "--data", make_landscape()))

    assert os.strerror(errno.EIO) in error and "checkpoint" not in error


def test_a_folder_that_cannot_be_made_is_one_line(
    compress: Compress, make_landscape: MakeLandscape, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    data, folder = make_landscape(), tmp_path / "file" / "run"

    error = one_line(compress("train", "landscape", "--smoke", "--data", data, "--folder", folder))

    assert str(tmp_path / "file") in error


def test_the_whole_path_ends_with_three_judged_model_files(
    compress: Compress, make_landscape: MakeLandscape, tmp_path: Path
) -> None:
    """The one slow test: every stage on a few pictures."""
    data, folder = make_landscape(training=6, held_out=3), tmp_path / "run"
    arguments = ("landscape", "--smoke", "--data", data, "--folder", folder)

    code, _, error = compress("run", *arguments)

    assert code == 0, error
    models = folder / "models"
    assert sorted(p.name for p in models.iterdir()) == [
        "landscape-compressed.onnx",
        "landscape-original.onnx",
        "landscape-style.onnx",
    ]
    style = StyleEncoder(models / "landscape-style.onnx")
    code_of_picture = style.encode(np.full((64, 64, 3), 90, np.uint8))
    for role in ("original", "compressed"):
        card = read_card(models / f"landscape-{role}.onnx")
        assert card.metrics and all(np.isfinite(m.value) for m in card.metrics)
        assert [c.name for c in card.classes] == ["sky", "mountain", "water", "grass"]
        generator = Generator(models / f"landscape-{role}.onnx", threads=1)
        assert generator.render(np.zeros((96, 64), np.uint8), code_of_picture).shape == (96, 64, 3)
        generator.close()
    evaluation = json.loads((folder / "evaluation" / "evaluation.json").read_text())
    assert evaluation["pair"] == "landscape"
    assert list((folder / "original").glob("sheet_*.png"))


def _sketch_set(folder: Path) -> Path:
    """Fourteen pictures with two sketches each; the last three are held out."""
    for part in ("images", "sketches"):
        (folder / part).mkdir(parents=True)
    rows = []
    for n in range(14):
        picture, ids = scene(n)
        Image.fromarray(picture).save(folder / "images" / f"p{n}.png")
        for k in range(2):
            edges = np.where(np.roll(ids, k + 1, 1) == ids, 255, 0).astype(np.uint8)
            Image.fromarray(edges).save(folder / "sketches" / f"p{n}_{k}.png")
        rows.append(json.dumps({"name": f"p{n}", "held_out": n > 10}))
    (folder / "meta.jsonl").write_text("\n".join(rows))
    return folder


def _unpaired_set(folder: Path) -> Path:
    """Scenes upside down to be turned into scenes."""
    for part, first in (("trainA", 0), ("trainB", 10), ("testA", 20), ("testB", 30)):
        (folder / part).mkdir(parents=True)
        for n in range(5):
            picture = scene(first + n)[0]
            shown = picture if part.endswith("B") else picture[::-1]
            Image.fromarray(shown).save(folder / part / f"{n}.png")
    return folder


@pytest.mark.parametrize(
    ("pair", "make", "kind"),
    [("sticker", _sketch_set, "sketch"), ("atlas", _unpaired_set, "picture")],
)
def test_the_whole_path_of_a_pair_without_classes(
    compress: Compress, tmp_path: Path, pair: str, make: Callable[[Path], Path], kind: str
) -> None:
    data, folder = make(tmp_path / "data"), tmp_path / "run"

    code, _, error = compress("run", pair, "--smoke", "--data", data, "--folder", folder)

    assert code == 0, error
    models = folder / "models"
    assert sorted(p.name for p in models.iterdir()) == [
        f"{pair}-compressed.onnx",
        f"{pair}-original.onnx",
    ]
    sketch = np.full((64, 96, 3), 255, np.uint8)
    sketch[20:24] = 0
    for role in ("original", "compressed"):
        card = read_card(models / f"{pair}-{role}.onnx")
        assert card.input == kind and card.style_size == 0 and card.metrics
        generator = Generator(models / f"{pair}-{role}.onnx", threads=1)
        assert generator.render(sketch, None).shape == (64, 96, 3)
        generator.close()
    evaluation = json.loads((folder / "evaluation" / "evaluation.json").read_text())
    assert evaluation["original"]["segmentation"] is None


def test_a_translation_with_styles_takes_the_whole_path(compress: Compress, tmp_path: Path) -> None:
    data, folder = _sketch_set(tmp_path / "data"), tmp_path / "run"

    code, _, error = compress(
        "run", "sticker-styles", "--smoke", "--data", data, "--folder", folder
    )

    assert code == 0, error
    style = StyleEncoder(folder / "models" / "sticker-styles-style.onnx")
    found = style.encode(np.full((64, 64, 3), 90, np.uint8))
    for role in ("original", "compressed"):
        path = folder / "models" / f"sticker-styles-{role}.onnx"
        assert read_card(path).style_size == len(found)
        generator = Generator(path, threads=1)
        assert generator.render(np.full((64, 64, 3), 255, np.uint8), found).shape == (64, 64, 3)
        generator.close()


def test_a_labels_pair_without_styles_takes_the_whole_path(
    compress: Compress, make_landscape: MakeLandscape, tmp_path: Path
) -> None:
    data, folder = make_landscape(training=6, held_out=3), tmp_path / "run"

    code, _, error = compress("run", "planet", "--smoke", "--data", data, "--folder", folder)

    assert code == 0, error
    card = read_card(folder / "models" / "planet-compressed.onnx")
    assert card.input == "labels" and card.style_size == 0 and len(card.classes) == 4


@pytest.mark.parametrize("pipeline", ["sticker-gan-compression", "sticker-fast-gan-compression"])
def test_a_published_pipeline_takes_the_whole_path(
    compress: Compress, tmp_path: Path, pipeline: str
) -> None:
    data, folder = _sketch_set(tmp_path / "data"), tmp_path / "run"

    code, _, error = compress("run", pipeline, "--smoke", "--data", data, "--folder", folder)

    assert code == 0, error
    card = read_card(folder / "models" / f"{pipeline}-compressed.onnx")
    assert "mobile-resnet" in card.notes and card.metrics
    generator = Generator(folder / "models" / f"{pipeline}-compressed.onnx", threads=1)
    assert generator.render(np.full((64, 68, 3), 255, np.uint8), None).shape == (64, 68, 3)
    generator.close()
    assert (folder / "mobile" / "last.pt").exists() == (pipeline == "sticker-gan-compression")
    found = json.loads((folder / "search" / "front.json").read_text())
    assert len(found["candidates"]) == (2 if pipeline == "sticker-gan-compression" else 3)
    with Image.open(folder / "search" / "front.png") as plot:
        assert plot.format == "PNG"

    # The study goes on working: a budget chooses from what is there.
    lightest = min(c["macs"] for c in found["candidates"])
    code, _, error = compress(
        "search", pipeline, "--smoke", "--data", data, "--folder", folder, "--budget-macs", lightest
    )
    again = json.loads((folder / "search" / "front.json").read_text())
    assert code == 0, error
    assert again["chosen"]["macs"] == lightest and again["candidates"] == found["candidates"]


def test_a_mobile_student_that_the_recipe_does_not_have_is_one_line(
    compress: Compress, tmp_path: Path
) -> None:
    data = _sketch_set(tmp_path / "data")

    assert "[mobile]" in one_line(compress("mobile", "sticker", "--smoke", "--data", data))
