"""An artist judges both models' pictures without knowing which is which."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.compare_paint import title_of
from featherbrush.app.windows.votes import Verdict

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio


def titles(studio: Studio) -> list[str]:
    """What stands over the two pictures, from the first to the second."""
    scene = studio.window.compare.scene
    return [title_of(scene, pane) for pane in scene.panes]


def next_round(studio: Studio) -> None:
    """Paint, and wait for both pictures."""
    row = 8 + studio.window.document.revision % 30
    studio.draw((5, row), (40, row))
    studio.settle()


def test_the_pictures_have_no_names_until_the_vote(studio: Studio) -> None:
    bar = studio.window.viewing.vote_bar
    studio.do("blind")
    assert bar.isVisible()
    assert titles(studio) == ["A", "B"]

    bar.button(1).click()

    first = studio.window.viewing.vote.first
    assert titles(studio)[0] == f"A: {first.value.capitalize()}"
    preferred = Verdict(first.value)
    assert studio.window.viewing.vote.tally.count(preferred) == 1
    assert not bar.asking


def test_keys_vote_while_the_pictures_have_the_focus(studio: Studio) -> None:
    vote = studio.window.viewing.vote
    brush = studio.window.tools.class_id
    studio.do("blind")
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_0):
        QTest.keyClick(studio.window.compare, key)
        next_round(studio)

    assert len(vote.tally.votes) == 3
    assert vote.tally.count(Verdict.TIE) == 1
    assert studio.window.tools.class_id == brush


def test_one_picture_is_voted_on_once(studio: Studio) -> None:
    vote = studio.window.viewing.vote
    studio.do("blind")
    vote.vote(1)
    vote.vote(1)
    studio.do("side-by-side")
    studio.do("blind")
    vote.vote(1)
    assert len(vote.tally.votes) == 1

    next_round(studio)
    assert titles(studio) == ["A", "B"]
    vote.vote(2)
    assert len(vote.tally.votes) == 2


def test_both_sides_change_at_the_same_moment(studio: Studio) -> None:
    """The model that follows the pen must not give itself away."""
    compare, document = studio.window.compare, studio.window.document
    studio.do("blind")
    seen: list[tuple[int, int]] = []
    studio.window.bridge.pictured.connect(
        lambda *_: seen.append((compare.revision(Side.ORIGINAL), compare.revision(Side.COMPRESSED)))
    )
    next_round(studio)

    assert len(seen) >= 2
    assert all(original == compressed for original, compressed in seen)
    assert seen[-1] == (document.revision, document.revision)


def test_the_order_is_drawn_anew(studio: Studio) -> None:
    vote = studio.window.viewing.vote
    firsts = set()
    for _ in range(40):
        studio.do("blind")
        firsts.add(vote.first)
        studio.do("side-by-side")
    assert firsts == set(Side)


def test_the_key_that_exchanges_pictures_does_nothing_here(studio: Studio) -> None:
    studio.do("blind")
    before = studio.window.compare.flipped
    studio.do("flip-sides")
    assert studio.window.compare.flipped is before


def test_leaving_gives_the_names_and_the_order_back(studio: Studio) -> None:
    studio.do("blind")
    studio.do("side-by-side")
    assert titles(studio) == ["Original", "Compressed"]
    assert not studio.window.viewing.vote_bar.isVisible()


def test_the_tally_comes_back_with_the_models(make_studio: MakeStudio, model_folder: Path) -> None:
    first = make_studio(model_folder)
    first.settle()
    first.do("blind")
    first.window.viewing.vote.vote(0)
    assert first.window.close()

    second = make_studio(model_folder)
    assert second.window.viewing.vote.tally.count(Verdict.TIE) == 1
    second.window.viewing.vote.reset()
    assert not second.window.viewing.vote.tally.votes


def test_votes_are_exported_as_a_table(studio: Studio, tmp_path: Path) -> None:
    viewing = studio.window.viewing
    studio.do("blind")
    viewing.vote.vote(0)
    studio.answers.path = tmp_path / "votes.csv"

    viewing.vote_bar.export_asked.emit()

    head, row = (tmp_path / "votes.csv").read_text().splitlines()
    assert head == "time,A,B,preferred"
    assert row.endswith(",tie")
    assert {"test-original", "test-compressed"} < set(row.split(","))


@pytest.mark.parametrize("name", ["missing/folder/votes.csv"])
def test_a_table_that_cannot_be_written_is_told(studio: Studio, tmp_path: Path, name: str) -> None:
    studio.do("blind")
    studio.window.viewing.vote.vote(0)
    studio.answers.path = tmp_path / name
    studio.window.viewing.vote_bar.export_asked.emit()
    assert "votes.csv" in studio.window.messages.text
