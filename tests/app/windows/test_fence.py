"""What happens within a fence lays out the part, and never the window around it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from featherbrush.app.windows.fence import Fence


class _Requests(QObject):
    """Counts the wishes for another layout that reach a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.LayoutRequest
        return False


def _bar() -> tuple[QWidget, QLabel, QLabel]:
    bar, first, second = QWidget(), QLabel("first"), QLabel("second")
    bar.setFixedHeight(48)
    row = QHBoxLayout(bar)
    row.addWidget(first)
    row.addWidget(second)
    row.addStretch(1)
    return bar, first, second


def test_another_option_is_laid_out_within_and_the_window_is_left_alone(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    bar, first, second = _bar()
    column = QVBoxLayout(window)
    column.addWidget(Fence(bar))
    window.resize(400, 300)
    with qtbot.waitExposed(window):
        window.show()
    QCoreApplication.processEvents()
    before, asked = second.x(), _Requests(window)

    first.setText("a first label that is longer")
    qtbot.waitUntil(lambda: second.x() > before)

    assert asked.count == 0


def test_the_part_has_all_the_room_and_says_how_much_it_needs(qtbot: QtBot) -> None:
    bar, _, _ = _bar()
    fence = Fence(bar)
    qtbot.addWidget(fence)
    fence.resize(320, 48)
    fence.show()

    assert bar.size() == QSize(320, 48)
    assert fence.minimumHeight() == fence.maximumHeight() == 48
    assert fence.minimumSizeHint() == bar.minimumSizeHint()
