"""featherbrush-compress import and profile, as a person types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from torch import nn

from featherbrush.compression.importing.pixels import class_edges
from featherbrush.engine.card import read_card
from featherbrush.engine.generator import Generator
from featherbrush.engine.style_encoder import StyleEncoder
from tests.compression.conftest import Compress, one_line

Network = Callable[[str], nn.Module]
Save = Callable[..., Path]


@pytest.mark.parametrize("name", ["sub_mobile_resnet_9blocks", "sub_mobile_munit", "spade"])
def test_a_raw_file_computes_what_the_checkpoint_s_network_does(
    compress: Compress, network: Network, save: Save, tmp_path: Path, name: str
) -> None:
    original = network(name)
    path, out = save(original.state_dict()), tmp_path / "raw.onnx"

    code, _, error = compress(
        "import", path, "--architecture", name, "--upsampling", "normal", "--raw", "-o", out
    )

    assert code == 0, error
    session = onnxruntime.InferenceSession(out)
    names = [entry.name for entry in session.get_inputs()]
    generator = torch.Generator().manual_seed(3)
    given = [torch.rand(1, 4 if name == "spade" else 3, 96, 128, generator=generator)]
    if "munit" in name:
        given.append(torch.randn(1, 8, 1, 1, generator=generator))
    assert names == ["input", "style"][: len(given)]
    drawn = session.run(
        ["output"], {key: tensor.numpy() for key, tensor in zip(names, given, strict=True)}
    )[0]
    with torch.no_grad():
        assert np.abs(drawn - original(*given).numpy()).max() < 1e-3


def test_a_label_network_opens_in_the_engine(
    compress: Compress, network: Network, save: Save, tmp_path: Path
) -> None:
    path, out = save(network("spade").state_dict()), tmp_path / "My Streets.onnx"
    table = [{"id": i, "name": f"kind {i}", "color": [i, 2, 3]} for i in (2, 0)]
    (tmp_path / "classes.json").write_text(json.dumps({"classes": table}))

    code, shown, error = compress(
        *("import", path, "--architecture", "spade", "--upsampling", "normal", "--edges"),
        *("--size", "64x96", "--classes", "classes.json", "--license", "CC-BY-4.0"),
        *("--pair", "Streets", "-o", out),
    )

    assert code == 0, error
    assert "edges drawn" in shown
    card = read_card(out)
    assert (card.id, card.pair, card.role) == ("my-streets", "streets", "original")
    assert (card.family, card.input, card.license) == ("gaugan", "labels", "CC-BY-4.0")
    assert (card.native, card.multiple) == ((96, 64), 32)
    assert [entry.name for entry in card.classes] == ["kind 0", "class 1", "kind 2"]
    canvas = np.random.default_rng(1).integers(0, 3, (2, 4), np.uint8).repeat(32, 0).repeat(32, 1)
    model = Generator(out, threads=1)
    drawn = model.render(canvas)
    model.close()
    assert np.abs(drawn.astype(int) - _drawn(network("spade"), canvas)).max() <= 3


def _drawn(original: nn.Module, canvas: np.ndarray) -> np.ndarray:
    ids = torch.from_numpy(canvas)[None]
    labels = torch.eq(ids[:, None], torch.arange(3)[:, None, None]).float()
    with torch.no_grad():
        picture = original(torch.cat((labels, class_edges(ids)), 1))
    return ((picture[0].permute(1, 2, 0) + 1) * 127.5).round().numpy().astype(int)


def test_edges_lie_on_both_sides_of_every_border() -> None:
    canvas = torch.tensor([[[1, 1, 2, 2], [1, 1, 2, 2], [1, 1, 1, 1], [1, 1, 1, 1]]])

    due = [[0, 1, 1, 0], [0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 0]]
    assert class_edges(canvas.to(torch.uint8))[0, 0].tolist() == due


def test_a_munit_network_opens_with_its_style_encoder(
    compress: Compress, network: Network, save: Save, tmp_path: Path
) -> None:
    path, out = save(network("munit").state_dict()), tmp_path / "shoes.onnx"

    code, _, error = compress(
        *("import", path, "--architecture", "munit", "--size", "64x64", "-o", out),
        *("--style-encoder", "shoes-style.onnx", "--input", "sketch"),
    )

    assert code == 0, error
    card = read_card(out)
    assert (card.style_size, card.input, card.license) == (8, "sketch", "unknown")
    picture = np.random.default_rng(2).integers(0, 256, (64, 48, 3), np.uint8)
    style = StyleEncoder(tmp_path / "shoes-style.onnx").encode(picture)
    model = Generator(out, threads=1)
    assert model.render(picture, style).shape == picture.shape
    model.close()
    assert read_card(tmp_path / "shoes-style.onnx").pair == card.pair


def test_a_wrong_checkpoint_is_one_line_and_leaves_the_old_file(
    compress: Compress, network: Network, save: Save, tmp_path: Path
) -> None:
    path, out = save(network("resnet_9blocks").state_dict()), tmp_path / "old.onnx"
    out.write_bytes(b"old")

    def told(*more: object) -> str:
        return one_line(compress("import", path, "-o", out, *more))

    assert "enc_content.model.0.conv.weight: missing" in told("--architecture", "munit")
    assert "there are resnet_9blocks" in told("--architecture", "unet")
    assert "no configuration" in told("--architecture", "resnet_9blocks", "--config", "8_8")
    assert "multiples of 4" in told("--architecture", "resnet_9blocks", "--size", "62x64")
    assert "HEIGHTxWIDTH" in told("--architecture", "resnet_9blocks", "--size", "64")
    assert "no label map" in told("--architecture", "resnet_9blocks", "--edges")
    assert out.read_bytes() == b"old"
    assert "ends in .onnx" in one_line(
        compress("import", path, "--architecture", "resnet_9blocks", "-o", "picture.png")
    )


def test_classes_that_do_not_fit_are_one_line(
    compress: Compress, network: Network, save: Save, tmp_path: Path
) -> None:
    path, table = save(network("spade").state_dict()), tmp_path / "classes.json"
    arguments = (
        "import",
        path,
        "--architecture",
        "spade",
        "--upsampling",
        "normal",
        "-o",
        "o.onnx",
    )

    for text, told in (
        ('[{"id": 4, "name": "sky", "color": [1, 2, 3]}]', "this network takes 4"),
        ('[{"id": 0, "name": "sky"}]', "color"),
        ("[", "not JSON"),
    ):
        table.write_text(text)
        assert told in one_line(compress(*arguments, "--classes", table))
    assert "absent.json" in one_line(compress(*arguments, "--classes", "absent.json"))
    assert not (tmp_path / "o.onnx").exists()


def test_profile_prints_json(compress: Compress) -> None:
    code, shown, error = compress(
        *("profile", "--architecture", "sub_mobile_spade", "--config", "32_40_40_32_40_24_32_24"),
        *("--labels", 36, "--size", "256x512", "--json"),
    )

    assert code == 0, error
    found = json.loads(shown)
    assert (found["parameters"], found["macs"]) == (21_002_811, 31_114_369_024)
    assert found["macs_paper"] == found["macs"]
    assert found["size"] == [256, 512]


def test_profile_shows_the_published_table(compress: Compress) -> None:
    code, shown, error = compress("profile", "--paper")

    assert code == 0, error
    assert shown.count("holds") == 17 and "281.277" in shown
    listed = json.loads(compress("profile", "--paper", "--json")[1])
    assert len(listed) == 17 and all(row["holds"] for row in listed)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--paper", "--architecture", "munit"),
        ("--architecture", "unet"),
        ("--architecture", "sub_mobile_munit"),
        ("--architecture", "munit", "--size", "9"),
        ("--architecture", "munit", "--size", "99999x64"),
        ("--architecture", "spade", "--labels", "100000"),
    ],
)
def test_profile_refuses_what_it_cannot_count(
    compress: Compress, arguments: tuple[str, ...]
) -> None:
    one_line(compress("profile", *arguments))
