"""A blind vote: both models' pictures in random order without names, then which was which."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np
from PySide6.QtCore import QEvent, QObject, QSettings
from PySide6.QtGui import QKeyEvent

from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.synthesis.comparison import Pairs
from featherbrush.app.synthesis.state import Side
from featherbrush.app.texts import one_line, tr
from featherbrush.app.windows.compare_layout import CompareMode
from featherbrush.app.windows.compare_panes import side_title
from featherbrush.app.windows.compare_view import CompareView
from featherbrush.app.windows.message_bar import MessageBar
from featherbrush.app.windows.vote_bar import VoteBar
from featherbrush.app.windows.votes import (
    Tally,
    Verdict,
    Vote,
    other,
    tally_from,
    verdict_for,
)
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.files import write_whole
from featherbrush.engine.request import SynthesisRequest, SynthesisResult

KEYS = {"1": 1, "2": 2, "0": 0}


class AsksWhere(Protocol):
    """Asks where to write the votes."""

    def save_votes(self, suggested: str) -> Path | None:
        """Return the file, or None when the artist changed their mind."""
        ...


class BlindVote(QObject):
    """Runs the rounds of the blind mode and keeps the tally of every pair of models."""

    def __init__(
        self,
        compare: CompareView,
        bar: VoteBar,
        pairs: Pairs,
        *,
        settings: QSettings,
        messages: MessageBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._compare = compare
        self._bar = bar
        self._settings = settings
        self._messages = messages
        self._random = random.Random()
        self._choice: Choice | None = None
        self._tally = Tally()
        self._first = Side.ORIGINAL
        self._shown: SynthesisRequest | None = None
        self._latest: SynthesisRequest | None = None
        self._voted: SynthesisRequest | None = None
        pairs.paired.connect(self._take_pair)
        compare.mode_changed.connect(self._take_mode)
        compare.installEventFilter(self)
        bar.voted.connect(self.vote)
        bar.reset_asked.connect(self.reset)

    @property
    def tally(self) -> Tally:
        """The votes on the two models in use."""
        return self._tally

    @property
    def first(self) -> Side:
        """Which side is shown as A. Telling it before the vote would spoil the vote."""
        return self._first

    @property
    def active(self) -> bool:
        """Whether the pictures are without names now."""
        return self._compare.mode is CompareMode.BLIND

    def use_model(self, choice: Choice) -> None:
        """Take up the tally of another pair of models."""
        self._choice = choice
        self._shown = self._latest = self._voted = None
        kept = self._settings.value(self._key())
        self._tally = tally_from(kept) if isinstance(kept, str) else Tally()
        self._show_tally()
        if self.active:
            self._begin()

    def vote(self, choice: int) -> None:
        """Answer the round: 1 for picture A, 2 for picture B, 0 for neither; then reveal."""
        if not self.active or not self._bar.asking:
            return
        verdict = verdict_for(choice, first=self._first)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._tally = self._tally.with_vote(Vote(now, self._first, verdict))
        self._settings.setValue(self._key(), self._tally.kept())
        self._voted = self._shown
        self._show_tally()
        self._bar.say(told(verdict, choice=self._choice))
        self._name(revealed=True)

    def reset(self) -> None:
        """Forget the votes on the two models in use."""
        self._tally = Tally()
        self._settings.remove(self._key())
        self._show_tally()

    def export(self, dialogs: AsksWhere) -> None:
        """Ask for a file and write the votes to it as CSV, whole or not at all."""
        if self._choice is None:
            return
        path = dialogs.save_votes(f"{self._choice.name}-votes.csv")
        if path is None:
            return
        original, compressed = self._ids()
        table = self._tally.table(original=original, compressed=compressed)
        try:
            write_whole(path, table.encode(), error=FeatherbrushError)
        except FeatherbrushError as problem:
            self._messages.error(one_line(problem))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys 1, 2 and 0 while the pictures have the focus; they are classes' else."""
        if isinstance(event, QKeyEvent) and self.active and not event.modifiers():
            choice = KEYS.get(event.text())
            if choice is not None and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if choice is not None and event.type() == QEvent.Type.KeyPress:
                self.vote(choice)
                return True
        return super().eventFilter(watched, event)

    def _take_mode(self, mode: CompareMode) -> None:
        blind = mode is CompareMode.BLIND
        self._bar.setVisible(blind)
        self._compare.hold(blind)
        if blind:
            self._begin()
            self._compare.setFocus()
        else:
            self._compare.set_names({})

    def _take_pair(self, original: SynthesisResult, _compressed: SynthesisResult) -> None:
        self._latest = original.request
        if not self.active:
            return
        self._compare.release()
        if self._bar.asking:
            self._shown = self._latest
        else:
            self._begin()

    def _begin(self) -> None:
        """Begin a round with the pair on show, unless it was voted on already."""
        self._first = self._random.choice(list(Side))
        self._compare.set_flipped(self._first is Side.COMPRESSED)
        self._shown = self._latest
        if self._latest is None:
            self._name(revealed=False)
            self._bar.wait()
        elif self._voted is not None and same_subject(self._latest, self._voted):
            self._name(revealed=True)
            self._bar.say(tr("You voted on these two. Paint on, or throw the dice (R)."))
        else:
            self._name(revealed=False)
            self._bar.ask()

    def _name(self, *, revealed: bool) -> None:
        names = {self._first: "A", other(self._first): "B"}
        if revealed:
            names = {
                side: tr("{letter}: {side}", letter=letter, side=self._compare.scene.title(side))
                for side, letter in names.items()
            }
        self._compare.set_names(names)

    def _show_tally(self) -> None:
        names = {side: side_name(self._choice, side) for side in Side}
        self._bar.show_tally(self._tally, names=names)

    def _ids(self) -> tuple[str, str]:
        entries = [self._choice.entry(side) if self._choice else None for side in Side]
        original, compressed = (entry.card.id if entry else "none" for entry in entries)
        return original, compressed

    def _key(self) -> str:
        original, compressed = self._ids()
        return f"votes/{original}+{compressed}".replace("\\", "-")


def same_subject(first: SynthesisRequest, second: SynthesisRequest) -> bool:
    """Return whether two requests ask for the same picture: the same map in the same style."""
    if first.revision != second.revision:
        return False
    if first.style is None or second.style is None:
        return first.style is second.style
    return np.array_equal(first.style, second.style)


def told(verdict: Verdict, *, choice: Choice | None) -> str:
    """Return what a round decided, in a sentence; two models that are no pair go by their names."""
    if verdict is not Verdict.TIE and choice is not None and choice.mixed:
        name = choice.label(Side(verdict.value))
        return tr("You preferred {name}. Paint on for the next round.", name=name)
    return {
        Verdict.ORIGINAL: tr("You preferred the original. Paint on for the next round."),
        Verdict.COMPRESSED: tr("You preferred the compressed model. Paint on for the next round."),
        Verdict.TIE: tr("No difference for you. Paint on for the next round."),
    }[verdict]


def side_name(choice: Choice | None, side: Side) -> str:
    """Return what a side is called in a tally."""
    return side_title(side) if choice is None else choice.label(side)
