"""From document to pictures: one immutable request for every change, answers as Qt signals.

Nothing polls and nothing waits here. The duet's thread renders; its answers cross to Qt's thread
by queued signals, tagged with the run they belong to, so that a picture of a model that was just
replaced is never shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from featherbrush.app.document import Document
from featherbrush.app.synthesis.deferred import Deferred
from featherbrush.app.synthesis.easing import Easing
from featherbrush.app.synthesis.state import Meter, Side, State, Timing
from featherbrush.app.texts import one_line
from featherbrush.engine.duet import Duet, Role
from featherbrush.engine.geometry import Bounds
from featherbrush.engine.request import Renderer, SynthesisRequest, SynthesisResult

REST_MS = 200.0


@dataclass(frozen=True)
class Voice:
    """A loaded model and the side that its pictures are shown on."""

    side: Side
    renderer: Renderer


class SynthesisBridge(QObject):
    """Keeps the pictures of two models up to date with one document."""

    pictured = Signal(object, object)
    """(Side, SynthesisResult): a picture to show, never older than the one before."""
    failed = Signal(object, str)
    """(Side, one line): a model could not make the picture."""
    timed = Signal(object)
    """(Side): ``timing`` of that side is new."""
    state_changed = Signal(object)
    """(State)."""
    provided = Signal()
    """The resting model is loaded and makes pictures from now on."""

    _arrived = Signal(int, object, object)
    _broke = Signal(int, object, int, object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._duet: Duet | None = None
        self._resting = Deferred()
        self._sides: tuple[Side, ...] = ()
        self._run = 0
        self._oldest = 0
        self._request: SynthesisRequest | None = None
        self._behind = False
        self._answered: dict[Side, SynthesisRequest] = {}
        self._broken: set[Side] = set()
        self._meters: dict[Side, Meter] = {}
        self._paused = False
        self._held = False
        self._state = State.NO_MODEL
        self._easing = Easing(self)
        self._easing.due.connect(self._release)
        document.changed.connect(self._follow)
        document.history_changed.connect(self._release)
        document.replaced.connect(self._begin_anew)
        document.style_changed.connect(self.refresh)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._broke.connect(self._take_failure, Qt.ConnectionType.QueuedConnection)

    # Models

    def open(self, live: Voice, *, resting_side: Side | None = None) -> None:
        """Follow the document with another model; the resting one may be provided later."""
        self.close_models()
        self._sides = (live.side,) if resting_side is None else (live.side, resting_side)
        self._meters = {side: Meter() for side in self._sides}
        self._resting = Deferred()
        self._easing.reset()
        run = self._run
        self._duet = Duet(
            live=live.renderer,
            resting=None if resting_side is None else self._resting,
            on_result=lambda role, result: self._arrived.emit(run, role, result),
            on_error=lambda role, revision, error: self._broke.emit(run, role, revision, error),
            rest_ms=REST_MS,
        )
        self._duet.enable_resting(False)
        self.refresh()

    def provide_resting(self, renderer: Renderer) -> None:
        """Put the resting model in; it renders the newest request when the pen rests.

        The live model renders once more, too: its first picture paid for its memory, and the
        figures should not have to wait for a stroke.
        """
        if self._duet is None:
            return
        self._resting.provide(renderer)
        self._duet.enable_resting(True)
        self.refresh()
        self.provided.emit()

    def close_models(self) -> None:
        """Stop rendering; pictures still on their way are dropped."""
        self._run += 1
        duet, self._duet = self._duet, None
        if duet is not None:
            duet.close()
        self._sides = ()
        self._answered.clear()
        self._broken.clear()
        self._meters.clear()
        self._easing.reset()
        self._held = False
        self._update_state()

    def close(self) -> None:
        """Stop for good: the thread has ended when this returns."""
        self.close_models()

    # What an artist sees of it

    @property
    def state(self) -> State:
        """Whether the pictures belong to the document as it is now."""
        return self._state

    @property
    def live_side(self) -> Side | None:
        """The side that follows the pen."""
        return self._sides[0] if self._sides else None

    def loading(self, side: Side) -> bool:
        """Whether a side's model is still being loaded."""
        return side in self._sides[1:] and not self._resting.ready

    def timing(self, side: Side) -> Timing | None:
        """Return a side's measured times since its model was opened."""
        meter = self._meters.get(side)
        return meter.timing if meter else None

    def current(self, side: Side) -> bool:
        """Whether a side's newest picture belongs to the document as it is now."""
        answered = self._answered.get(side)
        return answered is not None and answered is self._request and not self._behind

    @property
    def easing(self) -> bool:
        """Whether pictures take so long here that they wait for the pen to slow down."""
        return self._easing.active

    @property
    def paused(self) -> bool:
        """Whether rendering is held."""
        return self._paused

    def set_paused(self, paused: bool) -> None:
        """Hold rendering, or go on with the document as it is now.

        Paused, nothing arrives any more: answers still on their way are dropped.
        """
        self._paused = paused
        if paused and self._duet is not None:
            self._duet.cancel()
        if paused:
            self._update_state()
        else:
            self.refresh()

    def refresh(self) -> None:
        """Ask for a picture of the whole document."""
        self._submit(None)

    # Requests and answers

    def _begin_anew(self) -> None:
        """Another canvas: what is still being made of the one before is of no use."""
        self._oldest = self._document.revision
        self.refresh()

    def _follow(self, dirty: Bounds) -> None:
        """Ask for a picture of an edit; in mid-stroke only as often as the machine can follow."""
        in_stroke = self._document.stroke is not None
        if in_stroke and self._duet and not self._paused and self._easing.holds():
            self._held = self._behind = True
            self._update_state()
        else:
            self._submit(dirty)

    def _release(self) -> None:
        if self._held:
            self._submit(None)

    def _submit(self, dirty: Bounds | None) -> None:
        self._held = False
        self._easing.rendered()
        self._behind = self._duet is None or self._paused
        if self._duet is not None and not self._paused:
            self._request = SynthesisRequest(
                self._document.revision,
                self._document.snapshot(),
                dirty,
                self._document.style,
            )
            self._broken.clear()
            self._duet.submit(self._request)
        self._update_state()

    def _take(self, run: int, role: Role, result: SynthesisResult) -> None:
        if not self._wanted(run, result.revision):
            return
        side = self._side(role)
        before = self._answered.get(side)
        if before is not None and result.revision < before.revision:
            return
        self._answered[side] = result.request
        self._broken.discard(side)
        self._meters[side].add(result.milliseconds)
        timing = self.timing(side)
        if role == "live" and timing is not None:
            self._easing.measure(timing)
        self.pictured.emit(side, result)
        self.timed.emit(side)
        self._update_state()

    def _take_failure(self, run: int, role: Role, revision: int, error: Exception) -> None:
        if not self._wanted(run, revision):
            return
        if self._request is not None and revision == self._request.revision:
            self._broken.add(self._side(role))
        self.failed.emit(self._side(role), one_line(error))
        self._update_state()

    def _wanted(self, run: int, revision: int) -> bool:
        """Whether an answer is for the models and the canvas of now, and not held by a pause."""
        return run == self._run and revision >= self._oldest and not self._paused

    def _side(self, role: Role) -> Side:
        return self._sides[0] if role == "live" else self._sides[-1]

    def _update_state(self) -> None:
        state = self._present_state()
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _present_state(self) -> State:
        if self._duet is None:
            return State.NO_MODEL
        if self._paused:
            return State.PAUSED
        if self._broken:
            return State.FAILED
        loaded = self._sides if self._resting.ready else self._sides[:1]
        done = all(self.current(side) for side in loaded)
        if done:
            return State.UP_TO_DATE
        in_stroke = self._document.stroke is not None
        return State.EASING if self._easing.active and in_stroke else State.WORKING
