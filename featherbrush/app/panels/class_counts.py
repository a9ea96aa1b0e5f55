"""How many pixels every class holds, counted when the pen rests."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from featherbrush.app.document import Document

WAIT_MS = 250


class ClassCounts(QObject):
    """Counts a label map after it changed; a sketch has no classes and is not counted.

    A map that was replaced as a whole is counted when `count` is called, once its rows are there.

    Counting 1024x1024 pixels takes about a millisecond; painting the rows anew takes several. Neither may meet a
    stroke, so both wait until the map has not changed for a moment.
    """

    counted = Signal(object)
    """({class id: pixels})."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.count)
        document.changed.connect(self._later)

    def count(self) -> None:
        """Count now."""
        self._wait.stop()
        if self._document.kind == "labels":
            counts = np.bincount(self._document.labels.ravel(), minlength=256)
            held = np.flatnonzero(counts)
            self.counted.emit({int(number): int(counts[number]) for number in held})

    def _later(self) -> None:
        self._wait.start()
