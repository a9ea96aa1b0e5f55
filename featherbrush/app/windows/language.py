"""The language of the interface: by the system, or as chosen in the menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu

from featherbrush.app import texts
from featherbrush.app.texts import mark, tr

KEY = "language"
SYSTEM = "system"


def put_in_force(settings: QSettings, application: QApplication) -> QTranslator | None:
    """Use the chosen language for our texts and for Qt's own; call it before a window is made.

    Returns what translates Qt's own words, None when Qt has no such language.
    """
    texts.use(wanted(settings))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load(f"qtbase_{texts.language()}", folder):
        return None
    application.installTranslator(translator)
    return translator


def wanted(settings: QSettings) -> str:
    """Return the code of the language that the artist chose, or else the system's."""
    chosen = str(settings.value(KEY, SYSTEM))
    if chosen in texts.languages():
        return chosen
    return texts.best(QLocale.system().uiLanguages())


def fill_menu(menu: QMenu, settings: QSettings, *, tell: Callable[[str], object]) -> None:
    """Offer the languages; a choice holds from the next start on, and `tell` gets to say so."""
    group = QActionGroup(menu)
    chosen = str(settings.value(KEY, SYSTEM))
    for code in (SYSTEM, *texts.languages()):
        action = QAction(_own_name(code), group)
        action.setCheckable(True)
        action.setChecked(code == chosen)
        action.triggered.connect(
            lambda _=False, code=code: _choose(code, settings=settings, tell=tell)
        )
        menu.addAction(action)


HINT = mark("The language changes when Featherbrush is started again.")


def _choose(code: str, *, settings: QSettings, tell: Callable[[str], object]) -> None:
    settings.setValue(KEY, code)
    coming = wanted(settings)
    if coming != texts.language():
        tell(texts.in_language(coming, HINT))


def _own_name(code: str) -> str:
    """Return what speakers of a language call it: nobody has to read another one to find it."""
    if code == SYSTEM:
        return tr("As the &system")
    if code == texts.SOURCE:
        return "English"
    name = QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:]
