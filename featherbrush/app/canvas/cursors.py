"""Mouse cursors of the tools that have no outline, drawn in two tones for every background."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPainterPath, QPen, QPixmap

from featherbrush.app.canvas.settings import SIZED, ToolKind

SIDE = 32


def shown_for(tool: ToolKind, *, picking: bool) -> Qt.CursorShape | str:
    """What shows at the pointer for a tool: "pick", "fill", a plain shape, or nothing (blank),
    where the brush's own outline does."""
    if tool is ToolKind.MOVE:
        return Qt.CursorShape.SizeAllCursor
    if tool is ToolKind.SELECT:
        return Qt.CursorShape.CrossCursor
    if picking or tool is ToolKind.PICKER:
        return "pick"
    if tool is ToolKind.FILL:
        return "fill"
    return Qt.CursorShape.BlankCursor if tool in SIZED else Qt.CursorShape.CrossCursor


@lru_cache(maxsize=8)
def picker_cursor(ratio: float = 1.0) -> QCursor:
    """An eyedropper whose tip is the hot spot, for a screen of this device pixel ratio."""
    path = QPainterPath(QPointF(3.5, 28.5))
    path.lineTo(5, 23)
    path.lineTo(16, 12)
    path.lineTo(20, 16)
    path.lineTo(9, 27)
    path.closeSubpath()
    cap = QPainterPath(QPointF(14, 10))
    cap.lineTo(22, 18)
    cap.moveTo(18, 14)
    cap.lineTo(24, 8)
    return _cursor(path, cap, tip=(3, 28), ratio=ratio)


@lru_cache(maxsize=8)
def fill_cursor(ratio: float = 1.0) -> QCursor:
    """A tipped bucket whose spout is the hot spot, for a screen of this device pixel ratio."""
    path = QPainterPath(QPointF(4, 16))
    path.lineTo(16, 6)
    path.lineTo(27, 17)
    path.lineTo(16, 28)
    path.closeSubpath()
    drop = QPainterPath(QPointF(4, 16))
    drop.cubicTo(2, 20, 2, 22, 4, 25)
    return _cursor(path, drop, tip=(4, 25), ratio=ratio)


def _cursor(
    body: QPainterPath, strokes: QPainterPath, *, tip: tuple[int, int], ratio: float
) -> QCursor:
    pixmap = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for color, width in ((QColor("black"), 4.0), (QColor("white"), 1.8)):
        pen = QPen(color, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(QColor(0, 0, 0, 110) if width < 2 else Qt.BrushStyle.NoBrush)
        painter.drawPath(body)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(strokes)
    painter.end()
    return QCursor(pixmap, *tip)
