"""The schedule: phases in order, and a rate that falls at the end."""

from __future__ import annotations

import itertools

import pytest

from featherbrush.compression.training.schedule import Phase, Schedule

SCHEDULE = Schedule((Phase(size=64, pictures=40, batch=4), Phase(size=128, pictures=20, batch=2)))


def test_phases_follow_one_another() -> None:
    assert SCHEDULE.steps == 20
    assert [SCHEDULE.phase_at(step) for step in (0, 9, 10, 19)] == [0, 0, 1, 1]


def test_a_step_after_the_end_is_of_the_last_phase() -> None:
    assert SCHEDULE.phase_at(20) == 1


def test_pictures_that_do_not_fill_a_batch_are_not_shown() -> None:
    assert Phase(size=64, pictures=11, batch=4).steps == 2


def test_the_rate_stays_and_then_falls_to_a_tenth() -> None:
    rates = [SCHEDULE.rate(step) for step in range(21)]

    assert rates[:15] == [1.0] * 15
    assert all(a > b for a, b in itertools.pairwise(rates[14:]))
    assert rates[17] == pytest.approx(0.55)
    assert rates[20] == pytest.approx(0.1)


@pytest.mark.parametrize("decay", [0.0, 1.0])
def test_the_whole_run_or_none_of_it_may_decay(decay: float) -> None:
    schedule = Schedule((Phase(size=64, pictures=40),), decay)

    rates = [schedule.rate(step) for step in range(schedule.steps + 1)]

    assert rates[0] == 1.0 and min(rates) >= 0.1
    assert rates == [1.0] * 11 if decay == 0 else rates[-1] == pytest.approx(0.1)
