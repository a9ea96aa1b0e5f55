"""The style strip: the canvas in several styles, a blend of two, the dice, favourites."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.looks.tokens import DARK, METRICS, Tokens
from featherbrush.app.panels.blend_row import BlendRow
from featherbrush.app.panels.drops import dropped_file
from featherbrush.app.panels.style_tile import TILE, StyleTile
from featherbrush.app.panels.tools_panel import flat_button
from featherbrush.app.synthesis.styles import BLEND, StyleOption
from featherbrush.app.texts import tr

ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif")


class StylePanel(QWidget):
    """Tiles for the styles on offer; dropping a picture on it takes the picture's style."""

    chosen = Signal(str)
    picture_dropped = Signal(object)
    rename_wanted = Signal(str)
    remove_wanted = Signal(str)

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
        self.blend = BlendRow()
        self._marked = ""
        self._strip = _strip(self._row)
        # A tile that was just added has its place only after the layout, which changes the range.
        self._strip.horizontalScrollBar().rangeChanged.connect(self._reveal)
        self._heading = QLabel()
        self._heading.setProperty("kind", "heading")
        self._buttons = [flat_button(action) for action in actions]
        top, line = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(METRICS.gap)
        line.setSpacing(METRICS.unit)
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self.blend, 2)
        line.addWidget(self._strip, 1)
        for button in self._buttons:
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(METRICS.margin, METRICS.gap, METRICS.margin, METRICS.gap)
        column.setSpacing(METRICS.unit)
        column.addLayout(top)
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
        self.blend.show_options(options)
        self._heading.setText(tr("Style") if options else tr("Style: this model has none"))
        for part in (self.blend, self._strip, *self._buttons):
            part.setVisible(bool(options))

    def choose(self, key: str) -> None:
        """Mark the style in use, without telling."""
        if key in self._tiles:
            self._tiles[key].setChecked(True)
            if key != BLEND:
                self.blend.rest()
            self._marked = key
            self._reveal()

    def _reveal(self) -> None:
        if self._marked in self._tiles:
            self._strip.ensureWidgetVisible(self._tiles[self._marked])

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
        tile.rename_wanted.connect(lambda: self.rename_wanted.emit(option.key))
        tile.remove_wanted.connect(lambda: self.remove_wanted.emit(option.key))
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
