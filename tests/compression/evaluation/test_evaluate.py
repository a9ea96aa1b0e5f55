"""A whole evaluation of a tiny pair: what it finds, stores, and writes into the cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.evaluation import evaluate as module
from featherbrush.compression.evaluation.bars import ratios
from featherbrush.compression.evaluation.evaluate import Settings, evaluate_pair
from featherbrush.compression.evaluation.metrics import (
    DIVERSITY,
    FLOOR,
    FRECHET,
    MIOU,
    SLICED,
    metrics_of,
    write_cards,
)
from featherbrush.compression.evaluation.rendering import render_held_out, render_maps
from featherbrush.compression.evaluation.results import Evaluation, EvaluationError
from featherbrush.compression.evaluation.segmenter import SegmenterTraining
from featherbrush.compression.evaluation.wasserstein import Sampling
from featherbrush.compression.export.cards import read_model_card, replace_card
from featherbrush.compression.importing.checkpoint import CheckpointError

Scenes = Callable[..., LabelledStore]
WriteModel = Callable[..., Path]

SMALL = Settings(
    pictures=20,
    agreeing=6,
    threads=1,
    sampling=Sampling(patches=8, directions=16),
    segmenter=SegmenterTraining(samples=16),
)


@dataclass(frozen=True)
class Bench:
    """A folder of models, data, and a call that judges the pair on it."""

    models: Path
    cache: Path
    held_out: LabelledStore
    training: LabelledStore

    def path(self, role: str) -> Path:
        return self.models / f"test-{role}.onnx"

    def judge(self, **changes: object) -> Evaluation:
        arguments: dict[str, object] = {
            "held_out": self.held_out,
            "training": self.training,
            "cache": self.cache,
            "style_encoder": self.path("style"),
            "settings": SMALL,
        }
        return evaluate_pair(
            self.path("original"),
            self.path("compressed"),
            **{**arguments, **changes},  # type: ignore[arg-type]
        )


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def bench(model_folder: Path, cache: Path, scenes: Scenes) -> Bench:
    return Bench(model_folder, cache, scenes(12, seed=1), scenes(24))


def test_equal_models_agree_and_share_their_figures(bench: Bench) -> None:
    found = bench.judge()

    assert found.original.distances == found.compressed.distances
    assert found.agreement.ssim == pytest.approx(1, abs=1e-5)
    assert found.agreement.pictures == 6
    assert found.original.macs > found.compressed.macs
    assert (found.samples.distinct, found.samples.mirrored) == (12, 8)
    # Flat colours are no scenes: real pictures come nearer.
    assert found.floor.distances.frechet < found.original.distances.frechet
    assert found.floor.distances.sliced.mean < found.original.distances.sliced.mean


def test_it_is_stored_as_json_and_read_back(bench: Bench, tmp_path: Path) -> None:
    found = bench.judge()
    found.write(tmp_path / "evaluation.json")

    assert Evaluation.read(tmp_path / "evaluation.json") == found
    (tmp_path / "other.json").write_text('{"pair": 3}')
    with pytest.raises(EvaluationError, match=r"other\.json"):
        Evaluation.read(tmp_path / "other.json")


def test_the_second_time_the_original_is_not_rendered(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bench.judge()
    rendered: list[str] = []

    def counting(model: Path, *args: object, **kwargs: object) -> object:
        rendered.append(model.stem)
        return render_maps(model, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "render_maps", counting)
    again = bench.judge()

    assert rendered == ["test-compressed"]
    assert again.original == first.original


def test_further_renderings_stand_beside_the_held_out_ones(
    bench: Bench, scenes: Scenes, tmp_path: Path
) -> None:
    more = scenes(4, seed=8)
    for part in ("images", "labels", "labels_painted"):
        (tmp_path / "more" / "a" / part).mkdir(parents=True)
    for number, name in enumerate(("000007", "000017", "000018", "000027")):
        folder = tmp_path / "more" / "a"
        Image.fromarray(more.pictures[number]).save(folder / f"images/{name}.png")
        Image.fromarray(more.exact[number]).save(folder / f"labels/{name}.png")
        if name != "000027":
            Image.fromarray(more.exact[number]).save(folder / f"labels_painted/{name}.png")

    found = bench.judge(extra_real=tmp_path / "more")

    assert found.samples.distinct == 12 + 2  # 18 is for training, 27 is incomplete
    with pytest.raises(EvaluationError, match="no held-out scenes"):
        bench.judge(extra_real=tmp_path / "nothing")


def test_figures_go_into_the_cards_once(bench: Bench) -> None:
    found = bench.judge()
    paths = {"original": bench.path("original"), "compressed": bench.path("compressed")}
    few = found
    many = found.model_copy(update={"samples": found.samples.model_copy(update={"pictures": 1000})})

    write_cards(few, paths)  # type: ignore[arg-type]
    names = [m.name for m in read_model_card(paths["original"]).metrics]
    assert FRECHET not in names
    assert MIOU in names

    write_cards(many, paths)  # type: ignore[arg-type]
    metrics = read_model_card(paths["compressed"]).metrics
    by_name = {m.name: m for m in metrics}
    assert len(by_name) == len(metrics)
    assert by_name[FRECHET].value == pytest.approx(found.compressed.distances.frechet, abs=1e-3)
    assert by_name[SLICED + FLOOR].samples == 1000
    assert by_name[MIOU].better == "higher"
    assert by_name[MIOU].samples == 12
    assert any(name.startswith("SSIM") for name in by_name)


def test_cards_of_other_files_are_left_alone(bench: Bench, write_model: WriteModel) -> None:
    found = bench.judge()
    # Same card, other graph: what a retrained model looks like.
    other = write_model(kind="broken", id="test-compressed")
    original = bench.path("original")

    with pytest.raises(EvaluationError, match="not the compressed model"):
        write_cards(found, {"original": original, "compressed": other})
    assert read_model_card(original).metrics == ()


def test_bars_say_what_holds_and_what_cannot_be_judged(bench: Bench) -> None:
    found = bench.judge()
    held = {bar.name.split(",")[0]: bar for bar in ratios(found)}
    assert held["sliced Wasserstein distance"].holds is True
    assert held["mIoU"].holds is True
    assert held["Frechet distance"].holds is None

    worse = found.original.segmentation.model_copy(
        update={"miou": found.original.segmentation.miou - 0.03}
    )
    changed = found.model_copy(
        update={"compressed": found.compressed.model_copy(update={"segmentation": worse})}
    )
    bar = {b.name.split(",")[0]: b for b in ratios(changed)}["mIoU"]
    assert bar.measured == pytest.approx(3.0)
    assert bar.holds is False


def test_a_compressed_model_that_draws_all_styles_alike_is_found_out(bench: Bench) -> None:
    found = bench.judge()
    alike = found.compressed.model_copy(update={"diversity": found.original.diversity / 2})
    dull = found.model_copy(update={"compressed": alike})

    def held(evaluation: Evaluation) -> bool | None:
        return next(bar.holds for bar in ratios(evaluation) if "styles" in bar.name)

    assert found.original.diversity == found.compressed.diversity > 0
    assert held(found) is True
    assert held(dull) is False
    assert {m.name: m.value for m in metrics_of(dull, "compressed")}[DIVERSITY] == pytest.approx(
        alike.diversity, abs=1e-4
    )


def test_files_that_are_no_pair_are_refused(bench: Bench, scenes: Scenes) -> None:
    with pytest.raises(EvaluationError, match="original and the compressed"):
        evaluate_pair(
            bench.path("compressed"),
            bench.path("original"),
            held_out=bench.held_out,
            training=bench.training,
            cache=bench.cache,
        )
    few = replace(bench.held_out, classes=bench.held_out.classes[:2])
    with pytest.raises(EvaluationError, match="different classes"):
        bench.judge(held_out=few)
    card = read_model_card(bench.path("compressed"))
    replace_card(bench.path("compressed"), card.model_copy(update={"pair": "another"}))
    with pytest.raises(EvaluationError, match="another"):
        bench.judge()


def test_a_single_held_out_picture_is_one_clear_line(bench: Bench, scenes: Scenes) -> None:
    with pytest.raises(EvaluationError, match="two held-out pictures or more, not 1") as caught:
        bench.judge(held_out=scenes(1, seed=1))

    assert "\n" not in str(caught.value)


def test_absent_weights_of_inception_are_found_before_anything_slow(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slow in ("train_or_load", "render_maps", "observe"):
        monkeypatch.setattr(module, slow, lambda *_, **__: pytest.fail("began to work"))

    with pytest.raises(CheckpointError, match="nosuch"):
        bench.judge(settings=replace(SMALL, inception=tmp_path / "nosuch"))


def test_every_held_out_map_is_rendered_in_every_style(bench: Bench) -> None:
    maps = bench.held_out

    pictures = render_held_out(bench.path("compressed"), maps, seeds=(1, 2), threads=1)

    assert pictures.shape == (12, 2, 64, 64, 3)
    assert not np.array_equal(pictures[:, 0], pictures[:, 1])
