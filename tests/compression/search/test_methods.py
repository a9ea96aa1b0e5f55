"""What the published search methods pick next."""

from __future__ import annotations

import pytest

from featherbrush.compression.distillation.space import Space
from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.search.front import BudgetError, Candidate
from featherbrush.compression.search.methods import (
    Evolution,
    Exhaustive,
    Found,
    SpaceError,
    listed,
)

SPACE = Space.of([[8, 16, 24, 32]] * 8)


def _candidate(widths: Widths) -> Candidate:
    return Candidate(str(widths), 1000 / sum(widths.blocks), 1.0, sum(widths.blocks))


def _evolved(method: Evolution, start: list[Candidate] | None = None) -> list[Candidate]:
    measured = list(start or [])
    while (widths := method.next(Found(measured, trials=len(measured)))) is not None:
        measured.append(_candidate(widths))
    return measured


def _of(name: str) -> tuple[int, ...]:
    return Widths.parse(name).blocks


def test_the_first_generation_is_random_and_all_of_it_within_the_budget() -> None:
    method = Evolution(SPACE, 30, lambda w: sum(w.blocks) <= 140, population=30)

    found = _evolved(method)

    assert len({c.widths for c in found}) == 30
    assert all(c.macs <= 140 for c in found)


def test_later_generations_come_from_the_best_of_those_before() -> None:
    """Crossed children have nothing that no parent has; mutated ones differ in few entries."""
    method = Evolution(SPACE, 40, lambda _: True, population=20, parent_ratio=0.25)

    found = _evolved(method)

    parents = [_of(c.widths) for c in sorted(found[:20], key=lambda c: c.distance)[:5]]
    mutated, crossed = found[20:30], found[30:40]
    for entry in range(8):
        assert {_of(c.widths)[entry] for c in crossed} <= {parent[entry] for parent in parents}
    changes = [
        min(sum(a != b for a, b in zip(_of(c.widths), p, strict=True)) for p in parents)
        for c in mutated
    ]
    assert 0 < sum(changes) / len(changes) < 3


def test_evolution_finds_better_ones_than_chance() -> None:
    method = Evolution(SPACE, 200, lambda w: sum(w.blocks) <= 180, population=20)

    found = _evolved(method)

    first, last = (sum(c.macs for c in part) / 20 for part in (found[:20], found[-20:]))
    assert first + 5 < last <= 180


def test_evolution_ends_where_nothing_new_is_within_the_budget() -> None:
    space = Space.of([[8, 16]] * 4)
    method = Evolution(space, 50, lambda w: sum(w.blocks) <= 48, population=4)

    found = _evolved(method)

    assert {c.widths for c in found} == {str(w) for w in space.all() if sum(w.blocks) <= 48}


def test_evolution_ends_when_too_much_was_too_slow() -> None:
    method = Evolution(SPACE, 2, lambda _: True)
    slow = frozenset(f"8_8_8_8_8_8_8_{n}" for n in range(20))

    assert method.next(Found([], slow=slow, trials=20)) is None


def test_everything_is_picked_and_what_a_worker_left_behind_last() -> None:
    space = Space.of([[8, 16], [8, 16]])
    method = Exhaustive(space.all())
    first = _candidate(space.largest)

    found = Found([first], begun=frozenset(["8_8"]), slow=frozenset(["8_16"]), trials=3)
    assert str(method.next(found)) == "16_8"
    found = Found([first, _candidate(Widths((16, 8)))], found.slow, found.begun, trials=4)
    assert str(method.next(found)) == "8_8"
    assert method.next(Found([_candidate(w) for w in space.all()], trials=4)) is None


def test_listed_are_those_within_the_budget() -> None:
    space = Space.of([[8, 16], [8, 16]])

    assert [str(w) for w in listed(space, lambda w: sum(w.blocks) < 25)] == ["8_8", "8_16", "16_8"]
    with pytest.raises(BudgetError, match="not even 8_8"):
        listed(space, lambda _: False)


def test_a_space_too_large_to_list_is_refused_in_one_line() -> None:
    with pytest.raises(SpaceError, match="65536") as caught:
        listed(SPACE, lambda _: True)

    assert "evolution" in str(caught.value) and "\n" not in str(caught.value)
