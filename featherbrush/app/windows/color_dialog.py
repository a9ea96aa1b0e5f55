"""Asks which class each colour of an image stands for: nothing is guessed silently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.document import Palette
from featherbrush.app.texts import class_name, figure, tr
from featherbrush.app.windows.swatches import swatch
from featherbrush.engine.color_survey import ColorSurvey, best_palette, hex_name, propose
from featherbrush.engine.palettes import Color, DatasetPalette

SWATCH = 18
UNSET = -1


class StillBox(QComboBox):
    """A combo box that leaves the wheel to the area around it: scrolling chooses nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel brings no focus either

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the area scroll."""
        event.ignore()


class ColorDialog(QDialog):
    """One row for each colour: how many pixels it has, what a dataset calls it, its class."""

    def __init__(
        self,
        survey: ColorSurvey,
        palette: Palette,
        *,
        name: str,
        datasets: Sequence[DatasetPalette] = (),
        names: Mapping[Color, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Ask about the colours of a file called `name`.

        datasets: whose colours they may be. names: what colours are called for sure, when the
        file says so itself.
        """
        super().__init__(parent)
        self._survey, self._palette = survey, palette
        self._names = dict(names or {})
        self._boxes: list[QComboBox] = []
        self._labels: list[QLabel] = []
        self.setWindowTitle(tr("Which class is which colour?"))
        self.dataset_box = _dataset_box(datasets)
        self.status = QLabel()
        self.status.setProperty("kind", "muted")
        self.rest_button = QPushButton(
            tr("Set the rest to {name}", name=class_name(palette.name(palette.background)))
        )
        self.rest_button.setAutoDefault(False)
        self.rest_button.clicked.connect(self._fill_rest)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.buttons.button(standard.Ok).setText(tr("Import"))
        self.buttons.button(standard.Cancel).setText(tr("Cancel"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(tr("{name} has colours that are no class's own.", name=name))
        best = best_palette(survey, datasets)
        self.dataset_box.setCurrentIndex(max(self.dataset_box.findData(best), 0))
        self.dataset_box.currentIndexChanged.connect(self._use_dataset)
        self._use_dataset()
        self.resize(560, min(620, 250 + 34 * len(survey.colors)))

    @property
    def classes(self) -> dict[Color, int]:
        """What was chosen: a class for each colour that has one."""
        chosen = zip(self._survey.colors, (box.currentData() for box in self._boxes), strict=True)
        return {color: class_id for color, class_id in chosen if class_id != UNSET}

    def choose(self, color: Color, class_id: int) -> None:
        """Give a colour a class."""
        box = self._boxes[self._survey.colors.index(color)]
        box.setCurrentIndex(box.findData(class_id))

    def _lay_out(self, problem: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        heading = QLabel(problem)
        heading.setProperty("kind", "title")
        heading.setWordWrap(True)
        column.addWidget(heading)
        hint = QLabel(tr("Choose a class for each of them; nothing is guessed."))
        hint.setProperty("kind", "muted")
        column.addWidget(hint)
        if self.dataset_box.count() > 1:
            row = QHBoxLayout()
            label = QLabel(tr("&Colours of"))
            label.setBuddy(self.dataset_box)
            row.addWidget(label)
            row.addWidget(self.dataset_box, 1)
            column.addLayout(row)
        column.addWidget(self._rows(), 1)
        row = QHBoxLayout()
        row.addWidget(self.status, 1)
        row.addWidget(self.rest_button)
        column.addLayout(row)
        column.addWidget(self.buttons)

    def _rows(self) -> QScrollArea:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 10, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        total = sum(self._survey.counts)
        rows = zip(self._survey.colors, self._survey.counts, strict=True)
        for place, (color, count) in enumerate(rows):
            self._add_row(grid, place, color=color, count=count, share=count / total)
        grid.setRowStretch(len(self._survey.colors), 1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        return area

    def _add_row(
        self, grid: QGridLayout, place: int, *, color: Color, count: int, share: float
    ) -> None:
        mark = QLabel()
        mark.setPixmap(swatch(QColor(*color), SWATCH))
        label = QLabel()
        number = QLabel(
            tr("{count} pixels, {share}", count=figure(f"{count:,}"), share=figure(f"{share:.1%}"))
        )
        number.setProperty("kind", "muted")
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        box = StillBox()
        box.addItem(tr("Choose..."), UNSET)
        for info in self._palette.classes:
            box.addItem(swatch(QColor(*info.color), 14), class_name(info.name), info.id)
        box.setMinimumWidth(140)
        box.setAccessibleName(tr("Class of {color}", color=hex_name(color)))
        box.currentIndexChanged.connect(self._show_status)
        self._boxes.append(box)
        self._labels.append(label)
        for column, widget in enumerate((mark, label, number, box)):
            grid.addWidget(widget, place, column)

    def _use_dataset(self) -> None:
        """Name the colours as a dataset does, and propose the classes that are sure."""
        dataset: DatasetPalette | None = self.dataset_box.currentData()
        sure = propose(self._survey, self._palette.classes, dataset)
        for color, label, box in zip(self._survey.colors, self._labels, self._boxes, strict=True):
            label.setText(self._name(color, dataset))
            box.setCurrentIndex(max(box.findData(sure.get(color, UNSET)), 0))
        self._show_status()

    def _name(self, color: Color, dataset: DatasetPalette | None) -> str:
        names = dataset.names(color, as_id=self._survey.grey) if dataset else ()
        known = self._names.get(color) or " / ".join(names)
        shown = str(color[0]) if self._survey.grey else hex_name(color)
        return f"{known}  ({shown})" if known else shown

    def _fill_rest(self) -> None:
        for box in self._boxes:
            if box.currentData() == UNSET:
                box.setCurrentIndex(box.findData(self._palette.background))

    def _show_status(self) -> None:
        open_ = [
            count
            for box, count in zip(self._boxes, self._survey.counts, strict=False)
            if box.currentData() == UNSET
        ]
        self.status.setText(
            tr(
                "{n} without a class ({count} pixels)",
                n=len(open_),
                count=figure(f"{sum(open_):,}"),
            )
            if open_
            else tr("Every colour has a class.")
        )
        self.rest_button.setEnabled(bool(open_))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not open_)


def _dataset_box(datasets: Sequence[DatasetPalette]) -> QComboBox:
    box = StillBox()
    box.addItem(tr("no known dataset"), None)
    for dataset in datasets:
        box.addItem(dataset.title, dataset)
    box.setAccessibleName(tr("Colours of"))
    return box
