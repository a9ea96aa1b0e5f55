"""What an artist does with files: new, open, save, and never losing work on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from featherbrush.app.document import Document
from featherbrush.app.document.content import Content, content_of
from featherbrush.app.document.openraster import SUFFIX, write_openraster
from featherbrush.app.synthesis.state import Side
from featherbrush.app.texts import one_line, tr
from featherbrush.app.windows.dialogs import Answer, Dialogs
from featherbrush.app.windows.message_bar import MessageBar
from featherbrush.app.windows.opening import Opened, Opener, fitted, translate_classes
from featherbrush.app.windows.surroundings import Alone, Surroundings
from featherbrush.engine.errors import DocumentError, FeatherbrushError
from featherbrush.engine.files import same_file
from featherbrush.engine.geometry import Extent
from featherbrush.engine.labels import write_label_map
from featherbrush.engine.pictures import write_picture
from featherbrush.engine.request import SynthesisResult


class FileActions(QObject):
    """Opens and saves one document and its pictures. Problems become messages."""

    told = Signal(str)
    """Something went well: one short line."""
    used = Signal(object)
    """(Path): a document was opened from, or saved to, this file."""

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
        self._given_up: int | None = None
        document.about_to_replace.connect(self.forget_picture)
        self.multiple = 1
        self.surroundings: Surroundings = Alone()

    @property
    def name(self) -> str:
        """The document's name as people read it."""
        path = self._document.path
        return tr("Untitled") if path is None else path.name

    def may_leave(self) -> bool:
        """Ask about unsaved work; whether the artist agrees to leave it behind.

        While a model loads for another document they are not asked again about the same work; what
        was painted meanwhile is other work.
        """
        document = self._document
        agreed = self.surroundings.waiting and self._given_up == document.revision
        if agreed or not document.modified:
            return True
        answer = self.dialogs.ask_unsaved(self.name)
        if answer is Answer.SAVE:
            return self.save()
        self._given_up = document.revision if answer is Answer.DISCARD else None
        return answer is Answer.DISCARD

    def may_close(self) -> bool:
        """Ask about all that closing the studio would lose; whether the artist agrees to that."""
        if not self.may_leave():
            return False
        if self._awaited is None:
            return True
        _, path = self._awaited
        return self.dialogs.confirm_without_picture(path.name)

    # Opening

    def open(self, path: Path | None = None) -> bool:
        """Open a document, a label map or a picture, asking which unless told.

        Whether it is on the canvas now, or will be when the model it needs has been loaded.
        """
        chosen = path or self.dialogs.open_map()
        return chosen is not None and self._load(chosen, keep_path=True)

    def open_example(self, path: Path) -> bool:
        """Open an example or a template as a document without a file: none is overwritten."""
        return self._load(path, keep_path=False)

    def adopt(self, content: Content, *, path: Path | None, then: Callable[[], None]) -> bool:
        """Put a document with unsaved changes on the canvas, such as one that was recovered.

        It is fitted to the models: its size, and its classes where no model here has them. `then`
        is called when it is there; False when it cannot be.
        """
        opened = Opened(content, native=True, document=True)
        name = path.name if path else tr("Untitled")
        return self._show(opened, path=path, name=name, modified=True, then=then)

    def _load(self, path: Path, *, keep_path: bool) -> bool:
        """Read a file; unsaved work is asked about when the file is to take its place."""
        opened = self._read(path)
        if opened is None:
            return False
        if opened.underlay_only:
            self._messages.clear()
            self._document.set_underlay(opened.content.underlay)
            self.told.emit(tr("{name} lies under the canvas", name=path.name))
            return True
        unsaved = self._document.modified
        if not self.may_leave():
            return False
        saved = unsaved and not self._document.modified
        if saved and self._is_own(path):
            opened = self._read(path)  # what was read before is older than what was saved
            if opened is None:
                return False
        self._messages.clear()
        return self._show(
            opened,
            path=path if keep_path and opened.native else None,
            name=path.name,
            modified=not opened.native,
            then=lambda: self._tell_opened(path, keep_path),
        )

    def _read(self, path: Path) -> Opened | None:
        """What a file holds; None after a message, or when the artist changed their mind."""
        document = self._document
        opener = Opener(
            document.kind,
            document.palette,
            self.dialogs,
            can_sketch=self.surroundings.can_sketch,
        )
        try:
            return opener.read(path, current=document.snapshot())
        except FeatherbrushError as problem:
            self._messages.error(one_line(problem))
            return None

    def _is_own(self, path: Path) -> bool:
        """Whether a file is the one that the document is saved to, under whatever name."""
        own = self._document.path
        return own is not None and same_file(own, path)

    def _show(
        self,
        opened: Opened,
        *,
        path: Path | None,
        name: str,
        modified: bool,
        then: Callable[[], None],
    ) -> bool:
        """Put it on the canvas, with a model that takes it."""

        def put() -> None:
            self._put(opened.content, path=path, name=name, modified=modified)
            if opened.document:
                self.surroundings.use_style(opened.content.style)
            then()

        if self.surroundings.suit(opened.content, put):
            return True
        translated = self._translate(opened.content, name)
        if translated is None:
            return False
        self._put(translated, path=None, name=name, modified=True)
        then()
        return True

    def _translate(self, content: Content, name: str) -> Content | None:
        """A document in the classes of the model in use."""
        if content.kind != self._document.kind:
            self._messages.error(
                tr(
                    "{name} is a {kind}, and no model here paints from one. The file was left as"
                    " it is.",
                    name=name,
                    kind=tr("sketch") if content.kind == "sketch" else tr("label map"),
                )
            )
            return None
        palette = self._document.palette
        labels = translate_classes(content, palette, self.dialogs, name=name)
        return None if labels is None else replace(content, pixels=labels, palette=palette)

    def _put(self, content: Content, *, path: Path | None, name: str, modified: bool) -> None:
        document = self._document
        pixels = fitted(content.pixels, multiple=self.multiple)
        other_size = pixels.shape != content.pixels.shape
        document.replace(
            pixels,
            palette=content.palette,
            path=None if other_size else path,
            modified=modified or other_size,
            underlay=content.underlay,
            favourites=content.favourites,
        )
        if other_size:
            self._messages.notice(
                tr(
                    "{name} was {before} and is {now} now, a size that the model takes. Saving asks"
                    " for a new name.",
                    name=name,
                    before=content.extent,
                    now=Extent.of(pixels),
                )
            )

    def _tell_opened(self, path: Path, from_file: bool) -> None:
        if from_file:
            self.used.emit(path)
        self.told.emit(tr("Opened {name}", name=path.name))

    # Saving

    def save(self) -> bool:
        """Write the document where it came from, asking when it has no file yet."""
        path = self._document.path
        return self.save_as() if path is None else self.write(path)

    def save_as(self) -> bool:
        """Write the document to a file that is asked for."""
        path = self.dialogs.save_map(f"{Path(self.name).stem}{SUFFIX}")
        return path is not None and self.write(path)

    def save_copy(self) -> bool:
        """Write canvas and pictures as layers to a file that is asked for; work goes on here."""
        path = self.dialogs.save_layers(f"{Path(self.name).stem}-layers{SUFFIX}")
        return path is not None and self._written(path, mark=False)

    def write(self, path: Path) -> bool:
        """Write the document to a file, which is its own from then on."""
        if not self._written(path, mark=True):
            return False
        self.used.emit(path)
        return True

    def content(self) -> Content:
        """All that a file keeps of the document as it is now."""
        return content_of(
            self._document, model=self.surroundings.mark(), pictures=self.surroundings.pictures()
        )

    def _written(self, path: Path, *, mark: bool) -> bool:
        self._document.end_stroke()
        try:
            left_out = _write(path, self.content())
        except FeatherbrushError as problem:
            self._messages.error(one_line(problem))
            return False
        if mark:
            self._document.mark_saved(path)
        self._messages.clear()
        if left_out:
            self._messages.notice(
                tr(
                    "{name} holds the canvas alone. Underlay and favourite styles are kept in an"
                    " .ora document only.",
                    name=path.name,
                )
            )
        self.told.emit(tr("Saved {name}", name=path.name))
        return True

    # Pictures

    def save_picture(
        self, side: Side, *, newest: Callable[[], SynthesisResult | None], coming: bool
    ) -> bool:
        """Write a side's picture to a file that is asked for.

        ``newest`` gives the picture of the map as it is now, None while it is not there; then
        it is written as soon as it arrives (``coming``), see ``picture_arrived``.
        """
        if newest() is None and not coming:
            self._messages.error(_no_picture(side))
            return False
        path = self.dialogs.save_picture(f"{Path(self.name).stem}-{side.value}.png")
        if path is None:
            return False
        result = newest()
        if result is not None:
            return self._write_picture(path, result)
        self._awaited = (side, path)
        self._messages.notice(
            tr("{name} is saved as soon as the picture is ready.", name=path.name)
        )
        return True

    def forget_picture(self) -> None:
        """Wait for no picture any more: what comes is of another canvas, or another model."""
        if self._awaited is not None:
            _, path = self._awaited
            self._awaited = None
            self._messages.notice(
                tr("{name} was not saved: its picture did not come in time.", name=path.name)
            )

    def picture_arrived(self, side: Side, result: SynthesisResult) -> None:
        """Write the picture that was waited for."""
        if self._awaited is None or self._awaited[0] is not side:
            return
        _, path = self._awaited
        self._awaited = None
        self._messages.clear()
        self._write_picture(path, result)

    def _write_picture(self, path: Path, result: SynthesisResult) -> bool:
        try:
            write_picture(path, result.picture)
        except FeatherbrushError as problem:
            self._messages.error(one_line(problem))
            return False
        self.told.emit(tr("Saved {name}", name=path.name))
        return True


def _no_picture(side: Side) -> str:
    if side is Side.ORIGINAL:
        return tr("There is no picture of the original model to save. Resume or open a model.")
    return tr("There is no picture of the compressed model to save. Resume or open a model.")


def _write(path: Path, content: Content) -> bool:
    """Write a document in the format of the file's ending; whether something was left out."""
    ending = path.suffix.lower()
    if ending == SUFFIX:
        write_openraster(path, content)
        return False
    if content.kind == "sketch":
        write_picture(path, content.pixels)
    elif ending == ".png":
        write_label_map(path, content.pixels, content.palette.classes)
    else:
        raise DocumentError(f"{path}: documents are written as .ora, label maps also as .png")
    return content.underlay is not None or bool(content.favourites)
