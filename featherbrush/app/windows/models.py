"""Choosing models while the work stays: load in the background, swap, and only then let go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from featherbrush.app.document import Document
from featherbrush.app.synthesis.background import Background
from featherbrush.app.synthesis.bridge import SynthesisBridge, Voice
from featherbrush.app.synthesis.choice import Choice, choice_from_file
from featherbrush.app.synthesis.previews import StylePreviews
from featherbrush.app.synthesis.state import Side
from featherbrush.app.synthesis.style_fit import StyleFit
from featherbrush.app.texts import one_line, tr
from featherbrush.app.windows.desk import Desk, key_of, key_of_document
from featherbrush.app.windows.files import FileActions
from featherbrush.app.windows.first_map import first_canvas
from featherbrush.app.windows.message_bar import MessageBar
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.generator import Generator
from featherbrush.engine.labels import fit, fit_extent
from featherbrush.engine.library import ModelEntry
from featherbrush.engine.request import Renderer


class ModelActions(QObject):
    """Opens pairs of models for one document and keeps the loaded generators."""

    changed = Signal(object)
    """(Choice): these models make the pictures now."""
    offered = Signal()
    """``choices`` or the one in use changed."""
    refused = Signal()
    """A model that was asked for will not come: its file is bad, or the artist keeps the canvas."""

    def __init__(
        self,
        document: Document,
        *,
        bridge: SynthesisBridge,
        previews: StylePreviews,
        background: Background,
        files: FileActions,
        messages: MessageBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._bridge = bridge
        self._previews = previews
        self._background = background
        self._files = files
        self._messages = messages
        self._choices: tuple[Choice, ...] = ()
        self._current: Choice | None = None
        self._loaded: list[Generator] = []
        self._desk = Desk()
        self._threads: int | None = None
        self._asked = 0
        self._wanted: Choice | None = None
        self._adopted = 0
        self._resting_due = False
        bridge.pictured.connect(self._load_resting)
        bridge.failed.connect(self._load_resting)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The models on offer."""
        return self._choices

    @property
    def current(self) -> Choice | None:
        """The models in use."""
        return self._current

    @property
    def live(self) -> Generator | None:
        """The loaded model that follows the pen; `render` of it may be called from any thread."""
        return self._loaded[0] if self._loaded else None

    @property
    def threads(self) -> int | None:
        """The cores that a picture may take; None for all of the machine's."""
        return self._threads

    def set_threads(self, threads: int | None) -> None:
        """Let pictures take so many cores; the models in use are opened again for it."""
        if threads == self._threads:
            return
        self._threads = threads
        # One that is still being loaded must not be forgotten over it.
        choice = self._wanted or self._current
        if choice is not None:
            self.use(choice)

    def offer(self, choices: tuple[Choice, ...]) -> None:
        """Put these models on offer."""
        self._choices = choices
        self.offered.emit()

    def use(self, choice: Choice) -> None:
        """Load a pair in the background and change to it; until then everything goes on."""
        self._asked += 1
        self._wanted = choice
        asked, threads = self._asked, self._threads
        self._background.run(
            lambda: Generator(choice.live.path, threads=threads),
            done=lambda generator: self._arrived(asked, choice, generator),
            failed=lambda problem: self._failed(asked, problem),
        )

    def open_file(self, path: Path) -> None:
        """Use the model in a file; what is wrong with it becomes a message."""
        try:
            choice = choice_from_file(path)
        except FeatherbrushError as problem:
            self._refuse(one_line(problem))
            return
        self.use(choice)

    def adopt(self, choice: Choice, generator: Generator) -> bool:
        """Change to a loaded model; False when the artist would rather keep the canvas."""
        if not self._suits(choice):
            generator.close()
            self.offered.emit()
            self.refused.emit()
            return False
        again = choice == self._current
        self._release()
        self._adopted += 1
        if not again:
            self._fit_document(choice)
        self._current = choice
        self._loaded = [generator]
        self._files.multiple = choice.multiple
        if choice not in self._choices:
            self._choices = (*self._choices, choice)
        self._resting_due = choice.resting is not None
        if not again:
            self.changed.emit(choice)
        self._previews.open(generator)
        self._bridge.open(
            Voice(choice.live_side, self._renderer(choice.live, generator)),
            resting_side=choice.resting_side,
        )
        self.offered.emit()
        return True

    def close(self) -> None:
        """Let go of every model."""
        self._asked += 1
        self._adopted += 1
        self._release()

    def _arrived(self, asked: int, choice: Choice, generator: Generator) -> None:
        if asked != self._asked:
            generator.close()
            return
        self._wanted = None
        if self.adopt(choice, generator):
            self._messages.clear()

    def _failed(self, asked: int, problem: str) -> None:
        if asked == self._asked:
            self._wanted = None
            self._refuse(problem)

    def _refuse(self, problem: str) -> None:
        self._messages.error(problem)
        self.offered.emit()
        self.refused.emit()

    def _suits(self, choice: Choice) -> bool:
        """Whether the canvas can stay, or else may go; if so it waits on the desk where it can."""
        if key_of_document(self._document) == key_of(choice):
            return True
        if not self._files.may_leave():
            return False
        if self._document.modified:
            self._desk.forget(self._document)
        else:
            self._desk.put_aside(self._document)
        return True

    def _fit_document(self, choice: Choice) -> None:
        document = self._document
        if self._current is None or not choice.shares_styles(self._current):
            document.set_style(None)
        if key_of_document(document) != key_of(choice):
            self._change_canvas(choice)
            return
        fitting = fit_extent(document.extent, multiple=choice.multiple)
        if fitting != document.extent:
            document.replace(
                fit(document.snapshot(), multiple=choice.multiple),
                modified=True,
                underlay=document.underlay,
                favourites=document.favourites,
            )
            self._messages.notice(
                tr("The canvas is {size} now, a size that this model takes.", size=fitting)
            )

    def _change_canvas(self, choice: Choice) -> None:
        """Take what waits on the desk for these models, or begin anew."""
        waiting = self._desk.take(choice)
        if waiting is None:
            pixels, palette = first_canvas(choice)
            self._document.replace(pixels, palette=palette)
            return
        self._document.replace(
            waiting.pixels,
            palette=waiting.palette,
            path=waiting.path,
            underlay=waiting.underlay,
            favourites=waiting.favourites,
        )

    def _renderer(self, entry: ModelEntry, generator: Generator) -> Renderer:
        """The model as the bridge drives it: two that are no pair may differ in their styles."""
        assert self._current is not None
        return StyleFit(generator, entry.card.style_size) if self._current.mixed else generator

    def _load_resting(self, side: Side) -> None:
        """Load the original once the first picture is there: it must not delay that one."""
        choice = self._current
        if not self._resting_due or choice is None or choice.resting is None:
            return
        self._resting_due = False
        entry, adopted, threads = choice.resting, self._adopted, self._threads
        self._background.run(
            lambda: Generator(entry.path, threads=threads),
            done=lambda generator: self._provide(adopted, entry, generator),
            failed=self._messages.error,
        )

    def _provide(self, adopted: int, entry: ModelEntry, generator: Generator) -> None:
        # Not whether another model was asked for since: that one may be refused yet.
        if adopted != self._adopted:
            generator.close()
            return
        self._loaded.append(generator)
        self._bridge.provide_resting(self._renderer(entry, generator))

    def _release(self) -> None:
        self._previews.close()
        self._bridge.close_models()
        for generator in self._loaded:
            generator.close()
        self._loaded = []
