"""Which pictures of the two models belong together, and how closely they agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from featherbrush.app.synthesis.background import Background
from featherbrush.app.synthesis.bridge import SynthesisBridge
from featherbrush.app.synthesis.state import Side
from featherbrush.engine.agreement import Agreement, agreement, difference
from featherbrush.engine.request import SynthesisRequest, SynthesisResult


@dataclass(frozen=True, eq=False)
class Comparison:
    """How two pictures of one request compare: `apart` is their difference uint8 [H, W]."""

    request: SynthesisRequest
    agreement: Agreement
    apart: NDArray[np.uint8]


class Pairs(QObject):
    """Tells when both sides have a picture of the same request, and when one is ahead again."""

    paired = Signal(object, object)
    """(SynthesisResult of the original, SynthesisResult of the compressed): of one request."""
    parted = Signal()
    """One side is ahead of the other."""

    def __init__(self, bridge: SynthesisBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._latest: dict[Side, SynthesisResult] = {}
        bridge.pictured.connect(self._take)

    def forget(self) -> None:
        """Other models, another map: what came before belongs to nothing."""
        self._latest.clear()
        self.parted.emit()

    def _take(self, side: Side, result: SynthesisResult) -> None:
        self._latest[side] = result
        original, compressed = (self._latest.get(one) for one in Side)
        if original and compressed and original.request is compressed.request:
            self.paired.emit(original, compressed)
        else:
            self.parted.emit()


class AgreementMeter(QObject):
    """Measures every pair of pictures on a background thread; newer pairs pass older ones by."""

    changed = Signal()
    """``comparison`` or ``fresh`` changed."""

    def __init__(self, pairs: Pairs, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._comparison: Comparison | None = None
        self._fresh = False
        self._wanted: tuple[SynthesisResult, SynthesisResult] | None = None
        self._busy = False
        pairs.paired.connect(self._measure)
        pairs.parted.connect(self._part)

    @property
    def comparison(self) -> Comparison | None:
        """The latest pair that was measured, None before the first."""
        return self._comparison

    @property
    def fresh(self) -> bool:
        """Whether it is of the newest pictures of both sides."""
        return self._fresh

    def forget(self) -> None:
        """Other models, another map: the figures go."""
        self._comparison = self._wanted = None
        self._fresh = False
        self.changed.emit()

    def _part(self) -> None:
        self._wanted = None
        if self._fresh:
            self._fresh = False
            self.changed.emit()

    def _measure(self, original: SynthesisResult, compressed: SynthesisResult) -> None:
        self._wanted = original, compressed
        if self._busy:
            return
        self._busy = True
        self._background.run(
            lambda: compared(original, compressed), done=self._answer, failed=self._give_up
        )

    def _answer(self, comparison: Comparison) -> None:
        self._busy = False
        if self._wanted is None:
            return
        if self._wanted[0].request is not comparison.request:
            self._measure(*self._wanted)
            return
        self._comparison, self._fresh = comparison, True
        self.changed.emit()

    def _give_up(self, _problem: str) -> None:
        self._busy = False


def compared(original: SynthesisResult, compressed: SynthesisResult) -> Comparison:
    """Compare two pictures of one request. Raises ValueError when their sizes differ."""
    first, second = original.picture, compressed.picture
    return Comparison(original.request, agreement(first, second), difference(first, second))
