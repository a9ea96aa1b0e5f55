"""The catalogue as the code wants it: every marked text and complaint, and the words of bundled files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import polib

from featherbrush.app.languages.source import complaints, texts
from featherbrush.app.texts import CLASS, FAULT, FOLDER, MODEL, pair_title, source_title
from featherbrush.engine.library import Library
from featherbrush.engine.resources import assets_dir

APP = FOLDER.parent
ENGINE = APP.parent / "engine"
HEADLESS = APP / "commands"
"""The commands without a window speak English: scripts read them, too."""


def sources() -> Iterator[Path]:
    """Yield the Python files of the application."""
    return iter(sorted(APP.rglob("*.py")))


def complaining() -> Iterator[Path]:
    """Yield the Python files whose errors the studio shows."""
    app = (path for path in sources() if HEADLESS not in path.parents)
    return iter((*sorted(ENGINE.rglob("*.py")), *app))


def template() -> polib.POFile:
    """Return a catalogue without translations; entries name the files that they come from."""
    found: dict[tuple[str | None, str], set[str]] = {}
    for path in sources():
        name = path.relative_to(APP).as_posix()
        for finding in texts(ast.parse(path.read_text(encoding="utf-8"), str(path))):
            found.setdefault((None, finding.text), set()).add(name)
    for path in complaining():
        name = path.relative_to(APP.parent).as_posix()
        for finding in complaints(ast.parse(path.read_text(encoding="utf-8"), str(path))):
            found.setdefault((FAULT, finding.text), set()).add(name)
    for entry in Library([assets_dir() / "models"]).entries():
        card = entry.card
        for info in card.classes:
            found.setdefault((CLASS, info.name), set()).add("assets/models")
        for words in (card.title, card.description, pair_title(card.pair)):
            if words:
                found.setdefault((MODEL, words), set()).add("assets/models")
    for path in (assets_dir() / "examples").rglob("*.png"):
        found.setdefault((None, source_title(path)), set()).add("assets/examples")
    catalogue = polib.POFile(wrapwidth=100)
    for context, text in sorted(found, key=lambda key: (key[0] or "", key[1])):
        # Without line numbers: a catalogue changes when texts do, not when code moves.
        places = [(file, "") for file in sorted(found[context, text])]
        catalogue.append(polib.POEntry(msgctxt=context, msgid=text, occurrences=places))
    return catalogue


def update(path: Path) -> polib.POFile:
    """Bring a catalogue file up to date: new texts come in empty, those no longer used go.

    Translations stay. Returns the catalogue as it was written.
    """
    old = polib.pofile(str(path)) if path.exists() else _begun(path.stem)
    known = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in old}
    new = template()
    new.metadata = old.metadata
    for entry in new:
        entry.msgstr = known.get((entry.msgctxt, entry.msgid), "")
    new.save(str(path), newline="\n")
    return new


def catalogues() -> tuple[Path, ...]:
    """Return the catalogue files that there are."""
    return tuple(sorted(FOLDER.glob("*.po")))


def _begun(code: str) -> polib.POFile:
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Project-Id-Version": "featherbrush",
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return catalogue
