"""The words of the interface: all of them marked, all of them in German, nothing left over."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import polib
import pytest

from featherbrush.app.languages.__main__ import main
from featherbrush.app.languages.catalogue import (
    APP,
    HEADLESS,
    catalogues,
    sources,
    template,
    update,
)
from featherbrush.app.languages.source import (
    complaints,
    placeholders,
    texts,
    too_early,
    unwrapped,
)


@cache
def trees() -> dict[Path, ast.Module]:
    """The sources of everything with a window."""
    return {path: ast.parse(path.read_text()) for path in sources() if HEADLESS not in path.parents}


def keys(catalogue: polib.POFile) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.stem)
class TestEveryCatalogue:
    def test_translates_every_text_of_the_code(self, path: Path) -> None:
        catalogue = polib.pofile(str(path))
        missing = keys(template()) - keys(catalogue)
        empty = {entry.msgid for entry in catalogue.untranslated_entries()}

        assert not missing, f"run `make texts`, then translate: {missing}"
        assert not empty

    def test_has_no_text_that_the_code_lost(self, path: Path) -> None:
        stale = keys(polib.pofile(str(path))) - keys(template())

        assert not stale, f"run `make texts`: {stale}"

    def test_leaves_the_same_places_to_fill_in(self, path: Path) -> None:
        wrong = [
            entry.msgid
            for entry in polib.pofile(str(path)).translated_entries()
            if placeholders(entry.msgid) != placeholders(entry.msgstr)
        ]

        assert not wrong

    def test_keeps_tags_and_dots_and_one_mnemonic(self, path: Path) -> None:
        wrong = [
            entry.msgid
            for entry in polib.pofile(str(path)).translated_entries()
            if entry.msgid.count("<") != entry.msgstr.count("<")
            or entry.msgid.endswith("...") != entry.msgstr.endswith("...")
            or entry.msgid.count("&") != entry.msgstr.count("&")
        ]

        assert not wrong


def test_no_words_reach_the_screen_unmarked() -> None:
    bare = [
        f"{path.relative_to(APP)}:{found.line} {found.text!r}"
        for path, tree in trees().items()
        for found in unwrapped(tree)
    ]

    assert not bare, bare


def test_no_text_is_translated_before_a_language_was_chosen() -> None:
    early = [
        f"{path.relative_to(APP)}:{found.line} {found.text}"
        for path, tree in trees().items()
        for found in too_early(tree)
    ]

    assert not early, f"use mark() here and tr() where it is shown: {early}"


def test_this_very_test_sees_words_wherever_they_are() -> None:
    tree = ast.parse(
        'box.setText("Hello there")\n'
        'box.setText(tr("Hidden"))\n'
        'box.setText(f"<b>{n}</b> left over")\n'
        'box.setText("yes" if n else tr("No"))\n'
        'box.addItem(icon, "word")\n'
        'box.setText("1:20")\n'
        'box.setSuffix(" px")\n'
        'size = tr("early")\n'
        'def late():\n    return tr("late", n=1)\n'
        'x = mark("Marked")\n'
        'ActionSpec("&New", ("Ctrl+N",), "Begin again.")\n'
    )

    assert [found.text for found in unwrapped(tree)] == [
        "Hello there",
        "<b> </b> left over",
        "yes",
        "word",
    ]
    assert [found.line for found in too_early(tree)] == [2, 4, 8]
    assert {found.text for found in texts(tree)} == {
        "Hidden",
        "No",
        "early",
        "late",
        "Marked",
        "&New",
        "Begin again.",
    }


def test_complaints_are_read_from_where_they_are_raised() -> None:
    tree = ast.parse(
        'raise DocumentError(f"{self._path}: {len(found)} of {len(wanted)} layers")\n'
        'raise ModelFileError("no graph" if empty else f"{path}: {error.strerror or error}")\n'
        'raise ValueError("nobody sees this")\n'
        "raise RenderError(tr('wrapped already'))\n"
        'def unknown_ids(counts):\n    return f"unknown: {counts}"\n'
        'def too_large(name):\n    return DocumentError(f"{name} is too large")\n'
        'def found(name):\n    return Finding(f"{name} was found")\n'
    )

    assert [found.text for found in complaints(tree)] == [
        "{path}: {found} of {wanted} layers",
        "no graph",
        "unknown: {counts}",
        "{name} is too large",
    ]


def test_updating_keeps_translations_and_brings_new_texts(tmp_path: Path) -> None:
    path = tmp_path / "fr.po"
    old = polib.POFile()
    old.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "fr"}
    old.append(polib.POEntry(msgid="&Undo", msgstr="&Annuler"))
    old.append(polib.POEntry(msgid="Nobody says this any more", msgstr="Personne"))
    old.save(str(path))

    update(path)
    after = polib.pofile(str(path))

    assert after.find("&Undo").msgstr == "&Annuler"
    assert after.find("&Redo").msgstr == ""
    assert after.find("Nobody says this any more") is None


def test_a_language_is_named_by_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["../etc"]) == 2
    assert "not the code of a language" in capsys.readouterr().err
