"""The slim bar of tools, and the brush size beside it in the option bar."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.canvas.settings import MAX_SIZE, MIN_SIZE, ToolSettings
from featherbrush.app.looks.tokens import METRICS
from featherbrush.app.texts import tr

STEPS = 200
LEAST_TOOL = 26
FIRST = 100
"""How much sooner a tool's button grows than the room under the last one."""


class ToolsPanel(QWidget):
    """One button for each tool, from top to bottom."""

    def __init__(self, actions: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(METRICS.tool_bar)
        column = QVBoxLayout(self)
        edge = (METRICS.tool_bar - METRICS.tool) // 2
        column.setContentsMargins(edge, METRICS.gap, edge, METRICS.gap)
        column.setSpacing(METRICS.unit)
        for action in actions:
            button = flat_button(action)
            action.visibleChanged.connect(partial(_follow, button, action))
            _follow(button, action)
            _let_shrink(button)
            column.addWidget(button, FIRST)
        column.addStretch(1)


class BrushSize(QWidget):
    """A slider and a number for the brush's diameter in canvas pixels.

    The slider is logarithmic: small sizes, where a pixel matters, get as much way as large ones.
    """

    def __init__(self, settings: ToolSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        tip = tr("<b>Brush size</b> &nbsp;[ and ]<br>Diameter in pixels of the map.")
        label = QLabel(tr("Size"))
        label.setProperty("kind", "muted")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setFixedWidth(150)
        self.slider.setToolTip(tip)
        self.slider.setAccessibleName(tr("Brush size"))
        self.number = QSpinBox()
        self.number.setRange(int(MIN_SIZE), int(MAX_SIZE))
        self.number.setSuffix(" px")
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setFixedWidth(76)
        self.number.setToolTip(tip)
        self.number.setAccessibleName(tr("Brush size in pixels"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(METRICS.gap)
        for part in (label, self.slider, self.number):
            row.addWidget(part)
        self.slider.valueChanged.connect(lambda step: settings.set_size(size_at(step)))
        self.number.valueChanged.connect(lambda size: settings.set_size(float(size)))
        self.number.editingFinished.connect(self.number.clearFocus)
        settings.size_changed.connect(self._show)
        self._show(settings.size)

    def _show(self, size: float) -> None:
        with QSignalBlocker(self.slider), QSignalBlocker(self.number):
            self.slider.setValue(step_of(size))
            self.number.setValue(round(size))


def _let_shrink(button: QToolButton) -> None:
    """Let a button be lower where the window is: a low screen has room for every tool, too."""
    button.setMinimumHeight(LEAST_TOOL)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)


def _follow(button: QToolButton, action: QAction) -> None:
    """Show a button only while its action is on offer."""
    button.setVisible(action.isVisible())


def size_at(step: int) -> float:
    """Return the size in whole pixels at a step of the slider, 0 to STEPS."""
    return float(round(MIN_SIZE * (MAX_SIZE / MIN_SIZE) ** (step / STEPS)))


def step_of(size: float) -> int:
    """Return the step of the slider nearest to a size in pixels."""
    return round(STEPS * math.log(size / MIN_SIZE) / math.log(MAX_SIZE / MIN_SIZE))


def flat_button(action: QAction) -> QToolButton:
    """Return a button without a frame for an action."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setProperty("flat", True)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setIconSize(QSize(METRICS.icon + 2, METRICS.icon + 2))
    button.setFixedSize(METRICS.tool, METRICS.tool)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text().replace("&", ""))
    return button
