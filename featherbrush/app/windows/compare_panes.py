"""What a pane of the compare view says: whose picture it is, and why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from featherbrush.app.looks.tokens import Tokens
from featherbrush.app.synthesis.state import Side
from featherbrush.app.texts import tr

PILL, ON_PILL = QColor(0, 0, 0, 150), QColor("#f4f4f4")
INSET = 10.0
WIDEST = 320.0


class Status(StrEnum):
    """How a side's picture stands to the canvas as it is now."""

    CURRENT = "current"
    WORKING = "working"
    LOADING = "loading"
    PAUSED = "paused"
    FAILED = "failed"
    EMPTY = "empty"


@dataclass(frozen=True)
class PaneState:
    """A side's status, and one line that tells more (why it failed)."""

    status: Status = Status.EMPTY
    detail: str = ""


def side_title(side: Side) -> str:
    """Return whose picture it is, as people read it."""
    return tr("Original") if side is Side.ORIGINAL else tr("Compressed")


def note(status: Status) -> str:
    """Return what stands beside a title while an older picture is shown; mostly nothing."""
    return {
        Status.WORKING: tr("catching up"),
        Status.LOADING: tr("loading"),
        Status.PAUSED: tr("paused"),
        Status.FAILED: tr("failed"),
        Status.EMPTY: tr("no model"),
    }.get(status, "")


def headline(status: Status) -> str:
    """Return what a pane without a picture says first."""
    return {
        Status.WORKING: tr("Making the first picture"),
        Status.LOADING: tr("Loading the model"),
        Status.PAUSED: tr("Paused"),
        Status.FAILED: tr("No picture"),
        Status.EMPTY: tr("No model here"),
    }.get(status, "")


def advice(state: PaneState) -> str:
    """Return what a pane without a picture says then: what to do, or what went wrong."""
    if state.status is Status.FAILED and state.detail:
        return state.detail
    return {
        Status.WORKING: tr("It appears by itself."),
        Status.LOADING: tr("Painting goes on meanwhile."),
        Status.PAUSED: tr("Resume to see the picture of the map."),
        Status.FAILED: tr("The map is untouched. Another stroke tries again."),
        Status.EMPTY: tr("Open one with Ctrl+M, or go on with the other side."),
    }.get(state.status, "")


def paint_title(
    painter: QPainter, text: str, *, area: QRectF, on_right: bool = False, alarm: str = ""
) -> None:
    """Draw a title into the upper corner of ``area``; with ``alarm`` (a colour) on that ground."""
    box = title_box(painter.font(), text, area=area, on_right=on_right)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PILL)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    if alarm:
        painter.setPen(QPen(QColor(alarm), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(ON_PILL)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def title_box(font: QFont, text: str, *, area: QRectF, on_right: bool = False) -> QRectF:
    """Return where a title stands."""
    size = QFontMetricsF(font).size(0, text)
    box = QRectF(0, 0, size.width() + 18, size.height() + 8)
    if on_right:
        box.moveTopRight(area.topRight() + QPointF(-INSET, INSET))
    else:
        box.moveTopLeft(area.topLeft() + QPointF(INSET, INSET))
    return box


def paint_placeholder(
    painter: QPainter, state: PaneState, *, target: QRectF, clip: QRectF, tokens: Tokens
) -> None:
    """Draw what stands in the place of a picture that is not there."""
    painter.save()
    painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
    painter.fillRect(target, QColor(tokens.panel))
    room = target.intersected(clip).adjusted(16, 16, -16, -16)
    width = min(room.width(), WIDEST)
    if width > 60 and room.height() > 40:
        _paint_words(painter, state, middle=room.center(), width=width, tokens=tokens)
    painter.restore()


def _paint_words(
    painter: QPainter, state: PaneState, *, middle: QPointF, width: float, tokens: Tokens
) -> None:
    plain, bold = QFont(painter.font()), QFont(painter.font())
    bold.setWeight(QFont.Weight.DemiBold)
    flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
    room = QRectF(0, 0, width, 1000)
    head, body = headline(state.status), advice(state)
    head_box = QFontMetricsF(bold).boundingRect(room, flags, head)
    body_box = QFontMetricsF(plain).boundingRect(room, flags, body)
    top = middle.y() - (16 + head_box.height() + 4 + body_box.height()) / 2
    _paint_mark(painter, state.status, at=QPointF(middle.x(), top), tokens=tokens)
    place = QRectF(middle.x() - width / 2, top + 16, width, head_box.height())
    painter.setFont(bold)
    painter.setPen(QColor(tokens.danger if state.status is Status.FAILED else tokens.text))
    painter.drawText(place, flags, head)
    painter.setFont(plain)
    painter.setPen(QColor(tokens.muted))
    painter.drawText(place.translated(0, head_box.height() + 4), flags | DONT_CLIP, body)


DONT_CLIP = int(Qt.TextFlag.TextDontClip)


def _paint_mark(painter: QPainter, status: Status, *, at: QPointF, tokens: Tokens) -> None:
    """A dot in the colour of the state indicator: hollow while something is on its way."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = QColor(
        {
            Status.FAILED: tokens.danger,
            Status.PAUSED: tokens.caution,
            Status.EMPTY: tokens.muted,
        }.get(status, tokens.accent)
    )
    hollow = status in (Status.WORKING, Status.LOADING, Status.EMPTY)
    painter.setPen(QPen(color, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else color)
    painter.drawEllipse(at, 5, 5)
