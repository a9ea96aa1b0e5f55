"""Nothing lost: the journal of this studio, and the work of studios that crashed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from featherbrush.app.document import Document
from featherbrush.app.document.content import ModelMark
from featherbrush.app.document.journal import Journal
from featherbrush.app.document.recovery import LostWork, find_lost_work
from featherbrush.app.texts import one_line, tr
from featherbrush.app.windows.files import FileActions
from featherbrush.app.windows.message_bar import MessageBar
from featherbrush.app.windows.recovery_dialog import Rescue
from featherbrush.engine.errors import DocumentError, FeatherbrushError


class Safety(QObject):
    """Keeps a journal in `folder` from `begin` on, and offers what it finds there."""

    def __init__(
        self,
        document: Document,
        *,
        files: FileActions,
        messages: MessageBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._files = files
        self._messages = messages
        self._journal: Journal | None = None
        self._folder: Path | None = None

    def begin(self, folder: Path) -> None:
        """Protect the document from now on. A folder that cannot be used becomes a message."""
        self._folder = folder
        try:
            journal = Journal(self._document, folder, model=self._mark, parent=self)
        except DocumentError as problem:
            self._warn(one_line(problem))
            return
        journal.failed.connect(self._warn)
        self._journal = journal

    def offer(self) -> None:
        """Offer unsaved work of studios that are gone, until there is none or it is left."""
        if self._folder is None:
            return
        found, problems = find_lost_work(self._folder)
        if problems:
            self._messages.error(problems[0])
        waiting = list(found)
        while waiting:
            answer, place = self._files.dialogs.ask_rescue(waiting)
            if answer is Rescue.LATER:
                break
            lost = waiting[place]
            if answer is Rescue.RECOVER:
                if self._files.may_leave():
                    waiting.pop(place)
                    self._recover(lost)
                break
            if self._files.dialogs.confirm_discard(_name(lost)):
                waiting.pop(place)
                self._discard(lost)
        for lost in waiting:
            lost.leave()

    def close(self) -> None:
        """The artist has saved or given up the work: the journal goes."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _recover(self, lost: LostWork) -> None:
        """Put the work on the canvas; its old journal goes when the new one holds it."""

        def done() -> None:
            if self._journal is not None:
                self._journal.supersede(lost.journal)
            lost.leave()
            self._messages.notice(tr("Recovered {name}. Save it to keep it.", name=_name(lost)))

        if not self._files.adopt(lost.content, path=lost.file, then=done):
            lost.leave()

    def _discard(self, lost: LostWork) -> None:
        try:
            lost.discard()
        except FeatherbrushError as problem:
            self._messages.error(one_line(problem))

    def _mark(self) -> ModelMark | None:
        return self._files.surroundings.mark()

    def _warn(self, problem: str) -> None:
        self._messages.error(
            tr("Unsaved work is not protected against a crash: {problem}", problem=problem)
        )


def _name(lost: LostWork) -> str:
    return lost.file.name if lost.file else tr("Untitled")
