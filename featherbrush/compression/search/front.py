"""What a search found: the Pareto front, and the sub-network that a budget allows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table

from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.files import write_whole


class BudgetError(FeatherbrushError):
    """No sub-network fits the budget; the message says what the lightest one needs."""


class ChoiceError(FeatherbrushError):
    """No sub-network was chosen yet; the message says where one was expected."""


@dataclass(frozen=True)
class Candidate:
    """A sub-network with its Frechet distance (lower is better), milliseconds and MACs per picture."""

    widths: str
    distance: float
    milliseconds: float
    macs: int


def pareto_front(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that no other beats in both distance and time, fastest first."""
    front: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (c.milliseconds, c.distance)):
        if not front or candidate.distance < front[-1].distance:
            front.append(candidate)
    return front


def choose(
    candidates: Sequence[Candidate],
    *,
    budget_ms: float | None = None,
    budget_macs: float | None = None,
) -> Candidate:
    """The best picture within the budgets (None: unlimited).

    Raises:
        BudgetError: nothing fits.
    """
    fitting = [
        c
        for c in candidates
        if (budget_ms is None or c.milliseconds <= budget_ms)
        and (budget_macs is None or c.macs <= budget_macs)
    ]
    if not fitting:
        lightest = min(candidates, key=lambda c: c.milliseconds)
        raise BudgetError(
            f"no sub-network fits the budget: the lightest one found takes "
            f"{lightest.milliseconds:.1f} ms and {lightest.macs / 1e9:.2f} G MACs"
        )
    return min(fitting, key=lambda c: c.distance)


def table(front: Sequence[Candidate], chosen: Candidate) -> Table:
    """The front for the terminal, the chosen row marked."""
    shown = Table("", "widths", "Frechet distance", "ms", "G MACs", title="Pareto front")
    for c in front:
        mark = ">" if c == chosen else ""
        shown.add_row(
            mark, c.widths, f"{c.distance:.1f}", f"{c.milliseconds:.1f}", f"{c.macs / 1e9:.2f}"
        )
    return shown


def save(path: Path, candidates: Sequence[Candidate], chosen: Candidate, *, protocol: str) -> None:
    """Write all candidates, the front and the choice as JSON, whole or not at all.

    Raises:
        FeatherbrushError: it cannot be written; an older file stays.
    """
    content = {
        "protocol": protocol,
        "chosen": asdict(chosen),
        "front": [asdict(c) for c in pareto_front(candidates)],
        "candidates": [asdict(c) for c in candidates],
    }
    text = json.dumps(content, indent=1) + "\n"
    write_whole(path, text.encode(), error=FeatherbrushError)


def load_choice(path: Path) -> Candidate:
    """The chosen candidate of a saved search.

    Raises:
        ChoiceError: there is no saved search, or the file is not one.
    """
    try:
        return Candidate(**json.loads(path.read_text())["chosen"])
    except FileNotFoundError as error:
        raise ChoiceError(f"{path}: no choice here; run the search first or give widths") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ChoiceError(f"{path}: not a saved search; run the search again") from error
