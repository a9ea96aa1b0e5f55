"""A key that exchanges the two pictures for as long as it is held."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from featherbrush.app.windows.compare_layout import CompareMode
from featherbrush.app.windows.compare_view import CompareView

ENDS = (QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate)


class Flipping(QObject):
    """Follows the action's key down and up; from a menu the action exchanges until next time.

    Not in a blind vote, whose order is drawn by lot.
    """

    def __init__(self, compare: CompareView, action: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._compare = compare
        self._action = action
        action.setAutoRepeat(False)
        action.triggered.connect(self._toggle)

    def _toggle(self) -> None:
        if self._compare.mode is CompareMode.BLIND:
            return
        self._set(not self._compare.flipped)

    def _set(self, flipped: bool) -> None:
        self._compare.set_flipped(flipped)
        application = QApplication.instance()
        if application is None:
            return
        # Only while it is held: a filter on the application sees every event there is.
        if flipped:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The key was let go, or the window left: the sides are themselves again."""
        if event.type() in ENDS:
            self._set(False)
        elif event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            self._release(event)
        return super().eventFilter(watched, event)

    def _release(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and self._is_key(event.key()):
            self._set(False)

    def _is_key(self, code: int) -> bool:
        """Whether a key, without the modifiers that may be let go before it, is the action's."""
        name = QKeySequence(code).toString()
        return any(key.toString().split("+")[-1] == name for key in self._action.shortcuts())
