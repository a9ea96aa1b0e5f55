"""The small arrows of boxes: a style sheet takes pictures from files only, so they become files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QPointF, Qt, QTemporaryDir
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

WIDTH, HEIGHT = 10, 6
DENSITIES = {"": 1, "@2x": 2, "@3x": 3}
"""Endings by which Qt finds the picture for a screen's density."""


@cache
def arrow_files(color: str) -> dict[str, str]:
    """Return the paths of the pictures "up" and "down" in a colour (``#rrggbb``).

    They lie in a folder that goes with the process; where none can be made the paths lead nowhere
    and the boxes are without arrows.
    """
    folder = Path(_folder().path())
    name = color.removeprefix("#")
    for pointing in ("up", "down"):
        for ending, density in DENSITIES.items():
            image = _drawn(color, density=density, down=pointing == "down")
            image.save(str(folder / f"{pointing}-{name}{ending}.png"))
    return {pointing: f"{folder.as_posix()}/{pointing}-{name}.png" for pointing in ("up", "down")}


@cache
def _folder() -> QTemporaryDir:
    return QTemporaryDir()


def _drawn(color: str, *, density: int, down: bool) -> QImage:
    image = QImage(WIDTH * density, HEIGHT * density, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    tip, ends = (HEIGHT - 1.0, 1.0) if down else (1.0, HEIGHT - 1.0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(density, density)
    painter.setPen(QPen(QColor(color), 1.5, c=Qt.PenCapStyle.RoundCap))
    middle = WIDTH / 2
    painter.drawPolyline(
        QPolygonF([QPointF(1.0, ends), QPointF(middle, tip), QPointF(WIDTH - 1.0, ends)])
    )
    painter.end()
    return image
