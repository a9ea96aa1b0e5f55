"""The search: it stops where it should, resumes where it was, and measures nothing twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from featherbrush.compression.distillation.space import Space
from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.search.front import Candidate, pareto_front
from featherbrush.compression.search.methods import Evolution, Exhaustive, Method
from featherbrush.compression.search.study import StudyError, search

SPACE = Space.of([[16, 32, 48, 64]] * 6)
IN_MEMORY = "sqlite://"
SMALL = Space.of([[16, 32], [16, 32], [16], [16], [16], [16]])


class _Judge:
    """Wider is better and slower; counts how often each sub-network was measured."""

    def __init__(self, *, failing_at: int | None = None) -> None:
        self.calls: Counter[str] = Counter()
        self.failing_at = failing_at

    def __call__(self, widths: Widths) -> Candidate:
        if sum(self.calls.values()) == self.failing_at:
            raise KeyboardInterrupt
        self.calls[str(widths)] += 1
        total = sum(widths.blocks)
        return Candidate(str(widths), 1000 / total, total / 10, total * 1000)


def _search(
    judge: _Judge, storage: str, *, trials: int = 6, space: Space = SPACE
) -> list[Candidate]:
    return search(space, judge, trials=trials, storage=storage, name="t", on_trial=lambda _: None)


def _search_by(
    method: Method, judge: _Judge, storage: str, *, slowest: float | None = None
) -> list[Candidate]:
    def in_time(widths: Widths) -> bool:
        return slowest is None or sum(widths.blocks) / 10 <= slowest

    space = method.space if isinstance(method, Evolution) else SMALL
    return search(
        space,
        judge,
        trials=1,
        storage=storage,
        name="t",
        on_trial=lambda _: None,
        method=method,
        in_time=in_time,
    )


@pytest.fixture
def storage(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'study.db'}"


def test_the_largest_and_the_smallest_are_always_measured() -> None:
    judge = _Judge()

    found = _search(judge, IN_MEMORY)

    assert {str(SPACE.largest), str(SPACE.smallest)} <= set(judge.calls)
    assert {c.widths for c in found} == set(judge.calls)
    assert pareto_front(found)[0].widths == str(SPACE.smallest)
    assert all(Widths.parse(c.widths) and c.macs > 0 for c in found)


def test_a_finished_search_measures_nothing_again(storage: str) -> None:
    first = _search(_Judge(), storage, trials=3)
    judge = _Judge()

    again = _search(judge, storage, trials=3)

    assert not judge.calls
    assert sorted(again, key=str) == sorted(first, key=str)


def test_an_interrupted_search_goes_on_with_what_it_has(storage: str) -> None:
    interrupted = _Judge(failing_at=3)
    with pytest.raises(KeyboardInterrupt):
        _search(interrupted, storage)
    judge = _Judge()

    found = _search(judge, storage)

    assert sum(interrupted.calls.values()) == 3
    assert not set(interrupted.calls) & set(judge.calls)
    # It goes on to other sub-networks: draws that only repeat the first ones would find nothing new.
    assert len(judge.calls) >= 2
    assert {c.widths for c in found} == set(interrupted.calls) | set(judge.calls)


def test_no_sub_network_is_measured_twice_even_in_a_small_space() -> None:
    judge = _Judge()

    found = _search(judge, IN_MEMORY, trials=8, space=SMALL)

    assert max(judge.calls.values()) == 1
    assert len(found) == len(judge.calls) <= 4


def test_what_another_worker_measured_meanwhile_is_not_measured_again(storage: str) -> None:
    other = _Judge()

    class Slow(_Judge):
        def __call__(self, widths: Widths) -> Candidate:
            if not self.calls:  # while this worker measures its first one
                _search(other, storage, trials=3, space=SMALL)
            return super().__call__(widths)

    judge = Slow()
    _search(judge, storage, trials=5, space=SMALL)

    # Only the one that both had in hand at the same time may be measured by both.
    assert len(set(judge.calls) & set(other.calls)) <= 1


def test_equal_searches_find_the_same() -> None:
    first, second = (_search(_Judge(), IN_MEMORY) for _ in range(2))

    assert first == second


EVERYTHING = Exhaustive(SMALL.all())
EVOLUTION = Evolution(SPACE, 7, lambda w: sum(w.blocks) <= 250, population=3)


def test_an_exhaustive_search_measures_everything_once_and_resumes(storage: str) -> None:
    interrupted = _Judge(failing_at=3)
    with pytest.raises(KeyboardInterrupt):
        _search_by(EVERYTHING, interrupted, storage)
    judge = _Judge()

    found = _search_by(EVERYTHING, judge, storage)

    assert sorted(c.widths for c in found) == sorted(map(str, SMALL.all()))
    assert sum(judge.calls.values()) == 1 and not set(judge.calls) & set(interrupted.calls)


def test_an_interrupted_evolution_goes_on_within_its_budget(storage: str) -> None:
    interrupted = _Judge(failing_at=5)
    with pytest.raises(KeyboardInterrupt):
        _search_by(EVOLUTION, interrupted, storage)
    judge = _Judge()

    found = _search_by(EVOLUTION, judge, storage)

    assert len(found) == 7 and sum(judge.calls.values()) == 2
    assert all(EVOLUTION.fits(Widths.parse(c.widths)) for c in found)


def test_what_is_too_slow_is_timed_once_and_never_judged(storage: str) -> None:
    judge = _Judge()

    found = _search_by(EVERYTHING, judge, storage, slowest=11.5)
    again = _search_by(EVERYTHING, judge, storage, slowest=11.5)

    assert found == again and {c.milliseconds for c in found} == {9.6, 11.2}
    assert max(judge.calls.values()) == 1 and len(judge.calls) == 3


def test_a_search_of_another_space_is_one_clear_line(storage: str) -> None:
    _search(_Judge(), storage, trials=2)

    with pytest.raises(StudyError) as caught:
        _search(_Judge(), storage, trials=2, space=SMALL)

    assert storage in str(caught.value) and "\n" not in str(caught.value)
    assert len(_search(_Judge(), storage, trials=2)) == 2
