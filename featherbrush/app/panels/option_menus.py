"""Options of the tools that need more than one click: the pen, the steadying, the symmetry."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QActionGroup, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from featherbrush.app.canvas.pressure import FIRM, LINEAR, MAX_GAMMA, MIN_GAMMA, SOFT, felt
from featherbrush.app.canvas.settings import ToolSettings
from featherbrush.app.canvas.stabiliser import Stabiliser
from featherbrush.app.canvas.symmetry import MAX_RADIAL
from featherbrush.app.looks.icons import icon, tinted
from featherbrush.app.looks.tokens import DARK, METRICS, Tokens
from featherbrush.app.panels.guard_menu import StayingMenu, add_heading
from featherbrush.app.texts import mark, tr

PRESETS = ((mark("Soft"), SOFT), (mark("Linear"), LINEAR), (mark("Firm"), FIRM))
STEPS = 100
STRENGTHS = {
    Stabiliser.OFF: mark("Off"),
    Stabiliser.WEAK: mark("Weak"),
    Stabiliser.STRONG: mark("Strong"),
}


class OptionButton(QToolButton):
    """A button with an icon and a menu; it stands out while its option is active."""

    def __init__(self, name: str, menu: QMenu, *, text: str, tip: str) -> None:
        super().__init__()
        self._name = name
        self._tokens = DARK
        self._active = False
        menu.setParent(self, menu.windowFlags())
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setProperty("flat", True)
        self.setIconSize(QSize(METRICS.icon, METRICS.icon))
        self.setAccessibleName(text)
        self.setToolTip(f"<b>{text}</b><br>{tip}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_state(self, words: str, *, active: bool) -> None:
        """Say what is set, and whether it does anything."""
        self.setText(words)
        self._active = active
        self.set_tokens(self._tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        active = tinted(self._name, tokens.accent)
        self.setIcon(active if self._active else icon(self._name, tokens))


class CurveView(QWidget):
    """Draws the pressure curve: what the pen reports to the right, what the brush feels upwards."""

    def __init__(self, settings: ToolSettings) -> None:
        super().__init__()
        self._settings = settings
        self._tokens = DARK
        self.setFixedSize(168, 96)
        self.setAccessibleName(tr("Pressure curve"))
        settings.changed.connect(self.update)

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field, the diagonal and the curve."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(self._tokens.line), 1))
        painter.setBrush(QColor(self._tokens.sunken))
        painter.drawRoundedRect(field, 4, 4)
        inner = field.adjusted(6, 6, -6, -6)
        painter.drawLine(inner.bottomLeft(), inner.topRight())
        gamma = self._settings.state.gamma
        line = QPolygonF()
        for step in range(41):
            at = felt(step / 40, gamma=gamma)
            line.append(
                QPointF(inner.x() + inner.width() * step / 40, inner.bottom() - inner.height() * at)
            )
        painter.setPen(QPen(QColor(self._tokens.accent), 2))
        painter.drawPolyline(line)


class PenMenu(StayingMenu):
    """Pressure on or off, its curve by preset or slider, and tilt."""

    def __init__(self, settings: ToolSettings) -> None:
        super().__init__()
        self._settings = settings
        self.pressure = self.addAction(tr("Pressure sets the width"))
        self.pressure.setCheckable(True)
        self.pressure.triggered.connect(settings.set_pressure)
        self.tilt = self.addAction(tr("Tilt flattens the brush"))
        self.tilt.setCheckable(True)
        self.tilt.triggered.connect(lambda on: settings.set_option(tilt=on))
        add_heading(self, tr("Pressure curve"))
        group = QActionGroup(self)
        self.presets = {}
        for text, gamma in PRESETS:
            action = self.addAction(tr(text))
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, one=gamma: settings.set_option(gamma=one))
            group.addAction(action)
            self.presets[gamma] = action
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self.curve = CurveView(settings)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setAccessibleName(tr("Pressure curve, from soft to firm"))
        self.slider.setToolTip(tr("Left: a light touch is enough. Right: press harder."))
        self.slider.valueChanged.connect(lambda at: settings.set_option(gamma=gamma_at(at)))
        _add_widgets(self, self.curve, self.slider)
        settings.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        state = self._settings.state
        self.pressure.setChecked(state.pressure)
        self.tilt.setChecked(state.tilt)
        for gamma, action in self.presets.items():
            action.setChecked(state.gamma == gamma)
        with QSignalBlocker(self.slider):
            self.slider.setValue(step_of_gamma(state.gamma))


class SteadyMenu(QMenu):
    """How much a stroke is steadied."""

    def __init__(self, settings: ToolSettings) -> None:
        super().__init__()
        self._settings = settings
        group = QActionGroup(self)
        self.entries = {}
        for kind, text in STRENGTHS.items():
            action = self.addAction(tr(text))
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, one=kind: settings.set_option(stabiliser=one))
            group.addAction(action)
            self.entries[kind] = action
        settings.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.entries[self._settings.state.stabiliser].setChecked(True)


class SymmetryMenu(StayingMenu):
    """Which copies of every mark are painted."""

    def __init__(self, settings: ToolSettings) -> None:
        super().__init__()
        self._settings = settings
        self.vertical = self.addAction(tr("Left and right\tX"))
        self.horizontal = self.addAction(tr("Above and below\tShift+X"))
        for action, part in ((self.vertical, "vertical"), (self.horizontal, "horizontal")):
            action.setCheckable(True)
            action.triggered.connect(lambda on, part=part: self._set(**{part: on}))
        self.radial = QSpinBox()
        self.radial.setRange(1, MAX_RADIAL)
        self.radial.setAccessibleName(tr("Copies around the middle"))
        self.radial.setToolTip(tr("So many copies around the middle of the canvas; 1 is none."))
        self.radial.valueChanged.connect(lambda count: self._set(radial=count))
        _add_widgets(self, QLabel(tr("Copies around the middle")), self.radial)
        settings.symmetry_changed.connect(self._show)
        self._show()

    def _set(self, **parts: Any) -> None:
        self._settings.set_symmetry(replace(self._settings.state.symmetry, **parts))

    def _show(self) -> None:
        symmetry = self._settings.state.symmetry
        self.vertical.setChecked(symmetry.vertical)
        self.horizontal.setChecked(symmetry.horizontal)
        with QSignalBlocker(self.radial):
            self.radial.setValue(symmetry.radial)


def gamma_at(step: int) -> float:
    """The curve's exponent at a step of the slider, 0 to STEPS; the middle is linear."""
    low, high = math.log(MIN_GAMMA), math.log(MAX_GAMMA)
    return round(math.exp(low + (high - low) * step / STEPS), 3)


def step_of_gamma(gamma: float) -> int:
    """The step of the slider nearest to an exponent."""
    low, high = math.log(MIN_GAMMA), math.log(MAX_GAMMA)
    return round(STEPS * (math.log(gamma) - low) / (high - low))


def _add_widgets(menu: QMenu, *widgets: QWidget) -> None:
    """Put widgets into a menu, one below the other."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(12, 4, 12, 6)
    for widget in widgets:
        column.addWidget(widget)
    action = QWidgetAction(menu)
    action.setDefaultWidget(box)
    menu.addAction(action)


def in_row(*widgets: QWidget) -> QWidget:
    """Widgets beside each other, close together."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    for widget in widgets:
        row.addWidget(widget)
    return box
