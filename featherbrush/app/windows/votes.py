"""What a blind vote decided, round by round, as it is kept and as a table. No widgets."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from featherbrush.app.synthesis.state import Side

MOST = 10_000
"""Votes that are kept of one pair; the oldest go."""
COLUMNS = ("time", "A", "B", "preferred")


class Verdict(StrEnum):
    """Which picture was preferred."""

    ORIGINAL = "original"
    COMPRESSED = "compressed"
    TIE = "tie"


@dataclass(frozen=True)
class Vote:
    """One round: when (ISO 8601), which side was shown as A, and what was preferred."""

    time: str
    first: Side
    verdict: Verdict


@dataclass(frozen=True)
class Tally:
    """The votes on one pair of models, in their order."""

    votes: tuple[Vote, ...] = ()

    def with_vote(self, vote: Vote) -> Tally:
        """The tally after one more round."""
        return Tally((*self.votes, vote)[-MOST:])

    def count(self, verdict: Verdict) -> int:
        """How many rounds ended so."""
        return Counter(vote.verdict for vote in self.votes)[verdict]

    def kept(self) -> str:
        """The tally as one text for the settings; `tally_from` reads it."""
        return "\n".join(f"{vote.time} {vote.first} {vote.verdict}" for vote in self.votes)

    def table(self, *, original: str, compressed: str) -> str:
        """The tally as CSV with the models' ids: time, A, B, preferred ("tie" for neither)."""
        names = {Side.ORIGINAL: original, Side.COMPRESSED: compressed}
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for vote in self.votes:
            tie = vote.verdict is Verdict.TIE
            preferred = "tie" if tie else names[Side(vote.verdict.value)]
            second = other(vote.first)
            writer.writerow((vote.time, names[vote.first], names[second], preferred))
        return out.getvalue()


def tally_from(kept: str) -> Tally:
    """Return the tally that a text of the settings holds; lines that are none are passed over."""
    votes = []
    for line in kept.splitlines()[-MOST:]:
        parts = line.split()
        if len(parts) == 3 and parts[1] in list(Side) and parts[2] in list(Verdict):
            votes.append(Vote(parts[0], Side(parts[1]), Verdict(parts[2])))
    return Tally(tuple(votes))


def other(side: Side) -> Side:
    """Return the opposite side."""
    return Side.COMPRESSED if side is Side.ORIGINAL else Side.ORIGINAL


def verdict_for(choice: int, *, first: Side) -> Verdict:
    """Return what a choice means: 1 is picture A, 2 is picture B, 0 neither."""
    if choice == 0:
        return Verdict.TIE
    return Verdict((first if choice == 1 else other(first)).value)
