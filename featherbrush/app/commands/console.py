"""Output for people and for programs: tables in a terminal, tab-separated lines in a pipe."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table for a terminal; in a pipe its header and rows, separated by tabs."""
    if not sys.stdout.isatty():
        for row in (header, *rows):
            print("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left")
    for name in header:
        table.add_column(name)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def print_json(value: Any) -> None:
    """JSON for programs, indented for people."""
    print(json.dumps(value, indent=2, ensure_ascii=False))


def warn(message: str) -> None:
    """One line on stderr about something that did not keep the command from its work."""
    print(f"featherbrush: {' '.join(message.split())}", file=sys.stderr)


def count(value: float) -> str:
    """A large number with three digits and a unit: 56.9 G, 714 M, 12.3 k."""
    for factor, unit in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if value >= factor:
            return f"{value / factor:.3g}{unit}"
    return f"{value:.3g}"


def megabytes(size: int) -> str:
    """A size in MB (millions of bytes), as file managers show it; below 1 MB in kB."""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{size / 1e3:.1f} kB"
