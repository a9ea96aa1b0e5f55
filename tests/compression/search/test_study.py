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

    def __init__(
        self, *, failing_at: int | None = None, ending: type[BaseException] = KeyboardInterrupt
    ) -> None:
        self.calls: Counter[str] = Counter()
        self.failing_at, self.ending = failing_at, ending

    def __call__(self, widths: Widths) -> Candidate:
        if sum(self.calls.values()) == self.failing_at:
            raise self.ending
        self.calls[str(widths)] += 1
        total = sum(widths.blocks)
        return Candidate(str(widths), 1000 / total, total / 10, total * 1000)


def _search(
    judge: _Judge, storage: str, *, trials: int = 6, space: Space = SPACE, origin: str = "one"
) -> list[Candidate]:
    return search(
        space,
        judge,
        trials=trials,
        storage=storage,
        name="t",
        origin=origin,
        on_trial=lambda _: None,
    )


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
        origin="one",
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


# Optuna closes the trial of what is interrupted or fails; what is killed leaves it running for ever.
@pytest.mark.parametrize("ending", [KeyboardInterrupt, MemoryError, SystemExit])
@pytest.mark.parametrize("failing_at", [0, 1])
def test_an_extreme_that_a_worker_ended_at_is_measured_after_all(
    storage: str, ending: type[BaseException], failing_at: int
) -> None:
    ended = _Judge(failing_at=failing_at, ending=ending)
    with pytest.raises(ending):
        _search(ended, storage)
    judge = _Judge()

    found = _search(judge, storage)

    assert {str(SPACE.largest), str(SPACE.smallest)} <= {c.widths for c in found}
    assert not set(ended.calls) & set(judge.calls)
    again = _Judge()
    _search(again, storage)
    assert not again.calls


def test_an_extreme_that_another_worker_measures_is_left_to_it_until_nothing_else_is_left(
    storage: str,
) -> None:
    other = _Judge()

    class Slow(_Judge):
        def __call__(self, widths: Widths) -> Candidate:
            if not self.calls:
                _search(other, storage, trials=4)
            return super().__call__(widths)

    judge = Slow()
    _search(judge, storage, trials=4)

    assert next(iter(judge.calls)) == str(SPACE.largest)
    first, *_, last = other.calls
    assert (first, last) == (str(SPACE.smallest), str(SPACE.largest))


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


@pytest.mark.parametrize(
    "url",
    [
        "garbage",
        "nosuch://storage",
        "redis://localhost",
        "mysql://me@host:port/x",
        "postgresql://me:secret@127.0.0.1:1/x",
        "sqlite:////absent/folder/study.db",
    ],
)
def test_a_storage_that_cannot_be_used_is_one_clear_line(url: str) -> None:
    with pytest.raises(StudyError) as caught:
        _search(_Judge(), url)

    message = str(caught.value)
    assert url.replace("secret", "***") in message and "\n" not in message
    assert "secret" not in message


def test_a_file_that_is_no_study_is_one_clear_line(storage: str, tmp_path: Path) -> None:
    (tmp_path / "study.db").write_text("no database " * 500)

    with pytest.raises(StudyError) as caught:
        _search(_Judge(), storage)

    assert storage in str(caught.value) and "\n" not in str(caught.value)


def test_a_search_of_another_space_is_one_clear_line(storage: str) -> None:
    _search(_Judge(), storage, trials=2)

    with pytest.raises(StudyError) as caught:
        _search(_Judge(), storage, trials=2, space=SMALL)

    assert storage in str(caught.value) and "\n" not in str(caught.value)
    assert len(_search(_Judge(), storage, trials=2)) == 2


def test_measurements_of_another_supernet_are_not_mixed_in(tmp_path: Path) -> None:
    storage = f"sqlite:///{tmp_path / 'study.db'}"
    _search(_Judge(), storage, trials=3)
    again = _Judge()

    with pytest.raises(StudyError, match="measurements of another supernet"):
        _search(again, storage, trials=3, origin="other")

    assert not again.calls
    assert len(_search(again, storage, trials=3)) == 3
