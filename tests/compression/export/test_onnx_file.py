"""Model files: what the network computes, at any size, or nothing is written."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from featherbrush.compression.export import onnx_file
from featherbrush.compression.export.fold import fold
from featherbrush.compression.export.onnx_file import ExportError, export, halve, trace
from featherbrush.compression.export.pixels import (
    DrawerModel,
    FeatureStyle,
    LabelsEntry,
    StyleEncoderModel,
    halved,
    sample_canvas,
)
from featherbrush.compression.families.conditional import Networks
from featherbrush.compression.networks.class_adaptive import ClassAdaptiveGenerator
from featherbrush.compression.networks.elastic import Widths
from featherbrush.engine.card import ModelCard, read_card
from featherbrush.engine.generator import Generator

STYLE = torch.tensor([[0.5, -1.0, 1.5]])


def _labels_model(widths: Widths | None = None) -> DrawerModel:
    torch.manual_seed(0)
    widths = widths or Widths((8, 8, 8, 8, 6, 4))
    student = ClassAdaptiveGenerator(classes=4, style=3, widths=widths).eval()
    model = DrawerModel(
        fold(student),
        LabelsEntry(4),
        prior_mean=torch.tensor([0.5, 0.0, -0.5]),
        prior_factor=torch.tensor([[1.0, 0, 0], [0.5, 2, 0], [0, 0, 1]]),
    )
    nn.init.normal_(student.head.weight)
    found = halved(model.eval())
    assert isinstance(found, DrawerModel)
    return found


def _cases(*sizes: tuple[int, int]) -> list[dict[str, Tensor]]:
    random = torch.Generator().manual_seed(0)
    maps = [
        torch.randint(0, 4, (1, h // 8, w // 8), generator=random, dtype=torch.uint8)
        .repeat_interleave(8, 1)
        .repeat_interleave(8, 2)
        for h, w in sizes
    ]
    return [{"canvas": m, "style": STYLE} for m in maps]


class _Weighted(nn.Module):
    """A picture's sum times 400 weights that half precision may not hold."""

    def __init__(self, value: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.linspace(-value, value, 400).reshape(20, 20))

    def forward(self, canvas: Tensor) -> Tensor:
        return canvas.float().mean((1, 2)) @ self.weight[:1].repeat(3, 1) @ self.weight


def test_an_exported_file_is_drawn_by_the_engine_as_the_network_draws(
    tmp_path: Path, card: ModelCard
) -> None:
    model, path = _labels_model(), tmp_path / "models" / "tiny-compressed.onnx"

    difference = export(
        model,
        cases=_cases((64, 64), (96, 128)),
        output="picture",
        card=card,
        path=path,
        tolerance=1,
    )

    assert difference <= 1
    assert read_card(path) == card
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    generator = Generator(path, threads=1)
    # Also sizes that no case had, larger than the noise tile in one direction and in the other.
    for case in _cases((64, 64), (96, 160), (32, 320), (320, 64)):
        with torch.no_grad():
            wanted = model(**case)[0].numpy().astype(int)
        found = generator.render(case["canvas"][0].numpy(), STYLE[0].numpy())
        assert found.shape == wanted.shape and found.dtype == np.uint8
        assert np.abs(found - wanted).max() <= 1
        assert wanted.std() > 2
    generator.close()


def test_half_precision_halves_the_file() -> None:
    model, case = _labels_model(Widths((64, 48, 32, 16, 8, 4))), _cases((64, 64))[0]
    file = trace(model, case, output="picture")
    before = file.ByteSize()

    after = halve(file).ByteSize()

    assert 0.45 < after / before < 0.6


def test_the_style_encoder_is_exported_as_a_model_of_its_own(
    tmp_path: Path, card: ModelCard, original: Networks
) -> None:
    model = StyleEncoderModel(
        FeatureStyle(original.features, original.encoder),
        prior_mean=torch.tensor([0.5, 0.0, -0.5]),
        prior_factor=torch.tensor([[1.0, 0, 0], [0.5, 2, 0], [0, 0, 1]]),
    ).eval()
    halved(model)
    pictures = [torch.randint(0, 256, (1, h, 64, 3), dtype=torch.uint8) for h in (64, 96)]
    path = tmp_path / "tiny-style.onnx"

    difference = export(
        model,
        cases=[{"canvas": p} for p in pictures],
        output="style",
        card=card.model_copy(update={"role": "style-encoder", "input": "picture"}),
        path=path,
        tolerance=1e-2,
    )

    assert difference < 1e-2
    assert read_card(path).role == "style-encoder"


def test_a_file_that_would_differ_is_not_written(tmp_path: Path, card: ModelCard) -> None:
    path = tmp_path / "models" / "tiny.onnx"
    module = _Weighted(1.0)  # not rounded to half precision
    canvas = torch.full((1, 32, 32, 3), 200, dtype=torch.uint8)

    with pytest.raises(ExportError) as caught:
        export(
            module, cases=[{"canvas": canvas}], output="style", card=card, path=path, tolerance=1e-6
        )

    assert "tiny.onnx" in str(caught.value) and "not written" in str(caught.value)
    assert list(tmp_path.rglob("*.*")) == []


@pytest.mark.parametrize("value", [1e6, math.nan])
def test_weights_that_overflow_or_are_no_numbers_are_not_written(
    tmp_path: Path, card: ModelCard, value: float
) -> None:
    module = _Weighted(1.0)
    with torch.no_grad():
        module.weight[0, 0] = value
    canvas = torch.full((1, 32, 32, 3), 200, dtype=torch.uint8)

    with np.errstate(all="ignore"), pytest.raises(ExportError):
        export(
            module,
            cases=[{"canvas": canvas}],
            output="style",
            card=card,
            path=tmp_path / "tiny.onnx",
            tolerance=1e-2,
        )

    assert list(tmp_path.iterdir()) == []


def test_a_failed_export_keeps_the_older_file(tmp_path: Path, card: ModelCard) -> None:
    path = tmp_path / "tiny.onnx"
    path.write_bytes(b"older")

    with pytest.raises(ExportError):
        export(
            _Weighted(1.0),
            cases=[{"canvas": torch.full((1, 32, 32, 3), 200, dtype=torch.uint8)}],
            output="style",
            card=card,
            path=path,
            tolerance=1e-6,
        )

    assert path.read_bytes() == b"older"


def test_an_interrupted_write_keeps_the_older_file(
    tmp_path: Path, card: ModelCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tiny.onnx"
    path.write_bytes(b"older")
    canvas = sample_canvas(4, width=32, height=32)
    file = trace(_labels_model(), {"canvas": canvas, "style": STYLE}, output="picture")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(KeyboardInterrupt):
        onnx_file.write(file, card, path)

    assert path.read_bytes() == b"older"
    assert [p.name for p in tmp_path.iterdir()] == ["tiny.onnx"]
