"""Work that must not hold the interface: done on one worker thread, answered on Qt's thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from featherbrush.app.texts import one_line

T = TypeVar("T")


class Background(QObject):
    """Runs functions in the order given; ``done`` or ``failed`` is called on this object's thread.

    After ``close`` nothing is called any more.
    """

    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="featherbrush-work")
        self._answered.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[str], None],
    ) -> None:
        """Run ``work``; then ``done`` with what it returned, or ``failed`` with one clear line."""
        if self._closed:
            return
        future = self._worker.submit(work)
        future.add_done_callback(lambda ended: self._hand_over(ended, done=done, failed=failed))

    def close(self) -> None:
        """Drop what waits, let what runs end, end the thread. More than once is fine."""
        self._closed = True
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _hand_over(
        self,
        ended: Future[T],
        *,
        done: Callable[[T], None],
        failed: Callable[[str], None],
    ) -> None:
        if self._closed or ended.cancelled():
            return
        problem = ended.exception()
        if problem is None:
            value = ended.result()
            self._answered.emit(lambda: done(value))
        else:
            self._answered.emit(lambda: failed(one_line(problem)))

    def _answer(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()
