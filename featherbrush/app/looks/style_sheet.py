"""The style sheet of the studio: one template, filled from the tokens of a theme."""

from __future__ import annotations

from string import Template

from featherbrush.app.looks.arrows import arrow_files
from featherbrush.app.looks.tokens import METRICS, Tokens

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
QWidget#compareBar { background: $panel; border-bottom: 1px solid $line; }
QWidget#voteBar { background: $panel; border-top: 1px solid $line; }
QWidget#navigator, QWidget#underlayBar { background: $panel; border-right: 1px solid $line; }
QWidget#navigator { border-top: 1px solid $line; }
QFrame#segments { background: $sunken; border: 1px solid $line; border-radius: ${radius}px; }
QToolButton[segment="true"] { background: transparent; border: 1px solid transparent;
    padding: 2px; border-radius: 4px; }
QToolButton[segment="true"]:hover { background: $hover; }
QToolButton[segment="true"]:checked { background: $accent_soft; border-color: $accent; }
QToolButton[segment="true"]:focus { border-color: $accent; }
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
QPushButton:default:disabled { background: transparent; color: $faint; border-color: $line; }
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
    padding: 4px 6px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QSpinBox::up-button, QSpinBox::down-button {
    subcontrol-origin: border; width: 18px; background: transparent; border: none;
}
QSpinBox::up-button { subcontrol-position: top right; margin: 2px 2px 0 0; }
QSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 2px 0; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover { background: $hover; border-radius: 3px; }
QSpinBox::up-button:pressed, QSpinBox::down-button:pressed { background: $pressed; }
QSpinBox::up-arrow { image: url("$up"); width: 8px; height: 5px; }
QSpinBox::down-arrow { image: url("$down"); width: 8px; height: 5px; }
QSpinBox::up-arrow:off, QSpinBox::up-arrow:disabled { image: url("$up_faint"); }
QSpinBox::down-arrow:off, QSpinBox::down-arrow:disabled { image: url("$down_faint"); }
QSpinBox:disabled { color: $faint; }
QDialogButtonBox, QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton { min-width: 64px; min-height: 18px; }
QSpinBox:focus { border-color: $accent; }
QLineEdit:focus { border-color: $accent; }
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
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: $pressed; border-radius: 4px; min-width: 28px;
    margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QFrame#messageBar { background: $raised; border: 1px solid $line; border-radius: 8px; }
QFrame#messageBar[severity="error"] { background: $danger_soft; border-color: $danger; }
QTextBrowser, QPlainTextEdit {
    background: $sunken; color: $text; border: 1px solid $line; border-radius: ${radius}px;
    padding: 8px;
}
QTreeWidget, QListWidget {
    background: $sunken; color: $text; border: 1px solid $line; border-radius: ${radius}px;
    padding: 3px; outline: none;
}
QTreeWidget::item, QListWidget::item { padding: 5px 6px; border: none; }
QTreeWidget::item:hover, QListWidget::item:hover { background: $hover; color: $text; }
QTreeWidget::item:selected, QListWidget::item:selected {
    background: $accent_soft; color: $text;
}
QTreeWidget::item:disabled { color: $faint; }
QHeaderView::section {
    background: $panel; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: 5px 8px;
}
QTabWidget::pane { border: none; }
QTabBar::tab {
    background: transparent; color: $muted; padding: 7px 14px;
    border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent; }
QComboBox {
    background: $raised; color: $text; border: 1px solid $line; border-radius: ${radius}px;
    padding: 4px 24px 4px 10px; min-height: 18px;
}
QComboBox:hover { background: $hover; }
QComboBox:focus { border-color: $accent; }
QComboBox:disabled { color: $faint; background: transparent; }
QComboBox::drop-down {
    subcontrol-origin: border; subcontrol-position: center right; border: none; width: 24px;
}
QComboBox::down-arrow { image: url("$down"); width: 10px; height: 6px; }
QComboBox::down-arrow:disabled { image: url("$down_faint"); }
QComboBox QAbstractItemView {
    background: $panel; color: $text; border: 1px solid $line; padding: 3px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QProgressBar {
    background: $sunken; border: 1px solid $line; border-radius: 4px; height: 8px;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QDialog#commandPalette { background: $panel; border: 1px solid $line; }
QDialog#commandPalette QLineEdit { padding: 9px 12px; font-size: 15px; }
QDialog#commandPalette QTreeWidget { border: none; background: $panel; }
QFrame#tourBubble { background: $raised; border: 1px solid $accent; border-radius: 10px; }
QFrame#tourRing { background: transparent; border: 2px solid $accent; border-radius: 8px; }
""")


def style_sheet(tokens: Tokens) -> str:
    """Return the Qt style sheet of a theme."""
    plain, faint = arrow_files(tokens.muted), arrow_files(tokens.faint)
    arrows = plain | {f"{name}_faint": path for name, path in faint.items()}
    return _SHEET.substitute(vars(tokens), radius=METRICS.radius, **arrows)
