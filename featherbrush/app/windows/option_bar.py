"""The bar over the work: undo, brush size, model, state, and how the pictures are compared."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from featherbrush.app.canvas.settings import ToolSettings
from featherbrush.app.looks.icons import icon
from featherbrush.app.looks.tokens import METRICS, Tokens
from featherbrush.app.panels.state_indicator import StateIndicator
from featherbrush.app.panels.tool_options import ToolOptions
from featherbrush.app.panels.tools_panel import flat_button
from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.texts import model_words, tr
from featherbrush.app.windows.action_set import ActionSet


class ModelMenu(QMenu):
    """The models on offer, and a way to others; the same menu in the bar and in the menu row."""

    chosen = Signal(object)

    def __init__(self, open_model: QAction, parent: QWidget | None = None) -> None:
        super().__init__(tr("&Model"), parent)
        self._open_model = open_model
        self._group: QActionGroup | None = None
        self._offered: dict[str, QAction] = {}
        self.setToolTipsVisible(True)

    def offer(self, choices: tuple[Choice, ...], *, current: Choice | None) -> None:
        """List the models; the one in use is marked."""
        self.clear()
        self._offered = {}
        if self._group is not None:
            self._group.deleteLater()
        self._group = QActionGroup(self)
        for choice in choices:
            action = QAction(choice.title, self)
            action.setCheckable(True)
            action.setChecked(current is not None and choice == current)
            action.setToolTip(model_words(choice.card.description or choice.card.title))
            action.triggered.connect(lambda _=False, one=choice: self.chosen.emit(one))
            self._group.addAction(action)
            self.addAction(action)
            self._offered[choice.name] = action
        if choices:
            self.addSeparator()
        self.addAction(self._open_model)

    def action(self, name: str) -> QAction:
        """Return the entry of a pair; KeyError when it is not on offer."""
        return self._offered[name]


class OptionBar(QWidget):
    """Everything that is set often, in one row."""

    def __init__(
        self,
        actions: ActionSet,
        settings: ToolSettings,
        models: ModelMenu,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("optionBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(METRICS.option_bar)
        self.tools = ToolOptions(settings)
        self.brush_size = self.tools.brush_size
        self.state = StateIndicator()
        self.model = QToolButton()
        self.model.setObjectName("modelButton")
        self.model.setMenu(models)
        self.model.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.model.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.model.setIconSize(QSize(METRICS.icon - 2, METRICS.icon - 2))
        self.model.setToolTip(tr("<b>Model</b><br>The pair of models that makes the pictures."))
        self.model.setAccessibleName(tr("Model"))
        row = QHBoxLayout(self)
        row.setContentsMargins(METRICS.gap, 0, METRICS.margin, 0)
        row.setSpacing(METRICS.unit)
        for name in ("undo", "redo"):
            row.addWidget(flat_button(actions[name]))
        row.addWidget(_rule())
        row.addWidget(self.tools)
        row.addStretch(1)
        row.addWidget(self.state)
        row.addWidget(flat_button(actions["pause"]))
        row.addWidget(_rule())
        row.addWidget(self.model)

    def show_model(self, choice: Choice | None) -> None:
        """Show which model is in use."""
        self.model.setText(tr("No model") if choice is None else choice.title)

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self.state.set_tokens(tokens)
        self.tools.set_tokens(tokens)
        self.model.setIcon(icon("model", tokens))


def _rule() -> QWidget:
    """Return a thin upright line with room on both sides."""
    rule = QFrame()
    rule.setObjectName("rule")
    rule.setFixedSize(17, 22)
    return rule
