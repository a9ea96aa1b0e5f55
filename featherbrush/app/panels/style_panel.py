"""The style strip: the map in several lights and seasons, the dice, a style from a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.panels.drops import dropped_file
from featherbrush.app.panels.tools_panel import flat_button
from featherbrush.app.synthesis.styles import StyleOption
from featherbrush.app.windows.picture_layer import to_image
from featherbrush.app.windows.tokens import DARK, METRICS, Tokens

TILE = 56
KEPT = 128
ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif")


class StyleTile(QAbstractButton):
    """One style: its picture of the present map when there is one, else its initials."""

    def __init__(self, option: StyleOption) -> None:
        super().__init__()
        self.option = option
        self._tokens = DARK
        self._image: QImage | None = None
        self.setCheckable(True)
        self.setFixedSize(TILE, TILE)
        self.setText(option.title)
        self.setAccessibleName(f"Style {option.title}")
        self.setToolTip(f"<b>{option.title}</b><br>Make both pictures in this style.")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_picture(self, picture: NDArray[np.uint8]) -> None:
        """Show the map in this style, from uint8 [H, W, 3]."""
        self._image = to_image(picture).scaled(
            KEPT,
            KEPT,
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
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, self.text().split()[-1][:7])
        else:
            painter.drawImage(inner, self._image, self._middle(self._image))
        painter.setClipping(False)
        self._paint_ring(painter)

    def _paint_ring(self, painter: QPainter) -> None:
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        marked = self.isChecked() or self.hasFocus()
        if not (marked or self.underMouse()):
            return
        color = self._tokens.accent if marked else self._tokens.muted
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(color), 2 if self.isChecked() else 1))
        painter.drawRoundedRect(edge, METRICS.radius + 1, METRICS.radius + 1)

    @staticmethod
    def _middle(image: QImage) -> QRectF:
        side = min(image.width(), image.height())
        return QRectF((image.width() - side) / 2, (image.height() - side) / 2, side, side)


class StylePanel(QWidget):
    """Tiles for the styles on offer; dropping a picture on it takes the picture's style."""

    chosen = Signal(str)
    picture_dropped = Signal(object)

    def __init__(self, actions: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stylePanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._tokens = DARK
        self._tiles: dict[str, StyleTile] = {}
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(METRICS.unit)
        self._row.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(METRICS.unit)
        self._strip = _strip(self._row)
        line.addWidget(self._strip, 1)
        for action in actions:
            line.addWidget(flat_button(action))
        self._heading = QLabel("Style")
        self._heading.setProperty("kind", "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(METRICS.margin, METRICS.gap, METRICS.margin, METRICS.gap)
        column.setSpacing(METRICS.unit)
        column.addWidget(self._heading)
        column.addLayout(line)

    def show_options(self, options: tuple[StyleOption, ...], *, current: str | None) -> None:
        """Show what is on offer; tiles whose style stays keep their pictures."""
        for key, tile in list(self._tiles.items()):
            if not any(option is tile.option for option in options):
                self._group.removeButton(tile)
                self._row.removeWidget(tile)
                tile.deleteLater()
                del self._tiles[key]
        for place, option in enumerate(options):
            if option.key not in self._tiles:
                self._row.insertWidget(place, self._tile(option))
        if current is not None:
            self.choose(current)
        self._heading.setText("Style" if options else "Style: this model has none")

    def choose(self, key: str) -> None:
        """Mark the style in use, without telling."""
        if key in self._tiles:
            self._tiles[key].setChecked(True)
            self._strip.ensureWidgetVisible(self._tiles[key])

    def set_preview(self, key: str, picture: NDArray[np.uint8]) -> None:
        """Show the present map in a style, uint8 [H, W, 3]."""
        if key in self._tiles:
            self._tiles[key].set_picture(picture)

    def tile(self, key: str) -> StyleTile:
        """Return the tile of a style; KeyError when it is not on offer."""
        return self._tiles[key]

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        for tile in self._tiles.values():
            tile.set_tokens(tokens)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one picture file."""
        if dropped_file(event.mimeData(), endings=ENDINGS) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the style of the picture."""
        path: Path | None = dropped_file(event.mimeData(), endings=ENDINGS)
        if path is not None:
            event.acceptProposedAction()
            self.picture_dropped.emit(path)

    def _tile(self, option: StyleOption) -> StyleTile:
        tile = StyleTile(option)
        tile.set_tokens(self._tokens)
        tile.clicked.connect(lambda _=False: self.chosen.emit(option.key))
        self._tiles[option.key] = tile
        self._group.addButton(tile)
        return tile


def _strip(row: QHBoxLayout) -> QScrollArea:
    """Return a row that scrolls sideways (by wheel or focus) where the window is narrow."""
    inside = QWidget()
    inside.setLayout(row)
    strip = QScrollArea()
    strip.setWidget(inside)
    strip.setWidgetResizable(True)
    strip.setFrameShape(QFrame.Shape.NoFrame)
    strip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    strip.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    strip.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    strip.setFixedHeight(TILE)
    strip.setMinimumWidth(3 * TILE)
    return strip
