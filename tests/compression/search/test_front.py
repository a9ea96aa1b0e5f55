"""What a search found and what a budget allows."""

from __future__ import annotations

import errno
import io
import json
import os
from pathlib import Path

import pytest
from rich.console import Console

from featherbrush.compression.search import front
from featherbrush.compression.search.front import (
    BudgetError,
    Candidate,
    ChoiceError,
    choose,
    pareto_front,
)
from featherbrush.engine.errors import FeatherbrushError


def _candidate(name: str, distance: float, ms: float, macs: float = 1e9) -> Candidate:
    return Candidate(name, distance, ms, int(macs))


FAST = _candidate("fast", 90, 5, 0.5e9)
MIDDLE = _candidate("middle", 60, 8, 0.8e9)
GOOD = _candidate("good", 50, 14, 1.2e9)
WORSE = _candidate("worse", 70, 9, 0.4e9)
SLOWER = _candidate("slower", 50, 20, 2e9)
ALL = [WORSE, GOOD, SLOWER, FAST, MIDDLE]


def test_the_front_holds_what_nothing_beats_in_both_fastest_first() -> None:
    assert pareto_front(ALL) == [FAST, MIDDLE, GOOD]


def test_of_equally_fast_ones_the_better_is_on_the_front() -> None:
    twin = _candidate("twin", 80, 5)

    assert pareto_front([FAST, twin]) == [twin]


def test_the_front_of_nothing_is_empty() -> None:
    assert pareto_front([]) == []


@pytest.mark.parametrize(
    ("budgets", "expected"),
    [
        ({}, GOOD),
        ({"budget_ms": 14}, GOOD),
        ({"budget_ms": 13.9}, MIDDLE),
        ({"budget_macs": 0.8e9}, MIDDLE),
        ({"budget_macs": 0.45e9}, WORSE),
        ({"budget_ms": 8, "budget_macs": 0.7e9}, FAST),
    ],
)
def test_the_best_picture_within_the_budgets_is_chosen(
    budgets: dict[str, float], expected: Candidate
) -> None:
    assert choose(ALL, **budgets).widths == expected.widths


def test_a_budget_that_nothing_fits_says_what_the_lightest_needs() -> None:
    with pytest.raises(BudgetError) as caught:
        choose(ALL, budget_ms=2)

    message = str(caught.value)
    assert "5.0 ms" in message and "0.50 G MACs" in message and "\n" not in message


def test_a_saved_search_gives_its_choice_back(tmp_path: Path) -> None:
    path = tmp_path / "front.json"

    front.save(path, ALL, MIDDLE, protocol="on this machine")

    assert front.load_choice(path) == MIDDLE
    content = json.loads(path.read_text())
    assert content["protocol"] == "on this machine"
    assert [c["widths"] for c in content["front"]] == ["fast", "middle", "good"]
    assert len(content["candidates"]) == 5


def test_a_full_disk_leaves_the_search_that_was_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "front.json"
    front.save(path, ALL, MIDDLE, protocol="on this machine")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FeatherbrushError, match=r"front\.json: .*No space left"):
        front.save(path, ALL, GOOD, protocol="on this machine")

    assert front.load_choice(path) == MIDDLE
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [None, "no json", "[]", '{"chosen": {"widths": "1"}}'])
def test_a_missing_or_damaged_search_is_one_clear_line(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "front.json"
    if content is not None:
        path.write_text(content)

    with pytest.raises(ChoiceError) as caught:
        front.load_choice(path)

    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_the_table_marks_the_choice() -> None:
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(front.table(pareto_front(ALL), MIDDLE))

    marked = [line for line in console.export_text().splitlines() if ">" in line]
    assert len(marked) == 1 and "middle" in marked[0]
