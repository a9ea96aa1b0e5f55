from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.votes import (
    MOST,
    Tally,
    Verdict,
    Vote,
    tally_from,
    verdict_for,
)

FIRST = Vote("2026-01-02T03:04:05+00:00", Side.COMPRESSED, Verdict.COMPRESSED)
SECOND = Vote("2026-01-02T03:05:05+00:00", Side.ORIGINAL, Verdict.TIE)
TALLY = Tally((FIRST, SECOND, FIRST))


def test_a_choice_means_the_picture_that_was_shown_there() -> None:
    assert verdict_for(1, first=Side.COMPRESSED) is Verdict.COMPRESSED
    assert verdict_for(2, first=Side.COMPRESSED) is Verdict.ORIGINAL
    assert verdict_for(1, first=Side.ORIGINAL) is Verdict.ORIGINAL
    assert verdict_for(0, first=Side.ORIGINAL) is Verdict.TIE


def test_votes_are_counted() -> None:
    assert [TALLY.count(verdict) for verdict in Verdict] == [0, 2, 1]


def test_what_is_kept_comes_back() -> None:
    assert tally_from(TALLY.kept()) == TALLY
    assert tally_from("") == Tally()


def test_lines_that_are_no_votes_are_passed_over() -> None:
    damaged = f"nonsense\n{TALLY.kept()}\n2026 original sideways\n2026 middle tie"
    assert tally_from(damaged) == TALLY


def test_the_oldest_votes_go_when_there_are_too_many() -> None:
    full = Tally((FIRST,) * MOST).with_vote(SECOND)
    assert len(full.votes) == MOST
    assert full.votes[-1] == SECOND


def test_the_table_names_the_models() -> None:
    table = TALLY.table(original="big, one", compressed="small")
    assert table.splitlines()[:3] == [
        "time,A,B,preferred",
        '2026-01-02T03:04:05+00:00,small,"big, one",small',
        '2026-01-02T03:05:05+00:00,"big, one",small,tie',
    ]
