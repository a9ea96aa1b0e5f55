"""Fuzzy search: a few letters find a line of text."""

from __future__ import annotations

WHOLE, WORD, INSIDE, SCATTERED = 100.0, 60.0, 40.0, 10.0


def score(query: str, text: str) -> float | None:
    """Return how well `text` fits `query`, the more the better; None when it does not.

    Every word of the query has to be found: at the beginning, at the beginning of a word, inside,
    or at least its letters in their order. Upper and lower case are the same.
    """
    total = 0.0
    lowered = text.casefold()
    for word in query.casefold().split():
        found = _word_score(word, lowered)
        if found is None:
            return None
        total += found
    return total - len(text) / 100


def _word_score(word: str, text: str) -> float | None:
    if text.startswith(word):
        return WHOLE
    if f" {word}" in text:
        return WORD
    if word in text:
        return INSIDE
    span = _scattered(word, text)
    return None if span is None else SCATTERED * len(word) / span


def _scattered(word: str, text: str) -> int | None:
    """Return the length of the shortest stretch that holds the letters in their order."""
    best: int | None = None
    for start in (place for place, letter in enumerate(text) if letter == word[0]):
        end = start
        for letter in word[1:]:
            end = text.find(letter, end + 1)
            if end < 0:
                return best
        span = end - start + 1
        best = span if best is None else min(best, span)
    return best
