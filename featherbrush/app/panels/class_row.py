"""One row of the palette: swatch with its pattern, name, how many pixels it holds, number key."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton

from featherbrush.app.canvas.patterns import TILE, TILES, ink_for
from featherbrush.app.looks.tokens import DARK, METRICS, Tokens
from featherbrush.app.panels.units import count_text
from featherbrush.app.texts import class_name, figure, tr
from featherbrush.engine.card import ClassInfo

KEY, KEY_ROOM, STAR_ROOM = 16.0, 23, 16


class ClassButton(QAbstractButton):
    """A class to paint with, or an ink. Drawn by hand so that the colour is exact."""

    favoured = Signal(bool)
    """The artist wants this class among the favourites, or no longer."""

    def __init__(self, info: ClassInfo, *, background: bool, ink: bool = False) -> None:
        super().__init__()
        self.info = info
        self._key = ""
        self._tokens = DARK
        self._background = background
        self._ink = ink
        self._favourite = False
        self._pattern: int | None = None
        self._pixels: int | None = None
        self.setCheckable(True)
        self.setText(info.name if ink else class_name(info.name))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._describe()

    @property
    def key(self) -> str:
        """The number key that takes it, empty for none."""
        return self._key

    @property
    def pixels(self) -> int | None:
        """How many pixels of the map it holds, None while not counted."""
        return self._pixels

    @property
    def favourite(self) -> bool:
        """Whether it stands among the favourites."""
        return self._favourite

    def set_key(self, key: str) -> None:
        """Give it a number key, or (empty) none."""
        self._key = key
        self._describe()

    def set_favourite(self, favourite: bool) -> None:
        """Mark it as a favourite."""
        self._favourite = favourite
        self._describe()

    def set_pattern(self, tile: int | None) -> None:
        """Draw one of the patterns of `canvas.patterns` over the swatch, or (None) none."""
        self._pattern = tile
        self.update()

    def set_pixels(self, pixels: int | None) -> None:
        """Show how many pixels it holds."""
        if pixels != self._pixels:
            self._pixels = pixels
            self._describe()

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a swatch and a name."""
        return QSize(120, max(30, self.fontMetrics().height() + 12))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        self._paint_ground(painter, row)
        side = float(METRICS.swatch)
        swatch = QRectF(row.x() + 7, row.center().y() - side / 2, side, side)
        self._paint_swatch(painter, swatch)
        right = row.right() - 6
        self._paint_key(painter, QRectF(right - KEY, row.center().y() - KEY / 2, KEY, KEY))
        painter.setPen(QColor(self._tokens.muted))
        right -= KEY_ROOM
        if self._starred():
            painter.setPen(QColor(self._tokens.caution if self._favourite else self._tokens.muted))
            self._paint_words(painter, right, row, "★" if self._favourite else "☆", room=STAR_ROOM)
            painter.setPen(QColor(self._tokens.muted))
            right -= STAR_ROOM
        count = "" if self._ink or (self.underMouse() and not self._favourite) else self._count()
        if count:
            room = self.fontMetrics().horizontalAdvance(count) + 4
            self._paint_words(painter, right, row, count, room=room)
            right -= room
        name = QRectF(swatch.right() + 9, row.y(), right - swatch.right() - 11, row.height())
        painter.setPen(QColor(self._tokens.text))
        words = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(name.width())
        )
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, words)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Make it a favourite where the star is pressed; elsewhere take it."""
        if self.isDown() and self._starred() and self._on_star(event.position().x()):
            self.setDown(False)
            self.favoured.emit(not self._favourite)
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Make it a favourite with the asterisk."""
        if event.key() == Qt.Key.Key_Asterisk and not self._ink:
            self.favoured.emit(not self._favourite)
            return
        super().keyPressEvent(event)

    def _starred(self) -> bool:
        """Whether a star shows: on favourites, and on the class under the pointer."""
        return not self._ink and (self._favourite or self.underMouse() or self.hasFocus())

    def _on_star(self, x: float) -> bool:
        right = self.width() - 6 - KEY_ROOM
        return right - STAR_ROOM - 3 <= x <= right + 3

    def _paint_words(
        self, painter: QPainter, right: float, row: QRectF, words: str, *, room: int
    ) -> None:
        place = QRectF(right - room, row.y(), room, row.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)

    def _count(self) -> str:
        return "" if not self._pixels else count_text(self._pixels)

    def _paint_key(self, painter: QPainter, place: QRectF) -> None:
        """Draw the key as a key, so that nobody takes it for a part of the count."""
        if not self._key:
            return
        painter.setPen(QPen(QColor(self._tokens.line), 1))
        painter.setBrush(QColor(self._tokens.raised))
        painter.drawRoundedRect(place, 3, 3)
        painter.setPen(QColor(self._tokens.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._key)

    def _paint_swatch(self, painter: QPainter, swatch: QRectF) -> None:
        painter.setPen(QPen(QColor(self._tokens.line), 1))
        painter.setBrush(QColor(*self.info.color))
        painter.drawRoundedRect(swatch, 4, 4)
        if self._pattern is not None:
            inner = swatch.toRect().adjusted(2, 2, -2, -2)
            painter.drawImage(inner, swatch_image(self.info.color, self._pattern, inner))

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

    def _describe(self) -> None:
        """Say in words what the row shows in signs."""
        lines = [f"<b>{self.text()}</b>" + (f" &nbsp;{self._key}" if self._key else "")]
        if self._ink:
            lines.append(tr("Draw with this ink."))
            if self._background:
                lines.append(tr("It is the paper, which the eraser leaves."))
        else:
            lines.append(
                tr("Paint {name}: class {id} of this model.", name=self.text(), id=self.info.id)
            )
            if self._background:
                lines.append(tr("It is the background, which the eraser leaves."))
            if self._pixels is not None:
                lines.append(tr("{n} pixels of the map.", n=figure(f"{self._pixels:,}")))
            lines.append(tr("The star puts it in front, where the number keys are."))
        self.setToolTip("<br>".join(lines))
        named = (
            tr("Ink {name}", name=self.text())
            if self._ink
            else tr("Class {name}", name=self.text())
        )
        self.setAccessibleName(named)
        self.setAccessibleDescription(" ".join(lines[1:]))
        self.update()


def swatch_image(color: tuple[int, int, int], tile: int, area: QRect) -> QImage:
    """Return `area` filled with a colour and one of the patterns over it."""
    rows, columns = np.indices((area.height(), area.width()))
    ink = TILES[tile][rows % TILE, columns % TILE]
    plain = 0xFF000000 | color[0] << 16 | color[1] << 8 | color[2]
    pixels = np.where(ink, np.uint32(ink_for(color)), np.uint32(plain))
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
