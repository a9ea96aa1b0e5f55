"""The models that there are: what they are, how fast they are here, and which ones compare."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.looks.tokens import METRICS
from featherbrush.app.panels.model_words import describe, role_text
from featherbrush.app.panels.units import milliseconds_text
from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.synthesis.speeds import Speeds, Verdict
from featherbrush.app.synthesis.state import Side
from featherbrush.app.texts import complaint, model_words, tr
from featherbrush.engine.library import Library, ModelEntry

ENDINGS = (".onnx",)
_ENTRY = int(Qt.ItemDataRole.UserRole)
_REASON = _ENTRY + 1
MODEL, SPEED = 0, 1


class ModelsPanel(QWidget):
    """A tree of pairs and their models over all that is known of the chosen one."""

    use_wanted = Signal(object)
    """(ModelEntry)."""
    side_wanted = Signal(object, object)
    """(Side, ModelEntry): show this model on that side of the comparison."""
    add_wanted = Signal()
    dropped = Signal(object)
    """(Path) of a model file."""
    remove_wanted = Signal(object)
    """(ModelEntry)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modelsPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._speeds: Speeds | None = None
        self._entries: dict[str, ModelEntry] = {}
        self._items: dict[str, QTreeWidgetItem] = {}
        self._refused: Mapping[str, str] = {}
        self._own = Path()
        self.tree = QTreeWidget()
        self.details = QTextBrowser()
        self.use = QPushButton(tr("Use"))
        self.left = QPushButton(tr("Left"))
        self.right = QPushButton(tr("Right"))
        self.add = QPushButton(tr("Add..."))
        self.remove = QPushButton(tr("Remove"))
        self._build()
        self._show_details()

    def show_library(
        self, library: Library, *, own: Path, speeds: Speeds, current: Choice | None
    ) -> None:
        """List the models; ``own`` is the folder whose models the artist may remove."""
        chosen = self.chosen
        self._speeds, self._own = speeds, own
        self._entries = {entry.card.id: entry for entry in library.entries()}
        self._refused = {str(path): complaint(reason) for path, reason in library.refused}
        self.tree.clear()
        self._items = {}
        pairs: dict[str, QTreeWidgetItem] = {}
        for entry in self._entries.values():
            top = pairs.get(entry.card.pair)
            if top is None:
                top = pairs[entry.card.pair] = QTreeWidgetItem(self.tree, [_title(entry)])
                top.setFirstColumnSpanned(True)
            self._items[entry.card.id] = self._item(top, entry)
        if self._refused:
            self._list_refused()
        self.tree.expandAll()
        self.mark(current)
        if chosen is not None and chosen.card.id in self._items:
            self.tree.setCurrentItem(self._items[chosen.card.id])
        self._show_details()

    def mark(self, choice: Choice | None) -> None:
        """Mark the models in use."""
        used = {entry.card.id for entry in choice.entries} if choice else set()
        for name, item in self._items.items():
            font = item.font(MODEL)
            font.setBold(name in used)
            item.setFont(MODEL, font)
            words = role_text(self._entries[name])
            item.setText(MODEL, tr("{role}, in use", role=words) if name in used else words)

    def show_speed(self, entry: ModelEntry) -> None:
        """Show a speed that has just been measured."""
        item = self._items.get(entry.card.id)
        if item is not None:
            item.setText(SPEED, self._speed_text(entry))
        self._show_details()

    @property
    def chosen(self) -> ModelEntry | None:
        """The model whose details show."""
        item = self.tree.currentItem()
        found = item.data(MODEL, _ENTRY) if item is not None else None
        return self._entries.get(found) if isinstance(found, str) else None

    def choose(self, model_id: str) -> None:
        """Show the details of a model; KeyError when it is not listed."""
        self.tree.setCurrentItem(self._items[model_id])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept model files."""
        if _model_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the model files."""
        for path in _model_files(event):
            event.acceptProposedAction()
            self.dropped.emit(path)

    def _build(self) -> None:
        self.tree.setHeaderLabels([tr("Model"), tr("Speed here")])
        self.tree.setAccessibleName(tr("Models"))
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(METRICS.margin)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(MODEL, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(SPEED, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.currentItemChanged.connect(self._show_details)
        self.tree.itemActivated.connect(lambda _item, _column: self._ask(self.use_wanted))
        self.details.setOpenLinks(False)
        self.details.setAccessibleName(tr("About the chosen model"))
        for button, tip, ask in (
            (self.use, tr("Paint with this model and its partner."), self.use_wanted),
            (self.remove, tr("Put this model of yours into the wastebasket."), self.remove_wanted),
        ):
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, ask=ask: self._ask(ask))
        for button, side, tip in (
            (self.left, Side.ORIGINAL, tr("Show this model's picture on the left.")),
            (self.right, Side.COMPRESSED, tr("Show this model's picture on the right.")),
        ):
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, side=side: self._ask_side(side))
        self.add.setToolTip(
            tr("Copy a model file into your folder. Dropping one here does the same.")
        )
        self.add.clicked.connect(self.add_wanted)
        buttons = QGridLayout()
        buttons.setSpacing(METRICS.unit)
        for row, line in enumerate(((self.use, self.left, self.right), (self.add, self.remove))):
            span = 6 // len(line)
            for place, button in enumerate(line):
                button.setMinimumWidth(0)
                buttons.addWidget(button, row, place * span, 1, span)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.tree)
        parts.addWidget(self.details)
        parts.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(METRICS.gap, METRICS.gap, METRICS.gap, METRICS.gap)
        column.setSpacing(METRICS.gap)
        column.addWidget(parts, 1)
        column.addLayout(buttons)

    def _item(self, top: QTreeWidgetItem, entry: ModelEntry) -> QTreeWidgetItem:
        item = QTreeWidgetItem(top, [role_text(entry), self._speed_text(entry)])
        item.setData(MODEL, _ENTRY, entry.card.id)
        item.setTextAlignment(SPEED, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(MODEL, model_words(entry.card.title) or entry.card.id)
        return item

    def _list_refused(self) -> None:
        top = QTreeWidgetItem(self.tree, [tr("Files that are no models")])
        top.setFirstColumnSpanned(True)
        for path, reason in self._refused.items():
            item = QTreeWidgetItem(top, [Path(path).name])
            item.setFirstColumnSpanned(True)
            item.setToolTip(MODEL, reason)
            item.setData(MODEL, _REASON, reason)

    def _speed_text(self, entry: ModelEntry) -> str:
        cost = self._speeds.of(entry) if self._speeds else None
        return "" if cost is None else milliseconds_text(cost.milliseconds)

    def _show_details(self) -> None:
        entry, speeds = self.chosen, self._speeds
        for button in (self.use, self.left, self.right):
            button.setEnabled(entry is not None and entry.card.role != "style-encoder")
        self.remove.setEnabled(entry is not None and entry.path.parent == self._own)
        if entry is not None and speeds is not None:
            self.details.setHtml(
                describe(
                    entry,
                    cost=speeds.of(entry),
                    verdict=self._verdict(entry, speeds),
                    own=entry.path.parent == self._own,
                )
            )
            return
        item = self.tree.currentItem()
        reason = item.data(MODEL, _REASON) if item is not None else None
        self.details.setPlainText(str(reason) if reason else tr("Choose a model to read about it."))

    def _verdict(self, entry: ModelEntry, speeds: Speeds) -> Verdict | None:
        """A compressed model against the original that it was made from."""
        if entry.card.role != "compressed":
            return None
        originals = (
            one
            for one in self._entries.values()
            if (one.card.pair, one.card.role) == (entry.card.pair, "original")
        )
        return speeds.verdict(next(originals, None), entry)

    def _ask(self, signal: SignalInstance) -> None:
        entry = self.chosen
        if entry is not None:
            signal.emit(entry)

    def _ask_side(self, side: Side) -> None:
        entry = self.chosen
        if entry is not None:
            self.side_wanted.emit(side, entry)


def _title(entry: ModelEntry) -> str:
    return entry.card.pair.replace("-", " ").replace("_", " ").capitalize()


def _model_files(event: QDropEvent) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in ENDINGS]
