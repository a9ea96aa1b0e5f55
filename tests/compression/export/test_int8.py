"""Int8 files draw nearly the same pictures, and are only kept where speed and quality earn it."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
import torch
from torch import nn

from featherbrush.compression.export import int8 as int8_module
from featherbrush.compression.export.fold import fold
from featherbrush.compression.export.int8 import (
    TAILS,
    Feeds,
    Verdict,
    best_quantised,
    compare,
    quantised,
)
from featherbrush.compression.export.onnx_file import trace
from featherbrush.compression.export.pixels import DrawerModel, SketchEntry
from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.networks.foldable import FoldableGenerator


@pytest.fixture(scope="module")
def samples() -> list[Feeds]:
    random = np.random.default_rng(0)
    canvases = [np.full((1, 64, 64, 3), 255, np.uint8) for _ in range(4)]
    for canvas in canvases:
        canvas[:, random.integers(64), 8:56] = 0
    return [{"canvas": canvas} for canvas in canvases]


@pytest.fixture(scope="module")
def model(samples: list[Feeds]) -> onnx.ModelProto:
    torch.manual_seed(0)
    student = FoldableGenerator(channels=8, style=0, widths=Widths((16, 16, 16, 16, 16))).eval()
    nn.init.normal_(student.head.weight, std=0.05)
    drawer = DrawerModel(
        fold(student), SketchEntry(), prior_mean=torch.zeros(0), prior_factor=torch.zeros(0, 0)
    )
    canvas = torch.from_numpy(np.array(samples[0]["canvas"]))
    return trace(drawer, {"canvas": canvas}, output="picture")


def test_int8_pictures_are_those_of_the_float_file_but_for_small_steps(
    model: onnx.ModelProto, samples: list[Feeds]
) -> None:
    int8 = quantised(model, samples, tail=1)

    assert any(n.op_type == "QuantizeLinear" for n in int8.graph.node)
    verdict = compare(model, int8, samples, tail=1)
    assert 30 < verdict.psnr < 100
    assert verdict.milliseconds > 0 and verdict.int8_milliseconds > 0


def test_convolutions_before_the_head_stay_in_float_where_the_pictures_ask_for_it(
    model: onnx.ModelProto, samples: list[Feeds], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [compare(model, quantised(model, samples, tail=n), samples, tail=n).psnr for n in TAILS]
    assert found[0] < found[1] < found[2]

    monkeypatch.setattr(int8_module, "LEAST_PSNR", (found[0] + found[1]) / 2)
    int8, verdict = best_quantised(model, samples)

    assert verdict.tail == 2
    assert verdict.psnr == pytest.approx(found[1], abs=0.1)
    assert "last 2 convolutions in float" in str(verdict)
    count = sum(n.op_type == "DequantizeLinear" for n in int8.graph.node)
    assert count < sum(
        n.op_type == "DequantizeLinear" for n in quantised(model, samples, tail=1).graph.node
    )


def test_the_same_file_is_as_close_as_can_be_and_no_faster(
    model: onnx.ModelProto, samples: list[Feeds]
) -> None:
    verdict = compare(model, model, samples, tail=1)

    assert verdict.psnr > 90


@pytest.mark.parametrize(
    ("float_ms", "int8_ms", "psnr", "earned"),
    [(10, 5, 50, True), (10, 5, 40, False), (10, 9.5, 50, False), (10, 20, 50, False)],
)
def test_both_speed_and_quality_must_earn_it(
    float_ms: float, int8_ms: float, psnr: float, earned: bool
) -> None:
    assert Verdict(float_ms, int8_ms, psnr, 1).earned is earned
