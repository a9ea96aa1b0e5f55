"""The classes that an artist paints with: colour, name, number key."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.windows.tokens import DARK, METRICS, Tokens
from featherbrush.engine.card import ClassInfo

KEYS = "1234567890"


class ClassButton(QAbstractButton):
    """One class: swatch, name, key. Drawn by hand so that the colour is exact."""

    def __init__(self, info: ClassInfo, *, key: str, background: bool) -> None:
        super().__init__()
        self.info = info
        self._key = key
        self._tokens = DARK
        self._note = "eraser" if background else ""
        self.setCheckable(True)
        self.setText(info.name)
        self.setAccessibleName(f"Class {info.name}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        lines = [f"<b>{info.name}</b>" + (f" &nbsp;{key}" if key else "")]
        lines.append(f"Paint {info.name}: class {info.id} of this model.")
        if background:
            lines.append("It is the background, which the eraser leaves.")
        self.setToolTip("<br>".join(lines))

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a swatch and a name."""
        return QSize(120, max(32, self.fontMetrics().height() + 14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        self._paint_ground(painter, row)
        middle = row.center().y()
        side = float(METRICS.swatch)
        swatch = QRectF(row.x() + 8, middle - side / 2, side, side)
        painter.setPen(QPen(QColor(self._tokens.line), 1))
        painter.setBrush(QColor(*self.info.color))
        painter.drawRoundedRect(swatch, 4, 4)
        key = QRectF(row.right() - 24, row.y(), 18, row.height())
        painter.setPen(QColor(self._tokens.muted))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self._key)
        name = QRectF(swatch.right() + 10, row.y(), key.x() - swatch.right() - 12, row.height())
        painter.setPen(QColor(self._tokens.text))
        words = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(name.width())
        )
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_ground(self, painter: QPainter, row: QRectF) -> None:
        if self.isChecked():
            painter.setPen(QPen(QColor(self._tokens.accent), 1))
            painter.setBrush(QColor(self._tokens.accent_soft))
        elif self.hasFocus():
            painter.setPen(QPen(QColor(self._tokens.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._tokens.hover))
        else:
            return
        painter.drawRoundedRect(row, METRICS.radius, METRICS.radius)


class PalettePanel(QWidget):
    """The list of classes; ``chosen(int)`` with a class id when the artist takes one."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("palettePanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(METRICS.palette)
        self._tokens = DARK
        self._buttons: dict[int, ClassButton] = {}
        self._group = QButtonGroup(self)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)
        self._shortcuts = [self._shortcut(place) for place in range(len(KEYS))]
        self._build()

    def set_classes(self, classes: tuple[ClassInfo, ...], *, background: int) -> None:
        """Show another palette; nothing is chosen until ``choose`` is called."""
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._rows.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for place, info in enumerate(classes):
            key = KEYS[place] if place < len(KEYS) else ""
            button = ClassButton(info, key=key, background=info.id == background)
            button.set_tokens(self._tokens)
            button.clicked.connect(lambda _=False, chosen=info.id: self.chosen.emit(chosen))
            self._buttons[info.id] = button
            self._group.addButton(button)
            self._rows.insertWidget(place, button)

    def choose(self, class_id: int) -> None:
        """Mark a class as the one in use, without telling."""
        button = self._buttons.get(class_id)
        if button is not None:
            button.setChecked(True)

    @property
    def current(self) -> int | None:
        """The id of the class marked as in use."""
        return next((id_ for id_, button in self._buttons.items() if button.isChecked()), None)

    def button(self, class_id: int) -> ClassButton:
        """Return the row of a class; KeyError for an id that the palette lacks."""
        return self._buttons[class_id]

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        for button in self._buttons.values():
            button.set_tokens(tokens)

    def _build(self) -> None:
        heading = QLabel("Classes")
        heading.setProperty("kind", "heading")
        rows = QWidget()
        self._rows.addStretch(1)
        rows.setLayout(self._rows)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(METRICS.gap)
        column.addWidget(heading)
        column.addWidget(scroll, 1)

    def _shortcut(self, place: int) -> QShortcut:
        shortcut = QShortcut(QKeySequence(KEYS[place]), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda: self._press(place))
        return shortcut

    def _press(self, place: int) -> None:
        buttons = list(self._buttons.values())
        if place < len(buttons):
            buttons[place].click()
