"""The pictures on show: hands results to the compare view and knows which are the newest."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from featherbrush.app.document import Document
from featherbrush.app.synthesis.bridge import SynthesisBridge
from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.synthesis.state import Side, State
from featherbrush.app.windows.compare_panes import PaneState, Status
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
        self._problems: dict[Side, str] = {}
        self._extent = document.extent
        view.set_extent(self._extent)
        bridge.pictured.connect(self._show)
        bridge.state_changed.connect(self._change)
        bridge.provided.connect(self._tell)
        bridge.failed.connect(self._fail)
        document.replaced.connect(self._adapt)
        document.changed.connect(self._fall_behind)
        document.style_changed.connect(self._fall_behind)

    def use_model(self, choice: Choice) -> None:
        """Forget the pictures of the models before."""
        self._choice = choice
        self._results.clear()
        self._problems.clear()
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
        self._problems.pop(side, None)
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

    def _fail(self, side: Side, problem: str) -> None:
        self._problems[side] = problem
        self._tell()

    def _change(self, state: State) -> None:
        if state is not State.FAILED:
            self._problems.clear()
        self._tell()

    def _fall_behind(self) -> None:
        """While paused no state changes, but the pictures are of an older map now."""
        if self._bridge.state is State.PAUSED:
            self._tell()

    def _tell(self) -> None:
        for side in Side:
            self._view.set_state(side, self._state(side))

    def _state(self, side: Side) -> PaneState:
        choice = self._choice
        if choice is None or choice.entry(side) is None:
            return PaneState(Status.EMPTY)
        if side in self._problems:
            return PaneState(Status.FAILED, self._problems[side])
        if self._bridge.current(side):
            return PaneState(Status.CURRENT)
        if self._bridge.state is State.PAUSED:
            return PaneState(Status.PAUSED)
        if side is choice.live_side and side in self._results:
            return PaneState(Status.CURRENT)  # it follows the pen: a word would only flicker
        loading = self._bridge.loading(side)
        return PaneState(Status.LOADING if loading else Status.WORKING)
