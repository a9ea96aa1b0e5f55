"""Choosing models while the work stays: load in the background, swap, and only then let go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from featherbrush.app.document import Document, Palette
from featherbrush.app.synthesis.background import Background
from featherbrush.app.synthesis.bridge import SynthesisBridge, Voice
from featherbrush.app.synthesis.choice import Choice, choice_from_file
from featherbrush.app.synthesis.previews import StylePreviews
from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.files import FileActions
from featherbrush.app.windows.first_map import first_map
from featherbrush.app.windows.message_bar import MessageBar
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.generator import Generator
from featherbrush.engine.geometry import Extent
from featherbrush.engine.labels import fit, fit_extent


class ModelActions(QObject):
    """Opens pairs of models for one document and keeps the loaded generators."""

    changed = Signal(object)
    """(Choice): these models make the pictures now."""
    offered = Signal()
    """``choices`` or the one in use changed."""

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
        self._asked = 0
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

    def offer(self, choices: tuple[Choice, ...]) -> None:
        """Put these models on offer."""
        self._choices = choices
        self.offered.emit()

    def use(self, choice: Choice) -> None:
        """Load a pair in the background and change to it; until then everything goes on."""
        self._asked += 1
        asked = self._asked
        self._background.run(
            lambda: Generator(choice.live.path),
            done=lambda generator: self._arrived(asked, choice, generator),
            failed=self._refuse,
        )

    def open_file(self, path: Path) -> None:
        """Use the model in a file; what is wrong with it becomes a message."""
        try:
            choice = choice_from_file(path)
        except FeatherbrushError as problem:
            self._refuse(str(problem))
            return
        self.use(choice)

    def adopt(self, choice: Choice, generator: Generator) -> bool:
        """Change to a loaded model; False when the artist would rather keep the map."""
        if not self._suits(choice):
            generator.close()
            self.offered.emit()
            return False
        self._release()
        self._fit_document(choice)
        self._current = choice
        self._loaded = [generator]
        self._files.multiple = choice.card.multiple
        if choice not in self._choices:
            self._choices = (*self._choices, choice)
        self._resting_due = choice.resting is not None
        self.changed.emit(choice)
        self._previews.open(generator)
        self._bridge.open(
            Voice(choice.live_side, generator),
            resting_side=Side.ORIGINAL if choice.resting else None,
        )
        self.offered.emit()
        return True

    def close(self) -> None:
        """Let go of every model."""
        self._asked += 1
        self._release()

    def _arrived(self, asked: int, choice: Choice, generator: Generator) -> None:
        if asked != self._asked:
            generator.close()
            return
        if self.adopt(choice, generator):
            self._messages.clear()

    def _refuse(self, problem: str) -> None:
        self._messages.error(problem)
        self.offered.emit()

    def _suits(self, choice: Choice) -> bool:
        """Whether the map can stay, or else may go."""
        same = self._document.palette.classes == choice.card.classes
        return same or self._files.may_leave()

    def _fit_document(self, choice: Choice) -> None:
        document, card = self._document, choice.card
        document.set_style(None)
        if document.palette.classes != card.classes:
            palette = Palette.of(card.classes)
            document.replace(first_map(palette, Extent(*card.native)), palette=palette)
            return
        fitting = fit_extent(document.extent, multiple=card.multiple)
        if fitting != document.extent:
            document.replace(fit(document.snapshot(), multiple=card.multiple), modified=True)
            self._messages.notice(f"The map is {fitting} now, a size that this model takes.")

    def _load_resting(self, side: Side) -> None:
        """Load the original once the first picture is there: it must not delay that one."""
        choice = self._current
        if not self._resting_due or choice is None or choice.resting is None:
            return
        self._resting_due = False
        entry, asked = choice.resting, self._asked
        self._background.run(
            lambda: Generator(entry.path),
            done=lambda generator: self._provide(asked, generator),
            failed=self._messages.error,
        )

    def _provide(self, asked: int, generator: Generator) -> None:
        if asked != self._asked:
            generator.close()
            return
        self._loaded.append(generator)
        self._bridge.provide_resting(generator)

    def _release(self) -> None:
        self._previews.close()
        self._bridge.close_models()
        for generator in self._loaded:
            generator.close()
        self._loaded = []
