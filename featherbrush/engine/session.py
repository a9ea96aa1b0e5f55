"""Creates onnxruntime sessions: one at a time, checked first, with the options that fit us."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.machine import physical_cores
from featherbrush.engine.model_file import check_self_contained

if TYPE_CHECKING:
    import onnxruntime

_creation = threading.Lock()
"""Creating two sessions at the same time is not safe in onnxruntime."""

_FATAL_ONLY = 4
"""Log level: a stopped run is not worth a line on stderr, and failures are raised anyway."""


def open_session(
    path: Path, *, threads: int | None = None, spinning: bool = False
) -> onnxruntime.InferenceSession:
    """A session for a model file, after checking that the file is self-contained.

    threads: of one run, None for all physical cores. spinning: whether idle threads of the pool
    spin for a while (shorter runs, a core kept busy in between). Raises ModelFileError.
    """
    if threads is not None and threads < 1:
        raise ValueError(f"threads must be at least 1, not {threads}")
    check_self_contained(path)
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or physical_cores()
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    # A memory pattern is kept for every canvas size ever seen; sizes here change.
    options.enable_mem_pattern = False
    options.log_severity_level = _FATAL_ONLY
    options.add_session_config_entry("session.intra_op.allow_spinning", str(int(spinning)))
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    with _creation:
        try:
            return onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime has no common base class for its errors
            raise ModelFileError(
                f"{path}: onnxruntime cannot load it ({brief(error)}); get the file again"
            ) from error


def run_options(*, shrink: bool = False) -> onnxruntime.RunOptions:
    """Options for one run: never share them, a terminated one stays terminated.

    shrink: give memory that the run leaves unused back to the system.
    """
    import onnxruntime

    options = onnxruntime.RunOptions()
    options.log_severity_level = _FATAL_ONLY
    if shrink:
        options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


def expect_tensor(found: Any, *, name: str, kind: str, rank: int, path: Path) -> None:
    """Raise ModelFileError unless a session's input or output is what rule and card promise."""
    if found.type != f"tensor({kind})" or len(found.shape) != rank:
        raise ModelFileError(
            f"{path}: {name} is {found.type} with {len(found.shape)} dimensions where a"
            f" Featherbrush model has tensor({kind}) with {rank}"
        )


def expect_sizes(found: Any, *, name: str, sizes: Sequence[int | str], path: Path) -> None:
    """Raise ModelFileError where an input is fixed to other sizes than its card's.

    sizes: a number for a dimension of this size, a letter for one that must be left open. The rank
    has been checked.
    """
    pairs = list(zip(found.shape, sizes, strict=True))
    if any(isinstance(size, int) and size != wanted for size, wanted in pairs):
        shape = [size if isinstance(size, int) else wanted for size, wanted in pairs]
        raise ModelFileError(
            f"{path}: {name} is fixed to {_by(shape)} where its card promises {_by(sizes)}; export"
            " the model again"
        )


def _by(sizes: Sequence[int | str]) -> str:
    return " x ".join(str(size) for size in sizes)


def brief(error: Exception) -> str:
    """The gist of an onnxruntime message: one line, without the source path in front."""
    message = " ".join(str(error).split())
    _, _, tail = message.rpartition("] : ")
    return (tail or message or type(error).__name__)[:200]
