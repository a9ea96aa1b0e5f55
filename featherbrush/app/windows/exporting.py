"""Takes maps and pictures out of the studio: as files, onto the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressDialog, QWidget

from featherbrush.app.canvas.picture_layer import to_image
from featherbrush.app.document import Document
from featherbrush.app.document.content import content_of
from featherbrush.app.synthesis.background import Background
from featherbrush.app.synthesis.state import Side
from featherbrush.app.texts import one_line, tr
from featherbrush.app.windows.export_dialog import ExportWish
from featherbrush.app.windows.files import FileActions
from featherbrush.app.windows.message_bar import MessageBar
from featherbrush.app.windows.models import ModelActions
from featherbrush.app.windows.pictures import Pictures
from featherbrush.engine.arrays import Canvas, Picture, Style
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.enlarge import Enlarged, How, draw_enlarged, resample
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.generator import Generator
from featherbrush.engine.labels import write_label_map
from featherbrush.engine.library import ModelEntry
from featherbrush.engine.pictures import picture_format, write_picture


class ExportActions(QObject):
    """Exports of one document. A large picture is drawn by a thread of its own, and can be stopped."""

    exported = Signal(object)
    """(Path): an export has been written."""
    _drawn = Signal(int, int)

    def __init__(
        self,
        document: Document,
        *,
        files: FileActions,
        models: ModelActions,
        pictures: Pictures,
        messages: MessageBar,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._files = files
        self._models = models
        self._pictures = pictures
        self._messages = messages
        self._window = parent
        self._background: Background | None = None
        self._cancellation = Cancellation()
        self._progress: QProgressDialog | None = None
        self._writing = ""
        self._drawn.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    def export_map(self, *, colors: bool) -> None:
        """Write the canvas: class ids as an indexed PNG, or a PNG in its colours."""
        document = self._document
        stem = Path(self._files.name).stem
        suggested = f"{stem}-colors.png" if colors else f"{stem}-ids.png"
        path = self._files.dialogs.export_map(suggested, colors=colors)
        if path is None:
            return
        try:
            if colors or document.kind == "sketch":
                write_picture(path, content_of(document).colored())
            else:
                write_label_map(path, document.snapshot(), document.palette.classes)
        except FeatherbrushError as problem:
            self._messages.error(one_line(problem))
            return
        self._tell(path)

    def export_picture(self) -> None:
        """Ask which picture, how large and where to; then make it and write it."""
        choice = self._models.current
        if choice is None or self._progress is not None:
            self._messages.error(
                tr("There is no picture to export yet. Open a model, or wait for the export.")
            )
            return
        offers = {side: choice.entry(side) for side in Side}
        cards = {side: entry.card for side, entry in offers.items() if entry is not None}
        wish = self._files.dialogs.ask_export(cards, self._document.extent)
        entry = offers[wish.side] if wish is not None else None
        if wish is None or entry is None:
            return
        larger = f"-{wish.factor}x" if wish.factor > 1 else ""
        suggested = f"{Path(self._files.name).stem}-{wish.side.value}{larger}.png"
        path = self._files.dialogs.save_picture(suggested)
        if path is not None:
            self._start(path, wish, entry)

    def copy_picture(self) -> None:
        """Put the best picture of the canvas as it is now on the clipboard."""
        for side in Side:
            result = self._pictures.current(side)
            if result is not None:
                QGuiApplication.clipboard().setImage(to_image(result.picture))
                words = (
                    tr("Copied the picture of the original model")
                    if side is Side.ORIGINAL
                    else tr("Copied the picture of the compressed model")
                )
                self._files.told.emit(words)
                return
        self._messages.error(tr("There is no picture to copy yet."))

    def may_close(self) -> bool:
        """Ask about a picture that is being drawn; whether the window may go."""
        if self._progress is None:
            return True
        return self._files.dialogs.confirm_without_picture(self._writing)

    def close(self) -> None:
        """Stop what is being drawn; the thread has ended when this returns."""
        self._cancellation.cancel()
        if self._background is not None:
            self._background.close()
        self._end_progress()

    def _start(self, path: Path, wish: ExportWish, entry: ModelEntry) -> None:
        try:
            picture_format(path)  # before minutes of work
        except FeatherbrushError as problem:
            self._messages.error(one_line(problem))
            return
        result = self._pictures.current(wish.side)
        picture = None if result is None else result.picture
        canvas, style = self._document.snapshot(), self._document.style
        self._cancellation = cancellation = Cancellation()
        if self._background is None:
            self._background = Background(self)
        self._writing = path.name
        self._progress = self._open_progress(path, cancellation)
        self._background.run(
            lambda: self._make(path, wish, entry, picture, canvas, style, cancellation),
            done=lambda how: self._finish(path, how, wish),
            failed=lambda problem: self._fail(problem, cancellation),
        )

    def _make(
        self,
        path: Path,
        wish: ExportWish,
        entry: ModelEntry,
        picture: Picture | None,
        canvas: Canvas,
        style: Style | None,
        cancellation: Cancellation,
    ) -> How:
        """The thread's part: draw or enlarge the picture, and write it."""
        if picture is not None and (wish.factor == 1 or not wish.redraw):
            made = Enlarged(resample(picture, factor=wish.factor), How.RESAMPLED)
        else:
            made = self._draw(wish, entry, canvas, style, cancellation)
        cancellation.check()
        write_picture(path, made.picture)
        return made.how

    def _draw(
        self,
        wish: ExportWish,
        entry: ModelEntry,
        canvas: Canvas,
        style: Style | None,
        cancellation: Cancellation,
    ) -> Enlarged:
        generator = Generator(entry.path, threads=self._models.threads)
        size = entry.card.style_size
        fitting = style if style is not None and len(style) == size else None
        try:
            if not wish.redraw:
                picture = generator.render(canvas, fitting, cancellation=cancellation)
                return Enlarged(resample(picture, factor=wish.factor), How.RESAMPLED)
            return draw_enlarged(
                generator,
                entry.card,
                canvas,
                fitting,
                factor=wish.factor,
                progress=self._drawn.emit,
                cancellation=cancellation,
            )
        finally:
            generator.close()

    def _finish(self, path: Path, how: How, wish: ExportWish) -> None:
        self._end_progress()
        if wish.redraw and wish.factor > 1 and how is How.RESAMPLED:
            self._messages.notice(
                tr(
                    "{name} was enlarged by resampling: this model needs the whole canvas at once.",
                    name=path.name,
                )
            )
        self._tell(path)

    def _fail(self, problem: str, cancellation: Cancellation) -> None:
        self._end_progress()
        if cancellation.cancelled:
            self._messages.notice(tr("The export was stopped; nothing was written."))
        else:
            self._messages.error(problem)

    def _tell(self, path: Path) -> None:
        self._files.told.emit(tr("Exported {name}", name=path.name))
        self.exported.emit(path)

    def _open_progress(self, path: Path, cancellation: Cancellation) -> QProgressDialog:
        progress = QProgressDialog(self._window)
        progress.setWindowTitle(tr("Export picture"))
        progress.setLabelText(tr("Drawing {name}...", name=path.name))
        progress.setCancelButtonText(tr("Stop"))
        progress.setRange(0, 0)
        progress.setMinimumDuration(600)
        progress.setAutoClose(False)
        progress.setAutoReset(False)
        progress.canceled.connect(cancellation.cancel)
        return progress

    def _show_progress(self, done: int, of: int) -> None:
        if self._progress is not None and of > 1:
            self._progress.setRange(0, of)
            self._progress.setValue(done)

    def _end_progress(self) -> None:
        progress, self._progress = self._progress, None
        if progress is not None:
            progress.canceled.disconnect()
            progress.close()
            progress.deleteLater()
