"""What an artist paints with: the classes of a map by name, or the inks of a sketch."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.canvas.patterns import TILES
from featherbrush.app.looks.tokens import DARK, METRICS, Tokens
from featherbrush.app.panels.class_row import ClassButton
from featherbrush.app.panels.recent_row import RecentRow
from featherbrush.app.texts import tr
from featherbrush.engine.card import ClassInfo

KEYS = "1234567890"
"""Keys of the first places in the list; whoever has the window hands them to `take`."""


class PalettePanel(QWidget):
    """The list of classes or inks: favourites first, the first ten with a number key.

    With more rows than keys a search field and the latest ones appear above the list.
    """

    chosen = Signal(int)
    """(class id): the artist takes this one."""
    favoured = Signal(int, bool)
    """(class id, whether it shall be a favourite)."""
    color_wanted = Signal()
    """The artist wants an ink that is not in the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("palettePanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(METRICS.palette)
        self._tokens = DARK
        self._buttons: dict[int, ClassButton] = {}
        self._places: list[int] = []
        self._patterns = False
        self._group = QButtonGroup(self)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(1)
        self._heading = QLabel()
        self._heading.setProperty("kind", "heading")
        self.search = QLineEdit()
        self.recent = RecentRow()
        self._other = QPushButton(tr("Other colour..."))
        self._other.setAccessibleName(tr("Other colour..."))
        self._build()

    def set_classes(
        self, classes: tuple[ClassInfo, ...], *, background: int, inks: bool = False
    ) -> None:
        """Show another palette; nothing is chosen until ``choose`` is called."""
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._rows.removeWidget(button)
            button.deleteLater()
        self._buttons = {
            info.id: self._button(info, background=info.id == background, ink=inks)
            for info in classes
        }
        many = len(classes) > len(KEYS) and not inks
        self._heading.setText(tr("Ink") if inks else tr("Classes"))
        self._other.setVisible(inks)
        self.search.clear()
        self.search.setVisible(many)
        self.recent.forget()
        self.recent.set_wanted(many)
        self.set_patterns(self._patterns)
        self._arrange()

    def set_favourites(self, ids: frozenset[int]) -> None:
        """Put these first."""
        for number, button in self._buttons.items():
            button.set_favourite(number in ids)
        self._arrange()

    def set_counts(self, counts: dict[int, int]) -> None:
        """Show how many pixels each class holds, by id."""
        for number, button in self._buttons.items():
            button.set_pixels(counts.get(number, 0))

    def set_patterns(self, shown: bool) -> None:
        """Tell the classes apart by patterns as well, as the canvas does."""
        self._patterns = shown
        for place, button in enumerate(self._buttons.values()):
            button.set_pattern(place % len(TILES) if shown else None)

    def choose(self, class_id: int) -> None:
        """Mark a class as the one in use, without telling."""
        button = self._buttons.get(class_id)
        if button is not None:
            button.setChecked(True)
            self.recent.add(button.info)
            self._scroll.ensureWidgetVisible(button, 0, METRICS.gap)

    def take(self, place: int) -> None:
        """Take the class or ink at a place of the list, as its number key does; none is no error."""
        if place < len(self._places):
            self.chosen.emit(self._places[place])

    @property
    def current(self) -> int | None:
        """The id of the class marked as in use."""
        return next((id_ for id_, button in self._buttons.items() if button.isChecked()), None)

    @property
    def shown(self) -> tuple[int, ...]:
        """The ids in the list, in their order, without those that the search hides."""
        return tuple(number for number in self._places if self._found(self._buttons[number]))

    def button(self, class_id: int) -> ClassButton:
        """Return the row of a class; KeyError for an id that the palette lacks."""
        return self._buttons[class_id]

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        self.recent.set_tokens(tokens)
        for button in self._buttons.values():
            button.set_tokens(tokens)

    def _build(self) -> None:
        self.search.setPlaceholderText(tr("Find a class"))
        self.search.setAccessibleName(tr("Find a class"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._take_first)
        self.recent.chosen.connect(self.chosen)
        self._other.setToolTip(tr("Mix another ink for this sketch."))
        self._other.clicked.connect(self.color_wanted)
        self._other.hide()
        rows = QWidget()
        self._rows.addStretch(1)
        rows.setLayout(self._rows)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(METRICS.gap)
        for part in (self._heading, self.search, self.recent):
            column.addWidget(part)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._other)

    def _button(self, info: ClassInfo, *, background: bool, ink: bool) -> ClassButton:
        button = ClassButton(info, background=background, ink=ink)
        button.set_tokens(self._tokens)
        button.clicked.connect(lambda _=False: self.chosen.emit(info.id))
        button.favoured.connect(lambda wanted: self.favoured.emit(info.id, wanted))
        self._group.addButton(button)
        return button

    def _arrange(self) -> None:
        """Put the rows in their order, and hand out the keys."""
        order = sorted(self._buttons, key=lambda number: not self._buttons[number].favourite)
        self._places = order
        for place, number in enumerate(order):
            button = self._buttons[number]
            self._rows.removeWidget(button)
            self._rows.insertWidget(place, button)
            button.set_key(KEYS[place] if place < len(KEYS) else "")
            if place:
                QWidget.setTabOrder(self._buttons[order[place - 1]], button)

    def _filter(self) -> None:
        for button in self._buttons.values():
            button.setVisible(self._found(button))

    def _found(self, button: ClassButton) -> bool:
        """Whether the search, in either language, leaves a row in the list."""
        names = f"{button.text()} {button.info.name}".casefold()
        return self.search.text().strip().casefold() in names

    def _take_first(self) -> None:
        """Take the first class found, and give the keyboard back to the canvas' shortcuts."""
        shown = self.shown
        if shown:
            self.chosen.emit(shown[0])
            self.search.clear()
            self.search.clearFocus()
