"""The system's clipboard as clips: our own bytes beside a plain picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from featherbrush.app.canvas.clip import (
    MIME,
    Clip,
    ClipError,
    Fitted,
    fitted,
    from_bytes,
    from_picture,
    picture_of,
    to_bytes,
)
from featherbrush.app.canvas.scene import Scene
from featherbrush.app.document.palette import Palette
from featherbrush.app.texts import tr
from featherbrush.engine.arrays import Picture


def put(clip: Clip, palette: Palette) -> None:
    """Put a clip on the clipboard, and a picture of it for other programs."""
    data = QMimeData()
    data.setData(MIME, QByteArray(to_bytes(clip)))
    picture = np.ascontiguousarray(picture_of(clip, palette))
    height, width = picture.shape[:2]
    image = QImage(picture.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    data.setImageData(image.copy())
    QGuiApplication.clipboard().setMimeData(data)


def take(scene: Scene) -> Fitted:
    """What is on the clipboard as a paste for this document. Raises ClipError when nothing is."""
    data = QGuiApplication.clipboard().mimeData()
    if data is not None and data.hasFormat(MIME):
        return fitted(from_bytes(bytes(data.data(MIME).data())), scene)
    if data is not None and data.hasImage():
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return from_picture(_pixels(image), scene)
    raise ClipError(tr("There is nothing on the clipboard that can be pasted here."))


def _pixels(image: QImage) -> Picture:
    """An image as uint8 [h,w,4], red, green, blue, alpha."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    flat = np.frombuffer(plain.constBits(), dtype=np.uint8)
    rows = flat.reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 4 * plain.width()].reshape(plain.height(), plain.width(), 4).copy()
