"""The pictures on show: hands results to the compare view and knows which are the newest."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from featherbrush.app.document import Document
from featherbrush.app.synthesis.bridge import SynthesisBridge
from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.synthesis.state import Side, State
from featherbrush.app.windows.compare_view import CompareView
from featherbrush.engine.request import SynthesisResult


class Pictures(QObject):
    """Shows every new picture, and says beside the titles what is still to come."""

    saveable = Signal(object, object)
    """(Side, SynthesisResult): the picture of the map as it is now has arrived."""

    def __init__(
        self,
        document: Document,
        bridge: SynthesisBridge,
        view: CompareView,
        *,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._bridge = bridge
        self._view = view
        self._choice: Choice | None = None
        self._results: dict[Side, SynthesisResult] = {}
        self._extent = document.extent
        view.set_extent(self._extent)
        bridge.pictured.connect(self._show)
        bridge.state_changed.connect(self._tell)
        document.replaced.connect(self._adapt)

    def use_model(self, choice: Choice) -> None:
        """Forget the pictures of the models before."""
        self._choice = choice
        self._results.clear()
        self._view.clear()
        self._tell()

    def current(self, side: Side) -> SynthesisResult | None:
        """Return a side's picture of the map as it is now, None while it is not there."""
        return self._results.get(side) if self._bridge.current(side) else None

    def coming(self, side: Side) -> bool:
        """Whether a side's picture of the map as it is now will come by itself."""
        has_model = self._choice is not None and self._choice.entry(side) is not None
        stopped = self._bridge.state in (State.PAUSED, State.NO_MODEL, State.FAILED)
        return has_model and not stopped

    def _show(self, side: Side, result: SynthesisResult) -> None:
        if result.picture.shape[:2] != self._extent.shape:
            return  # of a map that has been replaced by one of another size
        self._results[side] = result
        self._view.set_picture(side, result.picture, revision=result.revision)
        if self._bridge.current(side):
            self.saveable.emit(side, result)
        self._tell()

    def _adapt(self) -> None:
        """Make room for a map of another size; pictures of the old size make no sense in it."""
        if self._document.extent != self._extent:
            self._extent = self._document.extent
            self._results.clear()
            self._view.clear()
            self._view.set_extent(self._extent)

    def _tell(self) -> None:
        for side in Side:
            self._view.set_note(side, self._note(side))

    def _note(self, side: Side) -> str:
        choice = self._choice
        if choice is None or choice.entry(side) is None:
            return "no model"
        if self._bridge.state is State.PAUSED and not self._bridge.current(side):
            return "paused"
        if side is choice.live_side or self._bridge.current(side):
            return ""
        return "catching up" if side in self._results else "loading"
