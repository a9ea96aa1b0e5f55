"""Draws the compare view: the panes of a mode, and what the mode lays over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from featherbrush.app.canvas.picture_layer import PictureLayer, clipped
from featherbrush.app.looks.tokens import DARK, Tokens
from featherbrush.app.synthesis.state import Side
from featherbrush.app.texts import tr
from featherbrush.app.windows.compare_difference import FIRST_RANGE, paint_legend
from featherbrush.app.windows.compare_divider import paint_divider
from featherbrush.app.windows.compare_layout import (
    TWO_PLACES,
    CompareMode,
    Pane,
    Staging,
    arrange,
)
from featherbrush.app.windows.compare_lens import paint_rim, through_lens
from featherbrush.app.windows.compare_panes import (
    INSET,
    PaneState,
    Status,
    note,
    paint_placeholder,
    paint_title,
    side_title,
    title_box,
)
from featherbrush.app.windows.framing import FITTED, Framing, place, view_in
from featherbrush.engine.geometry import Extent


@dataclass(frozen=True)
class DifferenceLayer:
    """The coloured difference of two pictures, the levels its scale ends at, its mean."""

    layer: PictureLayer | None = None
    levels: int = FIRST_RANGE
    mean: float | None = None
    stale: bool = False


@dataclass(frozen=True)
class Scene:
    """All that a frame of the compare view depends on.

    ``titles`` name the sides otherwise than original and compressed; ``names`` take their place
    (a blind comparison), and with them nothing else is said about a side.
    """

    area: QRectF
    staging: Staging
    extent: Extent
    framing: Framing = FITTED
    tokens: Tokens = DARK
    layers: Mapping[Side, PictureLayer] = field(default_factory=dict)
    states: Mapping[Side, PaneState] = field(default_factory=dict)
    difference: DifferenceLayer = DifferenceLayer()
    names: Mapping[Side, str] = field(default_factory=dict)
    titles: Mapping[Side, str] = field(default_factory=dict)

    def title(self, side: Side) -> str:
        """Whose picture a side shows: original and compressed unless it was given a title."""
        return self.titles.get(side) or side_title(side)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The places of the pictures."""
        return arrange(self.staging, area=self.area, extent=self.extent, turn=self.framing.turn)

    def state(self, side: Side | None) -> PaneState:
        """How a side's picture stands; of the difference (None): as the worse of both."""
        if side is not None:
            return self.states.get(side, PaneState())
        both = [self.states.get(one, PaneState()) for one in Side]
        order = (Status.EMPTY, Status.FAILED, Status.PAUSED, Status.LOADING, Status.WORKING)
        worst = next((state for status in order for state in both if state.status is status), None)
        return worst or PaneState(Status.WORKING)

    def layer(self, side: Side | None) -> PictureLayer | None:
        """The picture of a side, or of the difference, None while there is none."""
        return self.difference.layer if side is None else self.layers.get(side)


def paint_scene(painter: QPainter, scene: Scene, *, touched: QRectF) -> None:
    """Draw what lies in ``touched``."""
    painter.fillRect(touched, QColor(scene.tokens.surround))
    for pane in scene.panes:
        if pane.clip.intersects(touched):
            _paint_pane(painter, scene, pane)
    mode = scene.staging.mode
    if mode is CompareMode.DIVIDER:
        paint_divider(painter, area=scene.area, fraction=scene.staging.divider)
    elif mode is CompareMode.DIFFERENCE and not scene.staging.flipped and scene.difference.layer:
        difference = scene.difference
        paint_legend(painter, area=scene.area, levels=difference.levels, mean=difference.mean)
    elif mode in TWO_PLACES:
        _paint_gap(painter, scene)


def _paint_pane(painter: QPainter, scene: Scene, pane: Pane) -> None:
    if pane.round:
        with through_lens(painter, pane.clip):
            painter.fillRect(pane.clip, QColor(scene.tokens.surround))
            _paint_picture(painter, scene, pane)
        paint_rim(painter, pane.clip)
    else:
        _paint_picture(painter, scene, pane)
    _paint_pane_title(painter, scene, pane)


def _paint_picture(painter: QPainter, scene: Scene, pane: Pane) -> None:
    layer = scene.layer(pane.side)
    if layer is None:
        target = place(scene.framing.fitted, viewport=pane.viewport, extent=scene.extent)
        state = scene.state(pane.side)
        paint_placeholder(painter, state, target=target, clip=pane.clip, tokens=scene.tokens)
        return
    painter.save()
    clipped(painter, pane.clip)
    layer.draw(painter, view=view_in(scene.framing, viewport=pane.viewport, extent=scene.extent))
    painter.restore()


def title_of(scene: Scene, pane: Pane) -> str:
    """Return what stands over a pane: whose picture it is, and how it stands to the canvas."""
    if pane.side is None:
        said = note(Status.WORKING) if scene.difference.stale else ""
        return _with_note(tr("Difference"), said)
    if scene.names:
        return scene.names.get(pane.side, "")
    told = scene.layer(pane.side) is not None
    said = note(scene.state(pane.side).status) if told else ""
    return _with_note(scene.title(pane.side), said)


def _with_note(title: str, said: str) -> str:
    return tr("{title}  ·  {note}", title=title, note=said) if said else title


def _paint_pane_title(painter: QPainter, scene: Scene, pane: Pane) -> None:
    text = title_of(scene, pane)
    if not text:
        return
    failed = pane.side is not None and scene.state(pane.side).status is Status.FAILED
    alarm = scene.tokens.danger if failed and not scene.names else ""
    mode = scene.staging.mode
    painter.save()
    if pane.round:
        box = title_box(painter.font(), text, area=pane.clip)
        corner = QPointF(pane.clip.center().x() - box.width() / 2, pane.clip.bottom() - 10)
        paint_title(painter, text, area=QRectF(corner - QPointF(10, 10), box.size()), alarm=alarm)
    elif mode is CompareMode.DIVIDER:
        clipped(painter, pane.clip)
        on_right = pane.side is scene.panes[1].side
        paint_title(painter, text, area=scene.area, on_right=on_right, alarm=alarm)
    else:
        clipped(painter, pane.clip)
        paint_title(painter, text, area=_clear_of_edge(painter, scene, pane, text), alarm=alarm)
    painter.restore()


def _clear_of_edge(painter: QPainter, scene: Scene, pane: Pane, text: str) -> QRectF:
    """The place whose corner takes the title: inside the picture where it would lie across."""
    box = title_box(painter.font(), text, area=pane.clip)
    edge = place(scene.framing, viewport=pane.viewport, extent=scene.extent).left()
    across = box.left() < edge < box.right() + INSET
    return pane.clip.adjusted(edge - pane.clip.left(), 0, 0, 0) if across else pane.clip


def _paint_gap(painter: QPainter, scene: Scene) -> None:
    first, second = (pane.clip for pane in scene.panes)
    gap = QRectF(first.bottomLeft(), second.topRight())
    if second.x() > first.x():
        gap = QRectF(first.topRight(), second.bottomLeft())
    painter.fillRect(gap, QColor(scene.tokens.line))
