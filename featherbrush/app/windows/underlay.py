"""A photograph to trace over: taking it from a file, showing it, how much of it shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from featherbrush.app.document import Document
from featherbrush.app.document.extras import Underlay
from featherbrush.app.looks.tokens import METRICS
from featherbrush.app.synthesis.background import Background
from featherbrush.app.texts import tr
from featherbrush.app.windows.message_bar import MessageBar
from featherbrush.engine.arrays import Picture
from featherbrush.engine.crop import cropped
from featherbrush.engine.pictures import read_picture

LONGEST = 2048
"""Longest side that is kept, in pixels: twice the largest canvas."""


class UnderlayBar(QWidget):
    """A slider for the opacity, there while the document has an underlay."""

    def __init__(self, document: Document, show: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("underlayBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(METRICS.palette)
        self._document = document
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setAccessibleName(tr("Opacity of the underlay"))
        self.opacity.setToolTip(tr("<b>Underlay</b><br>How much of the photograph shows."))
        self.opacity.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.opacity.valueChanged.connect(self._take)
        shown = QToolButton()
        shown.setDefaultAction(show)
        shown.setProperty("flat", True)
        shown.setFixedSize(28, 28)
        shown.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        label = QLabel(tr("Underlay"))
        label.setProperty("kind", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, METRICS.gap)
        row.setSpacing(METRICS.unit)
        row.addWidget(label)
        row.addWidget(self.opacity, 1)
        row.addWidget(shown)
        document.underlay_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show what the document has."""
        underlay = self._document.underlay
        self.setVisible(underlay is not None)
        if underlay is not None:
            blocked = self.opacity.blockSignals(True)
            self.opacity.setValue(round(underlay.opacity * 100))
            self.opacity.blockSignals(blocked)
            self.opacity.setEnabled(underlay.visible)

    def _take(self, percent: int) -> None:
        underlay = self._document.underlay
        if underlay is not None:
            self._document.set_underlay(replace(underlay, opacity=percent / 100))


class UnderlayActions(QObject):
    """Loads, shows and removes the underlay of a document."""

    def __init__(
        self,
        document: Document,
        *,
        background: Background,
        messages: MessageBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._background = background
        self._messages = messages

    def load(self, path: Path | None) -> None:
        """Take the picture of a file in the background; a problem becomes a message."""
        if path is None:
            return
        extent = self._document.extent
        self._background.run(
            lambda: cropped(read_picture(path), like=extent, longest=LONGEST),
            done=self._take,
            failed=self._messages.error,
        )

    def remove(self) -> None:
        """Let go of the underlay."""
        self._document.set_underlay(None)

    def show(self, shown: bool) -> None:
        """Show the underlay, or hide it for the moment."""
        underlay = self._document.underlay
        if underlay is not None and underlay.visible != shown:
            self._document.set_underlay(replace(underlay, visible=shown))

    def _take(self, picture: Picture) -> None:
        before = self._document.underlay
        opacity = before.opacity if before else 0.5
        self._document.set_underlay(Underlay(picture, opacity=opacity))
