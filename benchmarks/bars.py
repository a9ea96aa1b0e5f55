"""What a benchmark says in the end: each bar, what was measured, and whether it is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One bar: `measured` is at most `limit`, both in `unit`, or it is missed."""

    what: str
    limit: float
    measured: float
    unit: str = "ms"

    @property
    def held(self) -> bool:
        """Whether what was measured stays within the limit."""
        return self.measured <= self.limit


def bar_table(bars: Sequence[Bar]) -> str:
    """Lay the bars out as a table with a line of heads."""
    width = max(len(bar.what) for bar in bars)
    lines = [f"{'':<{width}}  {'bar':>10}  {'measured':>10}  held"]
    for bar in bars:
        limit, measured = _figure(bar.limit, bar.unit), _figure(bar.measured, bar.unit)
        lines.append(f"{bar.what:<{width}}  {limit:>10}  {measured:>10}  {_word(bar.held)}")
    return "\n".join(lines)


def spread(times: Sequence[float]) -> dict[str, float]:
    """Return number, p50, p95, p99 and maximum of figures; of none only the number."""
    if not times:
        return {"n": 0}
    ordered = sorted(times)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)

    found = {f"p{percent}": at(percent / 100) for percent in (50, 95, 99)}
    return {"n": len(ordered), **found, "max": round(ordered[-1], 2)}


def spread_table(rows: dict[str, dict[str, float]]) -> str:
    """Lay out what `spread` found, a line for every name, in milliseconds."""
    width = max(len(name) for name in ("milliseconds", *rows))
    parts = ("p50", "p95", "p99", "max")
    heads = "".join(f"{part:>9}" for part in parts)
    lines = [f"{'milliseconds':<{width}}{'n':>8}{heads}"]
    for name, row in rows.items():
        cells = "".join(f"{row[part]:>9.2f}" if part in row else f"{'-':>9}" for part in parts)
        lines.append(f"{name:<{width}}{row['n']:>8}{cells}")
    return "\n".join(lines)


def machine_line() -> str:
    """Name the machine, and how busy it was when this was asked."""
    from featherbrush.engine.machine import describe_machine, load_average

    load = load_average()
    busy = "" if load is None else f"; load average {load:.1f}"
    return f"{describe_machine()}{busy}"


def _figure(value: float, unit: str) -> str:
    return f"{value:.1f} {unit}"


def _word(held: bool) -> str:
    return "yes" if held else "NO"
