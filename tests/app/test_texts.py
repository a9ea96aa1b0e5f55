"""Texts in the user's language: what is looked up, filled in, and what falls back to English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from featherbrush.app import texts
from featherbrush.app.texts import (
    class_name,
    complaint,
    in_language,
    mark,
    model_words,
    one_line,
    tr,
)
from featherbrush.engine.errors import DocumentError


@pytest.fixture(autouse=True)
def own_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder with one small catalogue; English again afterwards."""
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for context, source, translation in (
        (None, "fill", "füllen"),
        ("class", "fill", "Füllung"),
        (None, "{n} left", "noch {n}"),
        (None, "{n} right", "rechts {m}"),
        (None, "empty", ""),
        ("fault", "{path}: damaged, {problem}", "{path}: beschädigt, {problem}"),
        ("fault", "{path}: damaged, {name} is missing", "{path}: beschädigt, {name} fehlt"),
        ("fault", "the data ends at byte {n}", "die Daten enden bei Byte {n}"),
        ("fault", "it has {known}; not {unknown}", "statt {unknown} hat es {known}"),
        ("model", "Planet of ice", "Eisplanet"),
    ):
        catalogue.append(polib.POEntry(msgctxt=context, msgid=source, msgstr=translation))
    catalogue.save(str(tmp_path / "de.po"))
    before = texts.language()
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    texts.use("de")
    yield
    monkeypatch.undo()
    texts.use(before)


def test_texts_are_translated_and_filled_in() -> None:
    assert tr("fill") == "füllen"
    assert class_name("fill") == "Füllung"
    assert tr("{n} left", n=3) == "noch 3"


def test_what_the_catalogue_lacks_stays_english() -> None:
    assert tr("brush") == "brush"
    assert tr("empty") == "empty"
    assert class_name("sky") == "sky"


def test_a_slip_in_a_catalogue_falls_back_to_english() -> None:
    assert tr("{n} right", n=3) == "3 right"


def test_braces_without_values_are_left_alone() -> None:
    assert tr("100 % of {this}") == "100 % of {this}"


def test_marking_changes_nothing() -> None:
    assert mark("fill") == "fill"


def test_the_first_language_that_there_is_wins() -> None:
    assert texts.best(["fr-FR", "de-AT", "en-US"]) == "de"
    assert texts.best(["en-GB", "de"]) == "en"
    assert texts.best(["pt_BR"]) == "en"
    assert texts.languages() == ("en", "de")


def test_an_unknown_language_means_english() -> None:
    texts.use("xx")

    assert texts.language() == "en"
    assert tr("fill") == "fill"


def test_one_text_can_be_had_in_another_language() -> None:
    texts.use("en")

    assert in_language("de", "{n} left", n=2) == "noch 2"
    assert in_language("en", "fill") == "fill"


def test_figures_have_the_separators_of_the_language() -> None:
    assert texts.figure("12,345.6") == "12.345,6"
    texts.use("en")
    assert texts.figure("12,345.6") == "12,345.6"


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("/a/b.ora: damaged, 'map.png' is missing", "/a/b.ora: beschädigt, 'map.png' fehlt"),
        (
            "b.ora: damaged, the data ends at byte 7",
            "b.ora: beschädigt, die Daten enden bei Byte 7",
        ),
        ("planet-original: the data ends at byte 7", "planet-original: die Daten enden bei Byte 7"),
        ("it has {0}; not {problem}", "statt {problem} hat es {0}"),
        ("b.ora: something new", "b.ora: something new"),
        ("", ""),
    ],
)
def test_complaints_are_found_by_the_words_around_what_they_name(
    said: str, understood: str
) -> None:
    assert complaint(said) == understood
    assert one_line(DocumentError(said)) == understood


def test_problems_that_are_not_ours_say_their_type() -> None:
    assert one_line(OSError("no\nspace")) == "OSError: no space"


def test_complaints_follow_the_language() -> None:
    assert complaint("the data ends at byte 7") == "die Daten enden bei Byte 7"

    texts.use("en")

    assert complaint("the data ends at byte 7") == "the data ends at byte 7"


def test_words_of_bundled_models_are_translated_and_those_of_others_stay() -> None:
    assert model_words("Planet of ice") == "Eisplanet"
    assert model_words("My own model") == "My own model"
