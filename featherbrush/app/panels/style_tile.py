"""One style on the strip: its picture of the present canvas when there is one, else its name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QMenu

from featherbrush.app.canvas.picture_layer import to_image
from featherbrush.app.looks.tokens import DARK, METRICS, Tokens
from featherbrush.app.synthesis.styles import StyleOption
from featherbrush.app.texts import tr

TILE = 56
KEPT_SIDE = 128


class StyleTile(QAbstractButton):
    """A tile to press. Favourites carry a star, and can be renamed and removed."""

    rename_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, option: StyleOption) -> None:
        super().__init__()
        self.option = option
        self._tokens = DARK
        self._image: QImage | None = None
        self.setCheckable(True)
        self.setFixedSize(TILE, TILE)
        self.setText(option.title)
        self.setAccessibleName(tr("Style {name}", name=option.title))
        words = tr("Make both pictures in this style.")
        if option.kept:
            words = tr("A favourite of this document. F2 renames it, Del takes it away.")
        self.setToolTip(f"<b>{option.title}</b><br>{words}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_picture(self, picture: NDArray[np.uint8]) -> None:
        """Show the canvas in this style, from uint8 [H, W, 3]."""
        self._image = to_image(picture).scaled(
            KEPT_SIDE,
            KEPT_SIDE,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether a preview was made."""
        return self._image is not None

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a favourite."""
        if not self.option.kept:
            return
        menu = QMenu(self)
        menu.addAction(tr("Rename...")).triggered.connect(self.rename_wanted)
        menu.addAction(tr("Remove")).triggered.connect(self.remove_wanted)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rename with F2, remove with Del."""
        if self.option.kept and event.key() == Qt.Key.Key_F2:
            self.rename_wanted.emit()
        elif self.option.kept and event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tile."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        inner = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        shape = QPainterPath()
        shape.addRoundedRect(inner, METRICS.radius - 1, METRICS.radius - 1)
        painter.setClipPath(shape)
        if self._image is None:
            painter.fillRect(inner, QColor(self._tokens.raised))
            painter.setPen(QColor(self._tokens.muted))
            words = self.fontMetrics().elidedText(
                self.text().split()[-1], Qt.TextElideMode.ElideRight, int(inner.width()) - 4
            )
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, words)
        else:
            painter.drawImage(inner, self._image, _middle(self._image))
        painter.setClipping(False)
        if self.option.kept:
            self._paint_star(painter, inner)
        self._paint_ring(painter)

    def _paint_star(self, painter: QPainter, inner: QRectF) -> None:
        center = QPointF(inner.right() - 9, inner.top() + 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 150))
        painter.drawEllipse(center, 7.5, 7.5)
        painter.setPen(QColor("#ffd873"))
        spot = QRectF(center.x() - 8, center.y() - 8.5, 16, 16)
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, "★")

    def _paint_ring(self, painter: QPainter) -> None:
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        marked = self.isChecked() or self.hasFocus()
        if not (marked or self.underMouse()):
            return
        color = self._tokens.accent if marked else self._tokens.muted
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(color), 2 if self.isChecked() else 1))
        painter.drawRoundedRect(edge, METRICS.radius + 1, METRICS.radius + 1)


def _middle(image: QImage) -> QRectF:
    side = min(image.width(), image.height())
    return QRectF((image.width() - side) / 2, (image.height() - side) / 2, side, side)
