"""Drags a picture out of the studio as a file: Ctrl and drag, to a folder or another program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDrag, QImage, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication

from featherbrush.app.windows.compare_view import CompareView

PREVIEW = QSize(128, 128)


class DragOut(QObject):
    """Watches the compare view; what is dragged is the picture under the pointer as it is seen.

    The file lies in a temporary folder until the studio ends: the other program copies it when it
    likes.
    """

    def __init__(self, view: CompareView, name: Callable[[], str]) -> None:
        """Drag from `view`; `name` is the document's name, which the file's name begins with."""
        super().__init__(view)
        self._view = view
        self._name = name
        self._start: QPointF | None = None
        self._folder: TemporaryDirectory[str] | None = None
        view.installEventFilter(self)

    def close(self) -> None:
        """Remove what was dragged out."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the presses with Ctrl; leave everything else to the view."""
        if isinstance(event, QMouseEvent):
            if event.type() is QEvent.Type.MouseButtonPress and _asks(event):
                self._start = event.position()
                return True
            if event.type() is QEvent.Type.MouseMove and self._start is not None:
                self._follow(event)
                return True
            if event.type() is QEvent.Type.MouseButtonRelease and self._start is not None:
                self._start = None
                return True
        return super().eventFilter(watched, event)

    def data_at(self, point: QPointF) -> QMimeData | None:
        """Return the picture at a point of the view as a file and as an image, None without one."""
        image = self._image_at(point)
        if image is None:
            return None
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="featherbrush-", ignore_cleanup_errors=True)
        path = Path(self._folder.name) / f"{Path(self._name()).stem}-picture.png"
        if not image.save(str(path)):
            return None
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        data.setImageData(image)
        return data

    def _follow(self, event: QMouseEvent) -> None:
        assert self._start is not None
        way = (event.position() - self._start).manhattanLength()
        if way < QApplication.startDragDistance():
            return
        start, self._start = self._start, None
        data, image = self.data_at(start), self._image_at(start)
        if data is None or image is None:
            return
        drag = QDrag(self._view)
        drag.setMimeData(data)
        small = image.scaled(
            PREVIEW, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        drag.setPixmap(QPixmap.fromImage(small))
        drag.exec(Qt.DropAction.CopyAction)

    def _image_at(self, point: QPointF) -> QImage | None:
        scene = self._view.scene
        for pane in scene.panes:
            if pane.side is not None and pane.clip.contains(point):
                layer = scene.layers.get(pane.side)
                return None if layer is None else layer.image
        return None


def _asks(event: QMouseEvent) -> bool:
    return (
        event.button() is Qt.MouseButton.LeftButton
        and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    )
