"""Runs one function in a process of its own: what it measures is disturbed by nothing of ours."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.errors import Cancelled, FeatherbrushError, RenderError


def in_child(
    work: Callable[..., Any], *arguments: Any, cancellation: Cancellation | None = None
) -> Any:
    """What `work(*arguments)` returns in a fresh process; both must be importable and picklable.

    A program frozen by PyInstaller must call multiprocessing.freeze_support() first. Raises
    RenderError when the process fails, Cancelled when called off (the process is ended at once).
    """
    context = multiprocessing.get_context("spawn")  # a fork would carry our own memory along
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_serve, args=(sender, work, arguments), daemon=True)
    child.start()
    sender.close()
    if cancellation is not None:
        cancellation.on_cancel(partial(_end, child))
    try:
        failed, answer = receiver.recv()
    except (EOFError, OSError):
        if cancellation is not None:
            cancellation.check()
        raise RenderError(f"the process for {work.__name__} ended early") from None
    finally:
        receiver.close()
        child.join()
        child.close()
    if failed:
        raise RenderError(answer)
    return answer


def _end(child: BaseProcess) -> None:
    """End the process, which may have ended by itself and been let go of just now."""
    with suppress(ValueError):  # what `terminate` raises after `close`
        child.terminate()


def _serve(sender: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """The child: answers with (whether it failed, what came of it)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    try:
        answer: tuple[bool, Any] = (False, work(*arguments))
    except (FeatherbrushError, Cancelled) as error:
        answer = (True, str(error))
    with sender, suppress(BrokenPipeError):  # nobody waits any more: the parent was killed
        sender.send(answer)
