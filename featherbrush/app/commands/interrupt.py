"""Lets Ctrl-C stop a model in the middle of a run."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.errors import Cancelled

Result = TypeVar("Result")


def interruptible(work: Callable[[Cancellation], Result]) -> Result:
    """Do `work` on another thread; Ctrl-C cancels what it was given and raises KeyboardInterrupt.

    Python sees Ctrl-C only between its own instructions: on this thread a model that runs for
    seconds would have to finish first.
    """
    cancellation = Cancellation()
    with (
        _cancelled_by_ctrl_c(cancellation),
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="featherbrush-command") as pool,
    ):
        try:
            result = pool.submit(work, cancellation).result()
        except Cancelled as stopped:
            raise KeyboardInterrupt from stopped
    if cancellation.cancelled:
        raise KeyboardInterrupt
    return result


@contextmanager
def _cancelled_by_ctrl_c(cancellation: Cancellation) -> Iterator[None]:
    """For the time being Ctrl-C cancels, and raises nothing in the middle of starting a thread.

    A second one does what Ctrl-C did before, for a model that does not stop.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are none of our business there
        return
    before = signal.getsignal(signal.SIGINT)

    def cancel(*_: object) -> None:
        signal.signal(signal.SIGINT, before)
        # On a thread of its own: a handler must not wait for a lock that the code it
        # interrupted may hold.
        threading.Thread(target=cancellation.cancel, name="featherbrush-cancel").start()

    signal.signal(signal.SIGINT, cancel)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
