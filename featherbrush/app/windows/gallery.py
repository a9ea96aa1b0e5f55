"""The gallery: examples that ship, and the user's own templates, to begin from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.canvas.picture_layer import to_image
from featherbrush.app.document.archive import Archive
from featherbrush.app.document.openraster import SUFFIX, decode_picture, thumbnail
from featherbrush.app.texts import one_line, tr
from featherbrush.app.windows.menus import title_of
from featherbrush.engine.errors import FeatherbrushError, PictureError
from featherbrush.engine.pictures import as_picture, open_image

TILE = QSize(144, 144)
LARGEST_THUMBNAIL = 1 << 20
MOST = 200
ENDINGS = (SUFFIX, ".png")


def templates_in(folder: Path) -> tuple[Path, ...]:
    """Return the templates in a folder by name; none where there is no folder."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return ()
    found = [folder / name for name in names if name.lower().endswith(ENDINGS)]
    return tuple(path for path in found if not path.name.startswith("."))[:MOST]


def preview(path: Path) -> QImage:
    """Return a small picture of a document; raises FeatherbrushError when it has none."""
    if path.suffix.lower() == SUFFIX:
        data = Archive.open(path).read("Thumbnails/thumbnail.png", most=LARGEST_THUMBNAIL)
        return to_image(decode_picture(data, where=str(path)))
    return to_image(thumbnail(as_picture(open_image(path, error=PictureError).image)))


class GalleryDialog(QDialog):
    """Pictures to choose from; a double click or Return begins with one of them."""

    def __init__(
        self,
        examples: Sequence[Path],
        templates: Sequence[Path],
        *,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        """Offer `examples` and the user's `templates`, which lie in `folder`."""
        super().__init__(parent)
        self.setWindowTitle(tr("Gallery"))
        self.resize(760, 560)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._page(examples, tr("Examples"), ""), tr("&Examples"))
        empty = tr("No templates yet. File, Save as template keeps the present document here.")
        self.tabs.addTab(self._page(templates, tr("My templates"), empty), tr("My &templates"))
        self.tabs.setTabToolTip(1, str(folder))
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Open | standard.Cancel)
        self.buttons.button(standard.Open).setText(tr("Begin with it"))
        self.buttons.button(standard.Cancel).setText(tr("Cancel"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.tabs.currentChanged.connect(self._show_choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addWidget(self.tabs)
        column.addWidget(self.buttons)
        self._show_choice()

    @property
    def chosen(self) -> Path | None:
        """The document that is marked."""
        view = self._list()
        item = view.currentItem() if view is not None else None
        path: Path | None = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return path

    def _page(self, paths: Sequence[Path], name: str, empty: str) -> QWidget:
        if not paths and empty:
            label = QLabel(empty)
            label.setProperty("kind", "muted")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            return label
        view = QListWidget()
        view.setObjectName("gallery")
        view.setAccessibleName(name)
        view.setViewMode(QListWidget.ViewMode.IconMode)
        view.setResizeMode(QListWidget.ResizeMode.Adjust)
        view.setMovement(QListWidget.Movement.Static)
        view.setIconSize(TILE)
        view.setGridSize(TILE + QSize(24, 44))
        view.setUniformItemSizes(True)
        view.setWordWrap(True)
        for path in paths:
            view.addItem(_item(path))
        view.setCurrentRow(0)
        view.itemActivated.connect(self.accept)
        view.currentItemChanged.connect(self._show_choice)
        return view

    def _list(self) -> QListWidget | None:
        page = self.tabs.currentWidget()
        return page if isinstance(page, QListWidget) else None

    def _show_choice(self) -> None:
        begin = self.buttons.button(QDialogButtonBox.StandardButton.Open)
        begin.setEnabled(self.chosen is not None)
        begin.setDefault(True)


def _item(path: Path) -> QListWidgetItem:
    item = QListWidgetItem(title_of(path))
    item.setData(Qt.ItemDataRole.UserRole, path)
    item.setToolTip(str(path))
    try:
        pixmap = _tile(preview(path))
        icon = QIcon(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)  # or Qt tints it
        item.setIcon(icon)
    except FeatherbrushError as problem:
        item.setToolTip(one_line(problem))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _tile(image: QImage) -> QPixmap:
    """Return a thumbnail at the size of a tile; a label map keeps its hard edges."""
    scaled = image.scaled(
        TILE * 2, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    pixmap = QPixmap.fromImage(scaled)
    pixmap.setDevicePixelRatio(2.0)
    return pixmap
