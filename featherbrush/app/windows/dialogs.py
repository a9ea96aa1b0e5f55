"""The questions that the studio asks. One class, so that a test can answer in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from html import escape
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from featherbrush.app.document import Palette
from featherbrush.app.document.recovery import LostWork
from featherbrush.app.synthesis.state import Side
from featherbrush.app.texts import tr
from featherbrush.app.windows.color_dialog import ColorDialog
from featherbrush.app.windows.export_dialog import ExportDialog, ExportWish
from featherbrush.app.windows.gallery import GalleryDialog
from featherbrush.app.windows.help_dialogs import PageDialog
from featherbrush.app.windows.new_map_dialog import NewMap, NewMapDialog
from featherbrush.app.windows.opening import PictureUse
from featherbrush.app.windows.recovery_dialog import RecoveryDialog, Rescue
from featherbrush.engine.card import ModelCard
from featherbrush.engine.color_survey import ColorSurvey
from featherbrush.engine.geometry import Extent
from featherbrush.engine.palettes import Color, bundled_palettes

PICTURES = "*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff"
SAVE_PICTURE_FILTER = "PNG (*.png);;JPEG (*.jpg);;TIFF (*.tif);;WebP (*.webp)"


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
        """Ask for a document, label map or picture; None when the artist changed their mind."""
        names = (
            tr("Documents, label maps and pictures ({endings})", endings=f"*.ora {PICTURES}"),
            tr("OpenRaster documents ({endings})", endings="*.ora"),
            tr("All files (*)"),
        )
        return self._open(tr("Open"), kind="maps", names=";;".join(names))

    def open_picture(self) -> Path | None:
        """Ask for a picture to take the style of."""
        return self._open(tr("Style from a picture"), kind="pictures", names=_picture_names())

    def open_underlay(self) -> Path | None:
        """Ask for a picture to trace over."""
        return self._open(tr("Underlay"), kind="pictures", names=_picture_names())

    def save_votes(self, suggested: str) -> Path | None:
        """Ask where to write the votes of a blind comparison."""
        return self._save(
            tr("Export votes"), suggested, kind="votes", names=tr("Table (*.csv)"), suffix="csv"
        )

    def open_model(self) -> Path | None:
        """Ask for a model file."""
        names = (tr("Model files ({endings})", endings="*.onnx"), tr("All files (*)"))
        return self._open(tr("Open model"), kind="models", names=";;".join(names))

    def save_map(self, suggested: str) -> Path | None:
        """Ask where to save the document; an existing file is asked about."""
        names = (
            tr("OpenRaster document ({endings})", endings="*.ora"),
            tr("Canvas alone as PNG ({endings})", endings="*.png"),
        )
        return self._save(tr("Save"), suggested, kind="maps", names=";;".join(names), suffix="ora")

    def save_layers(self, suggested: str) -> Path | None:
        """Ask where to write canvas and pictures as layers."""
        names = tr("OpenRaster document ({endings})", endings="*.ora")
        return self._save(
            tr("Export as layers"), suggested, kind="exports", names=names, suffix="ora"
        )

    def export_map(self, suggested: str, *, colors: bool) -> Path | None:
        """Ask where to write the label map, as class ids or in its colours."""
        names = tr("PNG ({endings})", endings="*.png")
        title = tr("Export the map in colours") if colors else tr("Export the map as class ids")
        return self._save(title, suggested, kind="exports", names=names)

    def save_picture(self, suggested: str) -> Path | None:
        """Ask where to save a picture."""
        return self._save(tr("Save picture"), suggested, kind="pictures", names=SAVE_PICTURE_FILTER)

    def ask_unsaved(self, name: str) -> Answer:
        """Ask what to do with unsaved work; Escape and closing the box cancel."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(tr("Unsaved changes"))
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(f"<b>{escape(tr('Save the changes to {name}?', name=name))}</b>")
        box.setInformativeText(tr("Without saving, the strokes since the last save are lost."))
        button = QMessageBox.StandardButton
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.button(button.Save).setText(tr("&Save"))
        box.button(button.Discard).setText(tr("&Discard"))
        box.button(button.Cancel).setText(tr("Cancel"))
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

    def map_colors(
        self, survey: ColorSurvey, palette: Palette, *, name: str, names: Mapping[Color, str]
    ) -> dict[Color, int] | None:
        """Ask for a class for each colour of a file."""
        datasets = () if names else bundled_palettes()
        dialog = ColorDialog(
            survey, palette, name=name, datasets=datasets, names=names, parent=self._parent
        )
        accepted = dialog.exec()
        dialog.deleteLater()
        return dialog.classes if accepted else None

    def ask_picture_use(self, name: str, *, sketch: bool) -> PictureUse:
        """Ask what a plain picture is to be: an underlay, or a sketch where one is painted."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(tr("Picture"))
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(f"<b>{escape(tr('{name} is a picture and no label map.', name=name))}</b>")
        hint = tr("Lay it under the canvas to trace over, or draw on it as a sketch?")
        box.setInformativeText(hint if sketch else tr("Lay it under the canvas, to trace over?"))
        role = QMessageBox.ButtonRole
        under = box.addButton(tr("&Underlay"), role.AcceptRole)
        drawn = box.addButton(tr("&Sketch"), role.AcceptRole) if sketch else None
        cancel = box.addButton(tr("Cancel"), role.RejectRole)
        box.setDefaultButton(under)
        box.setEscapeButton(cancel)
        box.exec()
        pressed = box.clickedButton()
        box.deleteLater()
        if pressed is under:
            return PictureUse.UNDERLAY
        return PictureUse.SKETCH if drawn and pressed is drawn else PictureUse.NOTHING

    def ask_rescue(self, found: Sequence[LostWork]) -> tuple[Rescue, int]:
        """Offer unsaved work; what to do, and with which of it."""
        dialog = RecoveryDialog(found, self._parent)
        dialog.exec()
        dialog.deleteLater()
        return dialog.answer

    def confirm_discard(self, name: str) -> bool:
        """Ask before unsaved work is given up for good."""
        return self._confirm(
            tr("Discard the unsaved work on {name}?", name=name),
            tr("It cannot be brought back."),
            button=tr("&Discard"),
        )

    def confirm_without_picture(self, name: str) -> bool:
        """Ask before the studio closes without a picture that is saved when it is ready."""
        return self._confirm(
            tr("Close before {name} is saved?", name=name),
            tr("Its picture is not ready yet. Cancel, and it is saved as soon as it comes."),
            button=tr("&Give up the picture"),
        )

    def confirm_stop_video(self, name: str) -> bool:
        """Ask before a video is given up in the middle."""
        return self._confirm(
            tr("Stop writing {name}?", name=name),
            tr("The video is not finished; what there is of it so far is lost."),
            button=tr("&Stop writing"),
        )

    def confirm_overwrite(self, name: str) -> bool:
        """Ask before a file of this name is replaced."""
        return self._confirm(
            tr("There is a template called {name}.", name=name),
            tr("Shall this one take its place?"),
            button=tr("&Replace"),
        )

    def choose_from_gallery(
        self, examples: Sequence[Path], templates: Sequence[Path], folder: Path
    ) -> Path | None:
        """Ask which example or template to begin with."""
        dialog = GalleryDialog(examples, templates, folder=folder, parent=self._parent)
        accepted = dialog.exec()
        dialog.deleteLater()
        return dialog.chosen if accepted else None

    def name_template(self, suggested: str) -> str | None:
        """Ask what a template is to be called."""
        name, accepted = QInputDialog.getText(
            self._parent, tr("Save as template"), tr("Name"), text=suggested
        )
        return name.strip() or None if accepted else None

    def ask_export(self, offers: Mapping[Side, ModelCard], extent: Extent) -> ExportWish | None:
        """Ask which picture to export, and how large."""
        dialog = ExportDialog(offers, extent, parent=self._parent)
        accepted = dialog.exec()
        dialog.deleteLater()
        return dialog.wish if accepted else None

    def read(self, title: str, page: str) -> None:
        """Show a page (HTML) to read."""
        dialog = PageDialog(title, page, self._parent)
        dialog.exec()
        dialog.deleteLater()

    def _confirm(self, question: str, more: str, *, button: str) -> bool:
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(question)
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(f"<b>{escape(question)}</b>")
        box.setInformativeText(more)
        go = box.addButton(button, QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        box.exec()
        pressed = box.clickedButton()
        box.deleteLater()
        return pressed is go

    def _open(self, title: str, *, kind: str, names: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._parent, title, self._folder(kind), names)
        return self._remembered(Path(name), kind=kind) if name else None

    def _save(
        self, title: str, suggested: str, *, kind: str, names: str, suffix: str = "png"
    ) -> Path | None:
        dialog = QFileDialog(self._parent, title, self._folder(kind), names)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.filterSelected.connect(lambda name: dialog.setDefaultSuffix(_suffix_of(name)))
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


def _picture_names() -> str:
    return ";;".join((tr("Pictures ({endings})", endings=PICTURES), tr("All files (*)")))


def _suffix_of(name: str) -> str:
    """The first ending in a file dialog's filter: "PNG (*.png)" gives "png"."""
    return name.rpartition("(*.")[2].split(")")[0].split(" ")[0]
