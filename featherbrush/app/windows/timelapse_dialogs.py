"""Where strokes and videos are read and written: the questions of the time-lapse window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from featherbrush.app.texts import tr


class TimelapseDialogs:
    """File dialogs that remember their folders."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def open_strokes(self, parent: QWidget) -> Path | None:
        """Ask for a stroke file; None when the artist changed their mind."""
        names = tr("Stroke files (*.jsonl);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(
            parent, tr("Open strokes"), self._folder("strokes"), names
        )
        return self._remembered(name, kind="strokes")

    def save_strokes(self, parent: QWidget, suggested: str) -> Path | None:
        """Ask where to write a stroke file."""
        names = tr("Stroke files (*.jsonl);;All files (*)")
        return self._save(parent, tr("Save strokes"), suggested, kind="strokes", names=names)

    def save_video(self, parent: QWidget, suggested: str, *, mp4: bool) -> Path | None:
        """Ask where to write a video; MP4 is offered where it can be written."""
        names = "MP4 (*.mp4);;GIF (*.gif)" if mp4 else "GIF (*.gif)"
        return self._save(parent, tr("Export video"), suggested, kind="videos", names=names)

    def _save(
        self, parent: QWidget, title: str, suggested: str, *, kind: str, names: str
    ) -> Path | None:
        dialog = QFileDialog(parent, title, self._folder(kind), names)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(suggested).suffix.removeprefix("."))
        # The ending follows the kind that is chosen below the name.
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(chosen.rsplit("*.", 1)[-1].rstrip(")"))
        )
        dialog.selectFile(suggested)
        accepted = dialog.exec() and dialog.selectedFiles()
        name = dialog.selectedFiles()[0] if accepted else ""
        dialog.deleteLater()
        return self._remembered(name, kind=kind)

    def _folder(self, kind: str) -> str:
        return str(self._settings.value(f"folders/{kind}", str(Path.home())))

    def _remembered(self, name: str, *, kind: str) -> Path | None:
        if not name:
            return None
        self._settings.setValue(f"folders/{kind}", str(Path(name).parent))
        return Path(name)
