"""What an artist does with files: new, open, save, and never losing work on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from featherbrush.app.document import Document
from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.dialogs import Answer, Dialogs
from featherbrush.app.windows.message_bar import MessageBar
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.pictures import write_picture
from featherbrush.engine.request import SynthesisResult

UNTITLED = "Untitled"


class FileActions(QObject):
    """Opens and saves one document's map and its pictures. Problems become messages."""

    told = Signal(str)
    """Something went well: one short line."""

    def __init__(
        self,
        document: Document,
        *,
        dialogs: Dialogs,
        messages: MessageBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self.dialogs = dialogs
        self._messages = messages
        self._awaited: tuple[Side, Path] | None = None
        self.multiple = 1

    @property
    def name(self) -> str:
        """The document's name as people read it."""
        path = self._document.path
        return UNTITLED if path is None else path.name

    def may_leave(self) -> bool:
        """Ask about unsaved work; whether the artist agrees to leave it behind."""
        if not self._document.modified:
            return True
        answer = self.dialogs.ask_unsaved(self.name)
        if answer is Answer.SAVE:
            return self.save()
        return answer is Answer.DISCARD

    def open(self, path: Path | None = None) -> bool:
        """Open a label map, asking which unless told; whether it is on the canvas now."""
        if not self.may_leave():
            return False
        chosen = path or self.dialogs.open_map()
        return chosen is not None and self._load(chosen)

    def open_example(self, path: Path) -> bool:
        """Open one of the examples as a map without a file, so that none is overwritten."""
        if not (self.may_leave() and self._load(path)):
            return False
        self._document.replace(self._document.snapshot())
        return True

    def save(self) -> bool:
        """Write the map where it came from, asking when it has no file yet."""
        path = self._document.path
        return self.save_as() if path is None else self._write_map(path)

    def save_as(self) -> bool:
        """Write the map to a file that is asked for."""
        suggested = f"{Path(self.name).stem}.png"
        path = self.dialogs.save_map(suggested)
        return path is not None and self._write_map(path)

    def save_picture(
        self, side: Side, *, newest: Callable[[], SynthesisResult | None], coming: bool
    ) -> bool:
        """Write a side's picture to a file that is asked for.

        ``newest`` gives the picture of the map as it is now, None while it is not there; then
        it is written as soon as it arrives (``coming``), see ``picture_arrived``.
        """
        if newest() is None and not coming:
            self._messages.error(
                f"There is no picture of the {side.value} model to save. Resume or open a model."
            )
            return False
        path = self.dialogs.save_picture(f"{Path(self.name).stem}-{side.value}.png")
        if path is None:
            return False
        result = newest()
        if result is not None:
            return self._write_picture(path, result)
        self._awaited = (side, path)
        self._messages.notice(f"{path.name} is saved as soon as the {side.value} picture is ready.")
        return True

    def picture_arrived(self, side: Side, result: SynthesisResult) -> None:
        """Write the picture that was waited for."""
        if self._awaited is None or self._awaited[0] is not side:
            return
        _, path = self._awaited
        self._awaited = None
        self._messages.clear()
        self._write_picture(path, result)

    def _load(self, path: Path) -> bool:
        try:
            opened = self._document.load(path, multiple=self.multiple)
        except FeatherbrushError as problem:
            self._messages.error(str(problem))
            return False
        self._messages.clear()
        if opened.fitted:
            self._messages.notice(
                f"{path.name} was {opened.source} and is {opened.extent} now, a size that the "
                "model takes. Saving asks for a new name."
            )
        self.told.emit(f"Opened {path.name}")
        return True

    def _write_map(self, path: Path) -> bool:
        try:
            self._document.save(path)
        except FeatherbrushError as problem:
            self._messages.error(str(problem))
            return False
        self._messages.clear()
        self.told.emit(f"Saved {path.name}")
        return True

    def _write_picture(self, path: Path, result: SynthesisResult) -> bool:
        try:
            write_picture(path, result.picture)
        except FeatherbrushError as problem:
            self._messages.error(str(problem))
            return False
        self.told.emit(f"Saved {path.name}")
        return True
