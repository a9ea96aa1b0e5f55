"""Shared fixtures: tiny real model files that keep the model-file contract, built on the spot.

They stand in for trained models: small enough to load in milliseconds, and wrong in every way a
test needs. `write_model` writes one; `model_folder` holds a complete pair with a style encoder.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

STYLE_SIZE = 4
MULTIPLE = 8
NATIVE = (64, 48)
CLASSES: tuple[dict[str, Any], ...] = (
    {"id": 0, "name": "sky", "color": [110, 170, 230]},
    {"id": 1, "name": "mountain", "color": [120, 110, 100]},
    {"id": 2, "name": "water", "color": [30, 80, 160]},
    {"id": 3, "name": "grass", "color": [90, 160, 60]},
)

WriteModel = Callable[..., Path]


def card_fields(model_id: str = "test-compressed", **changes: Any) -> dict[str, Any]:
    """The fields of a valid card for a model of `kind="colors"`, with changes."""
    fields = {
        "schema_version": 1,
        "id": model_id,
        "title": "Test model",
        "description": "Paints every class in its colour and lets the style tint it.",
        "pair": "test",
        "role": "compressed",
        "family": "test",
        "input": "labels",
        "classes": list(CLASSES),
        "multiple": MULTIPLE,
        "native": list(NATIVE),
        "style_size": STYLE_SIZE,
        "macs": 1_000_000,
        "parameters": 1234,
        "license": "CC0-1.0",
        "training": {
            "name": "none",
            "author": "nobody",
            "license": "CC0-1.0",
            "source": "built by a test",
            "pictures": 0,
        },
        "created": "2024-01-01T00:00:00+00:00",
    }
    return {**fields, **changes}


def _constant(name: str, values: Any, kind: Any) -> TensorProto:
    return numpy_helper.from_array(np.asarray(values, kind), name)


def _colors_graph() -> tuple[list[onnx.NodeProto], list[TensorProto]]:
    """Canvas -> colour by Gather, plus 10 x style's first three numbers -> 'tinted' [1,H,W,3]."""
    table = np.zeros((256, 3), np.float32)
    for entry in CLASSES:
        table[entry["id"]] = entry["color"]
    weights = np.eye(STYLE_SIZE, 3, dtype=np.float32) * 10
    tensors = [_constant("table", table, np.float32), _constant("weights", weights, np.float32)]
    nodes = [
        helper.make_node("Cast", ["canvas"], ["ids"], to=TensorProto.INT64),
        helper.make_node("Gather", ["table", "ids"], ["colors"], axis=0),
        helper.make_node("MatMul", ["style", "weights"], ["tint"]),
        helper.make_node("Add", ["colors", "tint"], ["tinted"]),
    ]
    return nodes, tensors


def _endless_nodes(source: str, result: str) -> tuple[list[onnx.NodeProto], list[TensorProto]]:
    """A Loop that would take days: it ends when the run is terminated, or not at all."""
    value = helper.make_tensor_value_info
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go"], ["go_on"]),
            helper.make_node("Neg", ["state"], ["next_state"]),
        ],
        "body",
        [
            value("turn", TensorProto.INT64, []),
            value("go", TensorProto.BOOL, []),
            value("state", TensorProto.FLOAT, None),
        ],
        [value("go_on", TensorProto.BOOL, []), value("next_state", TensorProto.FLOAT, None)],
    )
    loop = helper.make_node("Loop", ["turns", "true", source], [result], body=body)
    return [loop], [_constant("turns", 2**60, np.int64), _constant("true", True, np.bool_)]


def _to_picture(source: str) -> tuple[list[onnx.NodeProto], list[TensorProto]]:
    nodes = [
        helper.make_node("Clip", [source, "low", "high"], ["clipped"]),
        helper.make_node("Round", ["clipped"], ["rounded"]),
        helper.make_node("Cast", ["rounded"], ["picture"], to=TensorProto.UINT8),
    ]
    return nodes, [_constant("low", 0, np.float32), _constant("high", 255, np.float32)]


def _picture_model(kind: str) -> onnx.ModelProto:
    """colors: as its card says. endless: runs until terminated. broken: fails in every run.

    smaller: answers with a picture of the wrong size.
    """
    nodes, tensors = _colors_graph()
    source = "tinted"
    if kind == "endless":
        more, constants = _endless_nodes(source, "state_out")
        nodes, tensors, source = nodes + more, tensors + constants, "state_out"
    elif kind == "broken":
        tensors.append(_constant("wrong", [1, 7, 7, 3], np.int64))
        nodes.append(helper.make_node("Reshape", [source, "wrong"], ["reshaped"]))
        source = "reshaped"
    elif kind == "smaller":
        tensors += [
            _constant(name, [value], np.int64)
            for name, value in (("start", 0), ("stop", 2), ("axis", 1))
        ]
        nodes.append(helper.make_node("Slice", [source, "start", "stop", "axis"], ["cut"]))
        source = "cut"
    elif kind != "colors":
        raise ValueError(kind)
    more, constants = _to_picture(source)
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes + more,
        "test",
        [
            value("canvas", TensorProto.UINT8, [1, "H", "W"]),
            value("style", TensorProto.FLOAT, [1, STYLE_SIZE]),
        ],
        [value("picture", TensorProto.UINT8, [1, None, None, 3])],
        tensors + constants,
    )
    return _model(graph)


