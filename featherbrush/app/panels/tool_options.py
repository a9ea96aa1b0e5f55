"""The options of the tool in hand, in the option bar: only those that it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from featherbrush.app.canvas.settings import (
    FREEHAND,
    SIZED,
    Combine,
    Region,
    ToolKind,
    ToolSettings,
)
from featherbrush.app.canvas.stabiliser import Stabiliser
from featherbrush.app.canvas.symmetry import Symmetry
from featherbrush.app.document.document import Document
from featherbrush.app.looks.icons import icon
from featherbrush.app.looks.tokens import DARK, METRICS, Tokens
from featherbrush.app.panels.guard_menu import GuardButton
from featherbrush.app.panels.option_menus import (
    STRENGTHS,
    OptionButton,
    PenMenu,
    SteadyMenu,
    SymmetryMenu,
    in_row,
)
from featherbrush.app.panels.tools_panel import BrushSize
from featherbrush.app.texts import mark, tr

HINTS = {
    ToolKind.RECTANGLE: mark("Drag. Shift: square, Ctrl: around the middle"),
    ToolKind.ELLIPSE: mark("Drag. Shift: circle, Ctrl: around the middle"),
    ToolKind.POLYGON: mark("Click corners. Enter closes, Backspace steps back"),
    ToolKind.LASSO: mark("Circle an area: it is filled"),
    ToolKind.LINE: mark("Shift: steps of 15 degrees"),
    ToolKind.PICKER: mark("Click to take what is there"),
    ToolKind.MOVE: mark("Drag, or arrow keys. Shift: one axis, or ten pixels"),
}
REGIONS = {
    Region.RECTANGLE: (mark("Rectangle"), mark("Select a rectangle.")),
    Region.ELLIPSE: (mark("Ellipse"), mark("Select an ellipse.")),
    Region.LASSO: (mark("Lasso"), mark("Select what the pointer circles.")),
}
WAYS = {
    Combine.REPLACE: (mark("Replace"), mark("A new selection takes the place of the old one.")),
    Combine.ADD: (mark("Add"), mark("Add to the selection. Any way does it with Shift held.")),
    Combine.SUBTRACT: (
        mark("Subtract"),
        mark("Take away from the selection. Any way does it with Alt held."),
    ),
}

Kind = TypeVar("Kind", bound=StrEnum)


class Choice(QWidget):
    """A row of small buttons of which one is chosen."""

    def __init__(
        self,
        offered: Mapping[Kind, tuple[str, str]],
        choose: Callable[[Kind], object],
    ) -> None:
        super().__init__()
        self._buttons: dict[StrEnum, QToolButton] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for value, (name, tip) in offered.items():
            button = QToolButton()
            button.setCheckable(True)
            button.setProperty("flat", True)
            button.setIconSize(QSize(METRICS.icon, METRICS.icon))
            button.setToolTip(f"<b>{tr(name)}</b><br>{tr(tip)}")
            button.setAccessibleName(tr(name))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, chosen=value: choose(chosen))
            group.addButton(button)
            row.addWidget(button)
            self._buttons[value] = button

    def show_chosen(self, value: StrEnum) -> None:
        """Mark one, without telling."""
        button = self._buttons.get(value)
        if button is not None:
            button.setChecked(True)

    def button(self, value: StrEnum) -> QToolButton:
        """The button of a value; KeyError for one that is not offered."""
        return self._buttons[value]

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        for value, button in self._buttons.items():
            button.setIcon(icon(f"select-{value.value}", tokens))


class ToolOptions(QWidget):
    """Size, pen, steadying, fill and selection options, symmetry and protection."""

    def __init__(self, settings: ToolSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._document: Document | None = None
        self._tokens = DARK
        self._build(settings)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(METRICS.unit)
        for part in self._parts():
            row.addWidget(part)
        settings.changed.connect(self._show)
        self._show()

    def follow(self, document: Document) -> None:
        """Show what is guarded in a document."""
        self._document = document
        document.guard_changed.connect(self._show)
        document.replaced.connect(self._show)
        document.palette_changed.connect(self._show)
        self._show()

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        for part in (self.pen, self.steady, self.symmetry, self.guard, self.region, self.combine):
            part.set_tokens(tokens)
        self.pen_menu.curve.set_tokens(tokens)

    def _build(self, settings: ToolSettings) -> None:
        self.brush_size = BrushSize(settings)
        self.pen_menu = PenMenu(settings)
        self.pen = OptionButton(
            "pen",
            self.pen_menu,
            text=tr("Pen"),
            tip=tr("What pressure and tilt of a tablet's pen do. A mouse presses fully."),
        )
        self.steady_menu = SteadyMenu(settings)
        self.steady = OptionButton(
            "steady",
            self.steady_menu,
            text=tr("Steady stroke"),
            tip=tr(
                "The brush hangs on a string behind the pen: a shaking hand draws smooth lines."
            ),
        )
        self.symmetry_menu = SymmetryMenu(settings)
        self.symmetry = OptionButton(
            "symmetry",
            self.symmetry_menu,
            text=tr("Symmetry"),
            tip=tr("Paint mirrored copies at the same time; one undo takes all of them back."),
        )
        self.guard = GuardButton()
        self.everywhere = QToolButton()
        self.everywhere.setText(tr("Every pixel of the class"))
        self.everywhere.setAccessibleName(tr("Every pixel of the class"))
        self.everywhere.setCheckable(True)
        self.everywhere.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.everywhere.setToolTip(
            tr("Fill all areas of the class, joined or not. Shift does the other of the two.")
        )
        self.everywhere.clicked.connect(lambda on: settings.set_option(contiguous=not on))
        self.region = Choice(REGIONS, lambda one: settings.set_option(region=one))
        self.combine = Choice(WAYS, lambda one: settings.set_option(combine=one))
        self.hint = QLabel()
        self.hint.setProperty("kind", "muted")
        # A long hint must not make the window wider: it is cut, and whole in its tooltip.
        self.hint.setMinimumWidth(1)
        self.selecting = in_row(self.region, self.combine)

    def _parts(self) -> Iterable[QWidget]:
        return (
            self.brush_size,
            self.pen,
            self.steady,
            self.everywhere,
            self.selecting,
            self.hint,
            self.symmetry,
            self.guard,
        )

    def _show(self) -> None:
        state = self._settings.state
        tool = state.tool
        self.brush_size.setVisible(tool in SIZED and tool is not ToolKind.PENCIL)
        self.pen.setVisible(tool in FREEHAND)
        self.steady.setVisible(tool in FREEHAND)
        self.everywhere.setVisible(tool is ToolKind.FILL)
        self.selecting.setVisible(tool is ToolKind.SELECT)
        self.hint.setVisible(tool in HINTS)
        self.hint.setText(tr(HINTS[tool]) if tool in HINTS else "")
        self.hint.setToolTip(self.hint.text())
        self.symmetry.setVisible(tool not in (ToolKind.SELECT, ToolKind.MOVE, ToolKind.PICKER))
        self.everywhere.setChecked(not state.contiguous)
        self.region.show_chosen(state.region)
        self.combine.show_chosen(state.combine)
        self.pen.show_state("", active=state.tilt)
        steadied = state.stabiliser is not Stabiliser.OFF
        words = tr(STRENGTHS[state.stabiliser]) if steadied else ""
        self.steady.show_state(words, active=steadied)
        self.symmetry.show_state(symmetry_text(state.symmetry), active=state.symmetry.on)
        self._show_guard()

    def _show_guard(self) -> None:
        document = self._document
        if document is None:
            return
        self.guard.setVisible(document.kind == "labels")
        if document.kind == "labels":
            self.guard.show_guard(document.guard, document.palette)


def symmetry_text(symmetry: Symmetry) -> str:
    """The symmetry in a few signs; empty when there is none."""
    signs = ("\u2194" if symmetry.vertical else "") + ("\u2195" if symmetry.horizontal else "")
    return signs + (f" \u00d7{symmetry.radial}" if symmetry.radial > 1 else "")
