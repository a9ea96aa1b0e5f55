"""The studio's words in the user's language: English is the source, catalogues translate it.

A catalogue is `languages/<code>.po`. The language is chosen once, before the window is made; a
text that the catalogue lacks stays English. No Qt, so that every room of the application can use
it. `python -m featherbrush.app.languages` brings the catalogues up to date with the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

SOURCE = "en"
FOLDER = Path(__file__).parent / "languages"
SEPARATORS = {"de": str.maketrans(",.", ".,")}
"""What stands for the comma between thousands and for the decimal point, where it is not these."""
CLASS = "class"
"""The context that names of classes have in a catalogue: "fill" may be a tool and a class."""

Catalogue = Mapping[tuple[str, str], str]

_language = SOURCE
_catalogue: Catalogue = {}


def tr(text: str, /, **values: object) -> str:
    """Return an English source text in the user's language, with its {placeholders} filled in."""
    return _filled(_catalogue.get(("", text), text), text, values)


def mark(text: str, /) -> str:
    """Return `text` as it is: marks a source text in a table, which `tr` translates when shown."""
    return text


def class_name(name: str) -> str:
    """Return the name of a class in the user's language; unknown names stay as the model has it."""
    return _catalogue.get((CLASS, name), name)


def source_title(path: Path) -> str:
    """Return a file's name as an English title: `alpine-lake.png` is "Alpine lake"."""
    return path.stem.replace("-", " ").replace("_", " ").capitalize()


def figure(written: str) -> str:
    """Return a number as Python writes it, "12,345.6", with the separators of the language in use."""
    return written.translate(SEPARATORS.get(_language, {}))


def language() -> str:
    """Return the code of the language in use, such as "de"."""
    return _language


def use(code: str) -> None:
    """Use a language from now on; one that has no catalogue means English."""
    global _language, _catalogue
    _language = code if code in languages() else SOURCE
    _catalogue = read_catalogue(_language)


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that there are, English first."""
    return (SOURCE, *sorted(path.stem for path in FOLDER.glob("*.po")))


def best(wanted: Iterable[str]) -> str:
    """Return the first language that there is of those wanted ("de-AT", "fr"), else English."""
    offered = languages()
    for name in wanted:
        code = name.replace("_", "-").split("-")[0].lower()
        if code in offered:
            return code
    return SOURCE


def in_language(code: str, text: str, /, **values: object) -> str:
    """Return a source text in another language than the one in use."""
    return _filled(read_catalogue(code).get(("", text), text), text, values)


def read_catalogue(code: str) -> Catalogue:
    """Return the finished entries of a language as {(context, source): translation}."""
    path = FOLDER / f"{code}.po"
    if code == SOURCE or not path.is_file():
        return {}
    import polib  # an English start need not pay for it

    entries = (entry for entry in polib.pofile(str(path)) if entry.translated())
    return {(entry.msgctxt or "", entry.msgid): entry.msgstr for entry in entries}


def _filled(translation: str, source: str, values: Mapping[str, object]) -> str:
    if not values:
        return translation
    try:
        return translation.format(**values)
    except (KeyError, IndexError, ValueError):  # a catalogue's slip must not stop the studio
        return source.format(**values)
