"""Help: every shortcut there is, and what the studio is made of."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from featherbrush import __version__
from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.windows.actions import SPECS, plain

GESTURES = (
    ("Choose a class", "1 to 9, 0"),
    ("Take the class under the cursor", "Ctrl and click"),
    ("Line in steps of 15 degrees", "Shift while dragging"),
    ("Take the stroke back", "Esc while drawing"),
    ("Zoom at the cursor", "Wheel"),
    ("Pan", "Space and drag, middle button"),
    ("Fit the pictures", "Double click on them"),
    ("Move the divider", "Drag it, arrow keys"),
)
PARTS = (
    ("Qt and PySide6", "LGPL-3.0"),
    ("onnxruntime", "MIT"),
    ("NumPy", "BSD-3-Clause"),
    ("Pillow", "MIT-CMU"),
    ("pydantic", "MIT"),
    ("Typer and Rich", "MIT"),
    ("QtAwesome", "MIT"),
    ("Phosphor icons", "MIT"),
)


class PageDialog(QDialog):
    """A page to read, closed by Escape or its button."""

    def __init__(self, title: str, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(520, 560)
        browser = QTextBrowser()
        browser.setOpenExternalLinks(True)
        browser.setHtml(page)
        browser.setAccessibleName(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(browser)
        column.addWidget(buttons)


def shortcuts_page() -> str:
    """Return all shortcuts and gestures as HTML."""
    native = QKeySequence.SequenceFormat.NativeText
    keys = [
        (
            plain(spec.text),
            ", ".join(QKeySequence(key).toString(native) for key in spec.shortcuts),
        )
        for spec in SPECS.values()
        if spec.shortcuts
    ]
    return f"<h3>Mouse and pen</h3>{_table(GESTURES)}<h3>Keys</h3>{_table(tuple(keys))}"


def about_page(choice: Choice | None) -> str:
    """Return what the studio and the model in use are made of, as HTML."""
    model = ""
    if choice is not None:
        card = choice.card
        data = card.training
        facts = (
            ("Model", card.title),
            ("Licence", card.license),
            ("Trained on", f"{data.name} by {data.author}, {data.license}"),
        )
        model = f"<h3>Model in use</h3><p>{escape(card.description)}</p>{_table(facts)}"
    return (
        f"<h2>Featherbrush {escape(__version__)}</h2>"
        "<p>Paint a label map and watch a conditional GAN make its picture, stroke by stroke: "
        "the original model and the light one compressed from it, side by side on this computer."
        "</p><p>Apache License 2.0.</p>"
        f"{model}<h3>Made with</h3>{_table(PARTS)}"
    )


def _table(rows: tuple[tuple[str, str], ...]) -> str:
    cells = "".join(
        f"<tr><td style='padding:3px 24px 3px 0'>{escape(left)}</td>"
        f"<td style='padding:3px 0'><b>{escape(right)}</b></td></tr>"
        for left, right in rows
    )
    return f"<table>{cells}</table>"
