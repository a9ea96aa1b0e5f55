"""What the tools' actions do in a window: select, copy, paste, flip, symmetry, protection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from featherbrush.app.canvas.clip import ClipError, copied
from featherbrush.app.canvas.edits import Command, Edit, Protect
from featherbrush.app.canvas.fill import class_at
from featherbrush.app.canvas.scene import Scene
from featherbrush.app.canvas.settings import ToolKind
from featherbrush.app.document.extras import Guard
from featherbrush.app.document.palette import WHITE
from featherbrush.app.panels.guard_menu import ClassMenus
from featherbrush.app.texts import class_name, one_line, tr
from featherbrush.app.windows import clipboard

if TYPE_CHECKING:
    from featherbrush.app.windows.main_window import MainWindow


class Editing(QObject):
    """Carries out the edits that menus and shortcuts ask for, through the canvas's driver."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._driver = window.canvas.driver
        self._lines = False
        self.class_menus = ClassMenus(window.palette_panel, window.document, self.protect)
        window.option_bar.tools.guard.asked.connect(self.protect)
        window.option_bar.tools.follow(window.document)

    def connect_actions(self) -> None:
        """Connect the actions of the table."""
        actions = self._window.actions_by_name
        calls: dict[str, Callable[[], object]] = {
            **{command.value: partial(self.edit, command) for command in Command},
            "copy": self.copy,
            "cut": self.cut,
            "paste": self.paste,
            "protect": self.protect_one,
            "protect-none": partial(self.protect, Guard()),
        }
        for name, call in calls.items():
            actions[name].triggered.connect(lambda _=False, call=call: call())
        settings = self._window.tools
        for axis in ("vertical", "horizontal"):
            action = actions[f"symmetry-{axis}"]
            action.triggered.connect(lambda on, axis=axis: self._mirror(axis, on))
        actions["fill-everywhere"].triggered.connect(self._fill_everywhere)
        settings.changed.connect(self._show)
        document = self._window.document
        for signal in (document.selection_changed, document.guard_changed, document.replaced):
            signal.connect(self._show)
        document.replaced.connect(self._suit_tool)
        self._suit_tool()
        self._show()

    @property
    def painting_tool(self) -> ToolKind:
        """The tool to paint with again: the last that did, but no pencil on a label map."""
        last = self._window.tools.painting_tool
        drawn = self._window.document.kind == "sketch"
        return ToolKind.BRUSH if last is ToolKind.PENCIL and not drawn else last

    # What the artist asks for

    def edit(self, edit: Edit) -> None:
        """Do an edit that needs no pointer."""
        self._driver.edit(edit)

    def copy(self) -> bool:
        """Copy what is selected (or everything); whether there was anything."""
        self._driver.finish()
        clip = copied(self._scene())
        if clip is None:
            return False
        clipboard.put(clip, self._window.document.palette)
        return True

    def cut(self) -> None:
        """Copy what is selected, and leave background there."""
        if self.copy():
            self.edit(Command.CLEAR)

    def paste(self) -> None:
        """Paste what is on the clipboard, and take the move tool in hand to place it."""
        self._driver.finish()
        try:
            found = clipboard.take(self._scene())
        except ClipError as error:
            self._window.messages.notice(one_line(error))
            return
        self.edit(found.paste)
        self._window.tools.set_tool(ToolKind.MOVE)
        if found.left_out:
            self._window.messages.notice(
                tr("{n} pixels were left out: no class here fits them.", n=found.left_out)
            )

    def protect(self, guard: Guard) -> None:
        """Guard classes from now on."""
        if guard != self._window.document.guard:
            self.edit(Protect(guard))

    def protect_one(self) -> None:
        """Protect the class under the pointer (the one in hand without), or no longer."""
        document = self._window.document
        if document.kind != "labels":
            return
        at = self._window.canvas.pointer
        found = None if at is None else class_at(document.labels, at)
        class_id = self._window.tools.class_id if found is None else found
        guard = document.guard
        self.protect(replace(guard, protected=guard.protected ^ {class_id}))
        name = class_name(document.palette.name(class_id))
        if class_id in document.guard.protected:
            self._window.status.tell(tr("{name} is protected.", name=name))
        else:
            self._window.status.tell(tr("{name} may be painted over.", name=name))

    # Inside

    def _scene(self) -> Scene:
        document = self._window.document
        return Scene(document.pixels, document.palette, document.selection)

    def _mirror(self, axis: str, on: bool) -> None:
        settings = self._window.tools
        settings.set_symmetry(replace(settings.state.symmetry, **{axis: on}))

    def _fill_everywhere(self, on: bool) -> None:
        self._window.tools.set_option(contiguous=not on)
        self._window.tools.set_tool(ToolKind.FILL)

    def _show(self) -> None:
        actions, document = self._window.actions_by_name, self._window.document
        state = self._window.tools.state
        actions["symmetry-vertical"].setChecked(state.symmetry.vertical)
        actions["symmetry-horizontal"].setChecked(state.symmetry.horizontal)
        actions["fill-everywhere"].setChecked(not state.contiguous)
        actions["deselect"].setEnabled(document.selection is not None)
        actions["protect-none"].setEnabled(not document.guard.open)
        actions["protect"].setEnabled(document.kind == "labels")
        actions["pencil"].setVisible(document.kind == "sketch")

    def _suit_tool(self) -> None:
        """White paper comes with the pencil, whose lines are those that models learn from; areas with the brush."""
        tools, document = self._window.tools, self._window.document
        lines = document.kind == "sketch" and document.palette.paper == WHITE
        came, self._lines = lines != self._lines, lines
        if tools.tool is ToolKind.PENCIL and (document.kind == "labels" or (came and not lines)):
            tools.set_tool(ToolKind.BRUSH)
        elif tools.tool is ToolKind.BRUSH and came and lines:
            tools.set_tool(ToolKind.PENCIL)
