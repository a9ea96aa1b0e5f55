"""About: what the studio is, and the licence of everything that it is made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.licences import Component, components
from featherbrush.app.texts import tr


class AboutDialog(QDialog):
    """Two pages: about the studio (HTML), and the licence texts of its components."""

    def __init__(self, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Featherbrush"))
        self.resize(760, 600)
        self.page = browser = QTextBrowser()
        browser.setOpenExternalLinks(True)
        browser.setHtml(page)
        browser.setAccessibleName(tr("About Featherbrush"))
        self.licences = LicencePage(components())
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(tr("About Featherbrush"))
        self.tabs.addTab(browser, tr("About"))
        self.tabs.addTab(self.licences, tr("Licences"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.tabs, 1)
        column.addWidget(buttons)


class LicencePage(QWidget):
    """Components on the left, the text of the chosen one's licence on the right."""

    def __init__(self, found: tuple[Component, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._components = found
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Components"))
        self.list.setFixedWidth(220)
        # Rows are measured when they come: with the style sheet, not before it.
        self.list.ensurePolished()
        self.list.addItems([f"{one.name} {one.version}".strip() for one in found])
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Licence text"))
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.list)
        row.addWidget(self.text, 1)
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self._components):
            return
        one = self._components[place]
        head = tr("{name}: {licence}", name=one.name, licence=one.licence or tr("see below"))
        body = one.read() or tr("The package brings no text of its licence.")
        self.text.setPlainText(f"{head}\n\n{body}")
