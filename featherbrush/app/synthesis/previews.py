"""Small pictures of the present map in every style on offer, made while the pen rests."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from featherbrush.app.document import Document
from featherbrush.app.synthesis.styles import StyleOption
from featherbrush.engine.request import Renderer, SynthesisRequest, SynthesisResult
from featherbrush.engine.stream import Stream


class StylePreviews(QObject):
    """Renders one style after the other with the compressed model; gives way at once.

    It works only between ``start`` and ``stop``: the window starts it when the pictures are up to
    date and stops it when the document changes, so the pen never waits for a preview.
    """

    made = Signal(str, object)
    """(key of the style, picture uint8 [H, W, 3])."""

    _arrived = Signal(int, object, object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._stream: Stream | None = None
        self._run = 0
        self._wanted: tuple[StyleOption, ...] = ()
        self._have: dict[str, tuple[int, StyleOption]] = {}
        self._under_way: StyleOption | None = None
        self._active = False
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def open(self, renderer: Renderer) -> None:
        """Use another model; nothing is rendered until ``start``."""
        self.close()
        run = self._run
        self._stream = Stream(
            renderer,
            on_result=lambda result: self._arrived.emit(run, result.request, result),
            # What cannot be previewed keeps its empty tile; the stage itself tells of failures.
            on_error=lambda _revision, _error: None,
            name="previews",
        )

    def want(self, options: Sequence[StyleOption]) -> None:
        """Say which styles are to be seen."""
        self._wanted = tuple(options)
        self._next()

    def start(self) -> None:
        """Make what is missing, one by one."""
        self._active = True
        self._next()

    def stop(self) -> None:
        """Give way to the pen: drop what is under way."""
        self._active = False
        self._under_way = None
        if self._stream is not None:
            self._stream.cancel()

    def close(self) -> None:
        """Let go of the model; the thread has ended when this returns."""
        self._run += 1
        self._have.clear()
        self._under_way = None
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _next(self) -> None:
        if self._stream is None or not self._active or self._under_way is not None:
            return
        now = self._document.revision
        for option in self._wanted:
            if self._have.get(option.key) != (now, option):
                self._under_way = option
                self._stream.submit(
                    SynthesisRequest(now, self._document.snapshot(), None, option.vector)
                )
                return

    def _take(self, run: int, request: SynthesisRequest, result: SynthesisResult) -> None:
        option = self._under_way
        if run != self._run or option is None or request.revision != self._document.revision:
            return
        self._under_way = None
        self._have[option.key] = (request.revision, option)
        self.made.emit(option.key, result.picture)
        self._next()
