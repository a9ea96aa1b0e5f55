"""What models cost on this machine, as far as it was measured; kept from start to start."""

from __future__ import annotations

import json
from dataclasses import dataclass

from PySide6.QtCore import QSettings

from featherbrush.engine.library import ModelEntry
from featherbrush.engine.speed import Cost

KEY = "speeds"
NOTEWORTHY = 0.9
"""A compressed model that takes more than this share of its original's time is not faster."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A compressed model against its original, both in ms on this machine."""

    original: float
    compressed: float

    @property
    def faster(self) -> bool:
        """Whether compressing pays here."""
        return self.compressed <= NOTEWORTHY * self.original


class Speeds:
    """What a picture costs by model file, for one machine and one number of cores.

    What was measured on another machine or with other cores is forgotten: it says nothing here.
    """

    def __init__(self, settings: QSettings, *, machine: str, threads: int | None) -> None:
        """Read what `settings` remember of this machine; anything unreadable counts as nothing."""
        self._settings = settings
        self._machine = f"{machine}; {threads or 'all'} cores"
        self._figures = self._read()

    @property
    def machine(self) -> str:
        """What the figures were measured on."""
        return self._machine

    def of(self, entry: ModelEntry) -> Cost | None:
        """What one picture at the model's native size costs, None while not measured."""
        return self._figures.get(_key(entry))

    def put(self, entry: ModelEntry, cost: Cost) -> None:
        """Remember a measurement."""
        self._figures[_key(entry)] = cost
        figures = {key: [one.milliseconds, one.memory] for key, one in self._figures.items()}
        self._settings.setValue(KEY, json.dumps({"machine": self._machine, "models": figures}))

    def verdict(self, original: ModelEntry | None, compressed: ModelEntry | None) -> Verdict | None:
        """Compare a pair, None while one of the two is not measured."""
        if original is None or compressed is None:
            return None
        slow, light = self.of(original), self.of(compressed)
        return (
            None
            if slow is None or light is None
            else Verdict(slow.milliseconds, light.milliseconds)
        )

    def _read(self) -> dict[str, Cost]:
        try:
            kept = json.loads(str(self._settings.value(KEY, "{}")))
            if kept.get("machine") != self._machine:
                return {}
            return {
                str(key): Cost(float(milliseconds), int(memory))
                for key, (milliseconds, memory) in kept["models"].items()
            }
        except (ValueError, TypeError, AttributeError, KeyError):
            return {}


def _key(entry: ModelEntry) -> str:
    """What tells one version of a model file from another without reading it all."""
    try:
        changed = entry.path.stat().st_mtime_ns
    except OSError:
        changed = 0
    return f"{entry.card.id} {entry.bytes} {changed}"
