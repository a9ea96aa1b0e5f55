"""The main window: puts the rooms together and passes signals between them."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
)
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from featherbrush.app.canvas import CanvasView, ToolKind, ToolSettings, ToolState
from featherbrush.app.canvas.keyboard import KeyboardHand
from featherbrush.app.document import Document, Palette
from featherbrush.app.looks.theme import Theme
from featherbrush.app.panels.drops import dropped_file
from featherbrush.app.panels.figures_panel import FiguresPanel
from featherbrush.app.panels.palette_panel import PalettePanel
from featherbrush.app.panels.style_panel import StylePanel
from featherbrush.app.panels.tools_panel import ToolsPanel
from featherbrush.app.synthesis.background import Background
from featherbrush.app.synthesis.bridge import SynthesisBridge
from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.synthesis.previews import StylePreviews
from featherbrush.app.synthesis.state import Side
from featherbrush.app.synthesis.styles import StyleShelf
from featherbrush.app.texts import tr
from featherbrush.app.windows import layout
from featherbrush.app.windows.action_set import ActionSet
from featherbrush.app.windows.actions import TOOL_NAMES
from featherbrush.app.windows.compare_layout import CompareMode
from featherbrush.app.windows.compare_view import CompareView
from featherbrush.app.windows.dialogs import Dialogs
from featherbrush.app.windows.documents import Documents
from featherbrush.app.windows.editing import Editing
from featherbrush.app.windows.files import FileActions
from featherbrush.app.windows.first_map import (
    brush_class,
    first_canvas,
    first_map,
)
from featherbrush.app.windows.help import Help
from featherbrush.app.windows.menus import fill_menu_bar
from featherbrush.app.windows.message_bar import MessageBar
from featherbrush.app.windows.model_shelf import ModelShelf
from featherbrush.app.windows.models import ModelActions
from featherbrush.app.windows.opening import READABLE
from featherbrush.app.windows.option_bar import ModelMenu, OptionBar
from featherbrush.app.windows.palette_desk import PaletteDesk
from featherbrush.app.windows.pictures import Pictures
from featherbrush.app.windows.showing import Showing
from featherbrush.app.windows.status_line import StatusLine
from featherbrush.app.windows.style_desk import StyleDesk
from featherbrush.app.windows.styles import StyleActions
from featherbrush.app.windows.timelapse import Timelapse
from featherbrush.app.windows.view_lock import ViewLock
from featherbrush.app.windows.viewing import Viewing
from featherbrush.app.windows.wiring import connect_actions
from featherbrush.engine.generator import Generator
from featherbrush.engine.geometry import Extent
from featherbrush.engine.landscape_classes import LANDSCAPE_CLASSES

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
            cores=self.model_shelf.cores,
            fill_examples=self.documents.fill_examples,
            fill_recent=self.documents.fill_recent,
            settings=self.settings,
            tell=self.messages.notice,
        )
        layout.assemble(self)
        connect_actions(self)
        self.showing = Showing(self)
        layout.restore(self, self.settings)
        self.models.offer(choices)
        if first is None:
            self.messages.error(
                tr("No model is here yet. Painting works; open a model to see pictures (Ctrl+M).")
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
            [
                actions[name]
                for name in ("style-keep", "style-default", "style-random", "style-picture")
            ]
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
        self.documents = Documents(self)
        self.viewing = Viewing(self)
        self.keyboard = KeyboardHand(self.canvas, self)
        self.help = Help(self, self.settings)
        self.timelapse = Timelapse(self)
        self.editing = Editing(self)
        self.palette_desk = PaletteDesk(self)
        self.style_desk = StyleDesk(self)
        self.model_shelf = ModelShelf(self)

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

    def take_class(self, class_id: int) -> None:
        """Take a class in hand; with the eraser or the eyedropper in hand that means to paint again."""
        self.tools.set_class(class_id)
        if self.tools.tool in (ToolKind.ERASER, ToolKind.PICKER):
            self.tools.set_tool(self.editing.painting_tool)

    # The window itself

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about work that would be lost; then end every thread before the window goes."""
        self.canvas.driver.finish()
        unfinished = (self.files, self.documents.export, self.timelapse)
        if not all(part.may_close() for part in unfinished):
            event.ignore()
            return
        layout.remember(self, self.settings)
        self.timelapse.end()
        self.documents.close()
        self.model_shelf.close()
        self.background.close()
        self.models.close()
        self.bridge.close()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one document, picture or model file."""
        if dropped_file(event.mimeData(), endings=READABLE + MODEL_ENDINGS) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open it, or use the model."""
        path = dropped_file(event.mimeData(), endings=READABLE + MODEL_ENDINGS)
        if path is None:
            return
        event.acceptProposedAction()
        if path.suffix.lower() in MODEL_ENDINGS:
            self.models.open_file(path)
        else:
            self.files.open(path)


def _new_document(choice: Choice | None) -> Document:
    """Return the document that the studio starts with: a landscape, so that one is seen."""
    if choice is not None:
        pixels, palette = first_canvas(choice)
    else:
        palette = Palette.of(LANDSCAPE_CLASSES)
        pixels = first_map(palette, WITHOUT_MODEL)
    document = Document(palette, extent=Extent.of(pixels))
    document.replace(pixels)
    return document
