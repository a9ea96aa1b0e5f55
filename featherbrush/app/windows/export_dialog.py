"""Asks which picture to export, how large, and says how it will be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from featherbrush.app.synthesis.state import Side
from featherbrush.app.texts import model_words, tr
from featherbrush.engine.card import ModelCard
from featherbrush.engine.enlarge import LARGEST_FACTOR, How, keeps_its_look, plan, times
from featherbrush.engine.geometry import Extent


@dataclass(frozen=True, slots=True)
class ExportWish:
    """A side's picture at 1 to 4 times the canvas; `redraw`: by the model, else resampled."""

    side: Side
    factor: int = 1
    redraw: bool = True


class ExportDialog(QDialog):
    """Three choices, and one sentence about what comes of them."""

    def __init__(
        self, offers: Mapping[Side, ModelCard], extent: Extent, *, parent: QWidget | None = None
    ) -> None:
        """Offer the pictures of some models of a canvas of this size."""
        super().__init__(parent)
        self._offers, self._extent = offers, extent
        self.setWindowTitle(tr("Export picture"))
        self.side_box = QComboBox()
        for side, card in offers.items():
            self.side_box.addItem(f"{_side_name(side)}: {model_words(card.title)}", side)
        self.factor_box = QComboBox()
        for factor in range(1, LARGEST_FACTOR + 1):
            self.factor_box.addItem(f"{factor}x   ({times(extent, factor)})", factor)
        self.method_box = QComboBox()
        self.method_box.addItem(tr("Drawn anew by the model"), True)
        self.method_box.addItem(tr("The picture as it is, enlarged"), False)
        best = all(keeps_its_look(card) for card in offers.values())
        self.method_box.setCurrentIndex(self.method_box.findData(best))
        self.note = QLabel()
        self.note.setProperty("kind", "muted")
        self.note.setWordWrap(True)
        self.note.setMinimumHeight(4 * self.note.fontMetrics().lineSpacing())
        self.setMinimumWidth(460)
        self._lay_out()
        for box in (self.side_box, self.factor_box, self.method_box):
            box.currentIndexChanged.connect(self._show_note)
        self._show_note()

    @property
    def wish(self) -> ExportWish:
        """What the boxes say."""
        redraw = bool(self.method_box.currentData()) and self._planned() is not How.RESAMPLED
        return ExportWish(self.side_box.currentData(), self.factor_box.currentData(), redraw)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("&Picture"), self.side_box)
        form.addRow(tr("&Size"), self.factor_box)
        form.addRow(tr("&Larger sizes"), self.method_box)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.button(standard.Ok).setText(tr("Export..."))
        buttons.button(standard.Cancel).setText(tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addWidget(buttons)

    def _planned(self) -> How:
        card = self._offers[self.side_box.currentData()]
        return plan(card, self._extent, factor=self.factor_box.currentData())

    def _show_note(self) -> None:
        factor = self.factor_box.currentData()
        self.method_box.setEnabled(factor > 1 and self._planned() is not How.RESAMPLED)
        self.note.setText(self._sentence(factor))

    def _sentence(self, factor: int) -> str:
        if factor == 1:
            return tr("The picture as it is on the screen.")
        if self._planned() is How.RESAMPLED:
            return tr(
                "This model cannot draw that size: the picture is enlarged by resampling (Lanczos),"
                " which adds no detail."
            )
        if not self.method_box.currentData():
            return tr("Enlarged by resampling (Lanczos), which adds no detail.")
        if not keeps_its_look(self._offers[self.side_box.currentData()]):
            return tr(
                "The model draws the larger canvas. It fills outlines only over so many pixels:"
                " wide shapes may come out pale or hollow."
            )
        if self._planned() is How.TILED:
            return tr(
                "The model draws the larger canvas in overlapping tiles. Details are finer than on"
                " the screen, and it takes a while. A model that needs the whole canvas at once is"
                " noticed; its picture is enlarged instead."
            )
        return tr("The model draws the larger canvas. Details are finer than on the screen.")


def _side_name(side: Side) -> str:
    return tr("Original") if side is Side.ORIGINAL else tr("Compressed")
