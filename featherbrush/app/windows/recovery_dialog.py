"""Offers the work of a studio that ended without saving it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.canvas.picture_layer import to_image
from featherbrush.app.document.openraster import merged, thumbnail
from featherbrush.app.document.recovery import LostWork
from featherbrush.app.texts import language, tr

TILE = QSize(112, 112)


class Rescue(Enum):
    """What to do with work that was found."""

    RECOVER = "recover"
    DISCARD = "discard"
    LATER = "later"


class RecoveryDialog(QDialog):
    """A list with a thumbnail, the name and the moment of the last change. Escape means later."""

    def __init__(self, found: Sequence[LostWork], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Unsaved work was found"))
        self._answer = Rescue.LATER
        heading = QLabel(tr("The studio ended before this work was saved."))
        heading.setProperty("kind", "title")
        hint = QLabel(tr("Recover it, or leave it for later: it is offered again next time."))
        hint.setProperty("kind", "muted")
        hint.setWordWrap(True)
        self.list = QListWidget()
        self.list.setObjectName("recovery")
        self.list.setAccessibleName(tr("Unsaved work"))
        self.list.setIconSize(TILE)
        self.list.setSpacing(2)
        for lost in found:
            self.list.addItem(_item(lost))
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda: self._end(Rescue.RECOVER))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(hint)
        column.addWidget(self.list, 1)
        column.addLayout(self._buttons())
        self.resize(520, 190 + min(len(found), 3) * (TILE.height() + 12))

    @property
    def answer(self) -> tuple[Rescue, int]:
        """What to do, and with which of the works on offer."""
        return self._answer, self.list.currentRow()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.discard_button = QPushButton(tr("&Discard"))
        self.later_button = QPushButton(tr("&Later"))
        self.recover_button = QPushButton(tr("&Recover"))
        for button, answer in (
            (self.discard_button, Rescue.DISCARD),
            (self.later_button, Rescue.LATER),
            (self.recover_button, Rescue.RECOVER),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, chosen=answer: self._end(chosen))
        self.recover_button.setDefault(True)
        row.addWidget(self.discard_button)
        row.addStretch(1)
        row.addWidget(self.later_button)
        row.addWidget(self.recover_button)
        return row

    def _end(self, answer: Rescue) -> None:
        self._answer = answer
        self.accept()


def _item(lost: LostWork) -> QListWidgetItem:
    name = lost.file.name if lost.file else tr("Untitled")
    when = QDateTime.fromMSecsSinceEpoch(int(lost.mark.time * 1000))
    moment = QLocale(language()).toString(when, QLocale.FormatType.ShortFormat)
    item = QListWidgetItem(
        tr(
            "{name}\n{size}\nLast change: {moment}",
            name=name,
            size=lost.content.extent,
            moment=moment,
        )
    )
    image = to_image(thumbnail(merged(lost.content)))
    scaled = image.scaled(
        TILE * 2, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.FastTransformation
    )
    pixmap = QPixmap.fromImage(scaled)
    pixmap.setDevicePixelRatio(2.0)
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # or Qt tints it
    item.setIcon(icon)
    if lost.file:
        item.setToolTip(str(lost.file))
    return item