def _sketch_model() -> onnx.ModelProto:
    """Sketch -> its negative, so that ink shows as light on black; takes no style."""
    value = helper.make_tensor_value_info
    nodes = [
        helper.make_node("Cast", ["canvas"], ["ink"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["high", "ink"], ["negative"]),
    ]
    more, constants = _to_picture("negative")
    graph = helper.make_graph(
        nodes + more,
        "test",
        [value("canvas", TensorProto.UINT8, [1, "H", "W", 3])],
        [value("picture", TensorProto.UINT8, [1, None, None, 3])],
        constants,
    )
    return _model(graph)


def _encoder_model() -> onnx.ModelProto:
    """A style encoder: mean red, green, blue over 255, then a zero."""
    value = helper.make_tensor_value_info
    tensors = [
        _constant("axes", [1, 2], np.int64),
        _constant("scale", np.eye(3, STYLE_SIZE) / 255, np.float32),
    ]
    nodes = [
        helper.make_node("Cast", ["canvas"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["pixels", "axes"], ["mean"], keepdims=0),
        helper.make_node("MatMul", ["mean", "scale"], ["style"]),
    ]
    graph = helper.make_graph(
        nodes,
        "test",
        [value("canvas", TensorProto.UINT8, [1, "H", "W", 3])],
        [value("style", TensorProto.FLOAT, [1, STYLE_SIZE])],
        tensors,
    )
    return _model(graph)


def _model(graph: onnx.GraphProto) -> onnx.ModelProto:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)])
    model.ir_version = 9
    onnx.checker.check_model(model)
    return model


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fail a test that leaves one of our background threads running: somebody forgot close()."""
    before = set(threading.enumerate())
    yield
    left = [
        t.name for t in set(threading.enumerate()) - before if t.name.startswith("featherbrush")
    ]
    assert not left, f"threads that the test left running: {left}"


@pytest.fixture
def write_model(tmp_path: Path) -> WriteModel:
    """Write a model file and give its path, by default <tmp_path>/<id>.onnx.

    kind: colors, endless, broken, smaller, sketch, or encoder. card: False for none, text for that text;
    changes: of the card's fields.
    """

    def write(
        path: Path | None = None, *, kind: str = "colors", card: bool | str = True, **changes: Any
    ) -> Path:
        made = {"encoder": _encoder_model, "sketch": _sketch_model}
        model = made[kind]() if kind in made else _picture_model(kind)
        if kind == "sketch":
            changes = {"input": "sketch", "classes": [], "style_size": 0, **changes}
        fields = card_fields(**{"model_id": changes.pop("id", "test-compressed"), **changes})
        text = json.dumps(fields) if card is True else card
        if text:
            helper.set_model_props(model, {"featherbrush.card": text})
        path = path or tmp_path / f"{fields['id']}.onnx"
        path.parent.mkdir(parents=True, exist_ok=True)
        onnx.save(model, path)
        return path

    return write


@pytest.fixture
def model_folder(tmp_path: Path, write_model: WriteModel) -> Path:
    """A folder with a pair 'test': test-original, test-compressed and test-style."""
    folder = tmp_path / "models"
    write_model(folder / "test-original.onnx", id="test-original", role="original", macs=20_000_000)
    write_model(folder / "test-compressed.onnx", id="test-compressed")
    write_model(
        folder / "test-style.onnx",
        kind="encoder",
        id="test-style",
        role="style-encoder",
        input="picture",
        classes=[],
    )
    return folder


@pytest.fixture
def sketch_folder(model_folder: Path, write_model: WriteModel) -> Path:
    """The folder of `model_folder` with a pair 'ink' beside it: ink-original, ink-compressed."""
    for role in ("original", "compressed"):
        path = model_folder / f"ink-{role}.onnx"
        write_model(path, kind="sketch", id=f"ink-{role}", pair="ink", role=role)
    return model_folder


@pytest.fixture
def own_assets(tmp_path: Path, model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make `model_folder` the bundled models, and a folder that is not there the user's."""
    assets = tmp_path / "assets"
    assets.mkdir()
    model_folder.rename(assets / "models")
    monkeypatch.setenv("FEATHERBRUSH_ASSETS", str(assets))
    monkeypatch.setenv("FEATHERBRUSH_DATA", str(tmp_path / "data"))
    return assets
