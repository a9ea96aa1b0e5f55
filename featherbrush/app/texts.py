"""The studio's words in the user's language: English is the source, catalogues translate it.

A catalogue is `languages/<code>.po`. The language is chosen once, before the window is made; a
text that the catalogue lacks stays English. No Qt, so that every room of the application can use
it. `python -m featherbrush.app.languages` brings the catalogues up to date with the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from featherbrush.engine.errors import FeatherbrushError

SOURCE = "en"
FOLDER = Path(__file__).parent / "languages"
SEPARATORS = {"de": str.maketrans(",.", ".,")}
"""What stands for the comma between thousands and for the decimal point, where it is not these."""
CLASS = "class"
"""The context that names of classes have in a catalogue: "fill" may be a tool and a class."""

MODEL = "model"
"""The context of titles and descriptions of the models that come with the studio."""
FAULT = "fault"
"""The context of what the engine and its files complain of: it speaks English to scripts."""
DEEPEST = 3
"""A complaint may quote another one, which may quote a third."""

Catalogue = Mapping[tuple[str, str], str]

Faults = tuple[tuple[re.Pattern[str], str], ...]

_language = SOURCE
_catalogue: Catalogue = {}
_faults: Faults | None = None


def tr(text: str, /, **values: object) -> str:
    """Return an English source text in the user's language, with its {placeholders} filled in."""
    return _filled(_catalogue.get(("", text), text), text, values)


def mark(text: str, /) -> str:
    """Return `text` as it is: marks a source text in a table, which `tr` translates when shown."""
    return text


def class_name(name: str) -> str:
    """Return the name of a class in the user's language; unknown names stay as the model has it."""
    return _catalogue.get((CLASS, name), name)


def model_words(words: str) -> str:
    """Return the title or description of a model; those of unknown models stay as they are."""
    return _catalogue.get((MODEL, words), words)


def one_line(problem: BaseException) -> str:
    """Return a problem as one line in the user's language: ours say it, others with their type."""
    if isinstance(problem, FeatherbrushError):
        return complaint(str(problem))
    return f"{type(problem).__name__}: {' '.join(str(problem).split())}"


def complaint(message: str) -> str:
    """Return what the engine said, found in the catalogue by its words around what it names."""
    global _faults
    if _faults is None:
        _faults = _patterns(_catalogue)
    return _complaint(message, _faults, DEEPEST)


def source_title(path: Path) -> str:
    """Return a file's name as an English title: `alpine-lake.png` is "Alpine lake"."""
    return pair_title(path.stem)


def pair_title(name: str) -> str:
    """Return the name of a pair of models as an English title."""
    return name.replace("-", " ").replace("_", " ").capitalize()


def figure(written: str) -> str:
    """Return a number as Python writes it, "12,345.6", with the separators of the language in use."""
    return written.translate(SEPARATORS.get(_language, {}))


def language() -> str:
    """Return the code of the language in use, such as "de"."""
    return _language


def use(code: str) -> None:
    """Use a language from now on; one that has no catalogue means English."""
    global _language, _catalogue, _faults
    _language = code if code in languages() else SOURCE
    _catalogue, _faults = read_catalogue(_language), None


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


def _patterns(catalogue: Catalogue) -> Faults:
    """Patterns of all complaints with their translations, those with the most words first."""
    entries = [(text, said) for (kind, text), said in catalogue.items() if kind == FAULT]
    entries.sort(key=lambda entry: -len(re.sub(r"\{\w+\}", "", entry[0])))
    return tuple((_pattern(text), said) for text, said in entries)


def _pattern(text: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", text)
    return re.compile(
        "".join(
            f"(?P<{part}>.+?)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
        )
    )


def _complaint(message: str, faults: Faults, depth: int) -> str:
    for pattern, translation in faults:
        found = pattern.fullmatch(message)
        if found:
            parts = {
                name: _complaint(part, faults, depth - 1) if depth else part
                for name, part in found.groupdict().items()
            }
            return _put(translation, parts)
    where, colon, what = message.partition(": ")
    return f"{where}{colon}{_complaint(what, faults, depth - 1)}" if colon and depth else message


def _put(translation: str, parts: Mapping[str, str]) -> str:
    """Fill places by name; what files say is quoted as it is, braces and all."""
    return re.sub(r"\{(\w+)\}", lambda place: parts.get(place[1], place[0]), translation)


def _filled(translation: str, source: str, values: Mapping[str, object]) -> str:
    if not values:
        return translation
    try:
        return translation.format(**values)
    except (KeyError, IndexError, ValueError):  # a catalogue's slip must not stop the studio
        return source.format(**values)
