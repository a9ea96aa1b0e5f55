"""The style sheet of the studio: one template, filled from the tokens of a theme."""

from __future__ import annotations

from string import Template

from featherbrush.app.windows.tokens import METRICS, Tokens

_SHEET = Template("""
QMainWindow, QDialog { background: $window; }
QToolTip {
    background: $raised; color: $text; border: 1px solid $line; padding: 6px 8px;
}
QMenuBar { background: $window; padding: 2px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $panel; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QMenu::icon { padding-left: 8px; }
QStatusBar { background: $window; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QWidget#status { color: $muted; }
QSplitter::handle { background: $window; }
QSplitter::handle:hover { background: $accent_soft; }

QWidget#optionBar { background: $window; border-bottom: 1px solid $line; }
QWidget#toolBar, QWidget#palettePanel { background: $panel; border-right: 1px solid $line; }
QWidget#resultPane { background: $panel; }
QWidget#figuresPanel, QWidget#stylePanel { background: $panel; border-top: 1px solid $line; }
QFrame#rule { background: $line; max-width: 1px; margin: 0 8px; border: none; }
QLabel { background: transparent; color: $text; }
QLabel[kind="heading"] { color: $muted; font-weight: 600; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="title"] { font-weight: 600; }
QWidget#speed { color: $accent; }

QToolButton, QPushButton {
    color: $text; background: $raised; border: 1px solid $line; border-radius: ${radius}px;
    padding: 5px 12px;
}
QToolButton:hover, QPushButton:hover { background: $hover; }
QToolButton:pressed, QPushButton:pressed { background: $pressed; }
QToolButton:disabled, QPushButton:disabled { color: $faint; background: transparent; }
QToolButton:checked { background: $accent_soft; border-color: $accent; color: $text; }
QToolButton:focus, QPushButton:focus { border-color: $accent; outline: none; }
QPushButton:default { background: $accent; color: $on_accent; border-color: $accent; }
QToolButton[flat="true"] { background: transparent; border-color: transparent; padding: 5px; }
QToolButton[flat="true"]:hover { background: $hover; }
QToolButton[flat="true"]:pressed { background: $pressed; }
QToolButton[flat="true"]:checked { background: $accent_soft; border-color: $accent; }
QToolButton[flat="true"]:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; width: 0; }
QFileDialog QToolButton { padding: 3px; background: transparent; border-color: transparent; }
QToolButton#modelButton { padding: 5px 10px; text-align: left; }

QSpinBox {
    background: $sunken; color: $text; border: 1px solid $line; border-radius: ${radius}px;
    padding: 4px 6px; selection-background-color: $accent; selection-color: $on_accent;
}
QSpinBox::up-button, QSpinBox::down-button {
    subcontrol-origin: border; width: 0px; height: 0px; border: none;
}
QDialogButtonBox, QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton { min-width: 64px; min-height: 18px; }
QSpinBox:focus { border-color: $accent; }
QLineEdit {
    background: $sunken; color: $text; border: 1px solid $line; border-radius: ${radius}px;
    padding: 4px 8px; selection-background-color: $accent; selection-color: $on_accent;
}
QSlider { background: transparent; }
QSlider { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $pressed; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::add-page:horizontal { height: 4px; border-radius: 2px; background: $pressed; }
QSlider::handle:horizontal {
    width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: $text;
}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: $accent; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $pressed; border-radius: 4px; min-height: 28px;
    margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QFrame#messageBar { background: $raised; border: 1px solid $line; border-radius: 8px; }
QFrame#messageBar[severity="error"] { background: $danger_soft; border-color: $danger; }
QTextBrowser { background: $sunken; border: 1px solid $line; border-radius: ${radius}px;
    padding: 8px; }
""")


def style_sheet(tokens: Tokens) -> str:
    """Return the Qt style sheet of a theme."""
    return _SHEET.substitute(vars(tokens), radius=METRICS.radius)
