"""Messages that do not stop the hand: a bar over the work, closed when it was read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from featherbrush.app.looks.icons import tinted
from featherbrush.app.looks.tokens import METRICS, Tokens
from featherbrush.app.texts import tr

WIDEST = 760
TOP = 14


class MessageBar(QFrame):
    """Shows one message at a time at the top of ``host``; the newest wins.

    Errors stay until they are closed; a notice goes with the next thing that succeeds (``clear``).
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("messageBar")
        self._host = host
        self._tokens: Tokens | None = None
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = QToolButton()
        self._close.setProperty("flat", True)
        self._close.setToolTip(tr("Close this message (Esc)"))
        self._close.setAccessibleName(tr("Close this message"))
        self._close.clicked.connect(self.hide)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(METRICS.margin, METRICS.gap, METRICS.gap, METRICS.gap)
        row.setSpacing(METRICS.gap + 2)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._close)
        host.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The message shown, or an empty string."""
        return self._text.text() if not self.isHidden() else ""

    def error(self, message: str) -> None:
        """Say that something went wrong, in one line."""
        self._show(message, severity="error")

    def notice(self, message: str) -> None:
        """Say something worth knowing."""
        self._show(message, severity="notice")

    def clear(self) -> None:
        """Take the message away."""
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        self._close.setIcon(tinted("close", tokens.text))
        self._draw_icon()

    def _show(self, message: str, *, severity: str) -> None:
        self.setProperty("severity", severity)
        self.style().unpolish(self)
        self.style().polish(self)
        self._text.setText(message)
        self.setAccessibleName(message)
        self._draw_icon()
        self._place()
        self.show()
        self.raise_()

    def _draw_icon(self) -> None:
        if self._tokens is None:
            return
        failed = self.property("severity") == "error"
        color = self._tokens.danger if failed else self._tokens.accent
        mark = tinted("warning" if failed else "info", color)
        self._icon.setPixmap(
            mark.pixmap(QSize(METRICS.icon, METRICS.icon), self.devicePixelRatioF())
        )

    def _place(self) -> None:
        room = min(WIDEST, self._host.width() - 2 * METRICS.margin)
        words = self._text.fontMetrics().horizontalAdvance(self._text.text())
        around = self._row.minimumSize().width() - self._text.minimumSizeHint().width()
        width = min(room, words + around + METRICS.margin)
        height = self._row.heightForWidth(width)
        self.setGeometry((self._host.width() - width) // 2, TOP, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the host is resized."""
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)
