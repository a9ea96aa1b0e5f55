"""What the window shows of document, models and pictures: signals in, labels and buttons out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtGui
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from featherbrush.app.canvas.fill import class_at
from featherbrush.app.looks.tokens import Tokens
from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.synthesis.state import Side, State
from featherbrush.app.texts import class_name, language, mark, tr
from featherbrush.app.windows.layout import whole
from featherbrush.engine.geometry import Point

if TYPE_CHECKING:
    from featherbrush.app.windows.main_window import MainWindow

CASED_LANGUAGES = ("de",)
"""Languages whose nouns keep their capital in the middle of a line."""


class Showing:
    """Keeps the parts of a window in step with what they show."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._follow_document()
        self._follow_pictures()
        window.theme.changed.connect(self.retheme)

    def _follow_document(self) -> None:
        window = self._window
        document, status = window.document, window.status
        document.history_changed.connect(self.history)
        window.canvas.driver.active_changed.connect(self.history)
        document.modified_changed.connect(window.setWindowModified)
        document.path_changed.connect(self.title)
        document.replaced.connect(self.map)
        window.canvas.pointer_moved.connect(self.pointer)
        window.canvas.class_hovered.connect(self.hovered)
        window.keyboard.moved.connect(self.keyboard)
        window.files.told.connect(status.tell)
        window.palette_panel.chosen.connect(window.take_class)
        window.tools.class_changed.connect(window.palette_panel.choose)
        self.history()
        self.title()
        self.map()

    def _follow_pictures(self) -> None:
        window = self._window
        window.bridge.state_changed.connect(self.state)
        window.bridge.timed.connect(self.timing)
        window.bridge.failed.connect(lambda _side, problem: window.messages.error(problem))
        window.pictures.saveable.connect(window.files.picture_arrived)
        window.models.changed.connect(self.model)
        window.models.offered.connect(self.offer)
        window.model_menu.chosen.connect(window.models.use)
        window.previews.made.connect(window.style_panel.set_preview)
        window.shelf.offered.connect(self.styles)
        window.shelf.chosen.connect(lambda option: window.style_panel.choose(option.key))
        window.style_panel.chosen.connect(window.shelf.choose)
        window.style_panel.picture_dropped.connect(window.styles.take_from)
        self.state(window.bridge.state)
        self.styles()

    # The document

    def map(self) -> None:
        """Another map: its size."""
        window = self._window
        window.status.show_extent(window.document.extent)
        window.view_lock.follow_canvas()

    def history(self) -> None:
        """What undo and redo would do now; what is under way comes before the history."""
        history, driver = self._window.document.history, self._window.canvas.driver
        doing = (driver.step,) if driver.active else ()
        for name, bare, words, steps in (
            ("undo", tr("&Undo"), mark("&Undo {step}"), (*doing, *history.undo_names)),
            ("redo", tr("&Redo"), mark("&Redo {step}"), () if doing else history.redo_names),
        ):
            action = self._window.actions_by_name[name]
            action.setEnabled(bool(steps))
            action.setText(tr(words, step=step_name(steps[0])) if any(steps[:1]) else bare)

    def title(self) -> None:
        """The name of the file, and the mark of unsaved work."""
        self._window.setWindowTitle(tr("{name}[*] - Featherbrush", name=self._window.files.name))

    def pointer(self, point: Point | None) -> None:
        """Where the pointer is."""
        inside = point is not None and whole(self._window.document.extent).contains(point)
        self._window.status.show_position(point if inside else None)

    def hovered(self, class_id: int) -> None:
        """The class under the pointer; -1 for none."""
        name = "" if class_id < 0 else class_name(self._window.document.palette.name(class_id))
        self._window.status.show_class(name)

    def keyboard(self, point: Point | None) -> None:
        """Where the keyboard's cursor is and what lies there, also for a screen reader."""
        document, status = self._window.document, self._window.status
        found: int | None = None
        if point is not None and document.kind == "labels":
            found = class_at(document.labels, point)
        self.pointer(point)
        self.hovered(-1 if found is None else found)
        if point is not None:
            announce(self._window.canvas, ", ".join(status.texts[:2]))

    # The pictures

    def state(self, state: State) -> None:
        """Whether the pictures are up to date; previews are made while nothing else is due."""
        window = self._window
        window.option_bar.state.set_state(state)
        if state is State.UP_TO_DATE:
            window.previews.start()
        else:
            window.previews.stop()
        window.actions_by_name["pause"].setEnabled(state is not State.NO_MODEL)

    def timing(self, side: Side) -> None:
        """New milliseconds of a side."""
        self._window.figures_panel.set_timing(side, self._window.bridge.timing(side))

    def model(self, choice: Choice) -> None:
        """Other models make the pictures."""
        window = self._window
        window.option_bar.show_model(choice)
        for side in Side:
            window.figures_panel.set_model(side, choice.entry(side))
        window.files.forget_picture()
        window.pictures.use_model(choice)
        window.styles.use_model(choice)
        window.actions_by_name["save-original"].setEnabled(choice.original is not None)
        window.actions_by_name["save-compressed"].setEnabled(choice.compressed is not None)

    def offer(self) -> None:
        """The models on offer, and the one in use."""
        window = self._window
        window.model_menu.offer(window.models.choices, current=window.models.current)
        window.option_bar.show_model(window.models.current)

    def styles(self) -> None:
        """The styles on offer."""
        window = self._window
        current = window.shelf.current
        key = current.key if current else None
        window.style_panel.show_options(window.shelf.options, current=key)
        window.previews.want(window.shelf.options)
        for name in ("style-default", "style-random"):
            window.actions_by_name[name].setEnabled(window.styles.can_choose)
        window.actions_by_name["style-picture"].setEnabled(window.styles.can_encode)

    # The looks

    def retheme(self, tokens: Tokens) -> None:
        """Hand the colours of a theme to all that draw by hand."""
        window = self._window
        window.actions_by_name.retheme(tokens)
        for part in (
            window.option_bar,
            window.palette_panel,
            window.style_panel,
            window.compare,
            window.messages,
        ):
            part.set_tokens(tokens)
        window.canvas.set_surround(QColor(tokens.surround))


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say something; Qt does so from 6.8 on."""
    event = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
    if event is not None and QtGui.QAccessible.isActive():
        QtGui.QAccessible.updateAccessibility(event(widget, words))


def step_name(name: str) -> str:
    """Return the name of an undo step as it stands inside a menu's line."""
    translated = tr(name)
    return translated if language() in CASED_LANGUAGES else translated.lower()
