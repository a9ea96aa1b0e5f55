"""The main window: puts the rooms together and passes signals between them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QDragEnterEvent,
    QDropEvent,
)
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from featherbrush.app.canvas import CanvasView, ToolKind, ToolSettings, ToolState
from featherbrush.app.document import Document, Palette
from featherbrush.app.panels.drops import dropped_file
from featherbrush.app.panels.figures_panel import FiguresPanel
from featherbrush.app.panels.palette_panel import PalettePanel
from featherbrush.app.panels.style_panel import StylePanel
from featherbrush.app.panels.tools_panel import ToolsPanel
from featherbrush.app.synthesis.background import Background
from featherbrush.app.synthesis.bridge import SynthesisBridge
from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.synthesis.previews import StylePreviews
from featherbrush.app.synthesis.state import Side, State
from featherbrush.app.synthesis.styles import StyleShelf
from featherbrush.app.windows import layout
from featherbrush.app.windows.actions import TOOL_NAMES, ActionSet
from featherbrush.app.windows.compare_layout import CompareMode
from featherbrush.app.windows.compare_view import CompareView
from featherbrush.app.windows.dialogs import Dialogs
from featherbrush.app.windows.files import FileActions
from featherbrush.app.windows.first_map import brush_class, first_map, landscape_classes
from featherbrush.app.windows.help_dialogs import about_page, shortcuts_page
from featherbrush.app.windows.menus import fill_menu_bar
from featherbrush.app.windows.message_bar import MessageBar
from featherbrush.app.windows.models import ModelActions
from featherbrush.app.windows.option_bar import ModelMenu, OptionBar
from featherbrush.app.windows.pictures import Pictures
from featherbrush.app.windows.status_line import StatusLine
from featherbrush.app.windows.styles import StyleActions
from featherbrush.app.windows.theme import Theme
from featherbrush.app.windows.tokens import Tokens
from featherbrush.app.windows.view_lock import ViewLock
from featherbrush.app.windows.wiring import connect_actions
from featherbrush.engine.generator import Generator
from featherbrush.engine.geometry import Extent, Point

MAP_ENDINGS = (".png", ".bmp", ".gif", ".webp")
MODEL_ENDINGS = (".onnx",)
WITHOUT_MODEL = Extent(256, 256)


class MainWindow(QMainWindow):
    """The studio. Give it the models on offer, and the first one already loaded."""

    def __init__(
        self,
        *,
        settings: QSettings,
        choices: tuple[Choice, ...] = (),
        first: tuple[Choice, Generator] | None = None,
        examples: Sequence[Path] = (),
    ) -> None:
        super().__init__()
        self.settings = settings
        self.document = _new_document(first[0] if first else None)
        self.document.setParent(self)
        self.tools = ToolSettings(
            ToolState(class_id=brush_class(self.document.palette)), parent=self
        )
        self.theme = Theme(self)
        self.actions_by_name = ActionSet(self)
        self._build_widgets()
        self._build_controllers()
        fill_menu_bar(
            self.menuBar(),
            self.actions_by_name,
            models=self.model_menu,
            examples=examples,
            open_example=self.files.open_example,
        )
        layout.assemble(self)
        connect_actions(self)
        self.theme.changed.connect(self._retheme)
        self._connect_document()
        self._connect_pictures()
        layout.restore(self, self.settings)
        self.models.offer(choices)
        if first is None:
            self.messages.error(
                "No model is here yet. Painting works; open a model to see pictures (Ctrl+M)."
            )
        else:
            self.models.adopt(*first)

    # Parts

    def _build_widgets(self) -> None:
        actions = self.actions_by_name
        self.canvas = CanvasView(self.document, self.tools)
        self.compare = CompareView()
        self.palette_panel = PalettePanel()
        self.tools_panel = ToolsPanel([actions[name] for name in TOOL_NAMES])
        self.figures_panel = FiguresPanel()
        self.style_panel = StylePanel(
            [actions[name] for name in ("style-default", "style-random", "style-picture")]
        )
        self.model_menu = ModelMenu(actions["open-model"], self)
        self.option_bar = OptionBar(actions, self.tools, self.model_menu)
        self.status = StatusLine()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.stage = QWidget()
        self.messages = MessageBar(self.stage)
        self.setStatusBar(self.status)
        self.setAcceptDrops(True)
        # Qt would animate parts to where they are already, at every layout.
        self.setAnimated(False)

    def _build_controllers(self) -> None:
        self.background = Background(self)
        self.bridge = SynthesisBridge(self.document, self)
        self.previews = StylePreviews(self.document, self)
        self.shelf = StyleShelf(self)
        self.files = FileActions(
            self.document,
            dialogs=Dialogs(self, self.settings),
            messages=self.messages,
            parent=self,
        )
        self.styles = StyleActions(
            self.document,
            self.shelf,
            background=self.background,
            messages=self.messages,
            parent=self,
        )
        self.models = ModelActions(
            self.document,
            bridge=self.bridge,
            previews=self.previews,
            background=self.background,
            files=self.files,
            messages=self.messages,
            parent=self,
        )
        self.view_lock = ViewLock(self.canvas, self.compare, parent=self)
        self.view_lock.zoomed.connect(self.status.show_zoom)
        self.pictures = Pictures(self.document, self.bridge, self.compare, parent=self)

    # Wiring

    def _connect_document(self) -> None:
        document, status = self.document, self.status
        document.history_changed.connect(self._show_history)
        document.modified_changed.connect(self.setWindowModified)
        document.path_changed.connect(self._show_title)
        document.replaced.connect(self._show_map)
        self.canvas.pointer_moved.connect(self._show_pointer)
        self.canvas.class_hovered.connect(self._show_class)
        self.files.told.connect(status.tell)
        self.palette_panel.chosen.connect(self._take_class)
        self.tools.class_changed.connect(self.palette_panel.choose)
        self._show_history()
        self._show_title()
        self._show_map()

    def _connect_pictures(self) -> None:
        self.bridge.state_changed.connect(self._show_state)
        self.bridge.timed.connect(self._show_timing)
        self.bridge.failed.connect(lambda _side, problem: self.messages.error(problem))
        self.pictures.saveable.connect(self.files.picture_arrived)
        self.models.changed.connect(self._show_model)
        self.models.offered.connect(self._show_offer)
        self.model_menu.chosen.connect(self.models.use)
        self.previews.made.connect(self.style_panel.set_preview)
        self.shelf.offered.connect(self._show_styles)
        self.shelf.chosen.connect(lambda option: self.style_panel.choose(option.key))
        self.style_panel.chosen.connect(self.shelf.choose)
        self.style_panel.picture_dropped.connect(self.styles.take_from)
        self._show_state(self.bridge.state)
        self._show_styles()

    # What the artist asks for

    def new_map(self) -> None:
        """Start a new map, after asking about unsaved work and for its size."""
        if not self.files.may_leave():
            return
        choice = self.models.current
        asked = self.files.dialogs.new_map(
            self.document.palette,
            native=Extent(*choice.card.native) if choice else WITHOUT_MODEL,
            multiple=self.files.multiple,
        )
        if asked is not None:
            self.document.new(extent=asked.extent, fill=asked.fill)

    def clear(self) -> None:
        """Fill the map with the background, as one undo step."""
        extent, background = self.document.extent, self.document.palette.background
        self.document.begin_stroke("Clear")
        self.document.paint(layout.whole(extent), class_id=background)
        self.document.end_stroke()

    def save_picture(self, side: Side) -> None:
        """Save a side's picture of the map as it is now."""
        self.files.save_picture(
            side,
            newest=lambda: self.pictures.current(side),
            coming=self.pictures.coming(side),
        )

    def open_model(self) -> None:
        """Ask for a model file and use it."""
        path = self.files.dialogs.open_model()
        if path is not None:
            self.models.open_file(path)

    def take_style(self) -> None:
        """Ask for a picture and take its style."""
        path = self.files.dialogs.open_picture()
        if path is not None:
            self.styles.take_from(path)

    def set_mode(self, mode: CompareMode) -> None:
        """Compare side by side or with the divider."""
        self.compare.set_mode(mode)
        self.actions_by_name[mode.value].setChecked(True)

    def _take_class(self, class_id: int) -> None:
        """Take a class in hand; with the eraser or the eyedropper in hand that means to paint."""
        self.tools.set_class(class_id)
        if self.tools.tool in (ToolKind.ERASER, ToolKind.PICKER):
            self.tools.set_tool(ToolKind.BRUSH)

    def show_shortcuts(self) -> None:
        """Show every shortcut there is."""
        self.files.dialogs.read("Keyboard shortcuts", shortcuts_page())

    def show_about(self) -> None:
        """Show what the studio and the model in use are made of."""
        self.files.dialogs.read("About Featherbrush", about_page(self.models.current))

    # Showing

    def _show_map(self) -> None:
        palette = self.document.palette
        self.palette_panel.set_classes(palette.classes, background=palette.background)
        self.palette_panel.choose(self.tools.class_id)
        self.status.show_extent(self.document.extent)
        self.view_lock.follow_canvas()

    def _show_history(self) -> None:
        history = self.document.history
        for name, words, steps in (
            ("undo", "&Undo", history.undo_names),
            ("redo", "&Redo", history.redo_names),
        ):
            action = self.actions_by_name[name]
            action.setEnabled(bool(steps))
            action.setText(f"{words} {steps[0].lower()}" if steps else words)

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.files.name}[*] - Featherbrush")

    def _show_pointer(self, point: Point | None) -> None:
        inside = point is not None and layout.whole(self.document.extent).contains(point)
        self.status.show_position(point if inside else None)

    def _show_class(self, class_id: int) -> None:
        self.status.show_class("" if class_id < 0 else self.document.palette.name(class_id))

    def _show_state(self, state: State) -> None:
        self.option_bar.state.set_state(state)
        if state is State.UP_TO_DATE:
            self.previews.start()
        else:
            self.previews.stop()
        self.actions_by_name["pause"].setEnabled(state is not State.NO_MODEL)

    def _show_timing(self, side: Side) -> None:
        self.figures_panel.set_timing(side, self.bridge.timing(side))

    def _show_model(self, choice: Choice) -> None:
        self.option_bar.show_model(choice)
        for side in Side:
            self.figures_panel.set_model(side, choice.entry(side))
        self.pictures.use_model(choice)
        self.styles.use_model(choice)
        self.actions_by_name["save-original"].setEnabled(choice.original is not None)
        self.actions_by_name["save-compressed"].setEnabled(choice.compressed is not None)

    def _show_offer(self) -> None:
        self.model_menu.offer(self.models.choices, current=self.models.current)
        self.option_bar.show_model(self.models.current)

    def _show_styles(self) -> None:
        current = self.shelf.current
        self.style_panel.show_options(self.shelf.options, current=current.key if current else None)
        self.previews.want(self.shelf.options)
        for name in ("style-default", "style-random"):
            self.actions_by_name[name].setEnabled(self.styles.can_choose)
        self.actions_by_name["style-picture"].setEnabled(self.styles.can_encode)

    def _retheme(self, tokens: Tokens) -> None:
        self.actions_by_name.retheme(tokens)
        for part in (
            self.option_bar,
            self.palette_panel,
            self.style_panel,
            self.compare,
            self.messages,
        ):
            part.set_tokens(tokens)
        self.canvas.set_surround(QColor(tokens.surround))

    # The window itself

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work; then end every thread before the window goes."""
        if not self.files.may_leave():
            event.ignore()
            return
        layout.remember(self, self.settings)
        self.background.close()
        self.models.close()
        self.bridge.close()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one map or model file."""
        if dropped_file(event.mimeData(), endings=MAP_ENDINGS + MODEL_ENDINGS) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the map, or use the model."""
        path = dropped_file(event.mimeData(), endings=MAP_ENDINGS + MODEL_ENDINGS)
        if path is None:
            return
        event.acceptProposedAction()
        if path.suffix.lower() in MODEL_ENDINGS:
            self.models.open_file(path)
        else:
            self.files.open(path)


def _new_document(choice: Choice | None) -> Document:
    """Return the document that the studio starts with: a landscape, so that one is seen."""
    classes = choice.card.classes if choice else landscape_classes()
    extent = Extent(*choice.card.native) if choice else WITHOUT_MODEL
    palette = Palette.of(classes)
    document = Document(palette, extent=extent)
    document.replace(first_map(palette, extent))
    return document
