"""Compiled networks for long trainings: torch.compile fuses what stands between the convolutions."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable
from typing import Generic, ParamSpec, Protocol, TypeVar

import torch

from featherbrush.compression.training.schedule import Schedule

WORTHWHILE_STEPS = 400
"""Compiling takes a minute or two; it saves a quarter of every step."""

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Prepare(Protocol):
    """Makes a function ready to be called very often with tensors of few shapes."""

    def __call__(self, function: Callable[Parameters, Result], /) -> Callable[Parameters, Result]:
        """The function, or a faster one that computes the same."""


def as_it_is(function: Callable[Parameters, Result], /) -> Callable[Parameters, Result]:
    """The function itself."""
    return function


def preparation(schedule: Schedule) -> Prepare:
    """Compile for schedules that are long enough, on machines with a C++ compiler (which torch.compile calls)."""
    compiler = any(shutil.which(name) for name in ("c++", "g++", "clang++", "cl"))
    return Compiled if compiler and schedule.steps >= WORTHWHILE_STEPS else as_it_is


class Compiled(Generic[Parameters, Result]):
    """A compiled function; the plain one from the first failure of the compiler on, with one warning."""

    def __init__(self, function: Callable[Parameters, Result], /) -> None:
        # Not at module level: it takes seconds to import, and most processes compile nothing.
        from torch._dynamo.exc import TorchDynamoException

        self._plain, self._called = function, torch.compile(function, dynamic=False)
        self._failure = TorchDynamoException

    def __call__(self, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        """Call it."""
        try:
            return self._called(*args, **kwargs)
        except self._failure as error:
            warnings.warn(f"goes on without torch.compile: {error}".splitlines()[0], stacklevel=2)
            self._called = self._plain
            return self._plain(*args, **kwargs)
