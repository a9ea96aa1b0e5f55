"""What every journey needs: the real main window, a hand, answers to questions, a leak check."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from featherbrush.app.document.recovery import LostWork
from featherbrush.app.synthesis.choice import choices
from featherbrush.app.synthesis.state import Side, State
from featherbrush.app.windows.dialogs import Answer
from featherbrush.app.windows.export_dialog import ExportWish
from featherbrush.app.windows.main_window import MainWindow
from featherbrush.app.windows.new_map_dialog import NewMap
from featherbrush.app.windows.opening import PictureUse
from featherbrush.app.windows.recovery_dialog import Rescue
from featherbrush.engine.color_survey import ColorSurvey
from featherbrush.engine.generator import Generator
from featherbrush.engine.geometry import Point
from featherbrush.engine.library import Library

PATIENCE_MS = 30_000


@dataclass
class Answers:
    """Stands in for the dialogs: says what the test told it to, and remembers the questions."""

    unsaved: Answer = Answer.CANCEL
    path: Path | None = None
    new: NewMap | None = None
    page: str = ""
    mapping: dict[tuple[int, int, int], int] | None = None
    survey: ColorSurvey | None = None
    picture_use: PictureUse = PictureUse.NOTHING
    rescue: Rescue = Rescue.LATER
    found: Sequence[LostWork] = ()
    confirmed: bool = True
    template: str | None = None
    export: ExportWish | None = None
    asked: list[str] = field(default_factory=list)

    def ask_unsaved(self, name: str) -> Answer:
        """Answer the question about unsaved work."""
        self.asked.append(f"unsaved {name}")
        return self.unsaved

    def open_map(self) -> Path | None:
        """Answer which map to open."""
        return self._file("open map")

    def open_picture(self) -> Path | None:
        """Answer which picture to take the style of."""
        return self._file("open picture")

    def open_underlay(self) -> Path | None:
        """Answer which picture to trace over."""
        return self._file("open underlay")

    def save_votes(self, suggested: str) -> Path | None:
        """Answer where to write the votes."""
        return self._file(f"save votes {suggested}")

    def open_model(self) -> Path | None:
        """Answer which model to open."""
        return self._file("open model")

    def save_map(self, suggested: str) -> Path | None:
        """Answer where to save the map."""
        return self._file(f"save map {suggested}")

    def save_picture(self, suggested: str) -> Path | None:
        """Answer where to save a picture."""
        return self._file(f"save picture {suggested}")

    def new_map(self, palette: object, *, native: object, multiple: int) -> NewMap | None:
        """Answer how large a new map is to be."""
        self.asked.append(f"new map of {native}")
        return self.new

    def save_layers(self, suggested: str) -> Path | None:
        """Answer where to write the layers."""
        return self._file(f"save layers {suggested}")

    def export_map(self, suggested: str, *, colors: bool) -> Path | None:
        """Answer where to write the map."""
        return self._file(f"export map {suggested}")

    def map_colors(
        self, survey: ColorSurvey, palette: object, *, name: str, names: object
    ) -> dict[tuple[int, int, int], int] | None:
        """Answer which class each colour is."""
        self.asked.append(f"map {len(survey.colors)} colours of {name}")
        self.survey = survey
        return self.mapping

    def ask_picture_use(self, name: str, *, sketch: bool) -> PictureUse:
        """Answer what a picture is to be."""
        self.asked.append(f"use of {name}")
        return self.picture_use

    def ask_rescue(self, found: Sequence[LostWork]) -> tuple[Rescue, int]:
        """Answer what to do with the first of the lost works."""
        self.asked.append(f"rescue {len(found)}")
        self.found = list(found)
        return self.rescue, 0

    def confirm_discard(self, name: str) -> bool:
        """Answer whether lost work may be discarded."""
        self.asked.append(f"discard {name}")
        return self.confirmed

    def confirm_without_picture(self, name: str) -> bool:
        """Answer whether the studio may close before a picture is saved."""
        self.asked.append(f"without {name}")
        return self.confirmed

    def confirm_stop_video(self, name: str) -> bool:
        """Answer whether a video may be given up."""
        self.asked.append(f"stop {name}")
        return self.confirmed

    def confirm_overwrite(self, name: str) -> bool:
        """Answer whether a template may be replaced."""
        self.asked.append(f"overwrite {name}")
        return self.confirmed

    def choose_from_gallery(
        self, examples: Sequence[Path], templates: Sequence[Path], folder: Path
    ) -> Path | None:
        """Answer what to begin with."""
        offered = ", ".join(path.name for path in (*examples, *templates))
        return self._file(f"gallery {offered}")

    def name_template(self, suggested: str) -> str | None:
        """Answer what a template is called."""
        self.asked.append(f"template {suggested}")
        return self.template

    def ask_export(self, offers: Mapping[Side, object], extent: object) -> ExportWish | None:
        """Answer which picture to export."""
        self.asked.append(f"export of {', '.join(offers)} at {extent}")
        return self.export

    def read(self, title: str, page: str) -> None:
        """Take note of a page that is shown."""
        self.asked.append(f"read {title}")
        self.page = page

    def _file(self, question: str) -> Path | None:
        self.asked.append(question)
        return self.path


class Studio:
    """A main window with a hand on it."""

    def __init__(self, window: MainWindow, answers: Answers, qtbot: QtBot) -> None:
        self.window = window
        self.answers = answers
        self.qtbot = qtbot

    @property
    def labels(self) -> NDArray[np.uint8]:
        """A copy of the map as it is now."""
        return self.window.document.labels.copy()

    def do(self, action: str) -> None:
        """Trigger an action by its name, as a menu or a shortcut would."""
        self.window.actions_by_name[action].trigger()

    def widget_point(self, x: float, y: float) -> QPoint:
        """Where a position of the map lies on the canvas widget."""
        at = self.window.canvas.view.to_widget(Point(x, y))
        return QPoint(round(at.x), round(at.y))

    def draw(self, *points: tuple[float, float]) -> None:
        """Draw with the left button along positions of the map."""
        canvas, left = self.window.canvas, Qt.MouseButton.LeftButton
        places = [self.widget_point(x, y) for x, y in points]
        QTest.mousePress(canvas, left, Qt.KeyboardModifier.NoModifier, places[0])
        for place in places[1:]:
            QTest.mouseMove(canvas, place)
        QTest.mouseRelease(canvas, left, Qt.KeyboardModifier.NoModifier, places[-1])

    def settle(self) -> None:
        """Wait until both pictures belong to the map as it is now, and were painted."""
        window = self.window

        def settled() -> None:
            assert window.bridge.state is State.UP_TO_DATE
            for side in Side:
                if window.models.current and window.models.current.entry(side):
                    assert window.bridge.current(side)
                    assert window.compare.revision(side) == window.document.revision

        self.qtbot.waitUntil(settled, timeout=PATIENCE_MS)

    def picture(self, side: Side) -> NDArray[np.uint8]:
        """The picture that a side has of the map as it is now."""
        result = self.window.pictures.current(side)
        assert result is not None
        return result.picture

    def wait_for_message(self, words: str) -> None:
        """Wait until the message bar says something with these words."""
        self.qtbot.waitUntil(lambda: words in self.window.messages.text, timeout=PATIENCE_MS)


MakeStudio = Callable[..., Studio]


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """Settings of this test alone."""
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def make_studio(no_leaks: None, qtbot: QtBot, settings: QSettings) -> Iterator[MakeStudio]:
    """make_studio(folder=None): the real window with the models of a folder, shown."""
    windows: list[MainWindow] = []

    def make(folder: Path | None = None) -> Studio:
        offered = choices(Library([folder])) if folder else ()
        first = (offered[0], Generator(offered[0].live.path)) if offered else None
        window = MainWindow(settings=settings, choices=offered, first=first)
        answers = Answers()
        window.files.dialogs = answers
        windows.append(window)
        window.show()
        qtbot.waitExposed(window)
        return Studio(window, answers, qtbot)

    yield make
    for window in windows:
        if shiboken6.isValid(window):
            window.files.dialogs = Answers(unsaved=Answer.DISCARD)
            window.close()
            window.deleteLater()
    windows.clear()
    _delete_now()


@pytest.fixture
def studio(make_studio: MakeStudio, model_folder: Path) -> Studio:
    """The studio with the test pair, its first pictures made."""
    made = make_studio(model_folder)
    made.settle()
    return made


@pytest.fixture
def no_leaks(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a thread, a running QTimer or a top-level widget behind."""
    threads, widgets = set(threading.enumerate()), set(_top_level())
    timers = set(map(id, _running_timers()))
    yield
    _delete_now()
    left = [f"thread {one.name}" for one in threading.enumerate() if one not in threads]
    left += [f"window {one!r}" for one in _top_level() if one not in widgets]
    left += [f"timer of {one.parent()!r}" for one in _running_timers() if id(one) not in timers]
    assert not left, f"the test left behind: {', '.join(left)}"


def _top_level() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]


def _running_timers() -> list[QTimer]:
    found = [one for one in gc.get_objects() if isinstance(one, QTimer)]
    return [timer for timer in found if shiboken6.isValid(timer) and timer.isActive()]


def _delete_now() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()
