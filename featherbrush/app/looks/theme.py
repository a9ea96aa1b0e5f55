"""Light and dark: follows the system unless the artist chose, and tells who draws by hand."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from featherbrush.app.looks.style_sheet import style_sheet
from featherbrush.app.looks.tokens import DARK, Tokens, tokens_for


class ThemeChoice(StrEnum):
    """What the artist asked for."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


def resolve(choice: ThemeChoice, scheme: Qt.ColorScheme) -> Tokens:
    """Return the tokens for a choice under a system colour scheme.

    A system that does not say gets the dark theme: pictures are judged best on it.
    """
    if choice is ThemeChoice.SYSTEM:
        return tokens_for(dark=scheme != Qt.ColorScheme.Light)
    return tokens_for(dark=choice is ThemeChoice.DARK)


def qt_palette(tokens: Tokens) -> QPalette:
    """Return the Qt palette of a theme, for everything that the style sheet does not name."""
    role = QPalette.ColorRole
    palette = QPalette()
    for target, color in {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.sunken,
        role.AlternateBase: tokens.panel,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.faint,
        role.Text: tokens.text,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.danger,
        role.Link: tokens.accent,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Light: tokens.hover,
        role.Midlight: tokens.hover,
        role.Mid: tokens.line,
        role.Dark: tokens.sunken,
        role.Shadow: tokens.surround,
    }.items():
        palette.setColor(target, QColor(color))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(tokens.faint))
    return palette


class Theme(QObject):
    """The theme in force; ``changed(Tokens)`` after every change."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = ThemeChoice.SYSTEM
        self._tokens = DARK
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def tokens(self) -> Tokens:
        """The tokens in force."""
        return self._tokens

    @property
    def choice(self) -> ThemeChoice:
        """What the artist asked for."""
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        """Put a theme in force for the whole application."""
        self._choice = choice
        self._apply()

    def _system_changed(self) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        self._tokens = resolve(self._choice, QGuiApplication.styleHints().colorScheme())
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setStyle("Fusion")
            application.setPalette(qt_palette(self._tokens))
            application.setStyleSheet(style_sheet(self._tokens))
        self.changed.emit(self._tokens)
