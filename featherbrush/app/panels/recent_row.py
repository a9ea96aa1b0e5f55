"""The classes used latest, as swatches: one press goes back to them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from featherbrush.app.looks.tokens import DARK, METRICS, Tokens
from featherbrush.app.texts import class_name, tr
from featherbrush.engine.card import ClassInfo

MOST = 6


class RecentRow(QWidget):
    """Up to six swatches, the latest first. Hidden until wanted and until there are two."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = DARK
        self._wanted = False
        self._swatches: list[_Swatch] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(METRICS.unit)
        self._row.addStretch(1)
        self._show()

    @property
    def ids(self) -> tuple[int, ...]:
        """The classes in it, the latest first."""
        return tuple(swatch.info.id for swatch in self._swatches)

    def set_wanted(self, wanted: bool) -> None:
        """Let it be seen, or not."""
        self._wanted = wanted
        self._show()

    def add(self, info: ClassInfo) -> None:
        """Put a class in front; one that is here already stays where it is."""
        if info.id in self.ids:
            return
        swatch = _Swatch(info, self._tokens)
        swatch.clicked.connect(lambda _=False: self.chosen.emit(info.id))
        self._swatches.insert(0, swatch)
        self._row.insertWidget(0, swatch)
        for old in self._swatches[MOST:]:
            self._drop(old)
        self._swatches = self._swatches[:MOST]
        self._show()

    def forget(self) -> None:
        """Empty it: another palette is in use."""
        for swatch in self._swatches:
            self._drop(swatch)
        self._swatches = []
        self._show()

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        for swatch in self._swatches:
            swatch.tokens = tokens
            swatch.update()

    def _drop(self, swatch: _Swatch) -> None:
        self._row.removeWidget(swatch)
        swatch.deleteLater()

    def _show(self) -> None:
        self.setVisible(self._wanted and len(self._swatches) > 1)


class _Swatch(QAbstractButton):
    """One colour to press."""

    def __init__(self, info: ClassInfo, tokens: Tokens) -> None:
        super().__init__()
        self.info = info
        self.tokens = tokens
        name = class_name(info.name)
        self.setFixedSize(QSize(METRICS.swatch, METRICS.swatch))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(name)
        self.setAccessibleName(tr("Recent class {name}", name=name))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the swatch."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = self.tokens.accent if self.hasFocus() or self.underMouse() else self.tokens.line
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(*self.info.color))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
