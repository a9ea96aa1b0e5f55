"""The first-run tour: bubbles beside the real parts of the window; painting goes on under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSettings, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.document.palette import WHITE
from featherbrush.app.texts import tr

if TYPE_CHECKING:
    from featherbrush.app.windows.main_window import MainWindow

SEEN = "tour/seen"
WIDTH = 320
DISTANCE = 12
RING = 3


@dataclass(frozen=True)
class Step:
    """One bubble: what it says, the widget that it points at, and whether there is anything to say, when shown."""

    title: str
    words: Callable[[], str]
    target: Callable[[], QWidget]
    fits: Callable[[], bool] = lambda: True


class Bubble(QFrame):
    """Words with buttons; it takes no focus, so that keys go on to the canvas."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tourBubble")
        self.setFixedWidth(WIDTH)
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.place = QLabel()
        self.place.setProperty("kind", "muted")
        self.skip = _button(tr("End the tour"))
        self.back = _button(tr("Back"))
        self.next = _button(tr("Next"))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.place)
        row.addStretch(1)
        for button in (self.skip, self.back, self.next):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addLayout(row)

    def say(self, step: Step, *, number: int, count: int) -> None:
        """Show a step, `number` of `count` (from 1)."""
        self.title.setText(step.title)
        words = step.words()
        self.words.setText(words)
        self.place.setText(tr("{number} of {count}", number=number, count=count))
        self.back.setVisible(number > 1)
        self.skip.setVisible(number < count)
        self.next.setText(tr("Done") if number == count else tr("Next"))
        self.setAccessibleName(step.title)
        self.setAccessibleDescription(words)
        column = self.layout()
        assert column is not None
        column.invalidate()
        self.setFixedHeight(column.totalHeightForWidth(WIDTH))


class Tour(QObject):
    """Leads through steps; `ended` when it was gone through or ended before."""

    ended = Signal()

    def __init__(
        self,
        host: QWidget,
        steps: Sequence[Step],
        *,
        clear: Sequence[Callable[[], QWidget]] = (),
        parent: QObject | None = None,
    ) -> None:
        """Lead through a host's steps, and keep some widgets in sight where that can be."""
        super().__init__(parent)
        self._host = host
        self._clear = tuple(clear)
        self._steps = tuple(steps)
        self._at = 0
        self.bubble = Bubble(host)
        self.ring = QFrame(host)
        self.ring.setObjectName("tourRing")
        self.ring.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.bubble.next.clicked.connect(self.forward)
        self.bubble.back.clicked.connect(self.backward)
        self.bubble.skip.clicked.connect(self.end)
        host.installEventFilter(self)
        self._show()

    @property
    def step(self) -> int:
        """The number of the step that shows, from 0."""
        return self._at

    def forward(self) -> None:
        """Go on, or end after the last step."""
        following = [place for place in self._fitting() if place > self._at]
        if following:
            self._at = following[0]
            self._show()
        else:
            self.end()

    def backward(self) -> None:
        """Go back one step."""
        self._at = max((place for place in self._fitting() if place < self._at), default=self._at)
        self._show()

    def end(self) -> None:
        """Take the tour away."""
        self._host.removeEventFilter(self)
        for part in (self.bubble, self.ring):
            part.hide()
            part.deleteLater()
        self.ended.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside the target when the window is resized."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _fitting(self) -> list[int]:
        return [place for place, step in enumerate(self._steps) if step.fits()]

    def _show(self) -> None:
        fitting = self._fitting()
        number = sum(place <= self._at for place in fitting)
        self.bubble.say(self._steps[self._at], number=number, count=len(fitting))
        self._place()
        for part in (self.ring, self.bubble):
            part.show()
            part.raise_()

    def _place(self) -> None:
        target = self._steps[self._at].target()
        if not target.isVisible():
            target = self._host
        area = self._seen(target)
        self.ring.setGeometry(area.adjusted(-RING, -RING, RING, RING))
        size = self.bubble.size().toTuple()
        clear = [self._seen(widget()) for widget in self._clear]
        self.bubble.move(beside(area, size, room=self._host.rect(), clear=clear))

    def _seen(self, widget: QWidget) -> QRect:
        """Where a widget is seen, in the host's coordinates."""
        corner = widget.mapTo(self._host, QPoint(0, 0))
        return QRect(corner, widget.size()).intersected(self._host.rect())


