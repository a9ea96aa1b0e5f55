"""Pages to read: every shortcut there is, and what the studio is made of."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from featherbrush import __version__
from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.texts import mark, model_words, tr
from featherbrush.app.windows.action_set import ActionSet, native

GESTURES = (
    (mark("Choose a class"), mark("1 to 9, 0")),
    (mark("Take the class under the cursor"), mark("Ctrl and click")),
    (mark("Line in steps of 15 degrees"), mark("Shift while dragging")),
    (mark("Take the stroke back"), mark("Esc while drawing")),
    (mark("Zoom at the cursor"), mark("Wheel")),
    (mark("Pan"), mark("Space and drag, middle button")),
    (mark("Fit the pictures"), mark("Double click on them")),
    (mark("Move the divider"), mark("Drag it, arrow keys")),
    (mark("Take a picture out as a file"), mark("Ctrl and drag it")),
)
KEYBOARD = (
    (mark("Move the keyboard's cursor"), mark("Arrow keys, 10 pixels with Shift")),
    (mark("Paint there"), mark("Space, and arrow keys while it is held")),
    (mark("Go on to the next control"), mark("Tab")),
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


def shortcuts_page(actions: ActionSet) -> str:
    """Return all gestures, and the shortcuts as they are now, as HTML."""
    keys = [
        (actions.name(name), ", ".join(native(key) for key in actions.shortcuts(name)))
        for name in actions
        if actions.shortcuts(name)
    ]
    return (
        f"<h3>{tr('Mouse and pen')}</h3>{_table(_translated(GESTURES))}"
        f"<h3>{tr('Painting without a mouse')}</h3>{_table(_translated(KEYBOARD))}"
        f"<h3>{tr('Keys')}</h3>{_table(keys)}"
    )


def about_page(choice: Choice | None) -> str:
    """Return what the studio and the model in use are made of, as HTML."""
    model = ""
    if choice is not None:
        card = choice.card
        data = card.training
        trained = tr(
            "{name} by {author}, {licence}",
            name=data.name,
            author=data.author,
            licence=data.license,
        )
        facts = (
            (tr("Model"), model_words(card.title)),
            (tr("Licence"), card.license),
            (tr("Trained on"), trained),
        )
        words = escape(model_words(card.description))
        model = f"<h3>{tr('Model in use')}</h3><p>{words}</p>{_table(facts)}"
    about = tr(
        "Paint a label map and watch a conditional GAN make its picture, stroke by stroke: the "
        "original model and the light one compressed from it, side by side on this computer."
    )
    free = tr(
        "Free software under the Apache License 2.0. Nothing that you paint leaves this computer."
    )
    return f"<h2>Featherbrush {escape(__version__)}</h2><p>{about}</p><p>{free}</p>{model}"


def _translated(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(tr(left), tr(right)) for left, right in rows]


def _table(rows: Sequence[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td style='padding:3px 24px 3px 0'>{escape(left)}</td>"
        f"<td style='padding:3px 0'><b>{escape(right)}</b></td></tr>"
        for left, right in rows
    )
    return f"<table>{cells}</table>"
