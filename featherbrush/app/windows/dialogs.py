"""The questions that the studio asks. One class, so that a test can answer in its place."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from featherbrush.app.document import Palette
from featherbrush.app.windows.help_dialogs import PageDialog
from featherbrush.app.windows.new_map_dialog import NewMap, NewMapDialog
from featherbrush.engine.geometry import Extent

MAP_FILTER = "Label maps (*.png *.bmp *.gif *.webp);;All files (*)"
SAVE_MAP_FILTER = "Indexed PNG (*.png)"
PICTURE_FILTER = "Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.gif);;All files (*)"
SAVE_PICTURE_FILTER = "PNG (*.png);;JPEG (*.jpg);;WebP (*.webp)"
MODEL_FILTER = "Model files (*.onnx);;All files (*)"


class Answer(Enum):
    """What to do with work that is not saved."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


class Dialogs:
    """File dialogs that remember their folder, one for each kind of file, and the questions."""

    def __init__(self, parent: QWidget, settings: QSettings) -> None:
        self._parent = parent
        self._settings = settings

    def open_map(self) -> Path | None:
        """Ask for a label map to open; None when the artist changed their mind."""
        return self._open("Open label map", kind="maps", names=MAP_FILTER)

    def open_picture(self) -> Path | None:
        """Ask for a picture to take the style of."""
        return self._open("Style from a picture", kind="pictures", names=PICTURE_FILTER)

    def open_model(self) -> Path | None:
        """Ask for a model file."""
        return self._open("Open model", kind="models", names=MODEL_FILTER)

    def save_map(self, suggested: str) -> Path | None:
        """Ask where to save the label map; an existing file is asked about."""
        return self._save("Save label map", suggested, kind="maps", names=SAVE_MAP_FILTER)

    def save_picture(self, suggested: str) -> Path | None:
        """Ask where to save a picture."""
        return self._save("Save picture", suggested, kind="pictures", names=SAVE_PICTURE_FILTER)

    def ask_unsaved(self, name: str) -> Answer:
        """Ask what to do with unsaved work; Escape and closing the box cancel."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Unsaved changes")
        box.setText(f"<b>Save the changes to {name}?</b>")
        box.setInformativeText("Without saving, the strokes since the last save are lost.")
        button = QMessageBox.StandardButton
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.setDefaultButton(button.Save)
        box.setEscapeButton(button.Cancel)
        pressed = box.exec()
        box.deleteLater()
        return {
            button.Save.value: Answer.SAVE,
            button.Discard.value: Answer.DISCARD,
        }.get(pressed, Answer.CANCEL)

    def new_map(self, palette: Palette, *, native: Extent, multiple: int) -> NewMap | None:
        """Ask for the size of a new map and what covers it."""
        dialog = NewMapDialog(palette, native=native, multiple=multiple, parent=self._parent)
        accepted = dialog.exec()
        dialog.deleteLater()
        return dialog.chosen if accepted else None

    def read(self, title: str, page: str) -> None:
        """Show a page (HTML) to read."""
        dialog = PageDialog(title, page, self._parent)
        dialog.exec()
        dialog.deleteLater()

    def _open(self, title: str, *, kind: str, names: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._parent, title, self._folder(kind), names)
        return self._remembered(Path(name), kind=kind) if name else None

    def _save(self, title: str, suggested: str, *, kind: str, names: str) -> Path | None:
        dialog = QFileDialog(self._parent, title, self._folder(kind), names)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.selectFile(suggested)
        accepted = dialog.exec() and dialog.selectedFiles()
        path = Path(dialog.selectedFiles()[0]) if accepted else None
        dialog.deleteLater()
        return self._remembered(path, kind=kind) if path else None

    def _folder(self, kind: str) -> str:
        return str(self._settings.value(f"folders/{kind}", str(Path.home())))

    def _remembered(self, path: Path, *, kind: str) -> Path:
        self._settings.setValue(f"folders/{kind}", str(path.parent))
        return path
