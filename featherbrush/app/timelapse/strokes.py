"""Keeps the strokes of a document from its beginning, ready to be written as a stroke file."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from featherbrush.app.canvas.driver import Act, ToolDriver
from featherbrush.app.canvas.recorder import Recorder
from featherbrush.app.canvas.recording import MAX_RECORDS, Recording


class StrokeKeeper(QObject):
    """Records all the time, in little memory.

    A stroke file holds only what goes through the driver. After a change of another kind (a new
    map, say), and when it would grow too long, it begins anew from the canvas as it is then.
    """

    _due = Signal()

    def __init__(
        self, driver: ToolDriver, *, most: int = MAX_RECORDS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._driver = driver
        self._most = most
        self._recorder: Recorder | None = None
        self._foreign = 0
        self._acting = False
        document = driver.document
        driver.acted.connect(self._watch)
        document.changed.connect(self._judge)
        document.undone.connect(self._excuse)
        document.redone.connect(self._excuse)
        document.replaced.connect(self._begin)
        self._due.connect(self._begin_if_due, Qt.ConnectionType.QueuedConnection)
        self._begin()

    def recording(self) -> Recording:
        """Return what was done until now."""
        self._begin_if_due()
        assert self._recorder is not None
        return self._recorder.recording()

    def _begin(self) -> None:
        if self._recorder is not None:
            self._recorder.stop()
            self._recorder.deleteLater()
        self._foreign = 0
        self._recorder = Recorder(self._driver, self)

    def _begin_if_due(self) -> None:
        self._acting = False
        long = self._recorder is not None and len(self._recorder) >= self._most
        if (self._foreign or long) and not self._driver.active:
            self._begin()

    def _watch(self, act: Act) -> None:
        # What edits and cancelled strokes change is changed without a gesture, at once.
        self._acting = act in (Act.EDIT, Act.CANCEL)
        if act not in (Act.PRESS, Act.MOVE):
            self._due.emit()

    def _judge(self) -> None:
        if not self._driver.active and not self._acting:
            # An undo says so only after it has changed the map: look at it a moment later.
            self._foreign += 1
            self._due.emit()

    def _excuse(self) -> None:
        """The last change was an undo or a redo, which is recorded."""
        self._foreign = max(0, self._foreign - 1)
