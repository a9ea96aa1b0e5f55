"""Starts the studio: the first model, then the window, then everything that can wait."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from types import TracebackType

# On Windows onnxruntime must be loaded before Qt, or its libraries clash with Qt's.
import onnxruntime  # noqa: F401
from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtWidgets import QApplication

from featherbrush.app.looks.brand import window_icon
from featherbrush.app.synthesis.choice import (
    Choice,
    choice_for,
    choice_from_file,
    choices,
)
from featherbrush.app.texts import one_line, tr
from featherbrush.app.windows import language
from featherbrush.app.windows.layout import MODEL
from featherbrush.app.windows.main_window import MainWindow
from featherbrush.engine.errors import ModelFileError
from featherbrush.engine.generator import Generator
from featherbrush.engine.library import default_library
from featherbrush.engine.resources import user_journals_dir

TURN_S = 0.002
"""Seconds that a thread may keep Python while another waits for it."""


def run(path: Path | None = None, model: str | None = None) -> int:
    """Open the studio and return its exit code.

    path: a label map to open. model: id or pair to begin with, or a model file. Raises
    ModelFileError for a model that was asked for and cannot be used.
    """
    offered = choices(default_library())
    _name_settings()
    settings = QSettings()
    first, problem = first_model(offered, model, kept=str(settings.value(MODEL, "")))
    application = create_application(sys.argv)
    _window = open_studio(
        application, offered, first, settings=settings, path=path, problem=problem
    )
    return application.exec()


def open_studio(
    application: QApplication,
    offered: tuple[Choice, ...],
    first: tuple[Choice, Generator] | None,
    *,
    settings: QSettings,
    path: Path | None = None,
    problem: str = "",
) -> MainWindow:
    """Show the window in its language, with journal, tour and calibration, and return it.

    path: a document to open. problem: what to tell about the models in one line.
    """
    language.put_in_force(settings, application)
    window = MainWindow(settings=settings, choices=offered, first=first)
    if problem:
        window.messages.error(problem)
    if path is not None:
        window.files.open(path)
    _tell_of_the_unexpected(window)
    window.documents.safety.begin(user_journals_dir())
    window.show()
    window.documents.safety.offer()
    window.help.tour.offer()
    window.model_shelf.begin()
    settle()
    return window


def create_application(
    arguments: list[str], *, kind: type[QApplication] = QApplication
) -> QApplication:
    """Return the application, set up the way a pen needs it."""
    attribute = Qt.ApplicationAttribute
    # Every point of a fast stroke counts; Qt would merge them otherwise.
    QCoreApplication.setAttribute(attribute.AA_CompressHighFrequencyEvents, False)
    QCoreApplication.setAttribute(attribute.AA_CompressTabletEvents, False)
    _name_settings()
    application = kind(arguments)
    application.setApplicationDisplayName("")
    application.setDesktopFileName("featherbrush")
    application.setWindowIcon(window_icon())
    return application


def _name_settings() -> None:
    """Say where settings are kept; they may be read before there is an application."""
    QCoreApplication.setOrganizationName("featherbrush")
    QCoreApplication.setApplicationName("featherbrush")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)


def _tell_of_the_unexpected(window: MainWindow) -> None:
    """Show a fault of our own as a message as well: the work stays, and can be saved."""
    usual = sys.excepthook

    def tell(
        kind: type[BaseException], problem: BaseException, trace: TracebackType | None
    ) -> None:
        usual(kind, problem, trace)
        window.messages.error(
            tr(
                "Something unexpected went wrong ({problem}). The map is still here: save it.",
                problem=one_line(problem),
            )
        )

    sys.excepthook = tell


def settle() -> None:
    """Keep the garbage collector's rounds and the workers' turns short while somebody paints.

    A full round over what start-up made would hold the interface for tens of milliseconds, in mid-stroke. And a
    worker that packs the time-lapse may keep Python to itself for a whole turn, 5 ms unless told; with turns of
    half a millisecond, on the other hand, pictures come 7 ms later.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(TURN_S)


def first_model(
    offered: tuple[Choice, ...], wanted: str | None, *, kept: str = ""
) -> tuple[tuple[Choice, Generator] | None, str]:
    """Load the model to begin with; what is wrong with one that nobody asked for is told later.

    wanted: id, pair or file that was asked for. kept: name of the pair that was used last.
    """
    if wanted is not None:
        choice = _asked_for(offered, wanted)
        return (choice, Generator(choice.live.path)), ""
    problem = ""
    for choice in sorted(offered, key=lambda one: one.name != kept):
        try:
            return (choice, Generator(choice.live.path)), problem
        except ModelFileError as error:
            problem = one_line(error)
    return None, problem


def _asked_for(offered: tuple[Choice, ...], wanted: str) -> Choice:
    choice = choice_for(offered, wanted)
    if choice is not None:
        return choice
    if wanted.lower().endswith(".onnx"):
        return choice_from_file(Path(wanted))
    names = ", ".join(choice.name for choice in offered) or "none"
    raise ModelFileError(f"no model {wanted!r:.80} to paint with; there are: {names}")
