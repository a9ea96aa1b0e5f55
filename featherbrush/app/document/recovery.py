"""Finds the unsaved work of studios that ended without saying goodbye."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile

from featherbrush.app.document.content import Content
from featherbrush.app.document.journal import SUFFIX, lock_of
from featherbrush.app.document.journal_file import Mark, read_journal
from featherbrush.app.texts import one_line
from featherbrush.engine.errors import DocumentError


@dataclass(frozen=True, eq=False)
class LostWork:
    """Unsaved work from a journal whose studio is gone; the lock keeps other studios away."""

    journal: Path
    content: Content
    mark: Mark
    lock: QLockFile

    @property
    def file(self) -> Path | None:
        """The file that the document belonged to, None when it was never saved."""
        return Path(self.mark.path) if self.mark.path else None

    def discard(self) -> None:
        """Give the work up: the journal is removed. Raises DocumentError when it cannot be."""
        try:
            self.journal.unlink(missing_ok=True)
        except OSError as problem:
            raise DocumentError(f"{self.journal}: cannot be removed: {problem}") from problem
        self.lock.unlock()

    def leave(self) -> None:
        """Leave the work where it is, for another time."""
        self.lock.unlock()


def find_lost_work(folder: Path) -> tuple[tuple[LostWork, ...], tuple[str, ...]]:
    """The unsaved work in a folder, the latest first, and one line for each unreadable journal.

    Journals of studios that still run are left alone. The locks of what is returned are held
    until `discard` or `leave`.
    """
    found: list[LostWork] = []
    problems: list[str] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
        lock = lock_of(path)
        if not lock.tryLock(0):
            continue
        try:
            state = read_journal(path)
            found.append(LostWork(path, state.content, state.mark, lock))
        except DocumentError as problem:
            problems.append(one_line(problem))
            lock.unlock()
    found.sort(key=lambda lost: lost.mark.time, reverse=True)
    return tuple(found), tuple(problems)
