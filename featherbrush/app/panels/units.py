"""Numbers as people read them: 12.3 ms, 2.4 G, 1.9 MB."""

from __future__ import annotations

from featherbrush.app.texts import figure


def milliseconds_text(milliseconds: float) -> str:
    """Return a duration: one decimal below 100 ms, whole above, seconds from 10 s."""
    if milliseconds >= 10_000:
        return figure(f"{milliseconds / 1000:.1f} s")
    return figure(f"{milliseconds:.1f} ms" if milliseconds < 100 else f"{milliseconds:,.0f} ms")


def rate_text(per_second: float) -> str:
    """Return a rate: whole from 10 a second, one decimal below, two below 1."""
    digits = 0 if per_second >= 10 else 1 if per_second >= 1 else 2
    return figure(f"{per_second:.{digits}f}")


def count_text(count: int) -> str:
    """Return a large count in thousands (k), millions (M) or billions (G)."""
    for size, unit in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if count >= size:
            return f"{_three(count / size)} {unit}"
    return str(count)


def bytes_text(size: int) -> str:
    """Return a file size in kB or MB (powers of ten, as file managers show it)."""
    return f"{_three(size / 10**6)} MB" if size >= 10**6 else f"{_three(size / 10**3)} kB"


def _three(value: float) -> str:
    """Return about three significant digits."""
    return figure(f"{value:.{0 if value >= 100 else 1 if value >= 10 else 2}f}")
