"""Checkpoints: read without executing anything, written whole or not at all."""

from __future__ import annotations

import errno
import os
import pickle
from pathlib import Path
from typing import Any

import pytest
import torch

from featherbrush.compression.training import checkpoint
from featherbrush.compression.training.checkpoint import CheckpointError


def _failure(path: Path) -> str:
    with pytest.raises(CheckpointError) as caught:
        checkpoint.load(path)
    message = str(caught.value)
    assert str(path) in message and "\n" not in message
    return message


class _Trap:
    """Unpickling it would create a file."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.target,))


def test_what_was_saved_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "stage" / "last.pt"
    state = {"weights": {"a": torch.randn(3)}, "step": 7}

    checkpoint.save(state, path)

    found = checkpoint.load(path)
    assert found["step"] == 7 and torch.equal(found["weights"]["a"], state["weights"]["a"])
    assert [p.name for p in path.parent.iterdir()] == ["last.pt"]


def test_a_missing_checkpoint_says_which_stage_comes_first(tmp_path: Path) -> None:
    assert "run the stage before it" in _failure(tmp_path / "last.pt")


@pytest.mark.parametrize("kept", [0, 10, 500, -50])
def test_a_truncated_checkpoint_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "last.pt"
    checkpoint.save({"weights": torch.randn(500)}, path)
    path.write_bytes(path.read_bytes()[:kept])

    _failure(path)


@pytest.mark.parametrize("writer", ["torch", "pickle"])
def test_code_in_a_checkpoint_is_refused_and_not_run(tmp_path: Path, writer: str) -> None:
    path, sprung = tmp_path / "last.pt", tmp_path / "sprung"
    if writer == "torch":
        torch.save({"weights": _Trap(sprung)}, path)
    else:
        path.write_bytes(pickle.dumps({"weights": _Trap(sprung)}))

    _failure(path)

    assert not sprung.exists()


def test_a_file_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "last.pt"
    torch.save(torch.randn(3), path)

    _failure(path)


def test_an_interrupted_write_keeps_the_older_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "last.pt"
    checkpoint.save({"step": 1}, path)

    def half(_: Any, target: Any) -> None:
        target.write(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(checkpoint.torch, "save", half)
    with pytest.raises(KeyboardInterrupt):
        checkpoint.save({"step": 2}, path)

    assert checkpoint.load(path)["step"] == 1
    assert [p.name for p in tmp_path.iterdir()] == ["last.pt"]


def test_a_full_disk_is_one_line_and_keeps_the_older_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "last.pt"
    checkpoint.save({"step": 1}, path)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(checkpoint.torch, "save", full)
    with pytest.raises(CheckpointError, match=r"No space left on device.*is kept"):
        checkpoint.save({"step": 2}, path)

    assert checkpoint.load(path)["step"] == 1


def test_a_part_of_a_state_loses_its_prefix() -> None:
    state = {"maps.0": torch.zeros(1), "mapsize": torch.ones(1), "other": torch.ones(1)}

    assert list(checkpoint.part(state, "maps.")) == ["0"]
