"""Lets Ctrl-C stop a model in the middle of a run."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from typing import TypeVar

from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.errors import Cancelled

Result = TypeVar("Result")

LOOK_S = 0.2
"""Windows lets Python hear of Ctrl-C only between two waits: so long is one."""

_WORKER = "featherbrush-command"


def interruptible(work: Callable[[Cancellation], Result]) -> Result:
    """Do `work` on another thread; Ctrl-C cancels what it was given and raises KeyboardInterrupt.

    Python sees Ctrl-C only between its own instructions: on this thread a model that runs for
    seconds would have to finish first.
    """
    cancellation = Cancellation()
    with _cancelled_by_ctrl_c(cancellation):
        try:
            result = _on_a_thread(work, cancellation)
        except Cancelled as stopped:
            raise KeyboardInterrupt from stopped
    if cancellation.cancelled:
        raise KeyboardInterrupt
    return result


def _on_a_thread(work: Callable[[Cancellation], Result], cancellation: Cancellation) -> Result:
    """Do `work` and wait for it; a KeyboardInterrupt here leaves the thread to itself."""
    outcome: Future[Result] = Future()

    def run() -> None:
        try:
            outcome.set_result(work(cancellation))
        except BaseException as error:
            outcome.set_exception(error)

    # No executor: that waits for its thread whatever happens, at the program's end once more.
    thread = threading.Thread(target=run, name=_WORKER, daemon=True)
    thread.start()
    while not outcome.done():
        wait([outcome], timeout=LOOK_S)
    thread.join()
    return outcome.result()


def abandoned() -> bool:
    """Whether work goes on that nobody waits for any more: it did not stop at the first Ctrl-C."""
    return any(thread.name == _WORKER for thread in threading.enumerate())


@contextmanager
def _cancelled_by_ctrl_c(cancellation: Cancellation) -> Iterator[None]:
    """For the time being Ctrl-C cancels, and raises nothing in the middle of starting a thread.

    A second one does what Ctrl-C did before, for a model that does not stop: it ends the program.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are none of our business there
        return
    before = signal.getsignal(signal.SIGINT)

    def cancel(*_: object) -> None:
        signal.signal(signal.SIGINT, before)
        # On a thread of its own: a handler must not wait for a lock that the code it
        # interrupted may hold.
        name = "featherbrush-cancel"
        threading.Thread(target=cancellation.cancel, name=name, daemon=True).start()

    signal.signal(signal.SIGINT, cancel)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
