"""Which classes are protected: a button that shows it, and entries on every class of the palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QContextMenuEvent,
    QIcon,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QWidget, QWidgetAction

from featherbrush.app.document.document import Document
from featherbrush.app.document.extras import Guard
from featherbrush.app.document.palette import Palette
from featherbrush.app.looks.icons import icon, tinted
from featherbrush.app.looks.tokens import DARK, Tokens
from featherbrush.app.texts import class_name, tr
from featherbrush.engine.card import ClassInfo

SWATCH = 14
Ask = Callable[[Guard], object]


class StayingMenu(QMenu):
    """A menu that stays open while entries are checked, so that several can be."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Toggle a checkable entry without closing."""
        action = self.activeAction()
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)


class GuardButton(QToolButton):
    """Shows what is guarded, and opens the menu to change it."""

    asked = Signal(object)
    """The artist asks for this `Guard`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = DARK
        self._guard = Guard()
        self._palette: Palette | None = None
        self._menu = StayingMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setProperty("flat", True)
        self.setAccessibleName(tr("Protected classes"))
        self.setToolTip(
            tr(
                "<b>Protect classes</b> &nbsp;Shift+L<br>No tool changes a protected class. "
                '"Paint only over" is the opposite: one class changes, all others stay.'
            )
        )

    def show_guard(self, guard: Guard, palette: Palette) -> None:
        """Show what is guarded in the classes of a palette."""
        self._guard, self._palette = guard, palette
        self.setText(guard_text(guard, palette))
        self.set_tokens(self._tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme; an active guard stands out."""
        self._tokens = tokens
        active = not self._guard.open
        self.setIcon(tinted("protected", tokens.accent) if active else icon("protect", tokens))
        self.setProperty("guarding", active)
        self.style().unpolish(self)
        self.style().polish(self)

    def _fill(self) -> None:
        self._menu.clear()
        if self._palette is None:
            return
        fill_guard_menu(self._menu, self._guard, self._palette, ask=self.asked.emit)


def guard_text(guard: Guard, palette: Palette) -> str:
    """What a guard does, short enough for a button; empty for one that does nothing."""
    if guard.only is not None:
        return tr("Only over {name}", name=class_name(palette.name(guard.only)))
    if len(guard.protected) == 1:
        return tr("{name} protected", name=class_name(palette.name(min(guard.protected))))
    return tr("{n} protected", n=len(guard.protected)) if guard.protected else ""


def fill_guard_menu(menu: QMenu, guard: Guard, palette: Palette, *, ask: Ask) -> None:
    """List the classes twice: those to protect, and the one to paint over."""
    add_heading(menu, tr("Protect these classes"))
    state = guard
    none = QAction(tr("Protect nothing"), menu)

    def toggle(class_id: int, on: bool) -> None:
        nonlocal state
        changed = state.protected | {class_id} if on else state.protected - {class_id}
        state = replace(state, protected=frozenset(changed))
        none.setEnabled(not state.open)
        ask(state)

    def limit(class_id: int | None) -> None:
        nonlocal state
        state = replace(state, only=class_id)
        none.setEnabled(not state.open)
        ask(state)

    for info in palette.classes:
        action = _entry(menu, info, checked=info.id in guard.protected)
        action.triggered.connect(lambda on, chosen=info.id: toggle(chosen, on))
    over = menu.addMenu(tr("Paint only over"))
    group = QActionGroup(over)
    anything = over.addAction(tr("Everything"))
    anything.setCheckable(True)
    anything.setChecked(guard.only is None)
    anything.triggered.connect(lambda: limit(None))
    group.addAction(anything)
    for info in palette.classes:
        action = _entry(over, info, checked=info.id == guard.only)
        action.triggered.connect(lambda _=False, chosen=info.id: limit(chosen))
        group.addAction(action)
    menu.addSeparator()
    menu.addAction(none)
    none.setEnabled(not guard.open)
    none.triggered.connect(lambda: ask(Guard()))


class ClassMenus(QObject):
    """Gives the classes of the palette panel a context menu with their protection."""

    def __init__(self, panel: QWidget, document: Document, ask: Ask) -> None:
        super().__init__(panel)
        self._panel = panel
        self._document = document
        self._ask = ask
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the menu where a class of the panel is clicked with the right button."""
        if event.type() != QEvent.Type.ContextMenu or not isinstance(event, QContextMenuEvent):
            return False
        below = self._panel.childAt(self._panel.mapFromGlobal(event.globalPos()))
        info = info_of(below)
        if self._document.kind != "labels" or info is None:
            return False
        self.open(info, event.globalPos())
        return True

    def open(self, info: ClassInfo, at: QPoint) -> QMenu:
        """Open the menu of a class at a position of the screen, and return it."""
        menu = class_menu(info, self._document.guard, ask=self._ask, parent=self._panel)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)
        return menu


def info_of(widget: QWidget | None) -> ClassInfo | None:
    """The class that a widget, or one that it lies in, stands for."""
    while widget is not None:
        info = getattr(widget, "info", None)
        if isinstance(info, ClassInfo):
            return info
        widget = widget.parentWidget()
    return None


def class_menu(info: ClassInfo, guard: Guard, *, ask: Ask, parent: QWidget) -> QMenu:
    """The menu of one class: protect it, or paint over nothing else."""
    menu = QMenu(parent)
    name = class_name(info.name)
    protect = menu.addAction(tr("Protect {name}", name=name))
    protect.setCheckable(True)
    protect.setChecked(info.id in guard.protected)
    protect.triggered.connect(lambda: ask(replace(guard, protected=guard.protected ^ {info.id})))
    only = menu.addAction(tr("Paint only over {name}", name=name))
    only.setCheckable(True)
    only.setChecked(guard.only == info.id)
    limited = None if guard.only == info.id else info.id
    only.triggered.connect(lambda: ask(replace(guard, only=limited)))
    menu.addSeparator()
    none = menu.addAction(tr("Protect nothing"))
    none.setEnabled(not guard.open)
    none.triggered.connect(lambda: ask(Guard()))
    return menu


def add_heading(menu: QMenu, text: str) -> None:
    """Say what the entries below are about."""
    label = QLabel(text)
    label.setProperty("kind", "heading")
    label.setContentsMargins(12, 6, 12, 4)
    action = QWidgetAction(menu)
    action.setDefaultWidget(label)
    menu.addAction(action)


def swatch(info: ClassInfo, *, marked: bool) -> QPixmap:
    """A class's colour, with a tick that shows on it when marked: a menu gives icons no tick."""
    pixmap = QPixmap(2 * SWATCH, 2 * SWATCH)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(QColor(*info.color))
    if marked:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        light = QColor(*info.color).lightness() > 128
        pen = QPen(QColor("black" if light else "white"), 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline([QPointF(3, 7.5), QPointF(6, 10.5), QPointF(11, 4)])
        painter.end()
    return pixmap


def _entry(menu: QMenu, info: ClassInfo, *, checked: bool) -> QAction:
    swatches = QIcon()
    for state, marked in ((QIcon.State.Off, False), (QIcon.State.On, True)):
        swatches.addPixmap(swatch(info, marked=marked), QIcon.Mode.Normal, state)
    action = menu.addAction(swatches, class_name(info.name))
    action.setIconVisibleInMenu(True)
    action.setCheckable(True)
    action.setChecked(checked)
    return action
