"""The report is one file that shows everything and fetches nothing; the sheet shows every row."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.evaluation.agreement import Agreement
from featherbrush.compression.evaluation.charts import line_chart, scatter_chart
from featherbrush.compression.evaluation.report import Front, FrontPoint, write_report
from featherbrush.compression.evaluation.results import (
    Distances,
    Evaluation,
    EvaluationError,
    Floor,
    ModelResult,
    Samples,
)
from featherbrush.compression.evaluation.segmentation import Segmentation
from featherbrush.compression.evaluation.sheet import (
    Example,
    compose_sheet,
    render_examples,
    write_sheet,
)
from featherbrush.compression.evaluation.wasserstein import SlicedDistance
from featherbrush.engine.card import ClassInfo

Scenes = Callable[..., LabelledStore]

CLASSES = [ClassInfo(id=i, name=f"class {i}", color=(40 * i, 90, 200)) for i in range(4)]


def _model(name: str, frechet: float) -> ModelResult:
    return ModelResult(
        id=name,
        graph="0" * 64,
        bytes=4_000_000,
        macs=2_000_000_000,
        parameters=3_000_000,
        distances=_distances(frechet),
        segmentation=_segmentation(),
    )


def _distances(frechet: float) -> Distances:
    levels = {256: 12.5, 16: 40.0}
    return Distances(frechet=frechet, kernel=4, sliced=SlicedDistance(mean=26.25, levels=levels))


def _segmentation() -> Segmentation:
    return Segmentation(miou=0.5, pixel_accuracy=0.8, iou={"sky": 0.5, "<snow>": None}, pictures=9)


@pytest.fixture
def evaluation() -> Evaluation:
    return Evaluation(
        pair="test",
        original=_model("test-original", 100),
        compressed=_model("test-compressed", 123),
        floor=Floor(distances=_distances(50), segmentation=_segmentation()),
        agreement=Agreement(psnr=20, ssim=0.6, perceptual=0.3, pictures=5),
        samples=Samples(pictures=1024, distinct=700, mirrored=324, training=2000),
        maps="exact",
        style="own picture",
        protocol={"frechet": "how it was done"},
        machine="a machine",
        date="2024-01-01",
        seconds=1.0,
    )


def test_the_report_shows_figures_bars_pictures_and_curves(
    evaluation: Evaluation, tmp_path: Path
) -> None:
    log = tmp_path / "log.jsonl"
    lines = [json.dumps({"step": i, "loss": 1 / (i + 1), "lr": 1}) for i in range(30)]
    log.write_text("\n".join(lines) + '\n{"step": 30, "lo')
    points = (FrontPoint("wide", 20, 5), FrontPoint("narrow", 10, 7, chosen=True))

    write_report(
        tmp_path / "report.html",
        evaluation,
        sheets={"Held-out maps": np.zeros((20, 30, 3), np.uint8)},
        logs={"Teacher": log},
        front=Front("ms per picture", "Frechet distance", points),
    )

    html = (tmp_path / "report.html").read_text()
    assert "1.23 x" in html
    assert 'class="no">no' in html
    assert "not judged" not in html
    assert "data:image/webp;base64," in html
    assert "narrow: 10, 7" in html
    assert html.count("<polyline") == 2  # the loss, measured and smoothed; no curve for the rate
    assert "&lt;snow&gt;" in html


def test_the_report_fetches_nothing(evaluation: Evaluation, tmp_path: Path) -> None:
    write_report(tmp_path / "report.html", evaluation)

    html = (tmp_path / "report.html").read_text()
    assert not re.search(r"https?://|<script|<link|@import|url\(", html)
    assert "prefers-color-scheme: dark" in html


def test_a_log_that_is_none_is_named(evaluation: Evaluation, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text("hello\nworld\n")

    with pytest.raises(EvaluationError, match=r"log\.jsonl: line 1"):
        write_report(tmp_path / "report.html", evaluation, logs={"Teacher": log})
    assert not (tmp_path / "report.html").exists()


def test_charts_of_nothing_are_empty_and_of_equal_values_are_not() -> None:
    assert line_chart([(0, 1)], title="loss", x_name="step") == ""
    assert scatter_chart([], chosen=[], labels=[], title="x", x_name="y") == ""
    assert "<polyline" in line_chart([(0, 1), (1, 1), (2, 1)], title="loss", x_name="step")
    assert "nan" not in line_chart([(0, 0), (0, 0)], title="loss", x_name="step")


def test_the_sheet_has_a_row_for_everything_there_is(scenes: Scenes, tmp_path: Path) -> None:
    store = scenes(3)
    real = [Example(m, p, p, p) for m, p in zip(store.exact, store.pictures, strict=True)]
    drawn = [Example(m, p, p) for m, p in zip(store.exact, store.pictures, strict=True)]

    with_real = compose_sheet([*real, drawn[0]], CLASSES, columns=4)
    without = compose_sheet(drawn, CLASSES, columns=4)
    write_sheet(tmp_path / "sheet.png", real, CLASSES, columns=2)

    assert with_real.shape[0] - without.shape[0] == 64 + 26
    assert (tmp_path / "sheet.png").stat().st_size > 0


def test_examples_are_rendered_by_both_models(model_folder: Path, scenes: Scenes) -> None:
    store = scenes(2)

    found = render_examples(
        model_folder / "test-original.onnx",
        model_folder / "test-compressed.onnx",
        [store.exact[0], store.exact[1]],
        reals=[store.pictures[0], None],
        threads=1,
    )

    assert found[0].original.shape == (64, 64, 3)
    assert found[1].real is None