def beside(
    area: QRect, size: tuple[int, int], *, room: QRect, clear: Sequence[QRect] = ()
) -> QPoint:
    """Return where a bubble of a size goes: beside the area, under or over it, else inside it.

    All in the same coordinates; the bubble stays inside `room`, and leaves what is to be kept
    `clear` in sight wherever it can.
    """
    kept = [_kept(wanted, size, room) for wanted in _places(area, size)]
    for avoided in ((area, *clear), (area,)):
        for corner in kept:
            bubble = QRect(corner, QSize(*size))
            if not any(bubble.intersects(one) for one in avoided):
                return corner
    width, height = size
    inside = QPoint(area.right() - DISTANCE - width, area.bottom() - DISTANCE - height)
    return _kept(inside, size, room)


def _places(area: QRect, size: tuple[int, int]) -> tuple[QPoint, ...]:
    """The places around an area, the best first."""
    width, height = size
    right, left = area.right() + DISTANCE, area.left() - DISTANCE - width
    under, over = area.bottom() + DISTANCE, area.top() - DISTANCE - height
    across, down = area.center().x() - width // 2, area.center().y() - height // 2
    low = area.bottom() - height
    return (
        QPoint(right, down),
        QPoint(left, down),
        QPoint(across, under),
        QPoint(across, over),
        QPoint(right, low),
        QPoint(right, area.top()),
        QPoint(left, low),
    )


def _kept(corner: QPoint, size: tuple[int, int], room: QRect) -> QPoint:
    x = min(max(corner.x(), room.left() + DISTANCE), room.right() - DISTANCE - size[0])
    y = min(max(corner.y(), room.top() + DISTANCE), room.bottom() - DISTANCE - size[1])
    return QPoint(x, y)


class Guide:
    """Starts the tour of a window: once by itself, and whenever it is asked for."""

    def __init__(self, window: MainWindow, settings: QSettings) -> None:
        self._window = window
        self._settings = settings
        self.tour: Tour | None = None

    def offer(self) -> None:
        """Start the tour unless it was shown before."""
        if not self._settings.value(SEEN, False, type=bool):
            self.start()

    def start(self) -> None:
        """Start the tour from the beginning."""
        self.end()
        self._settings.setValue(SEEN, True)
        window = self._window
        self.tour = Tour(
            window,
            steps_for(window),
            clear=(lambda: window.canvas, lambda: window.compare),
            parent=window,
        )
        self.tour.ended.connect(self._forget)

    def end(self) -> bool:
        """End the tour; False when none is on."""
        if self.tour is None:
            return False
        self.tour.end()
        return True

    def _forget(self) -> None:
        tour, self.tour = self.tour, None
        if tour is not None:
            tour.deleteLater()


def steps_for(window: MainWindow) -> tuple[Step, ...]:
    """Return the steps of the tour through the main window, in words for what is on its canvas."""

    def lines() -> bool:
        return window.document.kind == "sketch" and window.document.palette.paper == WHITE

    return (
        Step(
            tr("Paint here"),
            lambda: (
                tr(
                    "This is a sketch: its lines become a picture, and a closed outline becomes a thing. "
                    "Draw a line with mouse or pen; the tour waits."
                )
                if lines()
                else tr(
                    "This is a map: every colour stands for something, such as water or land. "
                    "Draw a stroke with mouse or pen; the tour waits."
                )
            ),
            lambda: window.canvas,
        ),
        Step(
            tr("Choose what you paint"),
            lambda: (
                tr("Click an ink or press its number key, then draw a hat, a wheel or a flower.")
                if lines()
                else tr("Click a colour or press its number key, then paint what it stands for.")
            ),
            lambda: window.palette_panel,
        ),
        Step(
            tr("See both pictures"),
            lambda: tr(
                "The light model follows every stroke. The large original it was made from "
                "follows when the pen rests. S shows them side by side, D with a divider to drag."
            ),
            lambda: window.compare,
        ),
        Step(
            tr("See what it costs"),
            lambda: tr(
                "Milliseconds, size and agreement of both models, measured on this computer."
            ),
            lambda: window.figures_panel,
        ),
        Step(
            tr("Change the style"),
            lambda: tr(
                "Click a style, throw the dice with R, or drop a picture here to take its light, or its colours."
            ),
            lambda: window.style_panel,
            fits=lambda: window.shelf.size > 0 or window.models.current is None,
        ),
        Step(
            tr("Keep your work"),
            lambda: tr(
                "Ctrl+S saves the document, Ctrl+E the picture. Ctrl+Shift+P finds everything else, "
                "F1 lists the keys, and this tour is in the Help menu."
            ),
            window.menuBar,
        ),
    )


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    # Reached by Tab, yet a click on it leaves the keys to the canvas.
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
