"""The time-lapse of one window: filmed while it is painted, shown and exported on demand."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from featherbrush.app.canvas.recording import read_recording, write_recording
from featherbrush.app.document.extras import CanvasKind
from featherbrush.app.synthesis.background import Background
from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.texts import one_line, tr
from featherbrush.app.timelapse.export import Content, ExportOptions, Render, export
from featherbrush.app.timelapse.film import Film
from featherbrush.app.timelapse.recorder import FilmRecorder
from featherbrush.app.timelapse.replayed import film_of
from featherbrush.app.timelapse.strokes import StrokeKeeper
from featherbrush.app.timelapse.video import ffmpeg_program
from featherbrush.app.windows.desk import canvas_key, key_of
from featherbrush.app.windows.timelapse_dialogs import TimelapseDialogs
from featherbrush.app.windows.timelapse_pictures import FilmPictures, RenderCanvas
from featherbrush.app.windows.timelapse_window import TimelapseWindow
from featherbrush.engine.arrays import Style
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.errors import Cancelled, FeatherbrushError
from featherbrush.engine.generator import Generator
from featherbrush.engine.library import ModelEntry

if TYPE_CHECKING:
    from featherbrush.app.windows.main_window import MainWindow


class Timelapse(QObject):
    """Films a document from the start, and opens the window that shows the film."""

    _progressed = Signal(int, int)

    def __init__(self, main: MainWindow) -> None:
        super().__init__(main)
        self._main = main
        self._packer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="featherbrush-film")
        self.recorder = FilmRecorder(main.document, worker=self._packer, parent=self)
        self.strokes = StrokeKeeper(main.canvas.driver, parent=self)
        self.window: TimelapseWindow | None = None
        self._pictures: FilmPictures | None = None
        self._worker: Background | None = None
        self._export: Cancellation | None = None
        self._writing = ""
        self._film: Film | None = None
        self.dialogs = TimelapseDialogs(main.settings)
        main.models.offered.connect(self._follow_models)

    @property
    def film(self) -> Film | None:
        """The film in the window that is open."""
        return self._film

    def open(self) -> None:
        """Show the painting of this document until now; a window that exports stays as it is."""
        if self.window is not None and self._export is not None:
            self.window.raise_()
            self.window.activateWindow()
            return
        self.close()
        window = self.window = TimelapseWindow(self._main)
        window.may_close = self.may_close
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        pictures = self._pictures = FilmPictures(self)
        self._worker = Background(self)
        window.set_tokens(self._main.theme.tokens)
        self._main.theme.changed.connect(window.set_tokens)
        pictures.made.connect(window.show_picture)
        pictures.failed.connect(window.say)
        window.player.shown.connect(pictures.want)
        window.export_wanted.connect(self.ask_export)
        window.cancel_wanted.connect(self.cancel_export)
        window.open_wanted.connect(self._ask_open)
        window.save_wanted.connect(self._ask_save)
        window.closed.connect(self.close)
        self._progressed.connect(window.show_progress)
        window.show()
        self._load(self.recorder.film())

    def end(self) -> None:
        """Close the window; every thread has ended when this returns."""
        self.close()
        self.recorder.release()
        self._packer.shutdown(wait=True)

    def close(self) -> None:
        """Stop everything and let the window go. More than once is fine."""
        self.cancel_export()
        window, self.window = self.window, None
        for part in (self._pictures, self._worker):
            if part is not None:
                part.close()
                part.deleteLater()
        self._pictures = self._worker = self._film = self._export = None
        if window is not None:
            window.player.pause()
            window.close()

    def may_close(self) -> bool:
        """Ask about a video that is being written; whether the window may go."""
        if self._export is None or self._export.cancelled:
            return True
        return self._main.files.dialogs.confirm_stop_video(self._writing)

    def open_strokes(self, path: Path) -> None:
        """Show the painting of a stroke file; what is wrong with it is said in the window."""
        worker, window = self._worker, self.window
        if worker is None or window is None:
            return
        palette = self._main.document.palette
        window.say(tr("Reading {name}", name=path.name))
        worker.run(
            lambda: film_of(read_recording(path), palette), done=self._load, failed=window.say
        )

    def save_strokes(self, path: Path) -> None:
        """Write everything painted until now as a stroke file."""
        if self.window is None:
            return
        try:
            write_recording(path, self.strokes.recording())
        except FeatherbrushError as problem:
            self.window.say(one_line(problem))
        else:
            self.window.say(tr("Saved {name}", name=path.name))

    def export(self, path: Path, options: ExportOptions) -> None:
        """Write the film that shows as a video, in the background."""
        worker, window, film = self._worker, self.window, self._film
        if worker is None or window is None or film is None or self._export is not None:
            return
        cancellation = self._export = Cancellation()
        self._writing = path.name
        model = None if options.content is Content.MAP else self._model()
        style, threads = self._main.document.style, self._main.models.threads
        window.say(tr("Writing {name}", name=path.name))
        window.show_progress(0, 1)

        def work() -> str:
            try:
                with _own_renderer(model, style, threads) as render:
                    export(
                        path,
                        film,
                        options=options,
                        render=render,
                        progress=self._progressed.emit,
                        cancellation=cancellation,
                    )
            except Cancelled:
                return tr("The export was called off; nothing was written.")
            return tr("Saved {name}", name=path.name)

        worker.run(work, done=self._exported, failed=self._exported)

    def cancel_export(self) -> None:
        """Call an export off; its file is then as it was before."""
        if self._export is not None:
            self._export.cancel()

    def ask_export(self, options: ExportOptions) -> None:
        """Ask where the video is to go, then write it."""
        if self.window is None:
            return
        mp4 = ffmpeg_program() is not None
        suggested = f"{self._stem}.mp4" if mp4 else f"{self._stem}.gif"
        path = self.dialogs.save_video(self.window, suggested, mp4=mp4)
        if path is not None:
            self.export(path, options)

    def _ask_open(self) -> None:
        path = self.dialogs.open_strokes(self.window) if self.window else None
        if path is not None:
            self.open_strokes(path)

    def _ask_save(self) -> None:
        suggested = f"{self._stem}.jsonl"
        path = self.dialogs.save_strokes(self.window, suggested) if self.window else None
        if path is not None:
            self.save_strokes(path)

    @property
    def _stem(self) -> str:
        """The name of the document's file without its ending."""
        return Path(self._main.files.name).stem

    def _exported(self, words: str) -> None:
        self._export = None
        if self.window is not None:
            self.window.show_progress(1, 1)
            self.window.say(words)

    def _load(self, film: Film) -> None:
        self._film = film
        if self.window is not None and self._pictures is not None:
            self._pictures.use(self._render_now())
            self.window.load(film)

    def _follow_models(self) -> None:
        """The model that made the pictures was closed: go on with the one in use now."""
        if self.window is not None and self._pictures is not None:
            self._pictures.use(self._render_now())
            self.window.show_picture(None)
            self.window.player.seek(self.window.player.time)

    def _model(self) -> ModelEntry | None:
        """The live model, None where it does not take the canvases of the film."""
        choice, film = self._main.models.current, self._film
        if choice is None or film is None or not _suits(choice, film):
            return None
        return choice.live

    def _render_now(self) -> RenderCanvas | None:
        generator, style = self._main.models.live, self._main.document.style
        if generator is None or self._model() is None:
            return None
        return lambda canvas: generator.render(canvas, style)


@contextmanager
def _own_renderer(
    model: ModelEntry | None, style: Style | None, threads: int | None
) -> Iterator[Render | None]:
    """What makes the pictures of an export, as long as it takes: the window's models may change.

    None without a model. Raises ModelFileError. Takes a moment: not on Qt's thread.
    """
    if model is None:
        yield None
        return
    with closing(Generator(model.path, threads=threads)) as generator:
        yield lambda canvas, cancellation: generator.render(
            canvas, style, cancellation=cancellation
        )


def _suits(choice: Choice, film: Film) -> bool:
    """Whether models take the canvases of a film."""
    kind: CanvasKind = "sketch" if film.start.ndim == 3 else "labels"
    return key_of(choice) == canvas_key(kind, film.palette)
