"""How many cores a picture may take."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from featherbrush.app.texts import tr
from featherbrush.engine.machine import physical_cores

MOST = 16


class CoresMenu(QMenu):
    """All cores, or a number of them; ``chosen(object)`` with the number, None for all."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("&Cores"), parent)
        self.setToolTipsVisible(True)
        self._group = QActionGroup(self)
        cores = physical_cores()
        self._add(None, tr("All ({n})", n=cores))
        self.addSeparator()
        for number in range(1, min(cores, MOST) + 1):
            self._add(number, str(number))

    def mark(self, threads: int | None) -> None:
        """Show which number is in force."""
        for action in self._group.actions():
            action.setChecked(action.data() == threads)

    @property
    def offered(self) -> tuple[int | None, ...]:
        """The numbers to choose from, None for all cores."""
        return tuple(action.data() for action in self._group.actions())

    def _add(self, threads: int | None, words: str) -> None:
        action = self.addAction(words)
        action.setCheckable(True)
        action.setData(threads)
        action.setToolTip(tr("Fewer cores leave more of the machine to other programs."))
        action.triggered.connect(lambda: self.chosen.emit(threads))
        self._group.addAction(action)
