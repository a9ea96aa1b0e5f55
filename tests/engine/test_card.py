"""Reading the card inside a model file, from files of every kind."""

from __future__ import annotations

import contextlib
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from featherbrush.engine import wire
from featherbrush.engine.card import ModelCard, parse_card, read_card
from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.model_file import check_self_contained


def test_a_card_comes_back_as_it_was_written(write_model: Any) -> None:
    metric = {
        "name": "sliced Wasserstein distance",
        "value": 0.25,
        "better": "lower",
        "protocol": "held-out maps",
        "samples": 100,
        "machine": "a test",
        "date": "2024-01-01",
    }
    card = read_card(write_model(metrics=[metric], parent_sha256="0" * 64, notes="Ä\n€"))
    assert card.id == "test-compressed"
    assert card.classes[3].name == "grass"
    assert card.classes[3].color == (90, 160, 60)
    assert card.native == (64, 48)
    assert card.metrics[0].value == 0.25
    assert card.notes == "Ä\n€"
    assert parse_card(card.model_dump_json(), where="x") == card


def test_a_card_cannot_be_changed(write_model: Any) -> None:
    card = read_card(write_model())
    with pytest.raises(ValueError, match="frozen"):
        card.title = "Another"  # type: ignore[misc]


def test_reading_a_card_does_not_read_the_weights(
    write_model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_model()
    model = onnx.load(path)
    weights = np.zeros(5_000_000, np.float32)
    model.graph.initializer.append(numpy_helper.from_array(weights, "ballast"))
    onnx.save(model, path)
    visited: list[int] = []
    original = wire._varint

    def spy(file: Any, position: int, end: int) -> tuple[int, int]:
        visited.append(position)
        return original(file, position, end)

    monkeypatch.setattr(wire, "_varint", spy)
    assert read_card(path).id == "test-compressed"
    assert len(visited) < 100
    visited.clear()
    check_self_contained(path)
    assert len(visited) < 2000


def _refused(path: Path) -> str:
    with pytest.raises(ModelFileError) as error:
        read_card(path)
    message = str(error.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert "no such model file" in _refused(tmp_path / "none.onnx")
    assert "not a file" in _refused(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello, this is a text and no model at all\n",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"PK\x03\x04" + bytes(100),
        bytes(1000),
        b"\xff" * 1000,
        b"\x08\x09" + b"\x3a\xff\xff\xff\xff\xff\xff\xff\xff\x7f" + bytes(50),
    ],
    ids=["empty", "text", "png", "zip", "zeros", "ones", "a graph of absurd length"],
)
def test_a_file_that_is_no_model_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "foreign.onnx"
    path.write_bytes(content)
    assert "truncated or not an ONNX model" in _refused(path)


def test_every_truncation_of_a_model_is_refused(write_model: Any, tmp_path: Path) -> None:
    whole = write_model().read_bytes()
    path = tmp_path / "short.onnx"
    lengths = [*range(32), *random.Random(0).sample(range(len(whole)), 60), len(whole) - 1]
    for length in lengths:
        path.write_bytes(whole[:length])
        _refused(path)


def test_no_damage_raises_anything_but_a_model_file_error(write_model: Any, tmp_path: Path) -> None:
    whole = write_model(kind="endless").read_bytes()
    path = tmp_path / "damaged.onnx"
    chance = random.Random(1)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        for look in (read_card, check_self_contained):
            with contextlib.suppress(ModelFileError):
                look(path)


def _varint(value: int) -> bytes:
    """A number as protobuf writes it."""
    rest = value >> 7
    return bytes([value & 0x7F | 0x80]) + _varint(rest) if rest else bytes([value])


def _message(number: int, content: bytes) -> bytes:
    """A field of protobuf that holds a message."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def test_graphs_nested_without_end_are_refused(tmp_path: Path) -> None:
    graph = b""
    for _ in range(5000):
        graph = _message(1, _message(5, _message(6, graph)))  # node { attribute { graph
    path = tmp_path / "deep.onnx"
    path.write_bytes(b"\x08\x09" + _message(7, graph))
    with pytest.raises(ModelFileError, match="nested"):
        check_self_contained(path)


def test_keys_that_protobuf_cuts_off_hide_nothing(write_model: Any) -> None:
    path = write_model()
    location = 14 << 3
    for key, told in ((location, "another file"), (location + 2**32, "more than 32 bits")):
        hidden = _message(7, _message(5, _varint(key) + b"\x01"))  # graph { tensor { external
        path.write_bytes(write_model().read_bytes() + hidden)
        with pytest.raises(ModelFileError, match=told):
            check_self_contained(path)


def test_a_metadata_entry_of_many_fields_is_refused(write_model: Any) -> None:
    path = write_model()
    junk = _message(14, b"\x18\x01" * 1001)
    path.write_bytes(path.read_bytes() + junk)
    assert "absurdly many fields" in _refused(path)


def test_fields_inside_fields_count_as_well(
    write_model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_model()
    path.write_bytes(path.read_bytes() + _message(14, b"\x18\x01" * 20) * 20)
    assert read_card(path).id == "test-compressed"
    monkeypatch.setattr("featherbrush.engine.model_file.MAX_FIELDS", 300)
    assert "absurdly many fields" in _refused(path)


def test_functions_without_a_domain_count_as_well(
    write_model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_model()
    path.write_bytes(path.read_bytes() + _message(25, b"\x18\x01" * 200))
    check_self_contained(path)
    monkeypatch.setattr("featherbrush.engine.model_file.MAX_FIELDS", 400)
    with pytest.raises(ModelFileError, match="absurdly many fields"):
        check_self_contained(path)


def test_a_model_without_a_card_is_told(write_model: Any) -> None:
    assert "without a Featherbrush card" in _refused(write_model(card=False))


@pytest.mark.parametrize("text", ["{", "[]", "17", "[" * 100_000, '{"schema_version": 2}', "null"])
def test_a_card_that_is_none_is_told(write_model: Any, text: str) -> None:
    assert "model card" in _refused(write_model(card=text))


def test_a_card_of_another_version_names_both(write_model: Any) -> None:
    message = _refused(write_model(schema_version=2))
    assert "schema version 2" in message
    assert "version 1" in message


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"role": "teacher"}, "role"),
        ({"macs": -1}, "macs"),
        ({"macs": 10**19}, "macs"),
        ({"macs": 10**400}, "macs"),
        ({"parameters": 10**400}, "parameters"),
        ({"title": "two\nlines"}, "title: holds a line break"),
        ({"family": "a\ttab"}, "family: holds"),
        ({"license": "\x1b[31mred"}, "license: holds"),
        ({"created": "\x9b31m"}, "created: holds"),
        ({"title": "two\u2028lines"}, "title: holds"),
        ({"classes": [{"id": 1, "name": "a\nb", "color": [0, 0, 0]}]}, "classes.0.name: holds"),
        ({"\x1b[31m" + "x" * 500: 1}, r"\x1b[31mxx"),
        ({"multiple": 0}, "multiple"),
        ({"native": [65, 48]}, "native size"),
        ({"native": [10**9, 8]}, "native.0"),
        ({"classes": [{"id": 256, "name": "x", "color": [0, 0, 0]}]}, "classes.0.id"),
        ({"classes": [{"id": 1, "name": "x", "color": [0, 0, 300]}]}, "classes.0.color.2"),
        ({"classes": [{"id": 1, "name": "x", "color": [0, 0, 0]}] * 2}, "same id"),
        ({"classes": []}, "needs classes"),
        ({"id": "../../etc"}, "id"),
        ({"surprise": 1}, "surprise"),
        ({"title": "x" * 1000}, "title"),
        ({"style_size": 10**9}, "style_size"),
        ({"default_style": [0, 0]}, "default_style"),
        ({"default_style": [0, 0, 0, 3]}, "default_style.3"),
        ({"default_style": [0, 0, 0, float("nan")]}, "default_style.3"),
    ],
)
def test_an_invalid_card_names_the_first_bad_field(
    write_model: Any, tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    message = _refused(write_model(tmp_path / "invalid.onnx", **changes))
    assert told in message
    assert message.isprintable()
    assert len(message) < len(str(tmp_path)) + 300


def test_words_of_every_language_are_one_line(write_model: Any) -> None:
    words = "Ä € 空 \u0627 a\u00a0b \U0001f468\u200d\U0001f33e"
    card = read_card(write_model(title=words, notes="a\n\tb"))
    assert card.title == words
    assert card.notes == "a\n\tb"


def test_a_card_that_is_absurdly_large_is_not_read(write_model: Any) -> None:
    path = write_model()
    model = onnx.load(path)
    helper.set_model_props(model, {"featherbrush.card": json.dumps({"notes": "x" * 2_000_000})})
    onnx.save(model, path)
    assert "at most" in _refused(path)


def test_optional_fields_have_defaults() -> None:
    optional = {name for name, field in ModelCard.model_fields.items() if not field.is_required()}
    assert optional == {
        "classes",
        "style_size",
        "default_style",
        "metrics",
        "parent_sha256",
        "notes",
    }
