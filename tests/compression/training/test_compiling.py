"""Compiling is for long trainings on machines that can; whatever happens, training goes on with the same numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor
from torch._dynamo.exc import BackendCompilerFailed

from featherbrush.compression.training import compiling
from featherbrush.compression.training.compiling import WORTHWHILE_STEPS, Compiled, preparation
from featherbrush.compression.training.schedule import Phase, Schedule


def _schedule(steps: int) -> Schedule:
    return Schedule((Phase(size=64, pictures=4 * steps, batch=4, paired=4),), decay=0.2)


def _doubled(x: Tensor) -> Tensor:
    return 2 * x


def test_a_short_training_or_a_machine_without_a_compiler_compiles_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compiling.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert preparation(_schedule(WORTHWHILE_STEPS - 1))(_doubled) is _doubled
    assert isinstance(preparation(_schedule(WORTHWHILE_STEPS))(_doubled), Compiled)

    monkeypatch.setattr(compiling.shutil, "which", lambda name: None)
    assert preparation(_schedule(WORTHWHILE_STEPS))(_doubled) is _doubled


def test_a_compiler_that_fails_is_told_once_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def broken(function: Callable[..., Any], *, dynamic: bool) -> Callable[..., Any]:
        def called(*_: Tensor) -> Tensor:
            nonlocal calls
            calls += 1
            raise BackendCompilerFailed(function, RuntimeError("no headers"), None)

        return called

    monkeypatch.setattr(torch, "compile", broken)
    doubled = Compiled(_doubled)

    with pytest.warns(UserWarning, match="without torch.compile"):
        assert doubled(torch.ones(2)).tolist() == [2, 2]
    assert doubled(torch.ones(3)).tolist() == [2, 2, 2]
    assert calls == 1
