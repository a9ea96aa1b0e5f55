"""Runs one function in a process of its own: what it measures is disturbed by nothing of ours."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any

from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.errors import Cancelled, FeatherbrushError, RenderError

Pipe = Any
"""One end of it: a Connection, on Windows a PipeConnection."""


def in_child(
    work: Callable[..., Any], *arguments: Any, cancellation: Cancellation | None = None
) -> Any:
    """What `work(*arguments)` returns in a fresh process; both must be importable and picklable.

    A program frozen by PyInstaller must call multiprocessing.freeze_support() first. Raises
    RenderError when the process fails, Cancelled when called off (the process is ended at once).
    """
    context = multiprocessing.get_context("spawn")  # a fork would carry our own memory along
    ours, theirs = context.Pipe()
    child = context.Process(target=_serve, args=(theirs,), daemon=True)
    with ours:
        _start(child, name=work.__name__)
        theirs.close()
        if cancellation is not None:
            cancellation.on_cancel(partial(_end, child))
        try:
            failed, answer = _ask(ours, child, (work, arguments))
        except (EOFError, OSError):
            if cancellation is not None:
                cancellation.check()
            raise RenderError(f"the process for {work.__name__} ended early") from None
        finally:
            _end(child)
            child.join()
            child.close()
    if failed:
        raise RenderError(answer)
    return answer


def _start(child: BaseProcess, *, name: str) -> None:
    try:
        with _unheard_ctrl_c():
            child.start()
    except OSError as error:
        reason = error.strerror or error
        raise RenderError(f"the process for {name} cannot be started: {reason}") from error


@contextmanager
def _unheard_ctrl_c() -> Iterator[None]:
    """A process started meanwhile hears no Ctrl-C, which would end it with a traceback on stderr.

    Windows cannot do that: there a process hears it until it begins to serve.
    """
    if sys.platform == "win32":
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # started inside, it would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ask(pipe: Pipe, child: BaseProcess, task: tuple[Any, ...]) -> Any:
    """Hand the task over; what comes of it. EOFError or OSError when the process ends before.

    Only once it says that it is there: what a process does not live to read, beyond what a pipe
    holds, would keep us writing for ever.
    """
    _hear(pipe, child)
    pipe.send(task)
    return _hear(pipe, child)


def _hear(pipe: Pipe, child: BaseProcess) -> Any:
    """What the process says next; EOFError when it ended without a word."""
    # Not recv alone: on Windows a pipe stays open when the process ends before it took its end.
    if pipe not in wait([pipe, child.sentinel]):
        raise EOFError
    return pipe.recv()


def _end(child: BaseProcess) -> None:
    """End the process, which may have ended by itself and been let go of just now."""
    with suppress(ValueError):  # what `terminate` raises after `close`
        child.terminate()


def _serve(pipe: Pipe) -> None:
    """The child: says that it is there, answers with (whether it failed, what came of it)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    with pipe:
        try:
            pipe.send(None)
            work, arguments = pipe.recv()
        except (EOFError, ConnectionError):
            return  # nobody waits any more: the parent was killed
        try:
            answer: tuple[bool, Any] = (False, work(*arguments))
        except (FeatherbrushError, Cancelled) as error:
            answer = (True, str(error))
        with suppress(ConnectionError):
            pipe.send(answer)
